"""The orders of a case as finished strings, each moment with its light."""

from collections.abc import Iterable
from datetime import datetime

from governance.cases.deadlines.html import done_html
from governance.frame.days import minute_text

from ..models import Order
from .steps import TERMS


def order_rows(case, now: datetime) -> list[dict]:
    """One row an order, in the order in which they were given; two queries for all."""
    clocks = case.clocks.filter(term_code__in=TERMS[case.kind]).select_related("term")
    by = {(clock.term_code, clock.subject): clock for clock in clocks}
    receive, arrive = TERMS[case.kind]
    orders: Iterable[Order] = case.orders.select_related("unit", "ordered_by", "received_by")
    return [_row(order, by.get((receive, order.subject)), by.get((arrive, order.subject)), now) for order in orders]


def _row(order: Order, receipt, arrival, now: datetime) -> dict:
    received = _moment(order.received_at, receipt, order, now)
    arrived = _moment(order.arrived_at, arrival, order, now) if order.on_site else ""
    if order.withdrawn_at:
        result = f"{minute_text(order.withdrawn_at)} 撤回"
    else:
        result = f"{minute_text(order.done_at)} {order.result}" if order.done_at else ""
    return {
        "number": order.number,
        "unit": order.unit.short_name,
        "text": order.text,
        "ordered": f"{order.ordered_text} {order.ordered_by.name}",
        "received": received,
        "arrived": arrived,
        "result": result,
    }


def _moment(at: datetime | None, clock, order: Order, now: datetime):
    return "" if at is None and order.withdrawn_at else done_html(at, clock, now)
