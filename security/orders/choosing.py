"""What can be picked among the orders of a case."""

from datetime import date

from django.db.models import QuerySet


def orders_of(case, on: date) -> QuerySet:
    """Those that nobody has carried out or taken back."""
    return case.orders.filter(done_at=None, withdrawn_at=None).select_related("unit")


def received_orders_of(case, on: date) -> QuerySet:
    """Those of them that their unit has received."""
    return orders_of(case, on).filter(received_at__isnull=False)
