"""A year's notice arrives: the calendar is replaced and the running clocks follow, each with a word in its case."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from governance.frame.database.together import save_together

from ..calendar.at_hand import calendar_at_hand, calendar_of, missing_holidays
from ..calendar.notice import BadNotice, SpecialDay
from ..history import Act, unwritten_event
from ..models import CalendarDay, CalendarYear, Case, Clock, Event
from ..worktime import BY_THE_CLOCK, Calendar
from .alerts import ladder_of
from .clocks import ALERTS, COUNTED, reckon, recompute


@dataclass(frozen=True)
class MovedClock:
    """One clock whose day is another one under the new calendar."""

    clock: Clock
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Loading:
    """What loading a year does: days off, make-up days, clocks that move, clocks whose provisional day is confirmed.

    ``missing`` are the holidays of the law that the year's days say nothing of.
    """

    off: int
    makeup: int
    moves: list[MovedClock]
    confirmed: int
    missing: list[str]


def preview_year(year: int, entries: list[SpecialDay], title: str) -> Loading:
    """What would happen; nothing has. Raises `BadNotice` for days of an old year that is not loaded."""
    calendar = _calendar_with(year, entries, title)
    moves, confirmed = [], 0
    for clock in _touched(year).select_related("term").prefetch_related("pauses").defer("ledger"):
        found = reckon(clock, calendar)
        if found.due != clock.due:
            moves.append(MovedClock(clock, clock.due, found.due))
        confirmed += found.due == clock.due and clock.provisional and not found.provisional
    return Loading(_count(entries, "off"), _count(entries, "makeup"), moves, confirmed, missing_holidays(year, entries))


def load_year(
    year: int, entries: list[SpecialDay], *, title: str, number: str = "", text: str = "", at: datetime, actor=None
) -> Loading:
    """The year is loaded, replacing what stood there, and every running clock it touches has been recomputed.

    Each clock whose day moved has an event in its case; ``actor=None`` is the command line.
    """
    with transaction.atomic():
        loading = _replace(year, entries, title=title, number=number, text=text, at=at)
        moved, unmoved, confirmed = _recomputed(year, at)
        save_together([*(clock for clock, _ in moved), *unmoved], (*COUNTED, *ALERTS))
        _say(moved, year, Act(actor, at))
        moves = [MovedClock(clock, before, clock.due) for clock, before in moved]
        return Loading(loading.off, loading.makeup, moves, confirmed, loading.missing)


def _recomputed(year: int, at: datetime) -> tuple[list[tuple[Clock, date | None]], list[Clock], int]:
    """Clocks that moved with the day they had, those that did not, and how many of these are provisional no more.

    Cases are locked before clocks, as every step does.
    """
    calendar = calendar_at_hand()
    touched = list(_touched(year).values_list("pk", "case_id"))
    cases = Case.objects.select_for_update(no_key=True).filter(pk__in={case for _, case in touched})
    list(cases.order_by("pk").values_list("pk", flat=True))
    clocks = Clock.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[pk for pk, _ in touched])
    ladders: dict[str, list] = {}
    moved, unmoved, confirmed = [], [], 0
    for clock in clocks.select_related("term").prefetch_related("pauses").order_by("case_id", "pk"):
        if clock.term.ladder not in ladders:
            ladders[clock.term.ladder] = ladder_of(clock.term.ladder)
        before, provisional = clock.due, clock.provisional
        if recompute(clock, calendar, ladders[clock.term.ladder], at=at):
            moved.append((clock, before))
        else:
            unmoved.append(clock)
            confirmed += provisional and not clock.provisional
    return moved, unmoved, confirmed


# A version counts the events of the case.
FOLLOW = """
UPDATE cases_case k SET version = k.version + moved.times,
    next_due_at = (SELECT min(due_at) FROM cases_clock c WHERE c.case_id = k.id AND ended_at IS NULL AND NOT is_window)
FROM (SELECT case_id, count(*) AS times FROM cases_clock WHERE id = ANY (%s::bigint[]) GROUP BY case_id) AS moved
WHERE k.id = moved.case_id
"""


def _say(moved: list[tuple[Clock, date | None]], year: int, act: Act) -> None:
    """Every move stands in the history of its case, and the case knows its nearest day."""
    events = [
        unwritten_event(
            clock.case_id,
            "recompute",
            "期限重新计算",
            act,
            facts={"told": [["期限", clock.name], ["原到期日", f"{before}"], ["现到期日", clock.due_said()]]},
            note=f"载入{year}年放假安排后重新计算。",
        )
        for clock, before in moved
    ]
    Event.objects.bulk_create(events, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, [f"{{{','.join(str(clock.pk) for clock, _ in moved)}}}"])


def _calendar_with(year: int, entries: list[SpecialDay], title: str) -> Calendar:
    _check_years(year, entries)
    kept = CalendarDay.objects.exclude(year_id=year).exclude(day__in=[entry.day for entry in entries])
    notices = {row.year: row.notice for row in CalendarYear.objects.defer("notice_text")}
    return calendar_of(
        [*(SpecialDay(*row) for row in kept.values_list("day", "kind", "name")), *entries], notices | {year: title}
    )


def _check_years(year: int, entries: list[SpecialDay]) -> None:
    early = [entry.day for entry in entries if entry.day.year != year]
    if early and not CalendarYear.objects.filter(year=year - 1).exists():
        raise BadNotice([f"{early[0]} 在{year - 1}年，请先载入{year - 1}年的安排。"])


def _replace(year: int, entries: list[SpecialDay], *, title: str, number: str, text: str, at: datetime) -> Loading:
    _check_years(year, entries)
    CalendarYear.objects.update_or_create(
        year=year,
        defaults={"notice_title": title, "notice_number": number, "notice_text": text, "loaded_at": at},
    )
    CalendarDay.objects.filter(year_id=year).delete()
    CalendarDay.objects.filter(day__in=[entry.day for entry in entries]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=entry.day, kind=entry.kind, name=entry.name, year_id=entry.day.year) for entry in entries
    )
    return Loading(_count(entries, "off"), _count(entries, "makeup"), [], 0, missing_holidays(year, entries))


def _count(entries: list[SpecialDay], kind: str) -> int:
    return sum(entry.kind == kind for entry in entries)


def _touched(year: int):
    """Running clocks whose days may be decided by that year, or by the last days of the year before."""
    return Clock.objects.filter(
        ended_at=None, due__gte=date(year - 1, 12, 1), start_on__lte=date(year, 12, 31)
    ).exclude(unit__in=BY_THE_CLOCK)
