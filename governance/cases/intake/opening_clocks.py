"""The clocks that a case is about to start: computed, shown, and not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from governance.frame.days import office_day

from .. import deadlines
from ..calendar.at_hand import calendar_at_hand
from ..models import Clock
from ..workflow import ClockStart


@dataclass(frozen=True)
class OpeningClock:
    """A clock that will start, with the date it will have."""

    name: str
    article: str
    clock: Clock


def clocks_to_start(own, starts: Iterable[ClockStart], at: datetime) -> list[OpeningClock]:
    """Those of the clocks that would start for this unsaved case at that moment, with the day each is due."""
    on = office_day(at)
    calendar = calendar_at_hand()
    found = []
    for start in starts:
        if start.when is not None and not start.when(own):
            continue
        term = deadlines.term_for(start.term, on)
        clock = Clock(
            term=term,
            term_code=term.code,
            start_on=on,
            started_at=at,
            amount=term.amount,
            unit=term.unit,
            extension_unit=term.extension_unit or term.unit,
        )
        due = deadlines.reckon(clock, calendar)
        clock.due, clock.due_at, clock.provisional = due.due, due.due_moment, due.provisional
        found.append(OpeningClock(term.name, term.article, clock))
    return found
