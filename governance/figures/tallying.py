"""Tallies are folded, compared with the rows they tell of, and made anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model

from .models import Tally
from .saying import COLUMNS, SAME, all_of_it

FOLDED = 20_000
# Two at once would wait for each other; the second leaves it to the first.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('figures_tally'))"
# From days come months, from them years and all years, of villages and of townships: each adds up what is there.
SPANS = """
    WITH days AS (
        SELECT fact, key, day AS first, area, unit, restricted, sum(number)::int AS number
        FROM {source} GROUP BY fact, key, day, area, unit, restricted
    ), months AS (
        SELECT fact, key, date_trunc('month', first)::date AS first, area, unit, restricted, sum(number)::int AS number
        FROM days GROUP BY fact, key, date_trunc('month', first), area, unit, restricted
    ), years AS (
        SELECT fact, key, date_trunc('year', first)::date AS first, area, unit, restricted, sum(number)::int AS number
        FROM months GROUP BY fact, key, date_trunc('year', first), area, unit, restricted
    ), ever AS (
        SELECT fact, key, date '{beginning}' AS first, area, unit, restricted, sum(number)::int AS number
        FROM years GROUP BY fact, key, area, unit, restricted
    ), township_months AS (
        SELECT fact, key, first, left(area, 9) AS area, unit, restricted, sum(number)::int AS number
        FROM months GROUP BY fact, key, first, left(area, 9), unit, restricted
    ), township_years AS (
        SELECT fact, key, first, left(area, 9) AS area, unit, restricted, sum(number)::int AS number
        FROM years GROUP BY fact, key, first, left(area, 9), unit, restricted
    ), township_ever AS (
        SELECT fact, key, first, left(area, 9) AS area, unit, restricted, sum(number)::int AS number
        FROM ever GROUP BY fact, key, first, left(area, 9), unit, restricted
    )
    SELECT fact, key, 'day' AS span, first, area, unit, restricted, number FROM days WHERE number <> 0
    UNION ALL SELECT fact, key, 'month', first, area, unit, restricted, number FROM months WHERE number <> 0
    UNION ALL SELECT fact, key, 'year', first, area, unit, restricted, number FROM years WHERE number <> 0
    UNION ALL SELECT fact, key, 'ever', first, area, unit, restricted, number FROM ever WHERE number <> 0
    UNION ALL SELECT fact, key, 'month of townships', first, area, unit, restricted, number
    FROM township_months WHERE number <> 0
    UNION ALL SELECT fact, key, 'year of townships', first, area, unit, restricted, number
    FROM township_years WHERE number <> 0
    UNION ALL SELECT fact, key, 'ever of townships', first, area, unit, restricted, number
    FROM township_ever WHERE number <> 0
"""


def _spans(source: str) -> str:
    return SPANS.format(source=source, beginning=Tally.BEGINNING)


INSERT = "INSERT INTO figures_tally (fact, key, span, first, area, unit, restricted, number)"
FOLD = f"""
WITH taken AS (
    DELETE FROM figures_delta WHERE id IN (SELECT id FROM figures_delta ORDER BY id LIMIT %s) RETURNING *
), written AS (
    {INSERT} {_spans("taken")}
    ON CONFLICT (fact, span, restricted, first, area, unit, key)
    DO UPDATE SET number = figures_tally.number + EXCLUDED.number
)
SELECT count(*) FROM taken
"""
FACT = "fact, key, day, area, unit, restricted, 1 AS number"
FROM_ROWS = f"(SELECT {FACT} FROM figures_facts() UNION ALL SELECT {FACT} FROM figures_duties()) AS facts"
REBUILD = f"{INSERT} {_spans(FROM_ROWS)}"
COMPARE = f"""
WITH wanted AS ({_spans(FROM_ROWS)}), pending AS ({_spans("figures_delta")}),
kept AS (
    SELECT fact, key, span, first, area, unit, restricted, sum(number)::int AS number FROM (
        SELECT fact, key, span, first, area, unit, restricted, number FROM figures_tally
        UNION ALL SELECT * FROM pending
    ) AS both_of_them GROUP BY fact, key, span, first, area, unit, restricted HAVING sum(number) <> 0
)
SELECT fact, key, span, first, area, unit, restricted, coalesce(kept.number, 0), coalesce(wanted.number, 0)
FROM wanted FULL JOIN kept USING (fact, key, span, first, area, unit, restricted)
WHERE wanted.number IS DISTINCT FROM kept.number
ORDER BY fact, key, span, first, area, unit, restricted
"""
# What lines have said, and what they would say if they were asked.
COMPARE_SAID = f"""
SELECT case_id, concat_ws(' ', about, says, key, day), wrong FROM (
    (SELECT case_id, {COLUMNS}, '多记' AS wrong FROM figures_said
    EXCEPT ALL SELECT case_id, {COLUMNS}, '多记' FROM ({{wanted}}) AS told)
    UNION ALL
    (SELECT case_id, {COLUMNS}, '漏记' FROM ({{wanted}}) AS told
    EXCEPT ALL SELECT case_id, {COLUMNS}, '漏记' FROM figures_said)
) AS compared ORDER BY case_id, wrong
"""
SAY_NO_MORE = f"""
DELETE FROM figures_said WHERE id IN (
    SELECT id FROM figures_said AS said
    WHERE NOT EXISTS (SELECT FROM ({{wanted}}) AS wanted WHERE wanted.case_id = said.case_id AND {SAME})
)
"""
SAY = f"""
INSERT INTO figures_said (case_id, {COLUMNS}) SELECT case_id, {COLUMNS} FROM ({{wanted}}) AS told ON CONFLICT DO NOTHING
"""


def fold(most: int = FOLDED) -> int:
    """So many changes, the oldest first, stand in the tallies; how many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ALONE)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(FOLD, [most])
        return cursor.fetchone()[0]


def differences() -> list[str]:
    """A sentence for everything that is not kept as the rows say, by one look at all of them."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE_SAID.format(wanted=all_of_it()))
        found = [f"事项 {case} {said}：{wrong}" for case, said, wrong in cursor.fetchall()]
        cursor.execute(COMPARE)
        return [*found, *(_sentence(*row) for row in cursor.fetchall())]


def _sentence(fact: str, key: str, span: str, *where) -> str:
    first, area, unit, restricted, kept, wanted = where
    of = "，限制知悉" if restricted else ""
    what = f"{fact} {key}".strip()
    return f"{what} {first}（{Tally.Span(span).label}{of}）{area} 单位 {unit}：记 {kept}，应为 {wanted}"


def rebuild() -> None:
    """What lines say and the tallies are made anew from the rows, which nobody changes meanwhile."""
    wanted = all_of_it()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_case, cases_clock, figures_said, duties_dutytask IN SHARE ROW EXCLUSIVE MODE")
        # What has still to be checked is checked now: until it is, no table can be altered or emptied.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE figures_said DISABLE TRIGGER USER")
        cursor.execute(SAY_NO_MORE.format(wanted=wanted))
        cursor.execute(SAY.format(wanted=wanted))
        cursor.execute("ALTER TABLE figures_said ENABLE TRIGGER USER")
        cursor.execute("TRUNCATE figures_tally, figures_delta")
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '1GB'")
        with _without_indexes(Tally):
            cursor.execute(REBUILD)
        cursor.execute("ANALYZE figures_tally, figures_said")


@contextmanager
def _without_indexes(model: type[Model]) -> Iterator[None]:
    """The table has its indexes and what makes its rows unique again after the block: made of all rows at once, they
    cost a fraction of what each row would."""
    meta = model._meta
    with connection.schema_editor(atomic=False) as editor:
        for index in meta.indexes:
            editor.remove_index(model, index)
        for constraint in meta.constraints:
            editor.remove_constraint(model, constraint)
        yield
        for constraint in meta.constraints:
            editor.add_constraint(model, constraint)
        for index in meta.indexes:
            editor.add_index(model, index)
