"""What the tallies say of a measure, and for whom they may speak."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from governance.cases.knowing.queryset import confided_to, known_beyond
from governance.cases.knowing.words import VIEW, areas_of
from governance.cases.models import Case
from governance.cases.registry import KINDS
from governance.frame.days import ONE_DAY
from governance.organisation.areas.lying import counted_in
from governance.organisation.models import Area
from governance.organisation.standing import ANY_WORK, Standing, lies_in, outermost

from .asked import TOWNSHIP, Asked
from .measures import Measure, Overseen
from .models import Tally

Span = Tally.Span

# No case is older, and no term ends later.
BEGINNING, END = Tally.BEGINNING, date(2999, 12, 31)
# Years and months are read as such, other days from the tallies of days, what is not folded yet as it came. Each is
# looked up by itself and added up at once: joined as a whole, PostgreSQL would rather read all that was ever tallied.
READ = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(codes)s::text[], %(signs)s::int[], %(facts)s::text[], %(spans)s::text[],
        %(firsts)s::date[], %(lasts)s::date[]) AS w (code, sign, fact, span, first, last)
), found AS (
    SELECT w.code, {names}, w.sign * added AS number FROM wanted w CROSS JOIN LATERAL (
        SELECT {keys}, sum(number) AS added FROM figures_tally
        WHERE fact = w.fact AND span = w.span AND NOT restricted AND first BETWEEN w.first AND w.last AND {which}
        GROUP BY {names}
    ) AS told WHERE w.span <> '{delta}'
    UNION ALL
    SELECT w.code, {names}, w.sign * added FROM (
        SELECT fact, first AS day, {keys}, sum(number) AS added
        FROM (SELECT *, day AS first FROM figures_delta WHERE NOT restricted) AS new
        WHERE {which} GROUP BY fact, first, {names}
    ) AS told JOIN wanted w ON w.span = '{delta}' AND w.fact = told.fact AND told.day BETWEEN w.first AND w.last
)
SELECT code, {names}, sum(number)::int FROM found GROUP BY code, {names} HAVING sum(number) <> 0
"""
DELTA = "delta"
LIES_IN = "area BETWEEN %({0})s AND %({0})s || '999999999'"
# So many cases are asked for by their keys.
NAMED = 200
# What is asked of tallies, and the values for it.
Condition = tuple[str, dict[str, Any]]
# Added or taken off, the tallies of one span, and from which day to which.
Spanned = tuple[int, str, date, date]


@dataclass(frozen=True)
class Longer:
    """The spans beyond the day that are read: not beyond months where it is told by months."""

    months: Span
    years: Span | None = None
    ever: Span | None = None


@dataclass(frozen=True)
class Named:
    """Cases of these kinds."""

    kinds: set[str]
    cases: list[int]


OF_VILLAGES = Longer(Span.MONTH, Span.YEAR, Span.EVER)
OF_TOWNSHIPS = Longer(Span.TOWNSHIP_MONTH, Span.TOWNSHIP_YEAR, Span.TOWNSHIP_EVER)


def speak_for(asked: Asked) -> bool:
    """True if the person may know of everything that is asked for, restricted cases apart; no group is tallied."""
    standing = asked.standing
    if asked.group or VIEW not in standing.permissions:
        return False
    return asked.unit in standing.units or oversees(asked)


def speak_of(measure: Measure) -> bool:
    """True if they do so of this measure: it is tallied. What is told of some units alone is told of those; the unit
    that was first competent held the case, and keeps sight of it."""
    return bool(measure.facts)


def speak_in_part(measure: Measure, asked: Asked) -> bool:
    """True if they may speak of some areas, where they may not for all that is asked for."""
    if asked.group or VIEW not in asked.standing.permissions or not measure.facts or measure.told_of:
        return False
    mine = overseen(asked)
    return bool(mine[""]) or not mine.keys().isdisjoint(measure.kinds)


def overseen(asked: Asked) -> Overseen:
    """The areas of which the person knows all that is not restricted, by kind where they know more of one."""
    return asked.once(_overseen)


def _overseen(standing: Standing) -> Overseen:
    by_kind = {kind: areas_of(standing, kind) for kind in KINDS}
    return {"": standing.areas} | {kind: areas for kind, areas in by_kind.items() if areas != outermost(standing.areas)}


def beyond(measure: Measure, asked: Asked) -> list[int] | None:
    """The cases outside those areas of which the person knows by name, if the measure is of such cases and there are
    few of them; none if that is not known beforehand."""
    named = asked.once(_beyond)
    if measure.path is None or named is None or not {*(measure.kinds or KINDS)} <= named.kinds:
        return None
    return named.cases


def _beyond(standing: Standing) -> Named | None:
    areas = {kind: codes for kind in KINDS if (codes := areas_of(standing, kind))}
    places = {post.area for post in standing.posts_with(ANY_WORK)}
    if not areas or not all(lies_in(place, of_kind) for of_kind in areas.values() for place in places):
        return None
    first, *others = (Case.objects.filter(way).values_list("pk", flat=True) for way in known_beyond(standing, areas))
    found = [*first.union(*others)]
    return Named({*areas}, found) if len(found) <= NAMED else None


def oversees(asked: Asked) -> bool:
    """True if all that is asked for lies in the person's areas: restricted cases apart, they may know of it."""
    standing = asked.standing
    if VIEW not in standing.permissions:
        return False
    if asked.area or not standing.areas:
        return bool(asked.area) and lies_in(asked.area, standing.areas)
    return _oversees_all(asked)


def _oversees_all(asked: Asked) -> bool:
    areas = asked.standing.areas
    return bool(areas) and all(lies_in(code, areas) for code in asked.once(tops))


def tops(standing: Standing) -> list[str]:
    """The areas that lie in no other."""
    return list(Area.objects.filter(parent=None).values_list("code", flat=True))


def confided(asked: Asked) -> bool:
    """True if the person may know of a restricted case, and it may be told."""
    return not asked.aloud and asked.once(_confided)


def _confided(standing: Standing) -> bool:
    return Case.objects.filter(confided_to(standing)).exists()


def total(told: Iterable[tuple[Measure, Asked]]) -> Iterator[tuple]:
    """What each of these measures comes to in its period, without restricted cases: code, number."""
    for code, _, number in _read(told, "whole", "'' AS whole"):
        yield code, number


def by_place(measures: Iterable[Measure], asked: Asked) -> Iterator[tuple]:
    """What these measures come to, without restricted cases: code, unit, area, number."""
    return _read(_all(measures, asked), "unit, place", "unit, left(area, %(split)s) AS place")


def by_area(measures: Iterable[Measure], asked: Asked) -> Iterator[tuple]:
    """The same whoever's it is: code, area, number."""
    return _read(_all(measures, asked), "place", "left(area, %(split)s) AS place")


def by_month(measures: Iterable[Measure], asked: Asked) -> Iterator[tuple]:
    """What these measures come to in each month, without restricted cases: code, first day of the month, number."""
    keys = "date_trunc('month', first)::date AS month"
    return _read(_all(measures, asked), "month", keys, by_years=False)


def by_key(measures: Iterable[Measure], asked: Asked) -> Iterator[tuple]:
    """What these measures, told apart by a group, come to, without restricted cases: code, key, number.

    What no word of its own tells apart is told apart by the kind of its cases.
    """
    keys = "CASE WHEN position(' by ' IN fact) > 0 THEN key ELSE split_part(fact, '.', 1) END AS counted_under"
    return _read(_all(measures, asked), "counted_under", keys)


def _all(measures: Iterable[Measure], asked: Asked) -> Iterator[tuple[Measure, Asked]]:
    return ((measure, asked) for measure in measures)


def _read(told: Iterable[tuple[Measure, Asked]], names: str, keys: str, *, by_years: bool = True) -> Iterator[tuple]:
    """What is asked for differs in nothing but its period."""
    pairs = [*told]
    if not pairs:
        return
    asked = pairs[0][1]
    mine = {} if speak_for(asked) else overseen(asked)
    # The tallies of townships know no village.
    township = asked.split == TOWNSHIP >= max((len(code) for areas in mine.values() for code in areas), default=0)
    longer = OF_TOWNSHIPS if township else OF_VILLAGES
    if not by_years:
        longer = Longer(longer.months)
    wanted = [row for measure, of in pairs for row in _wanted(measure, of, longer)]
    columns = ("codes", "signs", "facts", "spans", "firsts", "lasts")
    values: dict[str, Any] = dict(zip(columns, map(list, zip(*wanted, strict=True)), strict=True))
    conditions = [*_in_area(asked), *_in_part(mine), *_of_units(pairs)]
    which = " AND ".join(["true", *(condition for condition, _ in conditions)])
    for _, of_condition in conditions:
        values |= of_condition
    values["split"] = asked.split
    with connection.cursor() as cursor:
        cursor.execute(READ.format(which=which, names=names, keys=keys, delta=DELTA), values)
        yield from cursor.fetchall()


def _in_area(asked: Asked) -> Iterator[Condition]:
    """What is asked for, of an area or a unit."""
    if asked.area:
        codes = {f"area{place}": code for place, code in enumerate(counted_in(asked.area))}
        yield _any_of("area = %({0})s" if asked.only else LIES_IN, codes), codes
    if asked.unit is not None:
        yield "unit = %(unit)s", {"unit": asked.unit}


def _in_part(mine: Overseen) -> Iterator[Condition]:
    """What lies where the reader knows all of it, or all of its kind."""
    if mine:
        parts: list[str] = []
        values: dict[str, Any] = {}
        for kind, codes in mine.items():
            named = {f"mine_{kind}{place}": code for place, code in enumerate(codes)}
            of_kind = f" AND split_part(fact, '.', 1) = '{kind}'" if kind else ""
            parts += [f"({_any_of(LIES_IN, named)}{of_kind})"] if named else []
            values |= named
        yield f"({' OR '.join(parts)})", values


def _of_units(pairs: list[tuple[Measure, Asked]]) -> Iterator[Condition]:
    """What is told of some units alone, of those."""
    told: dict[Callable[[Standing], list[int]], set[str]] = defaultdict(set)
    for measure, _ in pairs:
        if measure.told_units:
            told[measure.told_units].update(measure.named((*measure.facts, *measure.less)))
    asked = pairs[0][1]
    if not told or _oversees_all(asked):
        return
    for place, (units_of, facts) in enumerate(told.items()):
        named = {f"told{place}": list(facts), f"units{place}": asked.once(units_of)}
        yield f"(fact <> ALL(%(told{place})s) OR unit = ANY(%(units{place})s))", named


def _any_of(condition: str, names: Iterable[str]) -> str:
    return f"({' OR '.join(condition.format(name) for name in names)})"


def _wanted(measure: Measure, asked: Asked, longer: Longer) -> Iterator[tuple]:
    """Which tallies are added and which taken off; as ``counting`` says which rows count."""
    end = measure.last_day(asked)
    last = min(end, asked.today - ONE_DAY) if measure.once_over else end
    first = BEGINNING if measure.until else asked.period.first
    for sign, facts in ((1, measure.facts), (-1, measure.less)):
        yield from _of_facts(measure, facts, sign, _spans(first, last, longer))
    last = min(end, asked.today) if measure.once_over else end
    yield from _of_facts(measure, measure.gone, -1, _spans(BEGINNING, last, longer))


def _of_facts(measure: Measure, facts: tuple[str, ...], sign: int, spans: Iterable[Spanned]) -> Iterator[tuple]:
    spans = [*spans]
    for fact in measure.named(facts):
        for counted, span, first, last in spans:
            yield measure.code, sign * counted, fact, span, first, last


def _spans(first: date, last: date, longer: Longer) -> Iterator[Spanned]:
    """The whole years, where they are wanted, the whole months around them, and the days around those.

    From the beginning it is all there ever was, and what came since is taken off again: how many years there were
    before is the same then.
    """
    yield 1, DELTA, first, last
    if first > BEGINNING or longer.ever is None:
        yield from ((1, *told) for told in _parts(first, last, longer))
        return
    yield 1, longer.ever, BEGINNING, BEGINNING
    yield from ((-1, *told) for told in _parts(last + ONE_DAY, END, longer))


def _parts(first: date, last: date, longer: Longer) -> Iterator[tuple[str, date, date]]:
    begin, end = first if first.day == 1 else _next_month(first), (last + ONE_DAY).replace(day=1)
    if begin >= end:
        yield Span.DAY, first, last
        return
    old_year = end.replace(month=1)
    new_year = begin if begin.month == 1 else date(begin.year + 1, 1, 1)
    parts: list[tuple[str, date, date]] = [(Span.DAY, first, begin)]
    if longer.years and new_year < old_year:
        parts += [(longer.months, begin, new_year), (longer.years, new_year, old_year), (longer.months, old_year, end)]
    else:
        parts.append((longer.months, begin, end))
    for span, start, after in (*parts, (Span.DAY, end, last + ONE_DAY)):
        if start < after:
            yield span, start, after - ONE_DAY


def _next_month(day: date) -> date:
    """The first of the month after that of the day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
