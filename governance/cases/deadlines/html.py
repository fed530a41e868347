"""How a clock reads on a page."""

from datetime import datetime

from django.utils.safestring import SafeString

from governance.frame.days import minute_text
from governance.frame.pages.lights import due_html, light_html

from .. import deadlines
from ..calendar.at_hand import calendar_shown
from ..worktime import Calendar


def clock_html(clock, now: datetime, calendar: Calendar, url: str = "") -> SafeString:
    """A clock in one line, whatever its state."""
    return lit_html(clock, deadlines.light(clock, now, calendar), url)


def lit_html(clock, light: deadlines.ClockLight, url: str = "") -> SafeString:
    """The same by a light that is known already."""
    if clock.due is None:
        return light_html(light.code, light.left)
    # What ends today says its time itself.
    at = "" if light.code == "today" else clock.due_time
    return due_html(light.code, clock.due, light.left, at=at, url=url, provisional=clock.provisional)


def done_html(at: datetime | None, clock, now: datetime) -> SafeString | str:
    """When a part of a case was done, and whether that was in time; until then what is left of its clock."""
    if at is not None:
        late = clock is not None and clock.outcome == clock.Outcome.MISSED
        return light_html("missed" if late else "met", minute_text(at))
    if clock is None:
        return ""
    light = deadlines.light(clock, now, calendar_shown())
    return light_html(light.code, light.left)
