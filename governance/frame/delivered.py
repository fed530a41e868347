"""Data that an app delivers in files of its own folder."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.apps import AppConfig


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
