"""``migrate`` as Django has it, in a fifth of its time: a change draws the model that it touches, and no others.

After every change Django draws the classes of all models anew that are related to the changed one, and theirs: of this
house's nearly all, thirty thousand classes until the tables stand. For a change of a row of the table (a constraint, an
index, an option, a plain field) or a new model the others are as good as before. A migration that runs Python asks for
classes that know of each other, and gets all of them drawn anew, as where Django itself puts the drawing off.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState

_draw_related = ProjectState.reload_model


def _draw_touched(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    """``delay`` is Django's word for a change that no relation depends on."""
    if "apps" not in vars(state):
        return
    if delay or model_name not in state.apps.all_models[app_label]:
        state.is_delayed = True
        state._reload({(app_label, model_name)})  # type: ignore[attr-defined]  # its stubs leave it out
    else:
        _draw_related(state, app_label, model_name, delay)


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
