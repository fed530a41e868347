"""When a row must be looked at again. Plain Python."""

from datetime import date

from governance.frame.days import months_after


def due_on(*, expires: str | None, seen: date | None, months: int) -> date | None:
    """The day on which the row expires or the next check falls due, whichever is first; None where there is neither.

    ``expires`` is the day that stands in the field for it, ``seen`` the last day on which somebody looked.
    """
    days = [date.fromisoformat(expires)] if expires else []
    if months and seen:
        days.append(months_after(seen, months))
    return min(days, default=None)
