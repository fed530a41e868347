"""Plans, units and moments for the tests of duties."""

from datetime import date, datetime, time

from governance.duties.models import DutyPlan, DutyReminder, DutyRung, DutyTask, SpecialPeriod
from governance.frame.days import CHINA
from governance.organisation.models import Area, Unit

# A Wednesday in an ordinary week.
TODAY = date(2026, 11, 18)


def moment(text: str) -> datetime:
    """2026-11-18T09:00 on the office's wall."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T09:00").replace(tzinfo=CHINA)


NOW = moment("2026-11-18T09:00")


def plan(code: str = "p", cadence: str = "daily", *, reminders=(), **fields) -> DutyPlan:
    """A plan for all villages unless said otherwise; ``reminders`` are (offset or weekday, hour, words)."""
    values = {
        # By a number: codes are no words that a page says.
        "name": f"方案{DutyPlan.objects.count() + 1}",
        "kind": "sweep",
        "levels": ["village"],
        "unit_kinds": ["village"],
        "form": "sweep",
        "basis": "试验",
        "effective_from": date(2026, 1, 1),
    }
    made = DutyPlan.objects.create(code=code, cadence=cadence, **{**values, **fields})
    for rung, (when, hour, words) in enumerate(reminders, start=1):
        at = {"weekday": "一二三四五六日".index(when)} if isinstance(when, str) else {"offset_days": when}
        DutyReminder.objects.create(plan=made, rung=rung, at_time=time(hour), recipients=words.split(), **at)
    return made


def rungs(made: DutyPlan, *steps: tuple[str, str, int]) -> None:
    """The plan has this ladder: (what is proposed, row or month, after how many)."""
    for rung, (proposes, span, missed) in enumerate(steps, start=1):
        DutyRung.objects.create(plan=made, rung=rung, proposes=proposes, span=span, missed=missed)


def villages(count: int, township: str = "610116001") -> list[Unit]:
    """So many more village units of a township, with areas of their own."""
    known = Area.objects.filter(parent_id=township).count()
    areas = Area.objects.bulk_create(
        Area(code=f"{township}{500 + known + n}", name=f"第{known + n}村", level="village", parent_id=township)
        for n in range(count)
    )
    return Unit.objects.bulk_create(
        Unit(
            name=f"{area.code}村委会",
            short_name=area.name,
            kind="village",
            area=area,
            position=1000 + int(area.code[-3:]),
        )
        for area in areas
    )


def opened(**fields) -> list[tuple]:
    """What is open or was: plan, unit, first day; withdrawn tasks left out."""
    tasks = DutyTask.objects.exclude(state="withdrawn").filter(**fields)
    return sorted(tasks.values_list("plan_code", "unit__short_name", "first"))


def period(plan_code: str, by, first: date = TODAY, last: date = TODAY) -> SpecialPeriod:
    """A declared period; nothing is opened."""
    return SpecialPeriod.objects.create(
        name="两节期间", plan_code=plan_code, first=first, last=last, declared_by=by, declared_at=NOW
    )
