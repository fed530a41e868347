"""What a clock says at a glance: its light and the distance in the unit of its law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.frame.days import office_day, office_time

from ..calendar.at_hand import calendar_at_hand
from ..models import Clock
from ..worktime import BY_THE_CLOCK, WORKDAY, Calendar

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class ClockLight:
    """``code`` is normal, near, today, overdue, paused, met, missed or ended; ``left`` the distance in words."""

    code: str
    left: str


def light(clock: Clock, now: datetime, calendar: Calendar | None = None) -> ClockLight:
    """The light of a clock at that moment. A list brings one ``calendar`` for all its rows."""
    if clock.ended_at is not None:
        return _ended(clock, calendar)
    if clock.due is None or clock.due_at is None:
        return ClockLight("paused", "停表中")
    if now > clock.due_at:
        if clock.is_window:
            return ClockLight("ended", "期限届满")
        return ClockLight("overdue", f"超期 {_distance(clock, clock.due_at, now, calendar)}")
    if office_day(now) == clock.due:
        by_the_clock = clock.unit in BY_THE_CLOCK
        return ClockLight("today", f"今天 {office_time(clock.due_at):%H:%M} 到期" if by_the_clock else "今天到期")
    near = bool(clock.alert_plan) and office_day(now) >= office_day(clock.alert_plan[0])
    return ClockLight("near" if near else "normal", f"还剩 {_distance(clock, now, clock.due_at, calendar)}")


def _ended(clock: Clock, calendar: Calendar | None) -> ClockLight:
    if clock.outcome == Clock.Outcome.MET:
        return ClockLight("met", "按期办结")
    if clock.outcome == Clock.Outcome.MISSED:
        return ClockLight("missed", f"超期 {lateness(clock, calendar)}办结")
    return ClockLight("ended", clock.get_outcome_display())


def lateness(clock: Clock, calendar: Calendar | None = None) -> str:
    """By how much a clock was late that ended after its time: 3 天, 2 个工作日, 20 分钟; empty for one that runs."""
    if clock.due_at is None or clock.ended_at is None:
        return ""
    return _distance(clock, clock.due_at, clock.ended_at, calendar)


def worst_lateness(clocks: Iterable[Clock], calendar: Calendar | None = None) -> str:
    """The longest time by which a duty among these ended late; empty if none did."""
    ended = [(clock.ended_at, clock.due_at, clock) for clock in clocks if clock.is_lateness]
    late = [(end - due, clock) for end, due, clock in ended if end and due]
    return lateness(max(late, key=lambda pair: pair[0])[1], calendar) if late else ""


def _distance(clock: Clock, earlier: datetime, later: datetime, calendar: Calendar | None) -> str:
    """From one moment to a later one, in whole days of the office; a late hour or a late rest day is not nothing.

    A term in hours or minutes is so many of them away as long as that is less than a day.
    """
    if clock.unit in BY_THE_CLOCK and later - earlier < A_DAY:
        return time_text(later - earlier)
    first, last = office_day(earlier), office_day(later)
    if clock.unit == WORKDAY:
        workdays = (calendar or calendar_at_hand()).workdays_between(first, last)
        return f"{max(1, workdays)} 个工作日"
    return f"{max(1, (last - first).days)} 天"


def time_text(length: timedelta) -> str:
    """35 分钟, 2 小时 5 分, of more than two days 40 天; what has begun of a minute counts."""
    if length >= 2 * A_DAY:
        return f"{length.days} 天"
    minutes = max(1, -(-length // timedelta(minutes=1)))
    if length < AN_HOUR:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时 {minutes % 60} 分" if minutes % 60 else f"{minutes // 60} 小时"
