"""Data that an app delivers in files of its own folder."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from django.apps import AppConfig, apps

Made = TypeVar("Made")


@dataclass(frozen=True)
class DataFile:
    """A table of one app as a file."""

    app: str
    path: Path

    def rows(self) -> list[dict[str, str]]:
        """Its rows by the names of their columns."""
        with self.path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def file_of(app: AppConfig, name: str) -> Iterable[DataFile]:
    """The file that a declaration names, beside the app's code."""
    return [DataFile(app.label, Path(app.path) / name)]


def rows_of(app: str, name: str) -> list[dict[str, str]]:
    """The rows of a table in the folder ``data/`` of the app."""
    return DataFile(app, Path(apps.get_app_config(app).path) / "data" / f"{name}.csv").rows()


# How a cell is read that a field of this type is to hold.
CELLS: dict[Any, Callable[[str], Any]] = {
    bool: "1".__eq__,
    int: lambda cell: int(cell or 0),
    int | None: lambda cell: int(cell) if cell else None,
    Decimal: lambda cell: Decimal(cell or 0),
    list[str]: str.split,
}


def made_of(cls: type[Made], row: Mapping[str, str], **told: Any) -> Made:
    """What the row says, cell by cell as the fields of the class hold it, beside what is told."""
    types = {name: each for name, each in get_type_hints(cls).items() if name in row and name not in told}
    return cls(**{name: CELLS.get(each, str)(row[name]) for name, each in types.items()}, **told)
