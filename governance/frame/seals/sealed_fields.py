"""A column whose values are sealed for the very row they stand in: copied into another, they open no more."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections, models, router

from . import sealing

BATCH = 500


class Plain(str):
    """A value in clear that waits for its row to be saved."""

    __slots__ = ()


class DrawnKey(models.BigAutoField):
    """The number of a row is drawn before the row is written, so that what stands in it can be sealed for it."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**{"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"} | how)

    def deconstruct(self) -> Any:
        """To the database it is the number that every table has."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigAutoField", args, kwargs

    def get_pk_value_on_save(self, instance: models.Model) -> int:
        """The next number of the table."""
        return self._drawn(type(instance), 1)[0]

    def draw(self, instances: Sequence[models.Model]) -> None:
        """Each of these rows, none of which is written yet, has its number; all are drawn at once."""
        for instance, number in zip(instances, self._drawn(self.model, len(instances)), strict=True):
            instance.pk = number

    def _drawn(self, model: type[models.Model], how_many: int) -> list[int]:
        with connections[router.db_for_write(model)].cursor() as cursor:
            told = [f'"{model._meta.db_table}"', self.column, how_many]
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", told)
            return [number for (number,) in cursor.fetchall()]


class SealedText(models.TextField):
    """``purpose`` names table and column, ``bound`` the columns that tell the row from every other."""

    def __init__(self, *args: Any, purpose: str = "", bound: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "editable": False} | kwargs)
        self.purpose, self.bound = purpose, bound

    def deconstruct(self) -> Any:
        """To the database it is text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def purpose_of(self, *row: Any) -> str:
        """What a value is sealed for that stands in the row with these values in the columns that tell it."""
        if len(row) != len(self.bound) or None in row:
            raise ValueError(f"{self.purpose} is sealed for one row only")
        return " ".join([self.purpose, *map(str, row)])

    def opened(self, instance: models.Model) -> str:
        """The value in clear; raises ``cryptography.exceptions.InvalidTag`` if it was sealed for another row."""
        value = getattr(instance, self.attname)
        if not value or isinstance(value, Plain):
            return str(value)
        return sealing.open_sealed(value, self._purpose_in(instance))

    def sealed_again(self, instance: models.Model) -> str:
        """The value sealed with the first key; as it is, if it is so already."""
        value = getattr(instance, self.attname)
        return value if sealing.is_new(value) else sealing.seal(self.opened(instance), self._purpose_in(instance))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """What was told in clear is sealed for the row, whose number is known by now."""
        value = getattr(model_instance, self.attname)
        if isinstance(value, Plain):
            value = sealing.seal(value, self._purpose_in(model_instance)) if value else ""
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Nothing in clear reaches the database by any other way."""
        if isinstance(value, Plain):
            raise TypeError(f"{self.purpose} would be kept in clear")
        return super().get_prep_value(value)

    def _purpose_in(self, instance: models.Model) -> str:
        return self.purpose_of(*(getattr(instance, name) for name in self.bound))


def sealed_field(model: type[models.Model], column: str) -> SealedText:
    """The sealed column of that name."""
    field = model._meta.get_field(column)
    if not isinstance(field, SealedText):
        raise TypeError(f"{model.__name__}.{column} is not sealed")
    return field


def in_clear(column: str) -> property:
    """The words of a sealed column as they were told; what is set waits to be sealed for its row."""

    def opened(row: models.Model) -> str:
        return sealed_field(type(row), column).opened(row)

    def told(row: models.Model, words: str) -> None:
        setattr(row, column, Plain(words))

    return property(opened, told)


def named_in_clear(column: str) -> property:
    """The same of words by name; none where nothing was told."""

    def opened(row: models.Model) -> dict[str, Any]:
        return json.loads(sealed_field(type(row), column).opened(row) or "{}")

    def told(row: models.Model, words: dict[str, Any]) -> None:
        setattr(row, column, Plain(json.dumps(words, ensure_ascii=False)))

    return property(opened, told)


def bind_rows(rows: models.QuerySet, column: str, field: SealedText) -> None:
    """What was sealed for its column alone is sealed for its row; each migration that binds a column does it once."""
    after: int | None = 0
    while after is not None:
        found = list(rows.filter(pk__gt=after).exclude(**{column: ""}).order_by("pk")[:BATCH])
        for row in found:
            plain = sealing.open_sealed(getattr(row, column), field.purpose)
            setattr(row, column, sealing.seal(plain, field.purpose_of(*(getattr(row, name) for name in field.bound))))
        rows.bulk_update(found, [column])
        after = found[-1].pk if found else None


def seal_rows(
    rows: models.QuerySet, column: str, field: SealedText, told: Callable[[Any], str], nothing: dict[str, Any]
) -> None:
    """What ``told`` finds in clear in a row is sealed for it, and ``nothing`` stands where it was; a sealed one stays.

    Each migration that seals a column does it once, before the columns in clear are gone: those that are dropped stay
    on the disk as they were.
    """
    for row in rows.filter(**{column: ""}).iterator(chunk_size=BATCH):
        purpose = field.purpose_of(*(getattr(row, name) for name in field.bound))
        rows.filter(pk=row.pk).update(**nothing, **{column: sealing.seal(told(row), purpose)})
