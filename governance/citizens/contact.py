"""Where citizens turn to (信访工作条例 art. 18): numbers and hours from the register, and who receives when."""

from dataclasses import dataclass
from datetime import date, timedelta

from governance.duties.models import RosterDay
from governance.frame.days import day_text
from governance.registers.models import Entry

REGISTER, RECEPTION = "contacts", "reception"
DAYS_AHEAD = 7


@dataclass(frozen=True)
class Point:
    """One way to reach the office: its name, what the register says of it, and who answers for it."""

    name: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Sitting:
    """Somebody receives people on a day."""

    day: str
    unit: str
    who: str
    place: str
    phone: str


def points() -> list[Point]:
    """Every row in force of the register of public numbers, offices before villages."""
    rows = Entry.objects.filter(register__code=REGISTER, register__is_active=True, ended_on=None)
    rows = rows.select_related("register", "unit").order_by("unit__position", "unit_id", "name", "pk")
    return [_point(row) for row in rows]


def _point(row: Entry) -> Point:
    told = [(field.label, field.words(row.facts.get(field.name))) for field in row.register.asked]
    if row.in_charge:
        told.append(("联系责任人", row.in_charge))
    if row.checked_on:
        told.append(("最近一次试通", day_text(row.checked_on)))
    return Point(row.name, [("单位", row.unit.name), *((label, words) for label, words in told if words)])


def sittings(today: date) -> list[Sitting]:
    """Who receives people from today on, for a week; whoever is known not to come is not named."""
    days = RosterDay.objects.filter(
        roster__kind__code=RECEPTION, day__gte=today, day__lt=today + timedelta(days=DAYS_AHEAD)
    )
    days = days.select_related("roster__unit", "person", "stand_in").order_by("day", "roster__unit__position", "pk")
    return [_sitting(row) for row in days if row.present]


def _sitting(row: RosterDay) -> Sitting:
    person, roster = row.present, row.roster
    who = f"{person.name}（{person.title}）" if person.title else person.name
    return Sitting(day_text(row.day), roster.unit.name, who, roster.place, roster.phone)
