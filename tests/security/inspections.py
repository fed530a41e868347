"""Builders of inspections: hotels of 韦曲街道, a list of three items, a round of the running month."""

from datetime import datetime, time, timedelta
from uuid import UUID

from governance.duties.models import DutyPlan, DutyTask
from governance.duties.windows import MONTHLY, window_of
from governance.frame.days import CHINA, office_day, office_moment
from governance.registers.entries.actions import open_entry
from governance.registers.entries.told import EntryInput
from governance.registers.kinds.defining import Definition, FieldRow, add_register
from governance.registers.models import Entry, Register
from security.inspections import defining
from security.inspections.checking import Looked, Marked, check_place
from security.inspections.models import Check, Checklist
from tests.attachments.samples import picture, upload

# A Wednesday in the middle of a month.
NOW = datetime(2026, 3, 18, 10, 0, tzinfo=CHINA)
BEFORE = NOW - timedelta(days=200)
HERE, THERE = "610116001002", "610116002001"
PASSED, FAILED = "passed", "failed"


def hotels(cast, at: datetime) -> Register:
    """A register of places, some of which are hotels."""
    rows = [FieldRow("类型", "choice", required=True, listed=True, options=["旅馆", "网吧"])]
    wanted = Definition(name="治安场所", group="场所", unit_word="处", rows=rows, check_months=6)
    return add_register(wanted, actor=cast.county, at=at)


def hotel(cast, register: Register, name: str, at: datetime, *, area: str = HERE, kind: str = "c1") -> Entry:
    """A hotel that the street keeps, where another place is not said."""
    unit = cast.guodu if area == THERE else cast.weiqu
    told = EntryInput(name=name, unit=unit, area=cast.area(area), facts={"f1": kind}, longitude=108.94, latitude=34.15)
    return open_entry(register, told, actor=cast.county, at=at)


def plan(at: datetime) -> DutyPlan:
    """Streets look at their hotels every month."""
    columns = {"levels": ["township"], "unit_kinds": ["government"], "cadence": "monthly", "form": "report"}
    since = office_day(at).replace(month=1, day=1)
    return DutyPlan.objects.create(
        code="inspection.test",
        name="小旅馆月检查",
        kind="inspection",
        basis="本县规定",
        effective_from=since,
        **columns,
    )


def round_of(unit, of: DutyPlan, at: datetime) -> DutyTask:
    """The round of the month in which the moment lies."""
    window = window_of(MONTHLY, office_day(at))
    return DutyTask.objects.create(
        plan=of,
        plan_code=of.code,
        unit=unit,
        area=unit.area,
        first=window.first,
        last=window.last,
        label=window.label,
        due_at=office_moment(window.last, time(23, 59, 59)),
        opened_at=at,
    )


def _item(text: str, right: str, kind: str, **more) -> dict:
    return {
        "text": text,
        "right": right,
        "hazard_kind": kind,
        "wants_photo": False,
        "is_grave": False,
        "basis": "",
    } | more


ITEMS = [
    _item("住客登记", "逐人登记", "order"),
    _item("安全出口", "畅通", "fire", wants_photo=True, is_grave=True, basis="消防法"),
    _item("视频监控", "正常", "order"),
]


def checklist(cast, register: Register, of: DutyPlan, at: datetime, **more) -> Checklist:
    """What is looked at in a hotel."""
    told = {
        "name": "小旅馆清单",
        "kind": f"{register.code}:f1:c1",
        "plan_code": of.code,
        "place_kind": "hotel",
        "basis": "本县规定",
        "items": [dict(item) for item in ITEMS],
    }
    return defining.LISTS.add(defining.ListInput(**told | more), actor=cast.county, at=at)


def marks(of: Checklist, *failed: str) -> dict[int, Marked]:
    """Every item right but those that are named; pictures where they are wanted."""
    found = {}
    for item in of.items.filter(retired=False):
        photos = [upload("现场.png", picture("PNG"))] if item.wants_photo else []
        wrong = item.text in failed
        found[item.pk] = Marked(FAILED if wrong else PASSED, "不符合要求。" if wrong else "", photos)
    return found


def check(task: DutyTask, entry: Entry, of: Checklist, actor, at: datetime, *failed: str, key: int = 1) -> Check:
    """The place is checked on the day of the moment."""
    looked = Looked(entry, office_day(at), marks(of, *failed))
    return check_place(UUID(int=key), task, looked, actor=actor, at=at)


class World:
    """Two hotels in 韦曲 and one in 郭杜, an internet café, and the round of 韦曲 in March."""

    def __init__(self, cast):
        self.register = hotels(cast, BEFORE)
        self.first = hotel(cast, self.register, "平安旅馆", BEFORE)
        self.second = hotel(cast, self.register, "如意旅馆", BEFORE, area="610116001003")
        self.cafe = hotel(cast, self.register, "飞越网吧", BEFORE, kind="c2")
        self.outside = hotel(cast, self.register, "郭杜旅馆", BEFORE, area=THERE)
        self.plan = plan(NOW)
        self.list = checklist(cast, self.register, self.plan, BEFORE)
        self.round = round_of(cast.weiqu, self.plan, NOW)

    def check(self, entry, actor, *failed, at=NOW, key=1, task=None):
        return check(task or self.round, entry, self.list, actor, at, *failed, key=key)
