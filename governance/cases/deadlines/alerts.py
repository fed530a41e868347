"""When each rung of a ladder is reached."""

from datetime import date, datetime, timedelta
from itertools import accumulate
from math import ceil

from governance.frame.database.written import WrittenOnce
from governance.frame.days import office_moment

from ..models import Clock, LadderRung
from ..worktime import BY_THE_CLOCK, Calendar


def ladder_of(name: str) -> list[LadderRung]:
    """The rungs of every version of a ladder, each from the lowest; none where the term has no ladder."""
    return RUNGS.objects(ladder=name) if name else []


RUNGS = WrittenOnce(
    lambda ladder: LadderRung.objects.filter(ladder=ladder).order_by("effective_from", "rung"), ladder="?"
)


def alert_plan(clock: Clock, ladder: list[LadderRung], calendar: Calendar) -> list[datetime]:
    """The moment of every rung of the version that the clock climbs, never falling.

    Empty while there is no due date and for rights that just lapse.
    """
    if clock.due is None or clock.is_window:
        return []
    climbed = [rung for rung in ladder if rung.holds_on(clock.start_on)]
    if clock.unit in BY_THE_CLOCK and clock.due_at is not None:
        moments = [_moment_by_the_clock(clock.started_at, clock.due_at, rung) for rung in climbed]
    else:
        moments = [_moment_in_days(clock.start_on, clock.due, rung, calendar) for rung in climbed]
    return list(accumulate(moments, max))


def _moment_in_days(start: date, due: date, rung: LadderRung, calendar: Calendar) -> datetime:
    steps = rung.offset
    if rung.share is not None:
        whole = calendar.workdays_between(start, due)
        steps = -min(-steps, max(1, ceil(whole * rung.share / 100)))
    return office_moment(calendar.step(due, steps), rung.at_time)


def _moment_by_the_clock(start: datetime, due: datetime, rung: LadderRung) -> datetime:
    """A term in hours or minutes runs day and night: its rungs are a share of it before, whole days after."""
    if rung.offset < 0:
        whole = due - start
        return due - whole * (rung.share or 100) / 100
    return due + timedelta(days=rung.offset)
