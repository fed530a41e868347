"""The hours in which nobody's phone should ring. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True)
class QuietHours:
    """From one time of day until another, usually over midnight; equal times mean that no hour is quiet."""

    starts: time
    ends: time

    def covers(self, local: datetime) -> bool:
        """True at the first quiet minute, false again at the last one's end."""
        if self.starts <= self.ends:
            return self.starts <= local.time() < self.ends
        return local.time() >= self.starts or local.time() < self.ends

    def first_open(self, local: datetime) -> datetime:
        """The same moment, or the end of the quiet hours that it falls into."""
        if not self.covers(local):
            return local
        morning = local.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        return morning if morning > local else morning + timedelta(days=1)


def quiet_hours(text: str) -> QuietHours:
    """Read from ``21:00-07:30``; anything else raises ValueError."""
    starts, _, ends = text.partition("-")
    return QuietHours(time.fromisoformat(starts.strip()), time.fromisoformat(ends.strip()))
