"""What a figure is asked for, and whose a number is."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from governance.frame.days import office_moment
from governance.organisation.standing import Standing

from .periods import Period

# The digits of a township's code.
TOWNSHIP = 9


@dataclass(frozen=True)
class Asked:
    """What is asked for: whose eyes, which days, as of which day, and where or of which unit if not of all.

    ``group`` and ``key`` narrow it to what is alike in one way, as ``measures.Group`` says: of one source, one grade.
    """

    standing: Standing
    period: Period
    today: date
    area: str = ""
    unit: int | None = None
    now: datetime | None = None
    group: str = ""
    key: str = ""

    @property
    def moment(self) -> datetime:
        """The moment from which late and not yet due are told apart; without one, the beginning of the day."""
        return self.now or office_moment(self.today)

    def a_year_before(self) -> "Asked":
        """The same days of the year before; of a period under way, as many as have passed."""
        return replace(self, period=self.period.passed(self.today).a_year_before())


@dataclass(frozen=True)
class Place:
    """Whose a number is: a measure, a unit, a township."""

    code: str
    unit: int | None
    township: str
