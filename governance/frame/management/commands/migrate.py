"""``migrate`` as Django has it, in a fifth of its time: a change draws the model that it touches, and no others.

After every change Django draws the classes of all models anew that are related to the changed one, and theirs: of this
house's nearly all, thirty thousand classes until the tables stand. For a change of a row of the table (a constraint, an
index, an option, a plain field, a key that leads where it led), for a key that comes or goes, or for a new model the
others are as good as before. A migration that runs Python asks for classes that know of each other, and gets all of
them drawn anew, as where Django itself puts the drawing off.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState
from django.db.models import Model

# Of what a key is told, whither it leads and by which name one comes back.
LEADING = ("to", "to_field", "related_name", "related_query_name", "through", "parent_link")
_draw_related = ProjectState.reload_model


def _draw_touched(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    """``delay`` is Django's word for a change that no relation depends on."""
    if "apps" not in vars(state):
        return
    drawn = state.apps.all_models[app_label].get(model_name)
    before, now = _fields_of(drawn) if drawn else {}, state.models[app_label, model_name].fields
    if delay or set(before) != set(now) or _ways(before) == _ways(now):
        state.is_delayed = True
        state._reload({(app_label, model_name)})  # type: ignore[attr-defined]  # its stubs leave it out
    else:
        _draw_related(state, app_label, model_name, delay)


def _fields_of(drawn: type[Model]) -> dict[str, Any]:
    return {field.name: field for field in (*drawn._meta.local_fields, *drawn._meta.local_many_to_many)}


def _ways(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the classes of other models hold of these fields: whither one leads and how its class is found from there;
    and all of a field by which rows are named, since a key has its type."""
    found = {}
    for name, field in fields.items():
        _, sort, _, told = field.deconstruct()
        if field.is_relation:
            found[name] = sort, {word: told.get(word) for word in LEADING}
        elif field.unique:
            found[name] = sort, told
    return found


@contextmanager
def touched_alone() -> Iterator[None]:
    """Within the block a change draws no more than it must."""
    ProjectState.reload_model = _draw_touched  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState.reload_model = _draw_related  # type: ignore[method-assign]


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with touched_alone():
            super().handle(*args, **options)
