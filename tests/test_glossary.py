"""The glossary says what the code says: every word of the tables stands in it, every identifier in it exists."""

import re
from pathlib import Path

from django.conf import settings

from governance.frame.line import declared
from governance.organisation.roles import ROLES
from petitions.workflow import WORKFLOW

HOME = Path(__file__).resolve().parents[1]
GLOSSARY = (HOME / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ") and not line.startswith(("| 中文", "| ---"))
]
WORDS = {(row[0], identifier) for row in ROWS for identifier in re.findall(r"`([^`]+)`", row[2])}
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("governance", *settings.LINES)
    for path in (HOME / room).rglob("*.py")
    if "migrations" not in path.parts
)


def test_it_names_every_step_and_status_of_a_petition():
    said = {(step.label, f"step.{step.name}") for step in WORKFLOW.steps}
    said |= {(status.label, code) for code, status in WORKFLOW.statuses.items()}
    assert said - WORDS == set()


def test_it_names_every_role():
    assert {(role.label, f"role.{role.code}") for role in ROLES} - WORDS == set()


def test_it_mentions_nothing_that_does_not_exist():
    identifiers = {identifier.split(".")[-1] for _, identifier in WORDS}
    unknown = identifiers - set(re.findall(r"\w+", SOURCE))
    assert {name for name in unknown if not re.search(rf"\b{name}\b", SOURCE)} == set()


def test_it_calls_every_model_what_the_screen_calls_it():
    """What guardian keeps has no name on the screen."""
    models = [model for app in declared() for model in app.get_models() if not model._meta.verbose_name.isascii()]
    on_screen = {(str(model._meta.verbose_name), model.__name__) for model in models}
    names = {name for _, name in on_screen}
    assert {(word.partition("（")[0], name) for word, name in WORDS if name in names} == on_screen
