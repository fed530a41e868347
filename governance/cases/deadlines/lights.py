"""What a clock says at a glance: its light and the distance in the unit of its law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.frame.days import office_day, office_time

from ..calendar.at_hand import calendar_at_hand
from ..models import Clock
from ..worktime import HOUR, WORKDAY, Calendar


@dataclass(frozen=True)
class ClockLight:
    """``code`` is normal, near, today, overdue, paused, met, missed or ended; ``left`` the distance in words."""

    code: str
    left: str


def light(clock: Clock, today: date, calendar: Calendar | None = None) -> ClockLight:
    """The light of a clock on that day. A list brings one ``calendar`` for all its rows."""
    if clock.ended_at is not None:
        return _ended(clock, calendar)
    if clock.due is None:
        return ClockLight("paused", "停表中")
    if clock.is_window and today > clock.due:
        return ClockLight("ended", "期限届满")
    if today > clock.due:
        return ClockLight("overdue", f"超期 {_distance(clock, clock.due, today, calendar)}")
    if today == clock.due:
        return ClockLight("today", f"今天 {office_time(clock.due_at):%H:%M} 到期" if clock.unit == HOUR else "今天到期")
    near = bool(clock.alert_plan) and today >= office_day(clock.alert_plan[0])
    return ClockLight("near" if near else "normal", f"还剩 {_distance(clock, today, clock.due, calendar)}")


def _ended(clock: Clock, calendar: Calendar | None) -> ClockLight:
    if clock.outcome == Clock.Outcome.MET:
        return ClockLight("met", "按期办结")
    if clock.outcome == Clock.Outcome.MISSED:
        return ClockLight("missed", f"超期 {lateness(clock, calendar)}办结")
    return ClockLight("ended", clock.get_outcome_display())


def lateness(clock: Clock, calendar: Calendar | None = None) -> str:
    """By how much a clock was late that ended after its day: 3 天, 2 个工作日."""
    return _distance(clock, clock.due, office_day(clock.ended_at), calendar)


def worst_lateness(clocks: Iterable[Clock], calendar: Calendar | None = None) -> str:
    """The longest time by which a duty among these ended late; empty if none did."""
    late = [clock for clock in clocks if clock.is_lateness]
    worst = max(late, key=lambda clock: clock.ended_at - clock.due_at, default=None)
    return lateness(worst, calendar) if worst else ""


def _distance(clock: Clock, first: date, last: date, calendar: Calendar | None) -> str:
    """From one day to a later one; a late hour or a late rest day is not nothing."""
    if clock.unit == WORKDAY:
        workdays = (calendar or calendar_at_hand()).workdays_between(first, last)
        return f"{max(1, workdays)} 个工作日"
    return f"{max(1, (last - first).days)} 天"
