"""What the tallies say of a measure, and for whom they may speak."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import connection

from governance.cases.knowing.queryset import confided_to
from governance.cases.knowing.words import VIEW
from governance.cases.models import Case
from governance.frame.days import ONE_DAY
from governance.organisation.models import Area
from governance.organisation.standing import lies_in

from .asked import Asked
from .measures import Measure

# No case is older.
BEGINNING = date(1900, 1, 1)
# Whole months are read from the tallies of months, other days from those of days, what is not folded yet as it came.
READ = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(codes)s::text[], %(signs)s::int[], %(facts)s::text[], %(sources)s::text[],
        %(firsts)s::date[], %(lasts)s::date[]) AS w (code, sign, fact, source, first, last)
), found AS (
    SELECT w.code, t.unit, t.area, t.first AS day, w.sign * t.number AS number FROM wanted w JOIN figures_tally t
    ON t.fact = w.fact AND t.is_month = (w.source = 'month') AND t.first BETWEEN w.first AND w.last AND {which}
    WHERE w.source <> 'delta'
    UNION ALL
    SELECT w.code, t.unit, t.area, t.day, w.sign * t.number FROM wanted w JOIN figures_delta t
    ON t.fact = w.fact AND t.day BETWEEN w.first AND w.last AND {which}
    WHERE w.source = 'delta'
)
SELECT code, {keys}, sum(number)::int FROM found GROUP BY code, {keys} HAVING sum(number) <> 0
"""


def speak_for(asked: Asked) -> bool:
    """True if the person may know of everything that is asked for, restricted cases apart; no group is tallied."""
    standing = asked.standing
    if asked.group or VIEW not in standing.permissions:
        return False
    if asked.unit in standing.units:
        return True
    if asked.area or not standing.areas:
        return bool(asked.area) and lies_in(asked.area, standing.areas)
    tops = Area.objects.filter(parent=None).values_list("code", flat=True)
    return all(lies_in(code, standing.areas) for code in tops)


def confided(asked: Asked) -> bool:
    """True if the person may know of a restricted case."""
    return Case.objects.filter(confided_to(asked.standing)).exists()


def by_place(measures: Iterable[Measure], asked: Asked) -> Iterator[tuple]:
    """What these measures come to, without restricted cases: code, unit, area, number."""
    return _read(measures, asked, "unit, left(area, %(split)s)")


def by_month(measures: Iterable[Measure], asked: Asked) -> Iterator[tuple]:
    """What these measures come to in each month, without restricted cases: code, first day of the month, number."""
    return _read(measures, asked, "date_trunc('month', day)::date")


def _read(measures: Iterable[Measure], asked: Asked, keys: str) -> Iterator[tuple]:
    wanted = [row for measure in measures for row in _wanted(measure, asked)]
    if not wanted:
        return
    names = ("codes", "signs", "facts", "sources", "firsts", "lasts")
    told: dict[str, object] = dict(zip(names, map(list, zip(*wanted, strict=True)), strict=True))
    which = ["NOT t.restricted"]
    if asked.area:
        which.append("t.area = %(area)s" if asked.only else "left(t.area, %(length)s) = %(area)s")
    if asked.unit is not None:
        which.append("t.unit = %(unit)s")
    told |= {"area": asked.area, "length": len(asked.area), "split": asked.split, "unit": asked.unit}
    with connection.cursor() as cursor:
        cursor.execute(READ.format(which=" AND ".join(which), keys=keys), told)
        yield from cursor.fetchall()


def _wanted(measure: Measure, asked: Asked) -> Iterator[tuple]:
    """Which tallies are added and which taken off; as ``counting`` says which rows count."""
    end = measure.last_day(asked)
    last = min(end, asked.today - ONE_DAY) if measure.once_over else end
    first = BEGINNING if measure.until else asked.period.first
    for fact in measure.facts:
        for span in _spans(first, last):
            yield measure.code, 1, fact, *span
    last = min(end, asked.today) if measure.once_over else end
    for fact in measure.gone:
        for span in _spans(BEGINNING, last):
            yield measure.code, -1, fact, *span


def _spans(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """The whole months, and the days before and after them."""
    begin = first if first.day == 1 else (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    end = (last + ONE_DAY).replace(day=1)
    yield "delta", first, last
    if begin >= end:
        yield "day", first, last
        return
    if first < begin:
        yield "day", first, begin - ONE_DAY
    yield "month", begin, end - ONE_DAY
    if end <= last:
        yield "day", end, last
