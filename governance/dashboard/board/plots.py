"""What the leader's board shows of each line of work: what is said of it first, and its plots. Lines bring both.

Neither counts anything: they name measures and rates by their codes, and the board reads those.
"""

from dataclasses import dataclass
from operator import attrgetter

from governance.frame.registry import Registry

MONTHS, UNITS, MEASURES = "months", "units", "measures"


@dataclass(frozen=True)
class Headline:
    """What a leader wants to know first of a line: what came in and was closed, what stands open, the rate that tells,
    what is late.
    """

    subject: str
    received: str
    closed: str
    open: str
    rate: str
    overdue: str
    # What is about units and no work that came in stands below, and in the sentences alone.
    of_units: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The measures of the sentence, those of the rate apart."""
        return self.received, self.closed, self.open, self.overdue


@dataclass(frozen=True)
class Plot:
    """One plot: ``measures`` told apart by month, by unit, side by side, or by the group of that code.

    ``whole`` stands in the table and is not drawn: what the measures are parts of. ``late``: drawn in red.
    """

    code: str
    title: str
    by: str
    measures: tuple[str, ...]
    whole: str = ""
    late: bool = False
    of_units: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The measures of its table."""
        return (*self.measures, self.whole) if self.whole else self.measures

    @property
    def leading(self) -> str:
        """The measure by which its rows are ordered and of which its finding speaks."""
        return self.whole or self.measures[0]


HEADLINES: Registry[Headline] = Registry("headlines of the board", field="headlines", code="subject")
PLOTS: Registry[Plot] = Registry("plots of the board", field="plots")


def headlines() -> list[Headline]:
    """What came in first, then what units owe."""
    return sorted(HEADLINES.values(), key=attrgetter("of_units"))


def plots() -> list[Plot]:
    """In the same order."""
    return sorted(PLOTS.values(), key=attrgetter("of_units"))
