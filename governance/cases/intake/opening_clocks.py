"""The clocks that a case is about to start: computed, shown, and not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .. import deadlines
from ..models import Clock
from ..workflow import ClockStart


@dataclass(frozen=True)
class OpeningClock:
    """A clock that will start, with the date it will have."""

    name: str
    article: str
    clock: Clock


def clocks_to_start(row, starts: Iterable[ClockStart], at: datetime) -> list[OpeningClock]:
    """Those of the clocks that would start for this unsaved case at that moment, with the day each is due."""
    wanted = [start for start in starts if start.when is None or start.when(row)]
    clocks = [deadlines.counted(start.term, at) for start in wanted]
    return [OpeningClock(clock.term.name, clock.term.article, clock) for clock in clocks]
