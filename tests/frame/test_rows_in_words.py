"""Rows of a table are asked for in the words that Django would find, whether for the first time or again."""

import pytest
from django.apps import apps
from django.db.models.sql.compiler import SQLCompiler as PlainCompiler

from governance.cases.models import Case, Clock, Event
from petitions.models import Petition

pytestmark = pytest.mark.django_db


def in_words(rows):
    """The SQL, what stands in its places, and what is read where."""
    compiler = rows.query.chain().get_compiler("default")
    said = compiler.as_sql()
    places = compiler.klass_info and (compiler.klass_info["model"], compiler.klass_info["select_fields"])
    return said, [(str(column), *more) for column, *more in compiler.select], places


def as_django_says(rows, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("governance.frame.database.postgres.compiler.SQLCompiler.get_select", PlainCompiler.get_select)
        return in_words(rows)


def same(rows, monkeypatch) -> bool:
    plainly = as_django_says(rows, monkeypatch)
    return in_words(rows) == in_words(rows) == plainly


def test_every_table_is_read_as_django_reads_it(monkeypatch):
    models = apps.get_models(include_auto_created=True)
    assert [model for model in models if not same(model._base_manager.all(), monkeypatch)] == []


@pytest.mark.parametrize(
    "rows",
    [
        Clock.objects.filter(case__parent__number="1", ended_at=None),
        Clock.objects.defer("ledger"),
        Clock.objects.only("due_at", "case__number"),
        Clock.objects.select_related("term"),
        Clock.objects.filter(case__in=Case.objects.filter(parent__in=Case.objects.filter(status="x"))),
        Petition.objects.filter(parent__status="x").order_by("-lead_unit__name"),
        Petition.objects.only("number", "route"),
        Petition.objects.only("route"),
        Petition.objects.select_for_update(of=("self",)),
        Petition.objects.filter(pk__in=Petition.objects.filter(parent__number="1")),
        Case.objects.filter(petition__route="x", petition__parent__petition__route="y"),
        Case.objects.extra(select={"one": "1"}),
        Event.objects.distinct("case_id").order_by("case_id"),
        Event.objects.filter(seq=1).union(Event.objects.filter(seq=2)).order_by("seq"),
        Event.objects.values("case_id").order_by("seq"),
    ],
)
def test_so_it_is_whatever_else_is_asked(rows, monkeypatch):
    assert same(rows, monkeypatch)
