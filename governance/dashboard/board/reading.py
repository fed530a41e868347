"""The numbers of the board, all of them asked of the figures of the house; as many questions whatever the history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from governance.figures.asked import Asked
from governance.figures.counting import Apart, apart, by_month, by_place, totals, totals_of
from governance.figures.headlines import headlines
from governance.figures.measures import MEASURES, RATES
from governance.figures.periods import Period

from .plots import MEASURES as BESIDE
from .plots import MONTHS, UNITS, plots


@dataclass(frozen=True)
class Column:
    """A period beside the one that is asked for, what a change against it is called, and what the measures came to."""

    label: str
    change: str
    asked: Asked
    total: Counter


class Board:
    """What was asked for, before it, the year before, and in another period if one is held against it."""

    def __init__(self, asked: Asked, against: Period | None = None):
        self.asked = asked
        self.codes = _codes()
        self.places = by_place(self.codes, asked)
        self.total = totals(self.places)
        beside = [("上期", "环比", asked.a_period_before()), ("去年同期", "同比", asked.a_year_before())]
        if against:
            beside.append((against.label, "变化", replace(asked, period=against)))
        # What is so now was not otherwise in another period.
        counts = totals_of([code for code in self.codes if not MEASURES[code].is_now], [there for *_, there in beside])
        columns = [Column(*each, total) for each, total in zip(beside, counts, strict=True)]
        self.before, self.year_before, *others = columns
        self.against = others[0] if others else None

    @cached_property
    def year(self) -> Asked:
        """The twelve months of the plots by month."""
        return replace(self.asked, period=self.asked.period.year_up_to_it(self.asked.today))

    @cached_property
    def months(self) -> Counter:
        """By code and first day of the month."""
        return by_month(dict.fromkeys(_of(MONTHS)), self.year)

    @cached_property
    def groups(self) -> dict[Apart, Counter]:
        """By measure and group of each plot that tells one apart by a group, how many there are under each key."""
        return apart(_told_apart(), self.asked)

    @cached_property
    def groups_against(self) -> dict[Apart, Counter]:
        """The same of the other period that is held against it."""
        return apart(_told_apart(), self.against.asked) if self.against else {}


def _told_apart() -> list[Apart]:
    return [plot.apart for plot in plots() if plot.apart]


def _of(by: str) -> Iterable[str]:
    return (code for plot in plots() if plot.by == by for code in plot.codes)


def _codes() -> list[str]:
    """Every measure that is told of the whole or of a unit, each once."""
    said = [code for headline in headlines() for code in headline.codes]
    rates = [RATES[headline.rate] for headline in headlines()]
    rated = [code for rate in rates for code in (rate.part, *rate.whole)]
    return list(dict.fromkeys([*said, *rated, *_of(UNITS), *_of(BESIDE)]))
