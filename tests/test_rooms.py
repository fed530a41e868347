"""Imports point down, and so do names: no room's source says the kind, term, page or permission of a room above it."""

import ast
import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.apps import apps

from governance.cases.law import terms
from governance.cases.registry import KINDS

HOME = Path(__file__).resolve().parents[1]
WORD = re.compile(r"[a-z]+(?:_[a-z]+)*(?:[.:][a-z]+(?:_[a-z]+)*)?")


def contracts() -> ConfigParser:
    read = ConfigParser()
    read.read(HOME / ".importlinter", encoding="utf-8")
    return read


def layers(contract: str) -> list[list[str]]:
    """The rooms of a contract, the lowest first."""
    lines = contracts()[f"importlinter:contract:{contract}"]["layers"].split("\n")
    return [re.findall(r"\w+", line) for line in reversed(lines) if line.strip()]


def floors() -> dict[str, int]:
    """How high each room stands."""
    found: list[list[str]] = []
    for layer in layers("top"):
        found += layers("centre") if layer == ["governance"] else [layer]
    return {room: floor for floor, rooms in enumerate(found) for room in rooms}


FLOORS = floors()
ROOMS = {app.label: Path(app.path) for app in apps.get_app_configs() if app.label in FLOORS}


def owned() -> dict[str, str]:
    """Every word that belongs to a room: its kinds of case and their tables, its terms."""
    words = {row["code"]: file.app for file in terms.TERMS.values() for row in file.rows()}
    for kind in KINDS.values():
        words |= dict.fromkeys((kind.code, kind.table), kind.model._meta.app_label)
    return words


OWNED = owned()


def owner(word: str) -> str | None:
    """The room that the word belongs to; ``room.permission`` and ``room:page`` say it themselves."""
    head = re.split("[.:]", word)[0]
    return OWNED.get(word) or (head if head in FLOORS and head != word else None)


def strings(source: str) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    tree = ast.parse(source)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    told = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def named_above(room: str, text: str) -> set[str]:
    """The words of the text that belong to rooms above this one."""
    words = {part for word in WORD.findall(text) for part in word.split("__")}
    return {word for word in words if FLOORS.get(owner(word) or room, 0) > FLOORS[room]}


@pytest.mark.parametrize(
    ("room", "text", "said"),
    [
        ("organisation", "cases.view_case", {"cases.view_case"}),
        ("duties", "supervision", {"supervision"}),
        ("cases", "petition__is_repeat", {"petition"}),
        ("dashboard", "{% url 'mediation:list' %} {{ perms.duties.arrange }}", {"mediation:list"}),
        ("supervision", "leader_case supervision.sign_paper cases.view_case", set()),
        ("cases", "petition.handle", {"petition.handle"}),
    ],
)
def test_it_knows_the_words_of_the_rooms_above(room, text, said):
    assert named_above(room, text) == said


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_it_names_no_room_above(room):
    found = []
    for path in sorted(ROOMS[room].rglob("*.py")):
        if "migrations" not in path.parts:
            said = {word for text in strings(path.read_text(encoding="utf-8")) for word in named_above(room, text)}
            found += [f"{path.relative_to(HOME)}: {word}" for word in sorted(said)]
    for path in sorted((HOME / "templates" / room).rglob("*.html")):
        said = named_above(room, path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(HOME)}: {word}" for word in sorted(said)]
    assert found == []


def test_it_looks_at_every_room():
    assert set(ROOMS) == set(FLOORS) - {"tests"}


def test_every_room_has_its_folders_in_order():
    parted = [each for each in contracts().values() if "layers" in each]
    held = {each.get("containers", each["layers"]).split()[0] for each in parted}
    assert set(ROOMS) - {name.removeprefix("governance.").split(".")[0] for name in held} == set()
