"""When a row must be looked at again. Plain Python."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_on(*, expires: str | None, seen: date | None, months: int) -> date | None:
    """The day on which the row expires or the next check falls due, whichever is first; None where there is neither.

    ``expires`` is the day that stands in the field for it, ``seen`` the last day on which somebody looked.
    """
    days = [date.fromisoformat(expires)] if expires else []
    if months and seen:
        days.append(months_after(seen, months))
    return min(days, default=None)
