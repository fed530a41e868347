"""What is counted from its rows has an index on its day, or a table that stays small however long the county works."""

from django.db import connection

from governance.figures.measures import MEASURES, Measure

# Why each of these is small: what is in them is bounded by units, places and windows, not by what people bring.
SMALL = {
    "supervision_supervisionpaper": "a few papers a month, each signed by a leader",
    "registers_entry": "what stands in the county, each place and person once",
    "security_warning": "a few warnings a month",
    "duties_dutytask": "units and windows",
    "security_check": "places and rounds",
}


def day_of(measure: Measure) -> tuple[str, str]:
    """The table and the column in which the rows have their day."""
    rows = measure.rows()
    found = rows.query.resolve_ref(measure.day)
    target = getattr(found, "target", None)
    if target is None:
        return rows.model._meta.db_table, ""
    return target.model._meta.db_table, target.column


def indexed(table: str) -> set[str]:
    with connection.cursor() as cursor:
        told = connection.introspection.get_constraints(cursor, table).values()
    return {column for each in told if each["index"] for column in each["columns"] or ()}


def test_what_is_counted_from_its_rows_finds_them_by_their_day(db):
    counted = {code: day_of(measure) for code, measure in MEASURES.items() if not measure.facts and not measure.parts}
    large = {code: day for code, day in counted.items() if day[0] not in SMALL}
    assert {code: day for code, day in large.items() if day[1] not in indexed(day[0])} == {}
    assert {table for table, _ in counted.values()} >= set(SMALL)
