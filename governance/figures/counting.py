"""How much a measure comes to: for a period, a place, a unit, and as one person may know it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Expression,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Left, TruncMonth
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from governance.cases.models import Case
from governance.cases.models.case import NEVER
from governance.frame.days import ONE_DAY
from governance.organisation.areas.figures import figures_of
from governance.organisation.areas.lying import counted_in, counted_now

from . import tallies
from .asked import Asked, Place
from .measures import MEASURES, RATES, Measure, PerPeople, leaves
from .periods import Period

CENT = Decimal("0.01")
# A measure and the groups by which it is told apart.
Apart = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Share:
    """A rate as it came out."""

    part: int
    whole: int


@dataclass(frozen=True)
class Density:
    """How much there was for so many people, of how many inhabitants: None where that is not known, or of one unit."""

    part: int
    inhabitants: int | None
    people: int

    @property
    def found(self) -> Decimal | None:
        """As many as that, to two places."""
        if not self.inhabitants:
            return None
        return (Decimal(self.part) * self.people / self.inhabitants).quantize(CENT, ROUND_HALF_UP)


def value(code: str, asked: Asked) -> int:
    """What the measure comes to; raises ``KeyError`` for one that there is not."""
    return total((code,), asked)[code]


def share(code: str, asked: Asked) -> Share:
    """What the rate is a share of, and of how many; raises ``KeyError`` for one that there is not."""
    return share_of(code, total({*RATES[code].whole, RATES[code].part}, asked))


def share_of(code: str, counts: Counter) -> Share:
    """The rate by what its measures have come to."""
    rate = RATES[code]
    return Share(counts[rate.part], sum(counts[each] for each in rate.whole))


def density_of(measured: PerPeople, counts: Counter, asked: Asked) -> Density:
    """The measure for so many of the inhabitants of the place, by what it has come to."""
    return Density(counts[measured.part], _inhabitants(asked), measured.people)


def _inhabitants(asked: Asked) -> int | None:
    if asked.unit is not None:
        return None
    known = figures_of("population", asked.period.last.year)
    places = [asked.area] if asked.area else asked.once(tallies.tops)
    found = [known.get(code) for code in places]
    return None if None in found else sum(number for number in found if number)


def total(codes: Iterable[str], asked: Asked) -> Counter:
    """What the measures come to, under their codes."""
    (counts,) = totals_of(codes, [asked])
    return counts


def totals_of(codes: Iterable[str], periods: Iterable[Asked]) -> list[Counter]:
    """What the measures come to in each of these periods of the same question."""
    codes, found = [*codes], [*periods]
    told: list[tuple[Measure, Asked]] = []
    grouped = []
    for place, asked in enumerate(found):
        named = [replace(leaf, code=f"{place} {leaf.code}") for leaf in leaves(codes)]
        spoken, live = _told_and_live(named, asked)
        told += [(measure, asked) for measure in spoken]
        grouped += [_counted(measure, rows, {}) for measure, rows in live]
    counts: list[Counter] = [Counter() for _ in found]
    for (named_by,), number in _added(tallies.total(told), _together(grouped)).items():
        place, _, code = named_by.partition(" ")
        counts[int(place)][code,] += number
    sums = [_with_sums(codes, each) for each in counts]
    return [Counter({code: number for (code,), number in each.items()}) for each in sums]


def by_place(codes: Iterable[str], asked: Asked) -> Counter:
    """What the measures come to, for each unit and area.

    Tallies answer for whoever oversees all that is asked for, restricted cases apart; what they do not hold is counted.
    """
    codes = [*codes]
    told, live = _told_and_live(leaves(codes), asked)
    grouped = [
        _counted(measure, rows, {"whose": F(measure.unit), "where": Left(measure.area, asked.split)})
        for measure, rows in live
    ]
    counts = _with_sums(codes, _added(tallies.by_place(told, asked), _together(grouped)))
    now = counted_now(asked.area)
    places: Counter = Counter()
    for (code, unit, area), number in counts.items():
        places[Place(code, unit, now.get(area, area))] += number
    return places


def by_area(codes: Iterable[str], asked: Asked) -> Counter:
    """What the measures come to in each area, whoever's it is: under (code, area)."""
    codes = [*codes]
    told, live = _told_and_live(leaves(codes), asked)
    grouped = [_counted(measure, rows, {"where": Left(measure.area, asked.split)}) for measure, rows in live]
    counts = _with_sums(codes, _added(tallies.by_area(told, asked), _together(grouped)))
    now = counted_now(asked.area)
    areas: Counter = Counter()
    for (code, area), number in counts.items():
        areas[code, now.get(area, area)] += number
    return areas


def by_month(codes: Iterable[str], asked: Asked) -> Counter:
    """What the measures come to in each month of the period: under (code, first day of the month).

    Of what stands at the end of a period, by how much more or less it has become, where the tallies speak.
    """
    codes = [*codes]
    told, live = _told_and_live(leaves(codes), asked)
    grouped = [
        _counted(measure, rows, {"month": TruncMonth(measure.day, output_field=DateField())}) for measure, rows in live
    ]
    return _with_sums(codes, _added(tallies.by_month(told, asked), _together(grouped)))


def _told_and_live(measures: list[Measure], asked: Asked) -> tuple[list[Measure], list[tuple[Measure, QuerySet]]]:
    """The measures for which the tallies speak, and the rows of those that are counted: restricted cases of both, and
    what lies beyond the areas of which alone the tallies may speak."""
    speak = tallies.speak_for(asked)
    told = [
        measure
        for measure in measures
        if (tallies.speak_of(measure) if speak else tallies.speak_in_part(measure, asked))
    ]
    live = list(_live([measure for measure in measures if measure not in told], asked))
    if not speak:
        live += _beyond(told, asked)
    if told and tallies.confided(asked):
        of_cases = [measure for measure in told if measure.path is not None]
        live += [(measure, _confided(measure, asked)) for measure in of_cases]
    return told, live


def _confided(measure: Measure, asked: Asked) -> QuerySet:
    """Its rows of restricted cases of which the person may know, without those closed before the period where they
    cannot count: whoever is told of accusations alone is counted for by those of the period."""
    seen = measure.confided_to(asked.standing)
    if measure.is_of_case and not measure.is_now:
        seen &= _alive(measure, asked)
    return _rows(measure, asked, seen)


def _beyond(measures: list[Measure], asked: Asked) -> Iterator[tuple[Measure, QuerySet]]:
    """The rows of each that lie where the tallies may not speak, restricted cases apart."""
    for measure in measures:
        named = tallies.beyond(measure, asked)
        if named is None:
            yield measure, _rows(measure, asked, measure.beyond(asked.standing, tallies.overseen(asked)))
        elif named:
            yield measure, _rows(measure, asked, measure.among(named, asked.standing))


def _live(measures: list[Measure], asked: Asked) -> Iterator[tuple[Measure, QuerySet]]:
    """The rows of each. Whoever oversees all that is asked for, or belongs to the unit that holds it, is asked about
    restricted cases alone: an index counts the others without looking at them."""
    standing, overseen = asked.standing, tallies.oversees(asked)
    is_own = "cases.view_case" in standing.permissions and asked.unit in standing.units
    for measure in measures:
        held = is_own and measure.unit == f"{measure.path}lead_unit"
        if measure.path is None or measure.seen or not (overseen or held):
            yield measure, _rows(measure, asked, measure.seen_by(standing))
            continue
        yield measure, _rows(measure, asked, measure.unrestricted(standing))
        if tallies.confided(asked):
            yield measure, _confided(measure, asked)


def _added(*found: Iterable[tuple]) -> Counter:
    counts: Counter = Counter()
    for *told, number in chain(*found):
        counts[*told] += number
    return counts


def by_group(codes: Iterable[str], asked: Asked, *groups: str) -> Counter:
    """What the measures come to, for each meeting of the keys of these groups: under (code, key, key)."""
    found = apart([(code, groups) for code in codes], asked)
    return Counter({(code, *keys): number for (code, _), counts in found.items() for keys, number in counts.items()})


def apart(told_by: Iterable[Apart], asked: Asked) -> dict[Apart, Counter]:
    """What each of these measures comes to under the keys of its groups, of which each has as many."""
    pairs = [*told_by]
    named = [
        replace(leaf.told_apart(groups), code=str(place))
        for place, (code, groups) in enumerate(pairs)
        for leaf in leaves([code])
    ]
    told, live = _told_and_live(named, asked)
    grouped = [_by_group(measure, rows, pairs[int(measure.code)][1]) for measure, rows in live]
    found: dict[Apart, Counter] = {pair: Counter() for pair in pairs}
    for (place, *keys), number in _added(tallies.by_key(told, asked), _together(grouped)).items():
        found[pairs[int(place)]][tuple(keys)] += number
    return found


def by_each(codes: Iterable[str], asked: Asked, *groups: str) -> dict[str, Counter]:
    """What the measures come to by each of these groups: under (code, key).

    What is counted from rows is counted once for all of them.
    """
    codes = [*codes]
    tallied = [
        leaf if {*groups} <= {*leaf.tallied_by} else replace(leaf, facts=(), gone=(), less=()) for leaf in leaves(codes)
    ]
    told, live = _told_and_live(tallied, asked)
    named = [replace(leaf.told_apart((group,)), code=f"{group} {leaf.code}") for leaf in told for group in groups]
    found: dict[str, Counter] = {group: Counter() for group in groups}
    for name, key, number in tallies.by_key(named, asked):
        group, _, code = name.partition(" ")
        found[group][code, key] += number
    for code, *keys, number in _together([_by_group(measure, rows, groups) for measure, rows in live]):
        for group, key in zip(groups, keys, strict=True):
            found[group][code, key] += number
    sums = {group: _with_sums(codes, counts) for group, counts in found.items()}
    return {
        group: Counter({told: number for told, number in counts.items() if told[0] in codes})
        for group, counts in sums.items()
    }


def totals(places: Counter) -> Counter:
    """The numbers by measure, of all."""
    return totals_by(places, lambda place: "")[""]


def totals_by(places: Counter, whose: Callable[[Place], Hashable]) -> dict[Hashable, Counter]:
    """The numbers by measure of each unit, or of each area: of whatever ``whose`` tells places apart by."""
    found: dict[Hashable, Counter] = defaultdict(Counter)
    for place, number in places.items():
        found[whose(place)][place.code] += number
    return found


def rows_of(measure: Measure, asked: Asked) -> QuerySet:
    """The very rows that the measure counts."""
    first, *others = (_rows(leaf, asked, leaf.seen_by(asked.standing)) for leaf in leaves([measure.code]))
    if not others:
        return first
    any_of_them = (found.order_by().values("pk") for found in others)
    return first.model.objects.filter(pk__in=first.order_by().values("pk").union(*any_of_them))


def _rows(measure: Measure, asked: Asked, seen: Q) -> QuerySet:
    found, during = measure.every_row(), _during(measure, asked)
    if measure.alive and measure.path:
        during &= _alive(measure, asked)
    if asked.aloud and measure.path is not None:
        seen &= ~Q(**{f"{measure.path}confidentiality": Case.Confidentiality.RESTRICTED})
    if measure.path != "":
        found = found.filter(during, seen, _in_area(measure, asked))
    elif found.model is Case:
        found = _cases(found, measure, asked, seen)
    else:
        found = found.filter(pk__in=_cases(Case.objects.all(), measure, asked, seen).values("pk"))
    if measure.path == "" and not measure.is_of_case:
        found = found.filter(during)
    if asked.unit is not None:
        found = found.filter(**{measure.unit: asked.unit})
    if asked.group:
        group = measure.group(asked.group)
        found = found.filter(group.holds or Q()).annotate(counted_under=Cast(group.key, CharField()))
        found = found.filter(counted_under=asked.key)
    return found


def _cases(found: QuerySet, measure: Measure, asked: Asked, seen: Q) -> QuerySet:
    """The cases among these that can count.

    Who may know of them, and when they were open, is asked of the cases alone, before the table of their kind is
    joined: asked of the join, it costs PostgreSQL's planner so much a row that it prefers to read ten years of both.
    """
    holds = seen & _in_area(measure, asked)
    if measure.kinds:
        holds &= Q(kind__in=measure.kinds)
    if measure.alive:
        holds &= _alive(measure, asked)
    return found.filter(holds & _during(measure, asked) if measure.is_of_case else holds)


def _alive(measure: Measure, asked: Asked) -> Q:
    return Q(GreaterThanOrEqual(_moment(f"{measure.path}closed_at"), asked.period.start))


def _moment(column: str) -> Expression | F:
    """The moment in the column; of an open case, the one until which it is open, as the index of cases has it."""
    return Coalesce(F(column), Value(NEVER, DateTimeField())) if column.endswith("closed_at") else F(column)


def _in_area(measure: Measure, asked: Asked) -> Q:
    column, found = measure.area if asked.only else f"{measure.area}__startswith", Q()
    for code in counted_in(asked.area) if asked.area else ():
        found |= Q(**{column: code})
    return found


def _during(measure: Measure, asked: Asked) -> Q:
    if measure.is_now:
        return Q(**{f"{measure.day}__lte": asked.moment})
    last = measure.last_day(asked)
    if measure.between:
        return measure.between(asked.period.first, last)
    come = _by(measure.day, min(last, asked.today - ONE_DAY) if measure.once_over else last)
    if measure.until:
        return come & (Q(**{measure.until: None}) | _after(measure.until, last))
    return come & _after(measure.day, asked.period.first - ONE_DAY)


def _by(column: str, last: date) -> Q:
    """The day of the column has come by the end of that one."""
    if column.endswith("_at"):
        return Q(LessThan(_moment(column), Period(last, last).end))
    return Q(**{f"{column}__lte": last})


def _after(column: str, last: date) -> Q:
    """The day of the column comes after that one."""
    if column.endswith("_at"):
        return Q(GreaterThanOrEqual(_moment(column), Period(last, last).end))
    return Q(**{f"{column}__gt": last})


def _by_group(measure: Measure, found: QuerySet, groups: Iterable[str]) -> QuerySet:
    keys: dict[str, Expression | F] = {}
    for code in groups:
        group = measure.group(code)
        found = found.filter(group.holds or Q())
        keys[f"by_{code}"] = Cast(group.key, CharField())
    return _counted(measure, found, keys)


def _counted(measure: Measure, found: QuerySet, keys: dict[str, Expression | F]) -> QuerySet:
    found = found.order_by().annotate(figure=Value(measure.code, CharField()), **keys)
    return found.values_list("figure", *keys).annotate(number=_number(measure))


def _number(measure: Measure) -> Expression:
    if measure.adds is not None:
        return Cast(Coalesce(Sum(measure.adds), 0), BigIntegerField())
    return Count(f"{measure.path}pk", distinct=True) if measure.by_case else Count("pk")


def _together(live: list[QuerySet]) -> Iterable[tuple]:
    """Their rows, in one question."""
    return live[0].union(*live[1:], all=True) if live else ()


def _with_sums(codes: Iterable[str], counts: Counter) -> Counter:
    """The counts, and those of the measures among these that are the sum of others."""
    sums = {code: {leaf.code for leaf in leaves([code])} for code in codes if MEASURES[code].parts}
    for (leaf, *told), number in [*counts.items()]:
        for code, parts in sums.items():
            if leaf in parts:
                counts[code, *told] += number
    return counts
