"""The plots of the leader's board. Lines bring them: they name measures by their codes, and the board reads those."""

from dataclasses import dataclass
from operator import attrgetter

from governance.frame.registry import Registry

MONTHS, UNITS, MEASURES = "months", "units", "measures"


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

    @property
    def apart(self) -> tuple[str, tuple[str, ...]] | None:
        """The measure and the group that tells it apart, if one does."""
        return None if self.by in (MONTHS, UNITS, MEASURES) else (self.leading, (self.by,))


PLOTS: Registry[Plot] = Registry("plots of the board", field="plots")


def plots() -> list[Plot]:
    """What came in first, then what units owe."""
    return sorted(PLOTS.values(), key=attrgetter("of_units"))
