"""How long people waited and what their turns came to, as counts by day; nobody who came or served is named."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from governance.organisation.models import Unit

from .models import Turn

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class DayRow:
    """One day at the windows of a unit; minutes of waiting are of those who were called."""

    day: date
    came: int
    served: int
    registered: int
    left: int
    waiting: int
    usual: int | None
    longest: int | None


def by_day(unit: Unit, first: date, last: date) -> list[DayRow]:
    """Every day on which somebody came, the newest first."""
    columns = ("day", "state", "case_id", "taken_at", "called_at")
    days: dict[date, list[tuple]] = {}
    for day, *turn in Turn.objects.filter(unit=unit, day__range=(first, last)).order_by("-day").values_list(*columns):
        days.setdefault(day, []).append(tuple(turn))
    return [_row(day, found) for day, found in days.items()]


def _row(day: date, found: list[tuple[str, int | None, datetime, datetime | None]]) -> DayRow:
    states = [state for state, *_ in found]
    waited = [int((called - taken) / MINUTE) for _, _, taken, called in found if called]
    return DayRow(
        day=day,
        came=len(found),
        served=states.count(Turn.State.SERVED),
        registered=sum(case is not None for _, case, *_ in found),
        left=states.count(Turn.State.LEFT),
        waiting=states.count(Turn.State.WAITING),
        usual=int(median(waited)) if waited else None,
        longest=max(waited, default=None),
    )
