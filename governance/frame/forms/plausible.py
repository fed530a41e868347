"""Which days are plausible where: a slip of the keyboard is told, not kept. The one field for a day and its check."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from ..days import moment_text, office_day
from .rendering import DayInput


@dataclass(frozen=True)
class Reach:
    """So many years before the one that is running, and so many after it."""

    back: int
    ahead: int

    def why_not(self, day: date, today: date) -> str:
        """The sentence about a day of another time; empty for one within reach."""
        first, last = self.days(today)
        if first <= day <= last:
            return ""
        return f"请核对年份：{day.isoformat()} 不在{first.year}年至{last.year}年之间。"

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day within reach."""
        first, last = max(today.year - self.back, 1), min(today.year + self.ahead, 9998)
        return date(first, 1, 1), date(last, 12, 31)


# What has happened in a matter that is still in hand, and what is agreed for it.
HAPPENED, AGREED = Reach(20, 0), Reach(20, 30)
# What is planned, and what begins to hold.
PLANNED, IN_FORCE = Reach(1, 3), Reach(10, 5)
# A working life, and how long an organisation has stood.
CAREER, FOUNDED = Reach(60, 30), Reach(90, 1)
# Years that an address can name.
EARLIEST, LATEST = 1900, 2200
# What lists are searched for.
SEARCHED = Reach(120, 60)
# Those that a fact can ask for by name.
REACHES = {"agreed": AGREED, "career": CAREER}


class PlausibleDay(forms.DateField):
    """A day within reach of today."""

    widget = DayInput
    reach = AGREED

    def __init__(self, *, reach: Reach | None = None, past_only: bool = False, **kwargs: Any) -> None:
        self.reach = reach or self.reach
        self.past_only = past_only
        kwargs.setdefault("error_messages", {}).setdefault("invalid", "请填写正确的日期。")
        super().__init__(**kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        today = office_day(timezone.now())
        sentence = self.reach.why_not(value, today) if value else ""
        if value and self.past_only and value > today:
            sentence = f"{self.label}不能晚于今天。"
        if sentence:
            raise forms.ValidationError(sentence, code="implausible")


class PlannedDay(PlausibleDay):
    """A day of what is planned."""

    reach = PLANNED


class CareerDay(PlausibleDay):
    """A day of somebody's working life."""

    reach = CAREER


class FoundingDay(PlausibleDay):
    """A day since which an organisation stands."""

    reach = FOUNDED


class NearMoment(forms.DateTimeField):
    """A moment that a device tells: of a year that a calendar of the office has, so that it can be said again."""

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is not None and not EARLIEST <= moment.year <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


# A phone's clock may run ahead a little; what it tells may have waited for a signal for weeks.
AHEAD, OLDEST = timedelta(minutes=10), timedelta(days=30)


def of_the_last_weeks(moment: datetime, now: datetime, noun: str, otherwise: str = "") -> datetime:
    """The moment that a device tells, no later than now; raises ValidationError for one to come or long past."""
    if moment > now + AHEAD:
        raise forms.ValidationError(f"{noun}是 {moment_text(moment)}，比现在晚，请核对手机的时间。")
    if moment < now - OLDEST:
        raise forms.ValidationError(f"{noun}是 {moment_text(moment)}，超过 {OLDEST.days} 天{otherwise}。")
    return min(moment, now)


def day_named(text: str | None) -> date | None:
    """The day of an address; None for what names none, or one that nobody looks for."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None
