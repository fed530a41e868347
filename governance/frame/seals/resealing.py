"""Keys that go out of use: what they sealed is sealed and hashed anew, batch by batch, while everybody works."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F, Func, Value

from ..registry import Registry
from . import sealing
from .sealed_fields import sealed_field

ROWS = 500


@dataclass(frozen=True)
class SealedColumn:
    """Where sealed values stand, and the column of what finds them: by rule the keyed hash, else what ``hashes`` makes.

    ``plain`` says what is hashed where nothing is sealed: of the row, None where that is not known any more.
    """

    model: type[models.Model]
    column: str
    hashed: str = ""
    hashes: Callable[[str], Any] = sealing.keyed_hash
    plain: Callable[[Any], str | None] | None = None

    @property
    def name(self) -> str:
        return f"{self.model._meta.verbose_name} {self.column}"

    def wanted(self, row: models.Model) -> dict[str, str]:
        """What should stand in the columns of the row."""
        if self.plain:
            plain = self.plain(row)
            return {self.column: sealing.keyed_hash(plain) if plain else ""}
        field = sealed_field(self.model, self.column)
        told = {self.column: field.sealed_again(row)}
        return told | ({self.hashed: self.hashes(field.opened(row))} if self.hashed else {})


COLUMNS: Registry[SealedColumn] = Registry("columns of sealed values", field="resealed", code="name")


def reseal() -> Iterator[tuple[SealedColumn, int]]:
    """Every value is sealed and hashed with the first key; yields each column and how many rows were changed.

    Each batch stands by itself: who is at work waits for none, and a run that was broken off is simply run again.
    """
    for column in COLUMNS.values():
        last: int | None = 0
        changed = 0
        while last is not None:
            last, count = _batch(column, last)
            changed += count
        yield column, changed


@transaction.atomic
def _batch(column: SealedColumn, after: int) -> tuple[int | None, int]:
    found = column.model._base_manager.filter(pk__gt=after).exclude(**{column.column: ""}).order_by("pk")
    rows = list(found.select_for_update(no_key=True)[:ROWS])
    changed: list[models.Model] = []
    for row in rows:
        told = column.wanted(row)
        if any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            changed.append(row)
    fields = [name for name in (column.column, column.hashed) if name]
    column.model._base_manager.bulk_update(changed, fields)
    return (rows[-1].pk if rows else None), len(changed)


def in_use() -> Counter[str]:
    """How many values each key and algorithm has sealed."""
    found: Counter[str] = Counter()
    for column in COLUMNS.values():
        if column.plain:
            continue
        told = (F(column.column), Value(r"\.[^.]*$"), Value(""))
        by = Func(*told, function="regexp_replace", output_field=models.TextField())
        rows = column.model._base_manager.exclude(**{column.column: ""}).annotate(by=by).values_list("by")
        found.update(dict(rows.annotate(count=models.Count("pk")).order_by()))
    return found
