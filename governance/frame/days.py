"""Days and moments as the office has them: plain Python. This is the one place where a moment becomes a date."""

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
# In so many days of a month or a quarter next to nothing of it is to be seen, while the one before is being written up:
# until they are over a page begins with that.
BEGINNING = 5
# Said of a day that may still move: a year took part whose holidays are not all known.
PROVISIONAL = "暂定"


def office_time(moment: datetime) -> datetime:
    """The same moment by the clock on the office's wall."""
    return moment.astimezone(CHINA)


def office_day(moment: datetime) -> date:
    """The day on which the moment falls in the office."""
    return office_time(moment).date()


def office_moment(day: date, at: time = time.min) -> datetime:
    """The moment at which the day begins in the office, or at which the clock on its wall shows that time."""
    return datetime.combine(day, at, tzinfo=CHINA)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def has_just_begun(first: date, today: date) -> bool:
    """True in the first days of what began on ``first``."""
    return (today - first).days < BEGINNING


def day_text(day: date) -> str:
    """2026-11-21 周六"""
    return f"{day:%Y-%m-%d} 周{WEEKDAYS[day.weekday()]}"


def moment_text(moment: datetime) -> str:
    """2026-11-21 周六 14:30"""
    local = office_time(moment)
    return f"{day_text(local)} {local:%H:%M}"


def end_text(moment: datetime) -> str:
    """14:30, and 24:00 for the last minute of a day, which is its end."""
    local = office_time(moment)
    return "24:00" if (local.hour, local.minute) == (23, 59) else f"{local:%H:%M}"


def minute_text(moment: datetime) -> str:
    """2026-11-21 14:30"""
    return f"{office_time(moment):%Y-%m-%d %H:%M}"


def due_words(day: date, today: date, near: int = 3) -> tuple[str, str]:
    """The code of the light and what is left, in calendar days: 超期 2 天, 今天到期, 还剩 9 天."""
    left = (day - today).days
    if left < 0:
        return "overdue", f"超期 {-left} 天"
    if left == 0:
        return "today", "今天到期"
    return "near" if left <= near else "normal", f"还剩 {left} 天"
