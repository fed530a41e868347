"""Delivered tables: the rows of the files in the folder data/ of an app, and what is made of them. Plain Python."""

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any, TypeVar, get_type_hints

Made = TypeVar("Made")
Choices = tuple[tuple[str, str], ...]

# How a cell is read that a field of this type is to hold.
CELLS: dict[Any, Callable[[str], Any]] = {
    bool: "1".__eq__,
    int: lambda cell: int(cell or 0),
    int | None: lambda cell: int(cell) if cell else None,
    Decimal: lambda cell: Decimal(cell or 0),
    list[str]: str.split,
}


def rows_of(app: str, name: str) -> list[dict[str, str]]:
    """The rows of a table of the app, by the names of their columns."""
    text = (files(app) / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text, newline="")))


def made_of(cls: type[Made], row: Mapping[str, str], **told: Any) -> Made:
    """What the row says, cell by cell as the fields of the class hold it, beside what is told."""
    types = {name: each for name, each in get_type_hints(cls).items() if name in row and name not in told}
    return cls(**{name: CELLS.get(each, str)(row[name]) for name, each in types.items()}, **told)


@cache
def choices_of(app: str) -> dict[str, Choices]:
    """The long lists that are chosen from, by name: of each choice the code that is kept and the word for it."""
    found: dict[str, Choices] = {}
    for row in rows_of(app, "choices"):
        found[row["list"]] = (*found.get(row["list"], ()), (row["code"], row["label"]))
    return found
