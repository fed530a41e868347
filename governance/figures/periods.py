"""The days that figures are about: a month, a quarter, a year, or from one day to another."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from governance.frame.days import ONE_DAY, has_just_begun, office_moment

PERIODS = (
    ("month", "本月"),
    ("last_month", "上月"),
    ("quarter", "本季度"),
    ("last_quarter", "上季度"),
    ("year", "今年"),
    ("last_year", "去年"),
    ("custom", "自定义"),
)
QUARTERS = "一二三四"
SPAN = r"(\d{4}(?:\d\d){0,2})"
NAMED = re.compile(f"{SPAN}(?:-{SPAN})?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The first instant."""
        return office_moment(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return office_moment(self.last + ONE_DAY)

    @property
    def label(self) -> str:
        """2026年11月, 2026年第四季度, 2026年, or the two days."""
        first, last = self.first, self.last
        if first.day == 1 and (last + ONE_DAY).day == 1 and first.year == last.year:
            months = last.month - first.month + 1
            if months == 1:
                return f"{first.year}年{first.month}月"
            if months == 3 and last.month % 3 == 0:
                return f"{first.year}年第{QUARTERS[last.month // 3 - 1]}季度"
            if months == 12:
                return f"{first.year}年"
        return f"{first}" if first == last else f"{first} 至 {last}"

    @property
    def written(self) -> str:
        """As it stands in a title: the label, or 2026年10月至11月, 2026年11月3日, 2026年1月1日至11月30日."""
        first, last = self.first, self.last
        if "-" not in self.label:
            return self.label
        whole = first.day == (last + ONE_DAY).day == 1
        begin, end = (f"{day.month}月" if whole else f"{day.month}月{day.day}日" for day in (first, last))
        if first == last:
            return f"{first.year}年{begin}"
        return f"{first.year}年{begin}至{'' if first.year == last.year else f'{last.year}年'}{end}"

    @property
    def code(self) -> str:
        """As it stands in an address: 2026 for a year, 202611 for a month, 202607-202609 for several, and
        20261101-20261129 for other days."""
        first, last = self.first, self.last
        if first.day > 1 or (last + ONE_DAY).day > 1:
            return f"{first:%Y%m%d}-{last:%Y%m%d}"
        if (first.year, first.month, last.month) == (last.year, 1, 12):
            return f"{first:%Y}"
        return f"{first:%Y%m}" if self == _whole_months(first, 1) else f"{first:%Y%m}-{last:%Y%m}"

    def passed(self, today: date) -> "Period":
        """The part that has passed: a month that is under way is compared with as many days."""
        return Period(self.first, max(self.first, min(self.last, today)))

    def preceding(self, today: date) -> "Period":
        """The period before it, for 环比: as many whole months or days; of one under way, the days that have passed."""
        after, last = self.last + ONE_DAY, self.first - ONE_DAY
        first = last - (self.last - self.first)
        if self.first.day == after.day == 1:
            first = _months_before(self.first, (after.year - self.first.year) * 12 + after.month - self.first.month)
        passed = self.passed(today)
        return Period(first, last if passed == self else min(last, first + (passed.last - passed.first)))

    def year_up_to_it(self, today: date) -> "Period":
        """Twelve whole months, of which the last is the one in which it ends, or that of today if it goes on."""
        return _whole_months(_months_before(self.passed(today).last.replace(day=1), 11), 12)

    def months(self) -> list["Period"]:
        """The whole months that begin in it."""
        found = [_whole_months(self.first, 1)]
        while found[-1].last < self.last:
            found.append(_whole_months(found[-1].last + ONE_DAY, 1))
        return found

    def a_year_before(self) -> "Period":
        """The same days of the year before, for 同比; a month that ends on 29 February ends on the 28th."""
        ends_month = (self.last + ONE_DAY).day == 1
        last = _months_before(self.last + ONE_DAY, 12) - ONE_DAY if ends_month else _year_before(self.last)
        return Period(_year_before(self.first), last)


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, 28)) if day.month == 2 else day.replace(year=day.year - 1)


def _months_before(first_of_month: date, months: int) -> date:
    """The first of the month so many months earlier (or, for a negative number, later)."""
    place = first_of_month.year * 12 + first_of_month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def _whole_months(first: date, months: int) -> Period:
    return Period(first, _months_before(first, -months) - ONE_DAY)


def days_of(code: str) -> Period | None:
    """The period that an address names by its days; None for a word, and for what is no day."""
    found = NAMED.fullmatch(code)
    if found is None:
        return None
    try:
        return Period(_named(found[1]).first, _named(found[2] or found[1]).last)
    except ValueError:
        return None


def _named(told: str) -> Period:
    """The year, the month or the day of those digits; raises ``ValueError`` where there is none."""
    first = date.fromisoformat(f"{told}{'0101'[len(told) - 4 :]}")
    return Period(first, first) if len(told) == 8 else _whole_months(first, 12 if len(told) == 4 else 1)


def begun_with(code: str, today: date) -> str:
    """The word with which a page about such a period begins: in its first days the one before, which is over."""
    return f"last_{code}" if has_just_begun(period_of(code, today).first, today) else code


def period_of(code: str, today: date) -> Period:
    """The period that the word means on that day; ``LookupError`` for 自定义, whose days are told."""
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    year = month.replace(month=1)
    found = {
        "month": (month, 1),
        "last_month": (_months_before(month, 1), 1),
        "quarter": (quarter, 3),
        "last_quarter": (_months_before(quarter, 3), 3),
        "year": (year, 12),
        "last_year": (_months_before(year, 12), 12),
    }
    return _whole_months(*found[code])
