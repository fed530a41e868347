"""Time as the filling counts it: whole minutes since the first day, by the clock of the office."""

from datetime import date, datetime, timedelta

from governance.frame.days import CHINA

DAY = 24 * 60
_CLOCK = [f" {minute // 60:02}:{minute % 60:02}:00+08" for minute in range(DAY)]
# Papers run on for years after the last case.
AFTERWARDS = 800


class Times:
    """The days of the history as text, each written once."""

    def __init__(self, first: date, now: datetime):
        self.first = first
        self._midnight = datetime.combine(first, datetime.min.time(), tzinfo=CHINA)
        self.now = self.minute(now)
        self._days = [str(first + timedelta(days=n)) for n in range(self.now // DAY + AFTERWARDS)]

    def minute(self, moment: datetime) -> int:
        """The minute in which the moment lies."""
        return int((moment - self._midnight).total_seconds() // 60)

    def stamp(self, minute: int) -> str:
        """The minute as PostgreSQL reads it."""
        return self._days[minute // DAY] + _CLOCK[minute % DAY]

    def day(self, minute: int) -> str:
        """The day of the minute."""
        return self._days[minute // DAY]

    def date(self, minute: int) -> date:
        """The same as a date."""
        return self.first + timedelta(days=minute // DAY)
