"""Tallies are folded, compared with the rows they tell of, and made anew."""

from dataclasses import dataclass

from django.db import connection, transaction

FOLDED = 20_000
# Two at once would wait for each other; the second leaves it to the first.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('figures_tally'))"
SPANS = """
    SELECT fact, day AS first, false AS is_month, area, unit, restricted, sum(number)::int AS number
    FROM {source} GROUP BY fact, day, area, unit, restricted HAVING sum(number) <> 0
    UNION ALL
    SELECT fact, date_trunc('month', day)::date, true, area, unit, restricted, sum(number)::int
    FROM {source} GROUP BY fact, date_trunc('month', day), area, unit, restricted HAVING sum(number) <> 0
"""
INSERT = "INSERT INTO figures_tally (fact, first, is_month, area, unit, restricted, number)"
FOLD = f"""
WITH taken AS (
    DELETE FROM figures_delta WHERE id IN (SELECT id FROM figures_delta ORDER BY id LIMIT %s) RETURNING *
), written AS (
    {INSERT} {SPANS.format(source="taken")}
    ON CONFLICT (fact, is_month, restricted, first, area, unit)
    DO UPDATE SET number = figures_tally.number + EXCLUDED.number
)
SELECT count(*) FROM taken
"""
FROM_ROWS = "(SELECT *, 1 AS number FROM figures_facts()) AS facts"
REBUILD = f"{INSERT} {SPANS.format(source=FROM_ROWS)}"
COMPARE = f"""
WITH wanted AS ({SPANS.format(source=FROM_ROWS)}), pending AS ({SPANS.format(source="figures_delta")}),
kept AS (
    SELECT fact, first, is_month, area, unit, restricted, sum(number)::int AS number FROM (
        SELECT fact, first, is_month, area, unit, restricted, number FROM figures_tally
        UNION ALL SELECT * FROM pending
    ) AS both_of_them GROUP BY fact, first, is_month, area, unit, restricted HAVING sum(number) <> 0
)
SELECT fact, first, is_month, area, unit, restricted, coalesce(kept.number, 0), coalesce(wanted.number, 0)
FROM wanted FULL JOIN kept USING (fact, first, is_month, area, unit, restricted)
WHERE wanted.number IS DISTINCT FROM kept.number
ORDER BY fact, first, is_month, area, unit, restricted
"""


@dataclass(frozen=True)
class Difference:
    """One tally that does not say what the rows say."""

    fact: str
    first: str
    is_month: bool
    area: str
    unit: int
    restricted: bool
    kept: int
    wanted: int

    def __str__(self):
        span = "当月" if self.is_month else "当日"
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
