"""How visits are counted: plain Python, days and calendar are arguments.

What the papers ask of leaders are working days on the ground: two visits on one day are one day, and a visit on a rest
day is kept and shown but is no working day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ..windows import Window


@dataclass(frozen=True)
class VisitCount:
    """Working days of one leader in a window, visits on rest days beside them, and what is missing of the quota."""

    done: int
    on_rest_days: int
    quota: int

    @property
    def lacking(self) -> int:
        return max(0, self.quota - self.done)


def counted(days: Iterable[date], window: Window, quota: int, is_working: Callable[[date], bool]) -> VisitCount:
    """The days inside the window, each once, working days apart from rest days."""
    inside = {day for day in days if window.first <= day <= window.last}
    done = sum(is_working(day) for day in inside)
    return VisitCount(done, len(inside) - done, quota)
