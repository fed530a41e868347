"""What can be chosen and what it is called: the long lists of an app, rows of its data/choices.csv. Plain Python."""

import csv
from functools import cache
from importlib.resources import files

Choices = tuple[tuple[str, str], ...]


@cache
def choices_of(app: str) -> dict[str, Choices]:
    """The lists by name, each in the order of its rows: the code that is kept, and the word for it."""
    found: dict[str, Choices] = {}
    text = (files(app) / "data" / "choices.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found[row["list"]] = (*found.get(row["list"], ()), (row["code"], row["label"]))
    return found
