"""Rows that become objects as they come are the very objects that Django would have made of them."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init

from governance.cases.models import Case, Category, Clock, Event, Participant, Term
from governance.frame.database.reading import PlainlyRead
from governance.organisation.models import Area, Post, Unit, User

READ = [model for model in apps.get_models() if issubclass(model, PlainlyRead)]


def made_by_django(model, names, values):
    return models.Model.from_db.__func__(model, "default", names, values)


def state(made) -> dict:
    # Django makes room for related objects when it first sets a key, otherwise when it is first asked for one.
    related = made._state.fields_cache
    return {**made.__dict__, "_state": {**vars(made._state), "fields_cache": related}}


def test_what_pages_read_by_the_hundred_is_read_plainly():
    assert {Case, Category, Clock, Event, Participant, Term, Area, Unit, User, Post} <= set(READ)


@pytest.mark.parametrize("model", READ, ids=lambda model: model.__name__)
def test_a_whole_row_and_a_part_of_one_become_the_same_object(model):
    names = [field.attname for field in model._meta.concrete_fields]
    for read in (names, [name for name in names if name != names[-1]]):
        values = [f"value of {name}" for name in read]
        plain, django = model.from_db("default", read, values), made_by_django(model, read, values)
        assert state(plain) == state(django)
        assert plain.get_deferred_fields() == django.get_deferred_fields() == set(names) - set(read)


@pytest.mark.parametrize("model", READ, ids=lambda model: model.__name__)
def test_nobody_listens_to_objects_being_made(model):
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)


def test_what_was_not_read_is_read_when_asked_for(db):
    whole = Area.objects.order_by("code").first()
    read = Area.objects.only("code").get(pk=whole.pk)
    assert "name" in read.get_deferred_fields()
    assert read.name == whole.name
