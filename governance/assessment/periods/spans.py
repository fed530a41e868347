"""Which periods a year has: months, quarters, halves and the year itself."""

from datetime import date

from governance.frame.days import ONE_DAY, months_after

from ..models import ScoredPeriod

Length = ScoredPeriod.Length
MONTHS = {Length.YEAR: 12, Length.HALF: 6, Length.QUARTER: 3, Length.MONTH: 1}


def spans_of(year: int) -> list[ScoredPeriod]:
    """Every period of the year, the longest first; none of them is kept."""
    return [
        ScoredPeriod(length=length, first=first, last=months_after(first, months) - ONE_DAY)
        for length, months in MONTHS.items()
        for first in (date(year, month, 1) for month in range(1, 13, months))
    ]
