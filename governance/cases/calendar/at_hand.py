"""The calendar at hand: loaded years from the database, the law's own holidays for all other years."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.db.models import Count, Max, QuerySet, Value

from governance.frame.database.written import WrittenOnce
from governance.frame.pages.remembered import remembered

from ..models import CalendarDay, CalendarYear
from ..worktime import Calendar
from .notice import SpecialDay

FIRST_YEAR, LAST_YEAR = 2000, 2099
# The package marks days that a notice moved; the law itself knows nothing of them.
MOVED = "休息日"
# The eve is a holiday of the Spring Festival, and the notice calls it so.
EVE, SPRING = "农历除夕", "春节"


SHOWN_SECONDS = 15


def _stamp() -> QuerySet:
    whole = CalendarYear.objects.order_by().values(whole=Value(1))
    return whole.annotate(newest=Max("loaded_at"), years=Count("year")).values_list("newest", "years")


STAMP = WrittenOnce(_stamp)

_at_hand: tuple[tuple, Calendar] = ((), Calendar())


def calendar_at_hand() -> Calendar:
    """The calendar as it stands in the database; one small query when nothing has changed."""
    global _at_hand
    stamp = STAMP.rows()[0]
    if _at_hand[0] != stamp:
        _at_hand = (stamp, _read())
    return _at_hand[1]


def calendar_shown() -> Calendar:
    """The calendar by which pages say what is left of a term: as it stood in the database some seconds ago, at most."""
    remembered("calendar-at-hand", _look, seconds=SHOWN_SECONDS)
    return _at_hand[1]


def _look() -> bool:
    calendar_at_hand()
    return True


def _read() -> Calendar:
    rows = list(CalendarDay.objects.values_list("day", "kind", "name"))
    years = list(CalendarYear.objects.defer("notice_text"))
    return calendar_of([SpecialDay(*row) for row in rows], {year.year: year.notice for year in years})


def calendar_of(entries: list[SpecialDay], notices: dict[int, str]) -> Calendar:
    """A calendar of these days; the years whose notice names every holiday of the law count as loaded."""
    return Calendar(
        days={entry.day: entry.kind == CalendarDay.Kind.MAKEUP for entry in entries},
        names={entry.day: entry.name for entry in entries},
        loaded_years=frozenset(year for year in notices if not missing_holidays(year, entries)),
        statutory=statutory_holiday,
        notices=notices,
    )


def statutory_holiday(day: date) -> str:
    """The holiday's name by 全国年节及纪念日放假办法 art. 2, empty on other days.

    The substitute days of art. 6 are not here: which working day they fall on is for the notice to say.
    """
    return _statutory(day.year).get(day, "")


@lru_cache(maxsize=64)
def _statutory(year: int) -> dict[date, str]:
    days = holidays.country_holidays("CN", years=[year], observed=False, language="zh_CN")
    return {day: name for day, name in days.items() if not name.startswith(MOVED)}


def missing_holidays(year: int, entries: Iterable[SpecialDay]) -> list[str]:
    """The holidays of the law that a year's days say nothing of, by name, in the order of the year.

    A working day that the law makes a holiday has to be off; a holiday that meets a weekend has to be named, because
    another day is off in its place.
    """
    own = [entry for entry in entries if entry.day.year == year]
    off = {entry.day for entry in own if entry.kind == CalendarDay.Kind.OFF}
    said = " ".join(entry.name for entry in own)
    missing = [
        name
        for day, names in sorted(_statutory(year).items())
        for name in names.replace(EVE, SPRING).split("; ")
        if day not in off and (day.weekday() < 5 or name not in said)
    ]
    return list(dict.fromkeys(missing))


def incomplete_years() -> dict[int, list[str]]:
    """The years that are loaded without some holiday of the law, with what is missing."""
    calendar, kinds = calendar_at_hand(), {True: CalendarDay.Kind.MAKEUP, False: CalendarDay.Kind.OFF}
    days = [SpecialDay(day, kinds[makeup], calendar.names[day]) for day, makeup in calendar.days.items()]
    gaps = {year: missing_holidays(year, days) for year in sorted(set(calendar.notices) - calendar.loaded_years)}
    return {year: missing for year, missing in gaps.items() if missing}


def last_loaded_day() -> date | None:
    """The last day of the newest year that is loaded whole."""
    newest = max(calendar_at_hand().loaded_years, default=None)
    return date(newest, 12, 31) if newest else None


def days_run_out(today: date, ahead: int = 60) -> date | None:
    """The last loaded day if it lies less than ``ahead`` days before us; None while there is time."""
    last = last_loaded_day()
    if last is None:
        return today
    return last if last - today < timedelta(days=ahead) else None


# A notice as the State Council writes it: 1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
# The signs are brought to half width before they are read.
