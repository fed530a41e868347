"""Rosters as pages show them: the days as weeks, who sits today, who sits how often."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from governance.cases.worktime import Calendar
from governance.frame.days import ONE_DAY, WEEKDAYS, day_text, moment_text
from governance.organisation.standing import Standing

from .. import access
from ..models import DutyPlan, Roster, RosterChange, RosterDay, RosterKind

MOST_TODAY = 100
MOST_LACKING = 30


@dataclass(frozen=True)
class RosterCell:
    """One person's day, as a cell of a month or a line of the notice."""

    pk: int
    url: str
    name: str
    title: str
    note: str


def seat_of(row: RosterDay) -> RosterCell:
    """Who sits; beside it who was planned and did not come."""
    shown = row.present or row.person
    note = ""
    if row.is_absent:
        note = f"{row.person}缺席，由{row.stand_in}顶班" if row.stand_in else "缺席，无人顶班"
    return RosterCell(row.pk, reverse("duties:roster_day", args=[row.pk]), shown.name, shown.title, note)


def days_of(roster: Roster) -> list[RosterDay]:
    """The days of the roster with their people."""
    return list(roster.days.select_related("person", "stand_in").order_by("day", "id"))


def weeks_of(roster: Roster, rows: list[RosterDay], calendar: Calendar, today: date) -> list[list[dict]]:
    """Monday to Sunday from the first to the last day; days outside the period are empty."""
    seats: dict[date, list[RosterCell]] = {}
    for row in rows:
        seats.setdefault(row.day, []).append(seat_of(row))
    start = roster.first - timedelta(days=roster.first.weekday())
    count = (roster.last - start).days // 7 + 1
    return [
        [_cell(start + timedelta(days=7 * n + d), roster, seats, calendar, today) for d in range(7)]
        for n in range(count)
    ]


def _cell(day: date, roster: Roster, seats: dict, calendar: Calendar, today: date) -> dict:
    inside = roster.first <= day <= roster.last
    starts = day == roster.first or day.day == 1
    return {
        "is_inside": inside,
        "number": f"{day.month}月{day.day}日" if starts else str(day.day),
        "date": day,
        "weekday": WEEKDAYS[day.weekday()],
        "note": "调休上班" if calendar.reason(day) == "makeup" else calendar.holiday(day),
        "is_off": not calendar.is_working(day),
        "is_today": day == today,
        "seats": seats.get(day, []) if inside else [],
    }


def counts_of(rows: list[RosterDay]) -> list[tuple[str, str, int, int]]:
    """Name, title, days sat or to sit, days absent; most days first."""
    people = {person.pk: person for row in rows for person in (row.person, row.present) if person}
    sat = Counter(row.present.pk for row in rows if row.present)
    absent = Counter(row.person_id for row in rows if row.is_absent)
    order = sorted(people.values(), key=lambda person: (-sat[person.pk], person.pk))
    return [(person.name, person.title, sat[person.pk], absent[person.pk]) for person in order]


def changes_of(roster: Roster) -> list[dict]:
    """Every change, the newest first, in words."""
    changes = RosterChange.objects.filter(day__roster=roster).select_related("day", "was", "now", "by")
    return [
        {"text": words_of(each), "reason": each.reason, "by": each.by.name, "at": moment_text(each.at)}
        for each in changes
    ]


def words_of(change: RosterChange) -> str:
    """What a change says: 2026-03-05 周四 由张明改为李强（与 2026-03-12 周四 对调）."""
    on = day_text(change.day.day)
    if change.kind == RosterChange.Kind.ABSENCE:
        if change.now_id == change.was_id:
            return f"{on} 更正：{change.was}已到岗"
        return f"{on} {change.was}缺席，{f'由{change.now}顶班' if change.now else '无人顶班'}"
    swapped = f"（与 {day_text(change.other_day)} 对调）" if change.other_day else ""
    return f"{on} 由{change.was}改为{change.now}{swapped}"


def today_rows(standing: Standing, kind: RosterKind, today: date) -> list[dict]:
    """Who sits today in the units of one's range, by the order of units."""
    days = RosterDay.objects.filter(roster__in=visible_to(standing).filter(kind=kind), day=today)
    days = days.select_related("roster__unit", "person", "stand_in").order_by(
        "roster__unit__position", "roster__unit_id", "id"
    )
    return [
        {
            "unit": row.roster.unit.short_name,
            "seat": seat_of(row),
            "place": row.roster.place,
            "phone": row.roster.phone,
            "url": reverse("duties:roster", args=[row.roster_id]),
        }
        for row in days[:MOST_TODAY]
    ]


def lacking(standing: Standing, kind: RosterKind, today: date) -> list[str]:
    """The units of one's range that owe a reception today and have nobody on the roster."""
    if kind.code != DutyPlan.Kind.RECEPTION:
        return []
    owed = access.visible_to(standing).filter(plan__kind=kind.code, first__lte=today, last__gte=today)
    owed = owed.exclude(unit__in=RosterDay.objects.filter(roster__kind=kind, day=today).values("roster__unit"))
    found = owed.order_by("unit__position", "unit_id").values_list("unit__short_name", flat=True)[:MOST_LACKING]
    return list(dict.fromkeys(found))


def visible_to(standing: Standing):
    """The rosters of the units in the person's range."""
    return Roster.objects.filter(standing.within("unit"))


def notice_rows(rows: list[RosterDay]) -> list[tuple[str, list[RosterCell]]]:
    """The days of the notice, each with who sits."""
    found: dict[date, list[RosterCell]] = {}
    for row in rows:
        found.setdefault(row.day, []).append(seat_of(row))
    return [(day_text(day), seats) for day, seats in found.items()]


def next_period(last: date | None, today: date) -> tuple[date, date]:
    """What a new roster is proposed for: from the day after the last one, or from today, to the end of that month."""
    first = max(last + ONE_DAY, today) if last else today
    return first, first.replace(day=monthrange(first.year, first.month)[1])
