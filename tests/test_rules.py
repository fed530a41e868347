"""The table of rules: every number of the built lines stands in it, and what it names is there."""

import ast
import csv
from functools import cache
from importlib import import_module
from pathlib import Path

from docs.rules import CHAPTERS, PAGE, page, rules

HOME = Path(__file__).resolve().parents[1]
RULES = rules()


@cache
def functions_in(path: str) -> set[str]:
    tree = ast.parse((HOME / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@cache
def codes_in(path: str) -> set[str]:
    with (HOME / path).open(encoding="utf-8") as file:
        return {value for row in csv.DictReader(file) for value in row.values()}


def is_there(name: str) -> bool:
    place, _, what = name.partition(":")
    if place.endswith(".csv"):
        return what in codes_in(place)
    found = import_module(place)
    for part in what.split("."):
        found = getattr(found, part)
    return True


def test_each_is_held_where_the_table_says_or_said_to_be_open():
    for rule in RULES:
        assert rule.rule and rule.article, rule.number
        assert all(is_there(name) for name in rule.held), rule.number
        for name in rule.tests:
            path, _, test = name.partition("::")
            assert test.startswith("test_") and test in functions_in(path), (rule.number, name)
        assert bool(rule.held) == bool(rule.tests), f"{rule.number}: what is held is tested, and the other way round"
        assert rule.held or rule.open or rule.beyond, rule.number


def test_it_has_every_number_once():
    numbers = [rule.number for rule in RULES]
    assert len(numbers) == len(set(numbers))
    assert {number[0] for number in numbers} <= set(CHAPTERS)


def test_the_page_says_what_the_rows_say():
    assert PAGE.read_text(encoding="utf-8") == page()
