"""Schemes, and a quarter of the townships from a scheme in force to the freezing."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from governance.assessment.models import Scheme, ScoredPeriod, ScoreLine
from governance.assessment.periods import actions
from governance.assessment.periods.actions import Given
from governance.assessment.schemes import defining
from governance.assessment.schemes.assessed import units_of
from governance.assessment.schemes.items import TypedItem
from governance.duties.models import DutyPlan, DutyTask
from governance.jobs import work
from governance.jobs.models import Job
from tests.attachments.samples import pdf, upload
from tests.builders import CHINA, OPENED
from tests.duties.making import plan

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
AFTER = datetime(2026, 4, 2, 9, 0, tzinfo=CHINA)


def typed(**more) -> TypedItem:
    """An item that is marked by the share of reports that came in time."""
    told = {"group": "日常报送", "text": "例行任务按期报送", "way": "target", "weight": 80, "target": Decimal(100)}
    return TypedItem(**told | {"source": "duty.in_time_rate", "basis": "本县规定"} | more)


def townships_draft(cast, *, whole: bool = True, at=OPENED, **more) -> Scheme:
    """A draft for all townships: twenty points for what was never missed, and eighty for what came in time."""
    told = {"name": "镇街考核", "year": 2026, "basis": "本县规定", "unit_kinds": ["township"]}
    scheme = defining.add_scheme(defining.Head(**told | more), actor=cast.county, at=at)
    missed = {"text": "例行任务每少一次扣 0.25 分", "way": "deduct", "source": "duty.missing", "over": "duty.due"}
    missed["each"] = Decimal("0.25")
    rows = [typed(weight=20, **missed), *([typed()] if whole else [])]
    for row in rows:
        scheme = defining.put_item(scheme, row, version=None, actor=cast.county, at=at)
    return scheme


def scheme_in_force(cast, at=OPENED, **more) -> Scheme:
    """... tried and in force."""
    draft = townships_draft(cast, at=at, **more)
    tried = defining.try_scheme(draft, version=None, actor=cast.county, at=at)
    return defining.put_in_force(tried, version=None, actor=cast.county, at=at)


def owed(cast, unit, states: str, day: date = date(2026, 2, 10)) -> list[DutyTask]:
    """The unit had a report due on each of these days, and came in so: ``missing returned late``."""
    kept = DutyPlan.objects.filter(code="weekly").first() or plan("weekly", "weekly", name="每周排查")
    rows = []
    for place, state in enumerate(states.split()):
        due = day + timedelta(days=place)
        at = datetime(due.year, due.month, due.day, 23, 59, tzinfo=CHINA)
        told = {"returned_at": None if state in ("missing", "open") else at, "state": state}
        told |= {"first": due, "last": due, "label": f"{due}", "due_at": at, "opened_at": at}
        rows.append(DutyTask(plan=kept, plan_code="weekly", unit=unit, area=unit.area, **told))
    return DutyTask.objects.bulk_create(rows)


def scheme_of(cast, *items, at=AFTER, **more) -> Scheme:
    """A scheme in force for both townships: what was missed, what came in time, what the county marks, a veto."""
    told = {"actor": cast.county, "at": at}
    head = {"name": "镇街季度考核", "year": 2026, "basis": "本县规定", "unit_kinds": ["township"]}
    scheme = defining.add_scheme(defining.Head(**head | more), **told)
    missed = {"text": "例行任务每少一次扣 0.25 分", "way": "deduct", "source": "duty.missing", "over": "duty.due"}
    missed["each"] = Decimal("0.25")
    by_hand = {"source": "", "target": Decimal(0)}
    rows = items or (
        typed(weight=20, **missed),
        typed(weight=70),
        typed(weight=10, text="责任书的履行", way="hand", **by_hand),
        typed(weight=0, text="委员会决定的一票否决", way="veto", **by_hand),
    )
    for row in rows:
        scheme = defining.put_item(scheme, row, version=None, **told)
    return defining.put_in_force(defining.try_scheme(scheme, version=None, **told), version=None, **told)


def opened(cast, scheme: Scheme | None = None, *, at=AFTER, length="quarter", first=FIRST) -> ScoredPeriod:
    """The first quarter can be marked."""
    scheme = scheme or scheme_of(cast, at=at)
    return actions.open_period(scheme, length=length, first=first, actor=cast.county, at=at)


def marked(period: ScoredPeriod, cast, points: str = "10", *, name: str = "i3", who=None, at=AFTER, **others) -> None:
    """Every unit has the points for an item by hand, some of them others: ``weiqu="8"``."""
    item = next(each for each in period.scheme.asked if each.name == name)
    given = {unit: Given(Decimal(points), "年中检查记录") for unit in units_of(period.scheme)}
    given |= {getattr(cast, unit): Given(Decimal(told), "年中检查记录") for unit, told in others.items()}
    files = [upload("检查记录.pdf", pdf())]
    actions.give_marks(period, item, given, files, version=None, actor=who or cast.county, at=at)


def worked_out(period: ScoredPeriod, cast, *, at=AFTER, who=None) -> Job:
    """The job that freezes it was asked for and has been run, at the moment that the clock shows."""
    asked = actions.freeze(period, version=None, actor=who or cast.county, at=at)
    work.run(asked.pk, at)
    asked.refresh_from_db()
    period.refresh_from_db()
    return asked


def frozen_quarter(cast, *, at=AFTER, scheme: Scheme | None = None, **others) -> ScoredPeriod:
    """韦曲 missed two of four reports, 郭杜 none of two; both are marked, and the quarter is frozen."""
    owed(cast, cast.weiqu, "missing missing returned zero")
    owed(cast, cast.guodu, "returned returned")
    period = opened(cast, scheme, at=at)
    marked(period, cast, at=at, **others)
    job = worked_out(period, cast, at=at)
    assert job.state == "done", job.message
    return period


def line_of(period: ScoredPeriod, unit, name: str) -> ScoreLine:
    """What the item came to for the unit."""
    return period.lines.select_related("unit", "period__scheme").get(unit=unit, item=name)
