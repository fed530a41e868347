"""Tallies are folded, compared with the rows they tell of, and made anew."""

from dataclasses import dataclass

from django.db import connection, transaction

from .models import Tally

FOLDED = 20_000
# Two at once would wait for each other; the second leaves it to the first.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('figures_tally'))"
# From days come months and from them years, of villages and of townships: each adds up what is there already.
SPANS = """
    WITH days AS (
        SELECT fact, day AS first, area, unit, restricted, sum(number)::int AS number
        FROM {source} GROUP BY fact, day, area, unit, restricted
    ), months AS (
        SELECT fact, date_trunc('month', first)::date AS first, area, unit, restricted, sum(number)::int AS number
        FROM days GROUP BY fact, date_trunc('month', first), area, unit, restricted
    ), years AS (
        SELECT fact, date_trunc('year', first)::date AS first, area, unit, restricted, sum(number)::int AS number
        FROM months GROUP BY fact, date_trunc('year', first), area, unit, restricted
    ), township_months AS (
        SELECT fact, first, left(area, 9) AS area, unit, restricted, sum(number)::int AS number
        FROM months GROUP BY fact, first, left(area, 9), unit, restricted
    ), township_years AS (
        SELECT fact, first, left(area, 9) AS area, unit, restricted, sum(number)::int AS number
        FROM years GROUP BY fact, first, left(area, 9), unit, restricted
    )
    SELECT fact, 'day' AS span, first, area, unit, restricted, number FROM days WHERE number <> 0
    UNION ALL SELECT fact, 'month', first, area, unit, restricted, number FROM months WHERE number <> 0
    UNION ALL SELECT fact, 'year', first, area, unit, restricted, number FROM years WHERE number <> 0
    UNION ALL SELECT fact, 'month of townships', first, area, unit, restricted, number
    FROM township_months WHERE number <> 0
    UNION ALL SELECT fact, 'year of townships', first, area, unit, restricted, number
    FROM township_years WHERE number <> 0
"""
INSERT = "INSERT INTO figures_tally (fact, span, first, area, unit, restricted, number)"
FOLD = f"""
WITH taken AS (
    DELETE FROM figures_delta WHERE id IN (SELECT id FROM figures_delta ORDER BY id LIMIT %s) RETURNING *
), written AS (
    {INSERT} {SPANS.format(source="taken")}
    ON CONFLICT (fact, span, restricted, first, area, unit)
    DO UPDATE SET number = figures_tally.number + EXCLUDED.number
)
SELECT count(*) FROM taken
"""
FROM_ROWS = "(SELECT *, 1 AS number FROM figures_facts()) AS facts"
REBUILD = f"{INSERT} {SPANS.format(source=FROM_ROWS)}"
COMPARE = f"""
WITH wanted AS ({SPANS.format(source=FROM_ROWS)}), pending AS ({SPANS.format(source="figures_delta")}),
kept AS (
    SELECT fact, span, first, area, unit, restricted, sum(number)::int AS number FROM (
        SELECT fact, span, first, area, unit, restricted, number FROM figures_tally
        UNION ALL SELECT * FROM pending
    ) AS both_of_them GROUP BY fact, span, first, area, unit, restricted HAVING sum(number) <> 0
)
SELECT fact, span, first, area, unit, restricted, coalesce(kept.number, 0), coalesce(wanted.number, 0)
FROM wanted FULL JOIN kept USING (fact, span, first, area, unit, restricted)
WHERE wanted.number IS DISTINCT FROM kept.number
ORDER BY fact, span, first, area, unit, restricted
"""


@dataclass(frozen=True)
class Difference:
    """One tally that does not say what the rows say."""

    fact: str
    span: str
    first: str
    area: str
    unit: int
    restricted: bool
    kept: int
    wanted: int

    def __str__(self):
        span = Tally.Span(self.span).label
        return f"{self.fact} {self.first}（{span}）{self.area} 单位 {self.unit}：记 {self.kept}，应为 {self.wanted}"


def fold(most: int = FOLDED) -> int:
    """So many changes, the oldest first, stand in the tallies; how many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ALONE)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(FOLD, [most])
        return cursor.fetchone()[0]


def differences() -> list[Difference]:
    """Every tally that does not say what the rows say, by one look at all of them."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE)
        return [Difference(*row) for row in cursor.fetchall()]


def rebuild() -> None:
    """The tallies are counted anew from the rows, which nobody changes meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_case, cases_clock IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("TRUNCATE figures_tally, figures_delta")
        cursor.execute(REBUILD)
        cursor.execute("ANALYZE figures_tally")
