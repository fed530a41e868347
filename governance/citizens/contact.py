"""Where citizens turn to (信访工作条例 art. 18): numbers and hours from the register, and who receives when."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from governance.duties.meetings.access import told_to_citizens
from governance.duties.models import Meeting, RosterDay
from governance.frame.days import day_text, moment_text
from governance.organisation.models import Unit
from governance.registers.models import Entry

REGISTER, RECEPTION = "contacts", "reception"
DAYS_AHEAD = 7
# A day on which several units receive together comes once a month.
GATHERINGS_AHEAD = 45


@dataclass(frozen=True)
class Point:
    """One way to reach the office: its name, what the register says of it, and who answers for it."""

    name: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Sitting:
    """Somebody receives people on a day."""

    day: str
    who: str
    place: str
    phone: str


@dataclass(frozen=True)
class Gathering:
    """Several units receive together on a day: which kind it is, from when on, who takes the chair, who else comes."""

    name: str
    when: str
    who: str
    units: str
    place: str


@dataclass
class Office:
    """A unit that people may turn to: who receives them there in the coming days, and how else it is reached."""

    name: str
    sittings: list[Sitting] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


def offices(today: date) -> list[Office]:
    """Every unit with a reception from today on or a row of the register, the county's own before the townships."""
    sittings, points = _sitting_days(today), _point_rows()
    together = told_to_citizens(today, today + timedelta(days=GATHERINGS_AHEAD))
    named = {row.roster.unit_id for row in sittings} | {row.unit_id for row in points}
    named |= {row.unit_id for row in together}
    units = Unit.objects.filter(pk__in=named).order_by("area_id", "position", "pk")
    found = {unit.pk: Office(unit.name) for unit in units}
    for sitting in sittings:
        found[sitting.roster.unit_id].sittings.append(_sitting(sitting))
    for gathering in together:
        found[gathering.unit_id].gatherings.append(_gathering(gathering))
    for point in points:
        found[point.unit_id].points.append(_point(point))
    return list(found.values())


def _point_rows() -> list[Entry]:
    rows = Entry.objects.filter(register__code=REGISTER, register__is_active=True, ended_on=None)
    return list(rows.select_related("register").order_by("area_id", "name", "pk"))


def _point(row: Entry) -> Point:
    told = [(field.label, field.words(row.facts.get(field.name))) for field in row.register.asked]
    if row.in_charge:
        told.append(("联系责任人", row.in_charge))
    if row.checked_on:
        told.append(("最近一次试通", day_text(row.checked_on)))
    return Point(row.name, [(label, words) for label, words in told if words])


def _sitting_days(today: date) -> list[RosterDay]:
    """For a week; whoever is known not to come is not named."""
    days = RosterDay.objects.filter(
        roster__kind__code=RECEPTION, day__gte=today, day__lt=today + timedelta(days=DAYS_AHEAD)
    )
    days = days.select_related("roster", "person", "stand_in").order_by("day", "pk")
    return [row for row in days if row.present]


def _sitting(row: RosterDay) -> Sitting:
    return Sitting(day_text(row.day), row.who, row.roster.place, row.roster.phone)


def _gathering(row: Meeting) -> Gathering:
    units = "、".join(unit.name for unit in row.units.all())
    return Gathering(row.kind.name, moment_text(row.starts_at), row.chair, units, row.place)
