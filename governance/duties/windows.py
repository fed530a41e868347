"""Windows: into which stretch of days a day falls, for every rhythm in which something has to be handed in.

Plain Python. A cadence cuts the calendar into windows that touch each other and never overlap: every day lies in
exactly one. A window is named as offices name it (11月中旬, 2026年第47周), and is due on its last day unless rest days
say other.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from governance.cases.worktime import Calendar
from governance.frame.days import ONE_DAY, WEEKDAYS

DAILY, WEEKLY, TEN_DAY, HALF_MONTH, MONTHLY = "daily", "weekly", "ten_day", "half_month", "monthly"
BIWEEKLY, QUARTERLY, YEARLY, SPECIAL = "biweekly", "quarterly", "yearly", "special"
CADENCES = (DAILY, WEEKLY, TEN_DAY, HALF_MONTH, MONTHLY, BIWEEKLY, QUARTERLY, YEARLY, SPECIAL)
# What a window does with rest days.
KEEP, SKIP, ROLL = "keep", "skip", "roll"

QUARTERS = "一二三四"
# A Monday: the fortnights of a plan without an anchor of its own are counted from it.
FIRST_FORTNIGHT = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days, both ends included, and its name."""

    first: date
    last: date
    label: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def window_of(cadence: str, day: date, anchor: date | None = None) -> Window:
    """The one window of the cadence in which the day lies.

    ``anchor`` is the Monday from which fortnights are counted, on and on through the ends of years. A special period
    has one window a day; which days it has is for the caller. Raises ValueError for an unknown cadence and for an
    anchor that is no Monday.
    """
    if cadence not in _CUTS:
        raise ValueError(f"unknown cadence: {cadence}")
    return _fortnight(day, anchor or FIRST_FORTNIGHT) if cadence == BIWEEKLY else _CUTS[cadence](day)


def windows(cadence: str, first: date, last: date, anchor: date | None = None) -> Iterator[Window]:
    """Every window that has a day from ``first`` to ``last``, in order; the outer ones may reach beyond."""
    day = first
    while day <= last:
        window = window_of(cadence, day, anchor)
        yield window
        day = window.last + ONE_DAY


def special_windows(periods: Iterable[tuple[date, date]], first: date, last: date) -> Iterator[Window]:
    """One window for each day of the periods from ``first`` to ``last``; a day in two periods is one window too."""
    days = {
        begin + ONE_DAY * n
        for begin, end in ((max(begin, first), min(end, last)) for begin, end in periods)
        for n in range((end - begin).days + 1)
    }
    return (_day(day) for day in sorted(days))


def cut(window: Window, first: date, last: date | None) -> Window | None:
    """What of the window lies from ``first`` to ``last`` (no last day: on and on); None if nothing does."""
    begin = max(window.first, first)
    end = min(window.last, last) if last else window.last
    if begin > end:
        return None
    return window if (begin, end) == (window.first, window.last) else Window(begin, end, window.label)


def due_day(window: Window, rest_days: str, calendar: Calendar) -> date | None:
    """The day on which the window is due; None if nothing is owed because all of its days are rest days.

    ``keep``: its last day, whatever day that is. ``skip``: its last working day. ``roll``: the first working day from
    its last day on.
    """
    if rest_days == KEEP or calendar.is_working(window.last):
        return window.last
    if rest_days == ROLL:
        return calendar.step(window.last, 1)
    if rest_days == SKIP:
        before = calendar.step(window.last, -1)
        return before if before >= window.first else None
    raise ValueError(f"unknown rule for rest days: {rest_days}")


def _day(day: date) -> Window:
    return Window(day, day, f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}")


def _week(day: date) -> Window:
    # The year of an ISO week is that of its Thursday: the last days of December may lie in week 1.
    year, week, weekday = day.isocalendar()
    monday = day - ONE_DAY * (weekday - 1)
    return Window(monday, monday + 6 * ONE_DAY, f"{year}年第{week}周")


def _fortnight(day: date, anchor: date) -> Window:
    if anchor.weekday():
        raise ValueError(f"fortnights are counted from a Monday: {anchor}")
    monday = anchor + timedelta(days=(day - anchor).days // 14 * 14)
    sunday = monday + 13 * ONE_DAY
    return Window(monday, sunday, f"{monday.month}月{monday.day}日至{sunday.month}月{sunday.day}日")


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _ten_days(day: date) -> Window:
    third = min((day.day - 1) // 10, 2)
    last = day.replace(day=10 * third + 10) if third < 2 else _month_end(day.year, day.month)
    return Window(day.replace(day=10 * third + 1), last, f"{day.month}月{'上中下'[third]}旬")


def _half_month(day: date) -> Window:
    if day.day <= 15:
        return Window(day.replace(day=1), day.replace(day=15), f"{day.month}月上半月")
    return Window(day.replace(day=16), _month_end(day.year, day.month), f"{day.month}月下半月")


def _month(day: date) -> Window:
    return Window(day.replace(day=1), _month_end(day.year, day.month), f"{day.year}年{day.month}月")


def _quarter(day: date) -> Window:
    quarter = (day.month - 1) // 3
    last = _month_end(day.year, 3 * quarter + 3)
    return Window(date(day.year, 3 * quarter + 1, 1), last, f"{day.year}年第{QUARTERS[quarter]}季度")


def _year(day: date) -> Window:
    return Window(date(day.year, 1, 1), date(day.year, 12, 31), f"{day.year}年")


_CUTS: dict[str, Callable[..., Window]] = {
    DAILY: _day,
    SPECIAL: _day,
    WEEKLY: _week,
    BIWEEKLY: _fortnight,
    TEN_DAY: _ten_days,
    HALF_MONTH: _half_month,
    MONTHLY: _month,
    QUARTERLY: _quarter,
    YEARLY: _year,
}
