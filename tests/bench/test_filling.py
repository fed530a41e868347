"""A filled county is one that its people could have left, though the database was told to pass by what it checks."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from bench.filling.people import numbers
from governance.cases import registry
from governance.cases.history import broken_history
from governance.cases.models import Case, CaseUnit, Clock, Event, Participant
from governance.cases.search import bigrams
from governance.frame.seals.sealing import keyed_hash

from .conftest import CASES, NOW

pytestmark = pytest.mark.usefixtures("filled")


def test_it_has_as_many_cases_as_asked_for_of_every_kind_and_some_are_open():
    events = Case.objects.filter(kind="grid_event").count()
    assert CASES <= Case.objects.count() - events < CASES + 2 and events > CASES / 10
    filled = {"petition", "dispute", "people_mediation", "administrative_mediation", "police_mediation"}
    assert filled <= set(Case.objects.values_list("kind", flat=True))
    assert 20 < Case.objects.open().count() < CASES / 2
    assert CaseUnit.objects.filter(part="accused", case__confidentiality="restricted").exists()


def test_however_long_its_past_what_is_open_was_begun_within_the_year():
    # Else a longer past would mean more work in hand, and what a page costs could not be laid to the past.
    assert Case.objects.filter(opened_at__lt=NOW - timedelta(days=400)).count() > CASES / 2
    assert not Case.objects.open().filter(opened_at__lt=NOW - timedelta(days=365)).exists()


def test_it_refers_to_nothing_that_is_not_there():
    keys = [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if field.is_relation and model._meta.managed
    ]
    assert len(keys) > 100
    for field in keys:
        other = field.remote_field.model._base_manager.filter(**{field.target_field.name: OuterRef(field.attname)})
        astray = field.model._base_manager.filter(~Exists(other), **{f"{field.name}__isnull": False})
        assert not astray.exists(), field


def test_its_histories_are_sealed_and_end_where_the_cases_stand():
    assert broken_history() == []
    last = Event.objects.filter(case=OuterRef("pk")).order_by("-seq").values("to_status")[:1]
    assert not Case.objects.exclude(status=last).exists()
    for kind in registry.KINDS.values():
        cases = Case.objects.filter(kind=kind.workflow.kind)
        closed = [code for code, status in kind.workflow.statuses.items() if status.closed]
        assert set(cases.values_list("status", flat=True)) <= set(kind.workflow.statuses)
        assert not cases.exclude(Q(status__in=closed) ^ Q(closed_at=None)).exists()


def test_every_step_of_its_histories_stands_in_the_table_and_follows_the_one_before():
    steps = Event.objects.exclude(step="register").values_list("case__kind", "step", "from_status", "to_status")
    for kind, name, source, target in set(steps):
        workflow = registry.KINDS[kind].workflow
        step = workflow.step(name)
        assert source in workflow.sources_of(step)
        assert target == (step.target or source)
    before = Event.objects.filter(case=OuterRef("case"), seq=OuterRef("seq") - 1)
    assert (
        not Event.objects.filter(seq__gt=1).exclude(Exists(before.filter(to_status=OuterRef("from_status")))).exists()
    )


def test_its_clocks_and_the_nearest_duty_of_a_case_agree():
    running = Clock.objects.filter(case=OuterRef("pk"), ended_at=None, is_window=False).order_by().values("case")
    nearest = Case.objects.open().annotate(due=Subquery(running.annotate(due=Min("due_at")).values("due")))
    assert nearest.filter(next_due_at__isnull=False).count() > 10
    assert not nearest.exclude(Q(next_due_at=F("due")) | Q(next_due_at=None, due=None)).exists()
    assert not Clock.objects.filter(case__closed_at__isnull=False, ended_at=None, is_window=False).exists()
    assert not Clock.objects.filter(outcome="met", ended_at__gt=F("due_at")).exists()
    assert Clock.objects.filter(outcome="missed").exists()


def test_its_cases_are_found_by_their_words_and_people_by_their_numbers():
    for case in Case.objects.order_by("pk")[:50]:
        parts = (
            case.number,
            case.title,
            case.summary,
            case.place,
            *(person.name for person in case.participants.all()),
        )
        assert case.grams == sorted({*bigrams.grams(*parts), *(bigrams.family(name) for name in parts[4:])})
        assert case.search_text == "\n".join(bigrams.normal(part) for part in parts)
    hashes = {each for row in Participant.objects.values_list("phone_hashes", flat=True) for each in row}
    assert any(keyed_hash(numbers(place)[0]) in hashes for place in range(20))
