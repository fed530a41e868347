"""How rows that pages read by the hundred become objects."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class PlainlyRead(models.Model):
    """A model whose rows become its objects as they come.

    Django runs each row through the constructor, which sets field by field, asks for a default of what was not read and
    tells whoever listens; nobody listens here, and the object is the same.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # its stubs are those of a later Django
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """The object of a row; what was not read of it is read when it is asked for."""
        made = cls.__new__(cls)
        made._state = ModelState()
        made._state.adding = False
        made._state.db = db
        made.__dict__.update(zip(field_names, values, strict=True))
        return made
