"""Builders of grid events: reported in 凤栖路社区, raised to 韦曲街道办, sent to the housing department."""

from datetime import timedelta

from governance.cases.models import Category
from grid import reference
from grid.events.actions import report_event
from grid.models import EventItem, GridEvent
from tests import builders
from tests.builders import OPENED, step

CLUE, LAMP, DUMP = "矛盾纠纷/邻里纠纷", "公共设施/路灯损坏", "市容环境/垃圾堆积"
HELP = "求助服务/定期走访看望"


def listed(item: str = LAMP) -> EventItem:
    """An item of the delivered event list."""
    if not Category.objects.filter(kind="grid_event").exists():
        reference.load()
    return EventItem.objects.select_related("category").get(category__kind="grid_event", category__path=item)


def event(cast, *, item=LAMP, actor=None, unit=None, at=OPENED, people=(), settled="", then_raise=True, **fields):
    """An event that the grid worker of 凤栖路社区 saw and raised, unless said otherwise."""
    kept = listed(item)
    category = kept.category
    values = {
        "title": "小区南门外路灯不亮",
        "summary": "小区南门外两盏路灯不亮。",
        "area": cast.area("610116001002"),
        "category": category,
        "source": "patrol",
        "channel": "patrol",
        "lead_unit": unit or cast.fengqi,
        "opened_at": at,
    }
    made = GridEvent(**{**values, **fields})
    how = {"people": list(people), "settled": settled, "then_raise": then_raise, "replay": True}
    return report_event(made, actor=actor or cast.grid_worker, at=at, **how)


def dispatch(case, cast, later=1):
    """The township sends it to the housing department."""
    told = {"to_unit": cast.housing, "grade": "general", "reason": "请核实处置。"}
    step(case, "dispatch", cast.clerk, later=later, **told)


def _incomplete(case, cast):
    step(case, "ask_again", cast.clerk, later=1, reason="请补充照片。")


def _handling(case, cast):
    dispatch(case, cast)


def _objected(case, cast):
    dispatch(case, cast)
    step(case, "object", cast.handler, later=2, reason="属物业服务企业职责。")


def _checking(case, cast):
    dispatch(case, cast)
    step(case, "finish", cast.handler, later=3, note="已更换灯泡。")


def _closed(case, cast):
    _checking(case, cast)
    step(case, "confirm", cast.grid_worker, later=4, note="路灯已亮。")


def _visiting(case, cast):
    dispatch(case, cast)
    agree_visits(case, cast, cast.handler)


def agree_visits(case, cast, actor, later=3, days=30):
    """Whoever asked for it is visited within so many days."""
    told = {"consent": True, "visitor": "社区干事", "note": "看望，代买药品。", "days": days}
    step(case, "agree_visits", actor, later=later, **told)


def _rejected(case, cast):
    step(case, "reject", cast.clerk, later=1, ground="untrue", reason="现场查看，路灯正常。")


def _converted(case, cast):
    step(case, "refer_to_mediation", cast.clerk, later=1, unit=None, reason="双方争吵，请组织调解。")


def _merged(case, cast):
    step(case, "merge", cast.clerk, later=1, into=event(cast, item=CLUE, people=[resident()]), note="同一处路灯。")


PATHS = {
    "reported": lambda case, cast: None,
    "incomplete": _incomplete,
    "handling": _handling,
    "objected": _objected,
    "checking": _checking,
    "visiting": _visiting,
    "closed": _closed,
    "rejected": _rejected,
    "converted": _converted,
    "merged": _merged,
}


def in_status(cast, status: str) -> GridEvent:
    """A clue of a quarrel in that status; settled ones never left the village, and visits are asked for."""
    if status == "settled":
        return event(cast, item=CLUE, settled="双方当场和解。", people=[resident()])
    case = event(cast, item=HELP if status == "visiting" else CLUE, people=[resident()])
    PATHS[status](case, cast)
    case.refresh_from_db()
    return case


def resident(**fields):
    """Somebody who told of it."""
    return builders.person(**fields)


def days(number: int):
    """So many days after the builders' day."""
    return OPENED + timedelta(days=number)
