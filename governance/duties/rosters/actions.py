"""Making rosters: who takes turns, who is away, and a period filled so that all sit equally often."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.worktime import Calendar
from governance.frame.database.locking import locked, save_version
from governance.frame.days import ONE_DAY, moment_text, office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record
from governance.organisation.standing import standing_of

from .. import access
from ..models import Roster, RosterAbsence, RosterChange, RosterDay, RosterKind, RosterPerson
from .rotation import rotation

SETTING = AccessRecord.Verb.SETTING
# How far back the rotation looks for who sat last.
REMEMBERED = timedelta(days=366)
LONGEST = timedelta(days=100)


def days_of(kind: RosterKind, first: date, last: date, calendar: Calendar) -> list[date]:
    """The days from first to last on which somebody sits; make-up Saturdays are working days."""
    days = [first + ONE_DAY * n for n in range((last - first).days + 1)]
    if kind.days == RosterKind.Days.EVERY:
        return days
    working = [day for day in days if calendar.is_working(day)]
    if kind.days == RosterKind.Days.WORKDAYS:
        return working
    firsts: dict[tuple[int, int], date] = {}
    for day in working:
        firsts.setdefault(day.isocalendar()[:2], day)
    return list(firsts.values())


@transaction.atomic
def make(roster: Roster, *, actor, at: datetime, ip: str | None = None) -> int:
    """The roster stands and its days from today on are filled. Says how many.

    Raises StepNotAllowed, or FactMissing for a period that is over, too long, or overlaps another of the kind, and
    where nobody takes turns.
    """
    today = office_day(at)
    _must_arrange(actor, roster.unit, today)
    # Two people who press the button at once: the second sees the first one's roster.
    Unit.objects.select_for_update(no_key=True).get(pk=roster.unit_id)
    _check_period(roster, today)
    people = list(_pool(roster).values_list("pk", flat=True))
    if not people:
        raise FactMissing({"first": f"{roster.unit.short_name}还没有参加{roster.kind}的人员，先登记排班人员。"})
    seats = dict.fromkeys(_open_days(roster, today), roster.a_day)
    if not seats:
        raise FactMissing({"last": "这段时间里没有今天以后需要排班的日子。"})
    roster.made_by, roster.made_at = actor, at
    roster.save(force_insert=True)
    count = _seat(roster, seats, people)
    _record(roster, f"{roster.first} 至 {roster.last} 排班 {count} 人次", actor=actor, at=at, ip=ip)
    return count


def _check_period(roster: Roster, today: date) -> None:
    if roster.last < roster.first:
        raise FactMissing({"last": "末日不能早于首日。"})
    if roster.last < today:
        raise FactMissing({"last": f"末日 {roster.last} 已经过去。"})
    if roster.last - roster.first > LONGEST:
        raise FactMissing({"last": f"一次最多排 {LONGEST.days} 天。"})
    same = Roster.objects.filter(kind=roster.kind, unit=roster.unit, first__lte=roster.last, last__gte=roster.first)
    other = same.first()
    if other is not None:
        sentence = f"与 {other.first} 至 {other.last} 的{roster.kind}排班重叠，请改日期。"
        raise FactMissing({"first": sentence})


@transaction.atomic
def fill(roster: Roster, version: int, *, actor, at: datetime, ip: str | None = None) -> int:
    """The seats still free from today on are filled; what stands stays. Says how many were."""
    today = office_day(at)
    _must_arrange(actor, roster.unit, today)
    roster = held(roster, version)
    people = list(_pool(roster).values_list("pk", flat=True))
    taken: dict[date, int] = defaultdict(int)
    for day in roster.days.values_list("day", flat=True):
        taken[day] += 1
    count = _seat(roster, {day: roster.a_day - taken[day] for day in _open_days(roster, today)}, people)
    if count:
        save_version(roster)
        _record(roster, f"补排 {count} 人次", actor=actor, at=at, ip=ip)
    return count


def _open_days(roster: Roster, today: date) -> list[date]:
    days = days_of(roster.kind, roster.first, roster.last, calendar_at_hand())
    return [day for day in days if day >= today]


def _pool(roster: Roster):
    return RosterPerson.objects.filter(unit=roster.unit, kind=roster.kind, is_active=True)


def _seat(roster: Roster, seats: dict[date, int], people: list[int]) -> int:
    held = _held(roster)
    seated = rotation(seats, people, held, since=roster.first, away=_away(people, seats))
    RosterDay.objects.bulk_create(RosterDay(roster=roster, day=day, person_id=person) for day, person in seated)
    return len(seated)


def _held(roster: Roster) -> list[tuple[date, int]]:
    """Who sat or is to sit in the unit's rosters of the kind; whoever did not come is not counted, a stand-in is."""
    since = roster.first - REMEMBERED
    days = RosterDay.objects.filter(roster__kind=roster.kind, roster__unit=roster.unit, day__gte=since)
    rows = days.filter(day__lte=roster.last).values_list("day", "person_id", "is_absent", "stand_in_id")
    present = [(day, stand_in if absent else person) for day, person, absent, stand_in in rows]
    return [(day, person) for day, person in present if person is not None]


def _away(people: list[int], days: Iterable[date]) -> dict[int, set[date]]:
    days = sorted(days)
    away: dict[int, set[date]] = defaultdict(set)
    if days:
        leaves = RosterAbsence.objects.filter(person__in=people, first__lte=days[-1], last__gte=days[0])
        for leave in leaves:
            away[leave.person_id].update(day for day in days if leave.first <= day <= leave.last)
    return away


@transaction.atomic
def enter_person(person: RosterPerson, *, actor, at: datetime, ip: str | None = None) -> RosterPerson:
    """The person takes turns from now on; somebody who had left comes back with the days sat before."""
    _must_arrange(actor, person.unit, office_day(at))
    known = RosterPerson.objects.filter(unit=person.unit, kind=person.kind, name=person.name).first()
    if known is not None and known.is_active:
        raise FactMissing({"name": f"{person.name}已在排班人员中。"})
    if known is not None:
        known.title, known.user, known.is_active = person.title, person.user, True
        known.save(update_fields=["title", "user", "is_active"])
    else:
        person.save(force_insert=True)
    _record(person, f"增加{person.name}", actor=actor, at=at, ip=ip)
    return known or person


@transaction.atomic
def retire_person(person: RosterPerson, *, actor, at: datetime, ip: str | None = None) -> None:
    """The person takes no more turns; refused while days lie ahead that nobody has taken over."""
    today = office_day(at)
    _must_arrange(actor, person.unit, today)
    coming = person.days.filter(day__gte=today, is_absent=False).count()
    if coming:
        raise Refusal(f"{person.name}还有 {coming} 天排班，先改派他人再退出排班。")
    person.is_active = False
    person.save(update_fields=["is_active"])
    _record(person, f"{person.name}退出排班", actor=actor, at=at, ip=ip)


@transaction.atomic
def take_leave(leave: RosterAbsence, *, actor, at: datetime, ip: str | None = None) -> list[date]:
    """The person is passed over on these days. Gives the days already planned, which have to be swapped."""
    _must_arrange(actor, leave.person.unit, office_day(at))
    if leave.last < leave.first:
        raise FactMissing({"until": "请假末日不能早于首日。"})
    leave.save(force_insert=True)
    _record(
        leave.person, f"{leave.person}请假 {leave.first} 至 {leave.last}：{leave.reason}", actor=actor, at=at, ip=ip
    )
    planned = leave.person.days.filter(day__gte=leave.first, day__lte=leave.last, is_absent=False)
    return list(planned.order_by("day").values_list("day", flat=True))


@transaction.atomic
def end_leave(leave: RosterAbsence, *, actor, at: datetime, ip: str | None = None) -> None:
    """The leave is struck out; days made meanwhile stay as they are."""
    _must_arrange(actor, leave.person.unit, office_day(at))
    _record(leave.person, f"撤销{leave.person}请假 {leave.first} 至 {leave.last}", actor=actor, at=at, ip=ip)
    leave.delete()


def held(roster: Roster, version: int) -> Roster:
    """The roster, held until the end of the transaction; raises StaleVersion if it changed since it was read."""
    return locked(Roster.objects.select_related("kind", "unit"), roster, version, noun="这张排班表", changed=_changed)


def _changed(roster: Roster) -> str:
    change = RosterChange.objects.filter(day__roster=roster).select_related("by").first()
    return f"{change.by.name}于 {moment_text(change.at)} {change.get_kind_display()}" if change else "已补排"


def _must_arrange(actor, unit: Unit, today: date) -> None:
    if not access.may_arrange(standing_of(actor, today), unit):
        raise StepNotAllowed("您的岗位不能给这个单位排班。")


def _record(of, reason: str, *, actor, at: datetime, ip: str | None) -> None:
    record(SETTING, actor=actor, at=at, subject=f"{of.kind}排班 {of.unit.name}", reason=reason, ip=ip)
