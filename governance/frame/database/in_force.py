"""Rows that hold from their ``effective_from`` to their ``effective_to``, or until something else is laid down."""

from copy import copy
from datetime import date
from typing import Any

from django.db.models import F, Q

from ..days import ONE_DAY
from ..refusals import StaleVersion
from .locking import Row, holding

# What the database asks of such a row.
ENDS_AFTER_IT_STARTS = Q(effective_to=None) | Q(effective_to__gte=F("effective_from"))


def in_force(on: date) -> Q:
    """The condition that a row holds on the day."""
    return Q(effective_from__lte=on) & not_over(on)


def not_over(on: date) -> Q:
    """The condition that a row holds on the day, or will."""
    return Q(effective_to=None) | Q(effective_to__gte=on)


def still_open(row: Row, *, noun: str) -> Row:
    """The row, held until the transaction ends; raises ``StaleVersion`` where another was laid down after it."""
    held: Any = holding(type(row)._default_manager).get(pk=row.pk)
    if held.effective_to is not None:
        raise StaleVersion(noun)
    return held


def follow(row: Row, begins: date, **changes: Any) -> Row:
    """The row ends on the day before, and one that is like it but for the changes holds from that day on."""
    ended: Any = row
    ended.effective_to = begins - ONE_DAY
    ended.save(update_fields=["effective_to"])
    made: Any = copy(row)
    for name, value in {"pk": None, "effective_from": begins, "effective_to": None, **changes}.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made
