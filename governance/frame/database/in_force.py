"""Rows that hold from their ``effective_from`` to their ``effective_to``, or until something else is laid down."""

from datetime import date

from django.db.models import F, Q

# What the database asks of such a row.
ENDS_AFTER_IT_STARTS = Q(effective_to=None) | Q(effective_to__gte=F("effective_from"))


def in_force(on: date) -> Q:
    """The condition that a row holds on the day."""
    return Q(effective_from__lte=on) & not_over(on)


def not_over(on: date) -> Q:
    """The condition that a row holds on the day, or will."""
    return Q(effective_to=None) | Q(effective_to__gte=on)
