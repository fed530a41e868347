"""What can be picked among the orders of a case, and who is asked to answer them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from governance.organisation.standing import standing_of

from .steps import HANDLE, is_awaited


def orders_of(case, on: date) -> QuerySet:
    """Those that nobody has carried out or taken back."""
    return case.orders.filter(done_at=None, withdrawn_at=None).select_related("unit")


def received_orders_of(case, on: date) -> QuerySet:
    """Those of them that their unit has received."""
    return orders_of(case, on).filter(received_at__isnull=False)


def asked_for(name: str, *, permission: str = HANDLE, **which) -> Callable[[Any, Any, date], bool]:
    """Whether an order to a unit of the person waits for this moment."""

    def is_asked(case, user, on: date) -> bool:
        units = standing_of(user, on).units_with(permission)
        return any(order.unit_id in units and is_awaited(order, name, **which) for order in case.orders.all())

    return is_asked


ANSWERING = {
    "receives": asked_for("received_at"),
    "arrives": asked_for("arrived_at", after="received_at", on_site=True),
    "reports": asked_for("done_at", after="received_at"),
}
