"""Legal time: on which day a term ends, and which days were counted to get there.

Plain Python. 日 are calendar days, 工作日 working days, 月 calendar months, 小时 hours, 分钟
minutes. The counting rules are those of 民法典 (Civil Code) articles 200 to 204; the working days come from the State
Council's yearly notice, which the caller brings along as a `Calendar`. Every moment handed in must be local time.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from governance.frame.days import ONE_DAY, office_day, office_moment, office_time

DAY, WORKDAY, MONTH, HOUR, MINUTE = "day", "workday", "month", "hour", "minute"
UNITS = (DAY, WORKDAY, MONTH, HOUR, MINUTE)
# Counted from the moment, day and night, working day or not.
BY_THE_CLOCK = {HOUR: timedelta(hours=1), MINUTE: timedelta(minutes=1)}

# Inclusive first and last day on which a term does not run; no last day means that it has not been resumed.
Pause = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days, as far as the State Council has said so.

    `days` holds the exceptions of the loaded years (False: day off, True: make-up working day), `names`
    what they are called. `statutory` names the holidays that the law itself gives, empty for other days; it is
    asked in years whose notice is not loaded yet, or does not name every one of them.
    """

    days: Mapping[date, bool] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)
    loaded_years: frozenset[int] = frozenset()
    statutory: Callable[[date], str] = lambda day: ""
    notices: Mapping[int, str] = field(default_factory=dict)

    def knows(self, day: date) -> bool:
        """True when the notice of that day's year is loaded whole; a year not loaded is never "no holidays"."""
        return day.year in self.loaded_years

    def is_working(self, day: date) -> bool:
        """True on working days, make-up Saturdays and Sundays included."""
        if day in self.days:
            return self.days[day]
        return day.weekday() < 5 and (self.knows(day) or not self.statutory(day))

    def name(self, day: date) -> str:
        """The holiday's name, empty for ordinary days and weekends."""
        return self.names.get(day, "") or ("" if self.knows(day) else self.statutory(day))

    def holiday(self, day: date) -> str:
        """The holiday's name on its days off, empty on all other days, make-up working days included."""
        if day in self.days:
            return "" if self.days[day] else self.names.get(day, "")
        return "" if self.knows(day) else self.statutory(day)

    def reason(self, day: date) -> str:
        """workday, makeup, holiday or weekend."""
        if self.is_working(day):
            return "workday" if day.weekday() < 5 else "makeup"
        return "holiday" if self.days.get(day) is False or self.holiday(day) else "weekend"

    def step(self, day: date, workdays: int) -> date:
        """The working day that many working days after `day`, or before it when the number is negative."""
        direction = ONE_DAY if workdays > 0 else -ONE_DAY
        left = abs(workdays)
        while left:
            day += direction
            left -= self.is_working(day)
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is the earlier one."""
        if last < first:
            return -self.workdays_between(last, first)
        return sum(self.is_working(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days that were treated alike, or of hours where the term is in hours.

    `why` is start, day, workday, makeup, hour (counted); weekend, holiday, pause (skipped); roll (a rest
    day after the raw last day) or due (the working day that the end moved to). `part` is term, extension or
    end.
    """

    first: date
    last: date
    counted: bool
    why: str
    name: str = ""
    part: str = "term"
    hours: float | None = None

    @property
    def days(self) -> int:
        """Length of the stretch in days, both ends included."""
        return (self.last - self.first).days + 1

    def as_json(self) -> dict:
        """The row as it is stored with the clock; hours appear only where the term is in hours."""
        row = {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "days": self.days,
            "counted": self.counted,
            "why": self.why,
            "name": self.name,
            "part": self.part,
        }
        if self.hours is not None:
            del row["days"]
            row["hours"] = round(self.hours, 4)
        return row


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends. While a pause is open there is no end, and all three dates are None.

    `raw_due` is the day on which the counting ends, `due` the day after the move over rest days,
    `due_moment` its last instant. `provisional` says that a year whose notice is not loaded took part in
    the answer.
    """

    raw_due: date | None
    due: date | None
    due_moment: datetime | None
    provisional: bool
    ledger: tuple[Stretch, ...]

    def as_json(self) -> list[dict]:
        """The ledger as a list of plain objects."""
        return [row.as_json() for row in self.ledger]


class _Ledger:
    """Gathers days into rows and remembers whether an unloaded year had a say."""

    def __init__(self, calendar: Calendar, pauses: Iterable[Pause]):
        self.calendar = calendar
        self.pauses = sorted(pauses, key=lambda pause: pause[0])
        self.starts = [first for first, _ in self.pauses]
        self.stretches: list[list] = []
        self.provisional = False
        for first, last in self.pauses:
            if last is not None and last < first:
                raise ValueError(f"pause ends before it starts: {first}..{last}")

    def paused_until(self, day: date) -> date | None:
        """The last day of the pause in which the day lies, or that on which one begins that is open; None outside."""
        if not self.pauses:
            return None
        earlier = self.pauses[: bisect_right(self.starts, day)]
        if any(last is None for _, last in earlier):
            return day
        ends = [last for _, last in earlier if last is not None and day <= last]
        return min([max(ends), *(first for first, last in self.pauses if last is None)]) if ends else None

    def stopped_for_good(self, day: date) -> bool:
        return any(first <= day and last is None for first, last in self.pauses)

    def ask(self, day: date) -> str:
        if not self.calendar.knows(day):
            self.provisional = True
        return self.calendar.reason(day)

    def note(self, day: date, kind: tuple[bool, str, str, str], until: date | None = None) -> None:
        """`kind` is what a row says: counted, why, name, part."""
        last = self.stretches[-1] if self.stretches else None
        if last and last[2] == kind:
            last[1] = until or day
        else:
            self.stretches.append([day, until or day, kind])

    def rows(self) -> tuple[Stretch, ...]:
        return tuple(Stretch(first, last, *kind) for first, last, kind in self.stretches)

    def count(self, after: date, amount: int, unit: str, part: str) -> date | None:
        """Counts `amount` days of the unit that follow `after`; None when an open pause swallows the rest."""
        if unit == MONTH:
            amount, unit = (months_later(after, amount) - after).days, DAY
        day, holiday = after, self.calendar.holiday
        while amount:
            day += ONE_DAY
            if until := self.paused_until(day):
                self.note(day, (False, "pause", "", part), until)
                day = until
                if self.stopped_for_good(day):
                    return None
            elif unit == DAY:
                self.note(day, (True, DAY, holiday(day), part))
                amount -= 1
            else:
                amount -= self._workday(day, part)
        return day

    def _workday(self, day: date, part: str) -> bool:
        why = self.ask(day)
        counted = why in ("workday", "makeup")
        self.note(day, (counted, why, "" if why == "workday" else self.calendar.name(day), part))
        return counted

    def roll(self, raw: date, *, on_weekend: bool) -> date | None:
        """Moves the end over rest days and over pauses met on the way (民法典 art. 203)."""
        resting = ("holiday", "weekend") if on_weekend else ("holiday",)
        day = raw
        if self.ask(day) not in resting:
            return day
        while True:
            day += ONE_DAY
            if until := self.paused_until(day):
                self.note(day, (False, "pause", "", "end"), until)
                day = until
                if self.stopped_for_good(day):
                    return None
            elif self.ask(day) in resting:
                self.note(day, (False, "roll", self.calendar.holiday(day), "end"))
            else:
                self.note(day, (False, "due", "", "end"))
                return day


def compute(
    start: date | datetime,
    amount: int,
    unit: str,
    *,
    calendar: Calendar,
    roll: bool = True,
    roll_on_weekend: bool = True,
    pauses: Sequence[Pause] = (),
    extension: int = 0,
    extension_unit: str | None = None,
) -> Due:
    """The day on which a term of `amount` `unit`s that begins at `start` ends, with the ledger of its days.

    The start day is not counted (art. 201); a month ends on the corresponding day or the month's last (art.
    202); a last day that is a rest day moves to the first day after, and only the last day does (art. 203).
    Hours and minutes run from the given moment and do not move. An extension is counted from the raw last day, before
    that day moves. Raises ValueError for an unknown unit, an amount below 1, a negative extension or a
    pause that ends before it starts.
    """
    extension_unit = extension_unit or unit
    _check(amount, unit, extension, extension_unit)
    ledger = _Ledger(calendar, pauses)
    if unit in BY_THE_CLOCK:
        longer = extension * BY_THE_CLOCK.get(extension_unit, timedelta(0))
        return _by_the_clock(start, amount * BY_THE_CLOCK[unit], longer, ledger)
    first = office_day(start) if isinstance(start, datetime) else start
    ledger.note(first, (False, "start", "", "term"))
    raw = ledger.count(first, amount, unit, "term")
    if raw and extension:
        raw = ledger.count(raw, extension, extension_unit, "extension")
    due = ledger.roll(raw, on_weekend=roll_on_weekend) if raw and roll else raw
    if due is None:
        return Due(None, None, None, ledger.provisional, ledger.rows())
    moment = office_moment(due, time.max)
    return Due(raw, due, moment, ledger.provisional, ledger.rows())


def _check(amount: int, unit: str, extension: int, extension_unit: str) -> None:
    if unit not in UNITS or extension_unit not in UNITS:
        raise ValueError(f"unknown unit: {unit}, {extension_unit}")
    if amount < 1 or extension < 0:
        raise ValueError(f"amount and extension must be positive: {amount}, {extension}")
    if extension and (unit in BY_THE_CLOCK) != (extension_unit in BY_THE_CLOCK):
        raise ValueError(f"hours and days do not add up: {unit}, {extension_unit}")


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _by_the_clock(start: date | datetime, length: timedelta, extension: timedelta, ledger: _Ledger) -> Due:
    """The time runs on from the given moment, day and night; only paused days stand still."""
    if not isinstance(start, datetime):
        raise ValueError("a term in hours or minutes needs the moment it starts at")
    moment, rows = office_time(start), []
    for part, left in (("term", length), ("extension", extension)):
        while left:
            day = office_day(moment)
            midnight = office_moment(day + ONE_DAY)
            paused = ledger.paused_until(day) is not None
            spent = midnight - moment if paused else min(left, midnight - moment)
            why = "pause" if paused else HOUR
            rows.append(Stretch(day, day, not paused, why, part=part, hours=spent / timedelta(hours=1)))
            if paused and ledger.stopped_for_good(day):
                return Due(None, None, None, False, tuple(rows))
            moment += spent
            left -= timedelta(0) if paused else spent
    # A term that ends at midnight ends with the day before: 24:00, not 0:00.
    last = office_day(moment - timedelta(microseconds=1))
    return Due(last, last, moment, False, tuple(rows))
