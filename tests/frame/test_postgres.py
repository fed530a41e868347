"""The words in which the database is asked."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from governance.cases.access.door import SHOWN
from governance.cases.models import Case
from governance.organisation.models import Post, Unit
from tests.ground import take_back

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


@pytest.mark.django_db
def test_it_does_not_weigh_every_order_in_which_the_tables_of_a_case_could_be_joined():
    """Every page of a case waits for that: ten tables in every order are thought about longer than they are read."""
    query = Case.objects.filter(number="XF2026-000001").select_related(*SHOWN).query
    query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        (weighed,) = cursor.fetchone()
    assert int(weighed) <= 5 < len(query.alias_map)


@pytest.mark.django_db
def test_a_county_without_cases_is_not_taken_for_one_that_never_has_any():
    """An empty table that was counted is walked for each row that follows, until somebody counts it again."""
    size = "SELECT reltuples FROM pg_class WHERE oid = 'cases_case'::regclass"
    with connection.cursor() as cursor:
        cursor.execute(size)
        before = cursor.fetchone()
        cursor.execute(import_module("governance.cases.migrations.0050_how_rare_words_of_knowing_are").COUNTED)
        cursor.execute(size)
        assert cursor.fetchone() == before


def test_a_key_that_leads_nowhere_is_found_when_a_test_is_taken_back(cast):
    taken_back = []
    with pytest.raises(IntegrityError, match="unit_id"), transaction.atomic():
        Post.objects.filter(user=cast.clerk).update(unit_id=0)
        take_back(SimpleNamespace(atomics="all of it", _rollback_atomics=taken_back.append))
    assert taken_back == ["all of it"]
