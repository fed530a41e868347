"""What a step of an assessment picks from."""

from datetime import date

from django.db.models import QuerySet


def conditions_of(case, on: date) -> QuerySet:
    """Those that nobody has shown to be met yet."""
    return case.conditions.filter(done_at=None, dropped_at=None).select_related("unit")
