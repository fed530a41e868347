"""Builders of hazards: found by 韦曲街道办 in 凤栖路社区, to be set right by the housing department."""

from governance.cases.steps import actions
from governance.organisation.models import User
from security.models import Hazard
from tests.builders import OPENED, agreed, step


def hazard(cast, *, at=OPENED, unit=None, actor: User | None = None, **fields) -> Hazard:
    """A hazard of public order that nobody has looked after yet; no picture is wanted of it."""
    values = {
        "kind": "hazard",
        "title": "地下车库照明损坏",
        "summary": "地下车库照明损坏，夜间漆黑。",
        "area": cast.area("610116001002"),
        "place": "凤栖路3号楼",
        "hazard_kind": "order",
        "place_kind": "other",
        "grade": "grave",
        "source": "inspection",
        "channel": "patrol",
        "lead_unit": unit or cast.weiqu,
        "opened_at": at,
    }
    made = Hazard(**{**values, **fields})
    actions.open_case(made, actor=actor or cast.clerk, at=at, replay=True)
    return made


def order(case, cast, later=1, **facts):
    """The housing department has thirty days."""
    told = {"to_unit": cast.housing, "responsible": "王海涛", "grade": case.grade, "days": 30, "reason": "恢复照明。"}
    step(case, "order", cast.clerk, later=later, **told | facts)


def rectified(case, cast, later=10):
    """The handler says that it is set right."""
    step(case, "rectified", cast.handler, later=later, note="照明已恢复。")


def _rechecking(case, cast):
    order(case, cast)
    rectified(case, cast)


def _closed(case, cast):
    _rechecking(case, cast)
    step(case, "pass", cast.clerk, later=11, note="现场查看，照明正常。")


def reject(case, cast, later=1, at=None):
    """It is none; of a grave one somebody above agrees."""
    step(case, "reject", cast.clerk, later=later, at=at, ground="untrue", reason="照明正常。")
    agreed(case, cast.staff)


def _merged(case, cast):
    step(case, "merge", cast.clerk, later=1, into=hazard(cast), note="同一处。")
    agreed(case, cast.staff)


PATHS = {
    "found": lambda case, cast: None,
    "rectifying": order,
    "rechecking": _rechecking,
    "closed": _closed,
    "rejected": reject,
    "merged": _merged,
}


def in_status(cast, status: str) -> Hazard:
    """A grave hazard in that status; what was settled on the spot was a small one."""
    if status == "settled":
        case = hazard(cast, grade="general")
        step(case, "settle", cast.clerk, later=1, note="更换灯泡。")
    else:
        case = hazard(cast)
        PATHS[status](case, cast)
    case.refresh_from_db()
    return case
