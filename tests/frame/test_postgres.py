"""The words in which the database is asked."""

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from governance.cases.access.door import SHOWN
from governance.cases.models import Case
from governance.organisation.models import Unit

NAMED = Unit.objects.values("pk", said=Concat("name", Value("。")))
JOINED = Unit.objects.values("name").union(Unit.objects.values("name"))


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (Unit.objects.order_by("-name", "pk"), '"organisation_unit"."name" DESC, "organisation_unit"."id" ASC'),
        (Unit.objects.order_by(F("parent").desc(nulls_last=True)), '"organisation_unit"."parent_id" DESC NULLS LAST'),
        (NAMED.order_by("said"), "2 ASC"),
        (JOINED.order_by("name"), "1 ASC"),
    ],
)
def test_it_sorts_by_the_column_or_the_place_of_what_has_a_name(rows, order):
    assert str(rows.query).endswith(f" ORDER BY {order}")


def thought(order: str = "") -> float:
    """The milliseconds that PostgreSQL thinks about a case with all that its page shows; the least of a few times."""
    sql, params = Case.objects.filter(number="XF2026-000001").select_related(*SHOWN).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(order or "SELECT 1")
        found = []
        for _ in range(7):
            cursor.execute(f"EXPLAIN (SUMMARY) {sql}", params)
            found.append(float(cursor.fetchall()[-1][0].split()[2]))
    return min(found)


@pytest.mark.django_db
def test_it_does_not_think_longer_about_a_case_than_it_takes_to_read_it():
    """Every page of a case waits for that: in the order of the query ten tables are planned at once."""
    as_set, in_order = thought(), thought("SET LOCAL join_collapse_limit = 1")
    every_order = thought("SET LOCAL join_collapse_limit = 8")
    assert as_set < 2.5 * in_order and as_set < every_order / 1.5, (in_order, as_set, every_order)
