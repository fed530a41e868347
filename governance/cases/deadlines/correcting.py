"""A day from which clocks were counted was written down wrongly: they follow the right one, those that ended too."""

from collections.abc import Collection
from copy import copy
from datetime import date, datetime

from governance.frame.days import office_day

from ..calendar.at_hand import calendar_at_hand
from ..law.in_force import term_for
from ..models import Case, Clock
from .alerts import ladder_of
from .clocks import ALERTS, COUNTED, hold, moment_of, plan, recompute, replaced

STARTED = ["start_on", "started_at", "term"]
ENDED = ["ended_at", "outcome"]


def redate(
    case: Case, codes: Collection[str], *, former: date, since: date | datetime, at: datetime, forgives: bool
) -> list[tuple[Clock, date | None]]:
    """Every clock of these terms that was counted from the ``former`` day is counted from the right one.

    Each comes with the day on which it was due before. One that has ended was met in time or late as the right day has
    it; a right that lapsed by the wrong one is open again. A day that was missed stays missed, beside the clock of the
    right day, unless this ``forgives``: the record said the right day before.
    """
    wrong = [each for each in hold(case) if each.start_on == former and each.term_code in codes]
    moved = []
    for clock in wrong:
        before, left_alone = clock.due, _nobody_used(clock)
        if not forgives and _makes_good(clock, since, at):
            if clock.ended_at is not None:
                continue
            clock = replaced(case, clock, at, None)
        _move(clock, since, at)
        if clock.ended_at is not None:
            _judge(clock, left_alone, at)
        clock.save(update_fields=[*STARTED, *COUNTED, *ALERTS, *ENDED])
        moved.append((clock, before))
    return moved


def ended_then(case: Case, code: str, *, subject: str, at: datetime) -> None:
    """The clock ended at that moment, and not when somebody wrongly found that it had: in time or late as that is."""
    had = [each for each in hold(case) if (each.term_code, each.subject) == (code, subject)]
    clock = [each for each in had if not each.is_running][-1]
    clock.ended_at = max(at, clock.started_at)
    _judge(clock, False, at)
    clock.save(update_fields=ENDED)


def _move(clock: Clock, since: date | datetime, at: datetime) -> None:
    clock.started_at = moment_of(since)
    clock.start_on = office_day(clock.started_at)
    clock.term = term_for(clock.term_code, clock.start_on)
    calendar, ladder = calendar_at_hand(), ladder_of(clock.term.ladder)
    if not recompute(clock, calendar, ladder, at=at):
        # From another day it may climb another version of the ladder.
        plan(clock, calendar, ladder, at=at)


def _makes_good(clock: Clock, since: date | datetime, at: datetime) -> bool:
    """True if by the right day nothing was missed that was missed by the wrong one."""
    if clock.is_window or not _is_missed(clock, at):
        return False
    tried = copy(clock)
    _move(tried, since, at)
    return tried.due_at is None or (tried.ended_at or at) <= tried.due_at


def _is_missed(clock: Clock, at: datetime) -> bool:
    if clock.ended_at is not None:
        return clock.outcome == Clock.Outcome.MISSED
    return clock.due_at is not None and clock.due_at < at


def _nobody_used(clock: Clock) -> bool:
    """A right that the scan ended, on its last day."""
    return clock.outcome == Clock.Outcome.LAPSED and clock.ended_by_id is None


def _judge(clock: Clock, left_alone: bool, at: datetime) -> None:
    if clock.due_at is None or clock.ended_at is None:
        return
    if left_alone:
        open_again = clock.due_at > at
        clock.ended_at, clock.outcome = (None, "") if open_again else (clock.due_at, clock.outcome)
    else:
        late = clock.ended_at > clock.due_at
        too_late = Clock.Outcome.LAPSED if clock.is_window else Clock.Outcome.MISSED
        if late:
            clock.outcome = too_late
        elif clock.outcome == too_late:
            clock.outcome = Clock.Outcome.MET
    if clock.ended_at is not None:
        clock.alert_at = None
