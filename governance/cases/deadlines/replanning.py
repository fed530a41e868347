"""A ladder is otherwise from a day on: what counts from that day has the moments of its rungs anew."""

from bisect import bisect_right
from datetime import date, datetime, timedelta

from governance.frame.database.together import save_together

from ..calendar.at_hand import calendar_at_hand
from ..models import Case, Clock
from .alerts import alert_plan, ladder_of

INSTANT = timedelta(microseconds=1)


def running_on(code: str):
    """The running clocks of terms that name the ladder."""
    return Clock.objects.filter(ended_at=None, term__ladder=code)


def replan(code: str, since: date, at: datetime) -> None:
    """Every running clock on the ladder that counts from that day or a later one climbs the version of its day.

    What lies in the past is not announced any more, and what has been announced is not taken back. Cases are locked
    before clocks, as every step does.
    """
    touched = list(running_on(code).filter(start_on__gte=since).values_list("pk", "case_id"))
    cases = Case.objects.select_for_update(no_key=True).filter(pk__in={case for _, case in touched})
    list(cases.order_by("pk").values_list("pk", flat=True))
    clocks = Clock.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[pk for pk, _ in touched])
    calendar, ladder = calendar_at_hand(), ladder_of(code)
    found = list(clocks.select_related("term").defer("ledger").order_by("pk"))
    for clock in found:
        clock.alert_plan = alert_plan(clock, ladder, calendar)
        # What had come and was not announced yet still is.
        said_until = min(at, clock.alert_at - INSTANT) if clock.alert_at else at
        clock.rung = bisect_right(clock.alert_plan, max(said_until, clock.started_at))
        clock.alert_at = next(iter(clock.alert_plan[clock.rung :]), None)
    save_together(found, ("alert_plan", "rung", "alert_at"))
