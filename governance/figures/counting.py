"""How much a measure comes to: for a period, a place, a unit, and as one person may know it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Left

from governance.frame.days import ONE_DAY

from . import tallies
from .asked import Asked, Place
from .measures import MEASURES, RATES, Measure
from .periods import Period

TOWNSHIP = 9


@dataclass(frozen=True)
class Share:
    """A rate as it came out."""

    part: int
    whole: int


def value(code: str, asked: Asked) -> int:
    """What the measure comes to; raises ``KeyError`` for one that there is not."""
    return totals(by_place((code,), asked))[code]


def share(code: str, asked: Asked) -> Share:
    """What the rate is a share of, and of how many; raises ``KeyError`` for one that there is not."""
    return share_of(code, totals(by_place({*RATES[code].whole, RATES[code].part}, asked)))


def share_of(code: str, counts: Counter) -> Share:
    """The rate by what its measures have come to."""
    rate = RATES[code]
    return Share(counts[rate.part], sum(counts[each] for each in rate.whole))


def by_place(codes: Iterable[str], asked: Asked) -> Counter:
    """What the measures come to, for each unit and township.

    Tallies answer for whoever oversees all that is asked for, restricted cases apart; what they do not hold is counted.
    """
    measures = [MEASURES[code] for code in codes]
    counts: Counter = Counter()
    told = [measure for measure in measures if measure.facts] if tallies.speak_for(asked) else []
    for place, number in tallies.read(told, asked):
        counts[place] += number
    live = [_grouped(measure, asked) for measure in measures if measure not in told]
    if tallies.confided(asked):
        live += [_grouped(measure, asked, measure.confided_to(asked.standing)) for measure in told]
    if live:
        first, *rest = live
        for code, unit, township, number in first.union(*rest, all=True):
            counts[Place(code, unit, township)] += number
    return counts


def totals(places: Counter, *, unit: int | None = None, township: str = "") -> Counter:
    """The numbers by measure: of all, of one unit, of one township."""
    counts: Counter = Counter()
    for place, number in places.items():
        if unit in (None, place.unit) and township in ("", place.township):
            counts[place.code] += number
    return counts


def rows_of(measure: Measure, asked: Asked) -> QuerySet:
    """The very rows that the measure counts."""
    return _rows(measure, asked, measure.seen_by(asked.standing))


def _rows(measure: Measure, asked: Asked, seen: Q) -> QuerySet:
    found = measure.rows().filter(_during(measure, asked), seen)
    if asked.area:
        found = found.filter(**{f"{measure.area}__startswith": asked.area})
    return found if asked.unit is None else found.filter(**{measure.unit: asked.unit})


def _during(measure: Measure, asked: Asked) -> Q:
    last = min(asked.period.last, asked.today - ONE_DAY) if measure.once_over else asked.period.last
    come = _by(measure.day, last)
    if measure.until:
        return come & (Q(**{measure.until: None}) | ~_by(measure.until, asked.period.last))
    return come & ~_by(measure.day, asked.period.first - ONE_DAY)


def _by(column: str, last: date) -> Q:
    """The day of the column has come by the end of that one."""
    if column.endswith("_at"):
        return Q(**{f"{column}__lt": Period(last, last).end})
    return Q(**{f"{column}__lte": last})


def _grouped(measure: Measure, asked: Asked, seen: Q | None = None) -> QuerySet:
    found = _rows(measure, asked, measure.seen_by(asked.standing) if seen is None else seen).order_by()
    found = found.annotate(
        figure=Value(measure.code, CharField()), whose=F(measure.unit), where=Left(measure.area, TOWNSHIP)
    )
    return found.values_list("figure", "whose", "where").annotate(number=Count("pk"))
