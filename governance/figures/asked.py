"""What a figure is asked for, and whose a number is."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from governance.frame.days import office_moment
from governance.organisation.models import Area
from governance.organisation.standing import Standing

from .periods import Period

COUNTY, TOWNSHIP, VILLAGE, GRID = (
    Area.CODE_LENGTH[level] for level in (Area.Level.COUNTY, Area.Level.TOWNSHIP, Area.Level.VILLAGE, Area.Level.GRID)
)


@dataclass(frozen=True)
class Asked:
    """What is asked for: whose eyes, which days, as of which day, and where or of which unit if not of all.

    ``group`` and ``key`` narrow it to what is alike in one way, as ``measures.Group`` says: of one source, one grade.
    ``only``: what lies in the area itself and in none below it. ``aloud``: others read along, so that
    no restricted case counts, whatever the reader may know, and no list is opened. ``fine``: told apart by villages.
    ``lists``: where the lists behind its figures are, if they lie under the page that asks; ``tables`` says what of it
    is left open.
    """

    standing: Standing
    period: Period
    today: date
    area: str = ""
    unit: int | None = None
    now: datetime | None = None
    group: str = ""
    key: str = ""
    only: bool = False
    aloud: bool = False
    fine: bool = False
    lists: str = ""
    # What was read for it, and for the same person's other periods.
    _read: dict[Callable, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, read: Callable[[Standing], Any]) -> Any:
        """What ``read`` says of the person who asks, read once however many periods are held against each other."""
        if read not in self._read:
            self._read[read] = read(self.standing)
        return self._read[read]

    @property
    def moment(self) -> datetime:
        """The moment from which late and not yet due are told apart; without one, the beginning of the day."""
        return self.now or office_moment(self.today)

    @property
    def split(self) -> int:
        """How long the codes are of the areas by which it is told apart: townships, inside one its villages, inside one
        of those its grids."""
        if len(self.area) >= VILLAGE:
            return GRID
        return VILLAGE if self.fine or len(self.area) >= TOWNSHIP else TOWNSHIP

    def a_period_before(self) -> "Asked":
        """The period right before it; of a period under way, as many days as have passed."""
        return replace(self, period=self.period.preceding(self.today))

    def a_year_before(self) -> "Asked":
        """The same days of the year before; of a period under way, as many as have passed."""
        return replace(self, period=self.period.passed(self.today).a_year_before())


@dataclass(frozen=True)
class Place:
    """Whose a number is: a measure, a unit, an area that ``split`` tells apart."""

    code: str
    unit: int
    area: str
