"""The proof looks into every table that has room for words of a hidden matter, whatever else its rows hang on."""

from itertools import count

import pytest
from django.apps import apps
from django.db import connection, models

from governance.cases.access import proof
from governance.cases.access.proof import breaches
from governance.cases.models import Case
from governance.supervision.models import AccountItem
from governance.supervision.models.accounts import AccountItems
from petitions.models import Petition
from tests import builders
from tests.access.test_proof_of_secrecy import NOW, hidden
from tests.cast import known

TABLES = {each._meta.label: each for each in proof._tables() if len(proof._ways(each)) > 1}
# No column has room for a word of anybody's.
WORDLESS = {"cases.CaseLink", "cases.Escalation", "supervision.Subject"}
KEYS = count(7001)


class Writer:
    """Writes rows of whatever table, past all that the database forbids."""

    def __init__(self, word: str, on: Case, odd: Case, odd_way: str):
        self.word, self.on, self.odd, self.odd_way = word, on, odd, odd_way

    def row(self, model, way: str = "", farthest: int = proof.FARTHEST):
        """A row that says the word wherever it has room, and hangs on one case everywhere but on the odd way."""
        values = {}
        for each in model._meta.concrete_fields:
            if each.is_relation and (related := self._related(each, way, farthest)):
                values[each.attname] = related.pk
            elif not each.null and not each.primary_key and not each.has_default():
                values[each.attname] = self._value(each)
        return model._base_manager.create(**values)

    def _related(self, each, way: str, farthest: int):
        if issubclass(each.related_model, Case):
            return self.odd if f"{way}{each.name}__pk" == self.odd_way else self.on
        if not farthest or not proof._ways(each.related_model, farthest - 1):
            return None
        return self.row(each.related_model, f"{way}{each.name}__", farthest - 1)

    def _value(self, each):
        if each.choices:
            return each.choices[0][0]
        if isinstance(each, models.CharField):
            words = (f"{self.word}{next(KEYS)}", self.word, "")
            return next(word for word in words if len(word) <= each.max_length)
        if isinstance(each, models.DateTimeField):
            return NOW
        if isinstance(each, models.DateField):
            return NOW.date()
        return self.word if isinstance(each, models.TextField) else next(KEYS)


@pytest.fixture(scope="module")
def told(kept) -> tuple[int, int]:
    """A hidden case and an ordinary one; from then on rows may be written that no verb would write."""
    cast = known()
    found = hidden(cast).pk, builders.petition(cast).pk
    forbid_nothing()
    return found


def forbid_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid > 0"
        )
        for table, name in cursor.fetchall():
            if table in {model._meta.db_table for model in apps.get_models()}:
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')


@pytest.fixture
def case(db, told):
    return Petition.objects.get(pk=told[0])


@pytest.fixture
def ordinary(db, told):
    return Petition.objects.get(pk=told[1])


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_hangs_on_an_open_case_too_is_no_place_for_words_of_a_hidden_one(case, ordinary, table, monkeypatch):
    monkeypatch.setattr(AccountItems, "get_queryset", models.Manager.get_queryset)
    model = TABLES[table]
    for way in proof._ways(model)[: 1 if table in WORDLESS else None]:
        row = Writer(case.title, case, ordinary, way).row(model)
        said = row.pk in proof._holding(model, [case.title])
        assert said == (table not in WORDLESS)
        found = {each.row for each in breaches(NOW.date()) if each.table == model._meta.db_table}
        assert (row.pk in found) == said, way


def test_a_row_that_its_table_shows_to_nobody_is_no_way_out(case, ordinary):
    row = Writer(case.title, case, ordinary, "meeting__pk").row(AccountItem)
    assert not AccountItem.objects.filter(pk=row.pk).exists()
    assert "supervision_accountitem" not in {each.table for each in breaches(NOW.date())}
