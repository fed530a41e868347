"""``migrate`` draws what a change touches, and knows all relations where Python runs."""

import pytest
from django.core.management import get_commands
from django.db import models
from django.db.migrations.state import ModelState, ProjectState, StateApps

from governance.frame.management.commands.migrate import touched_alone


def model(name: str, to: str | None = None) -> ModelState:
    # As makemigrations writes them.
    fields = [("id", models.BigAutoField(primary_key=True, serialize=False)), ("name", models.CharField(max_length=9))]
    if to:
        fields.append(("to", models.ForeignKey(f"frame.{to}", models.CASCADE)))
    return ModelState("frame", name, fields)


@pytest.fixture
def state():
    """Three models in a row, each of which the next names, with their classes."""
    state = ProjectState()
    for each in (model("One"), model("Two", "One"), model("Three", "Two")):
        state.add_model(each)
    assert state.apps
    with touched_alone():
        yield state


@pytest.fixture
def drawn(monkeypatch):
    """The names of the models that were drawn."""
    names, render = [], StateApps.render_multiple

    def noted(apps, model_states):
        names.extend(each.name for each in model_states)
        render(apps, model_states)

    monkeypatch.setattr(StateApps, "render_multiple", noted)
    return names


CHANGES = {
    "constraint": lambda state: state.add_constraint(
        "frame", "one", models.UniqueConstraint(fields=["name"], name="one_name")
    ),
    "index": lambda state: state.add_index("frame", "one", models.Index(fields=["name"], name="one_index")),
    "option": lambda state: state.alter_model_options("frame", "one", {"ordering": ["name"]}),
    "field": lambda state: state.add_field("frame", "one", "day", models.DateField(null=True), preserve_default=True),
    "key": lambda state: state.add_field(
        "frame", "one", "last", models.ForeignKey("frame.Three", models.CASCADE, null=True), preserve_default=True
    ),
}
# What leads elsewhere, or is found elsewhere under another name, or has another type in those that name it.
LEADING = {
    "sort": ("three", "to", models.OneToOneField("frame.Two", models.CASCADE)),
    "whither": ("three", "to", models.ForeignKey("frame.One", models.CASCADE)),
    "name": ("three", "to", models.ForeignKey("frame.Two", models.CASCADE, related_name="threes")),
    "type": ("two", "id", models.CharField(primary_key=True, max_length=9)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_draws_the_model_that_was_changed(state, drawn, change):
    CHANGES[change](state)
    assert drawn == ["One"]


def test_it_draws_a_new_model_and_none_that_it_names(state, drawn):
    state.add_model(model("Four", "Three"))
    assert drawn == ["Four"]
    assert state.apps.get_model("frame.Four")._meta.get_field("to").related_model.__name__ == "Three"


@pytest.mark.parametrize("change", LEADING)
def test_it_draws_all_that_are_related_when_a_relation_changes(state, drawn, change):
    model_name, name, field = LEADING[change]
    state.alter_field("frame", model_name, name, field, preserve_default=True)
    assert sorted(drawn) == ["One", "Three", "Two"]


def test_it_draws_the_model_alone_whose_key_leads_where_it_led(state, drawn):
    field = models.ForeignKey("frame.Two", models.PROTECT, null=True, db_index=False)
    state.alter_field("frame", "three", "to", field, preserve_default=True)
    assert drawn == ["Three"]
    assert state.apps.get_model("frame.Three")._meta.get_field("to").null


def test_it_draws_the_model_from_which_a_key_goes(state, drawn):
    state.remove_field("frame", "three", "to")
    assert drawn == ["Three"]


@pytest.mark.parametrize("change", CHANGES)
def test_python_in_a_migration_meets_classes_that_know_each_other(state, change):
    CHANGES[change](state)
    state.clear_delayed_apps_cache()
    one, two = state.apps.get_model("frame.One"), state.apps.get_model("frame.Two")
    assert two._meta.get_field("to").related_model is one
    assert [field.related_model for field in one._meta.related_objects] == [two]


def test_it_is_the_command_of_this_house():
    assert get_commands()["migrate"] == "governance.frame"
