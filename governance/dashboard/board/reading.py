"""The numbers of the board, all of them asked of the figures of the house; as many questions whatever the history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from governance.figures.asked import Asked
from governance.figures.counting import by_group, by_month, by_place, total, totals
from governance.figures.headlines import headlines
from governance.figures.measures import MEASURES, RATES
from governance.figures.periods import Period

from .plots import MEASURES as BESIDE
from .plots import MONTHS, UNITS, Plot, plots


@dataclass(frozen=True)
class Column:
    """A period beside the one that is asked for, and what the measures came to in it."""

    label: str
    asked: Asked
    total: Counter


class Board:
    """What was asked for, before it, the year before, and in another period if one is held against it."""

    def __init__(self, asked: Asked, against: Period | None = None):
        self.asked = asked
        self.codes = _codes()
        self.places = by_place(self.codes, asked)
        self.total = totals(self.places)
        self.before = self._column("上期", asked.a_period_before())
        self.year_before = self._column("去年同期", asked.a_year_before())
        self.against = self._column(against.label, replace(asked, period=against)) if against else None

    def _column(self, label: str, asked: Asked) -> Column:
        """What is so now was not otherwise in another period."""
        codes = [code for code in self.codes if not MEASURES[code].is_now]
        return Column(label, asked, total(codes, asked))

    @cached_property
    def year(self) -> Asked:
        """The twelve months of the plots by month."""
        return replace(self.asked, period=self.asked.period.year_up_to_it(self.asked.today))

    @cached_property
    def months(self) -> Counter:
        """By code and first day of the month."""
        return by_month(dict.fromkeys(_of(MONTHS)), self.year)

    def groups(self, plot: Plot, asked: Asked) -> Counter:
        """By key of the group by which the plot tells its measure apart."""
        found = by_group([plot.leading], asked, plot.by)
        return Counter({key: count for (_, key), count in found.items()})


def _of(by: str) -> Iterable[str]:
    return (code for plot in plots() if plot.by == by for code in plot.codes)


def _codes() -> list[str]:
    """Every measure that is told of the whole or of a unit, each once."""
    said = [code for headline in headlines() for code in headline.codes]
    rates = [RATES[headline.rate] for headline in headlines()]
    rated = [code for rate in rates for code in (rate.part, *rate.whole)]
    return list(dict.fromkeys([*said, *rated, *_of(UNITS), *_of(BESIDE)]))
