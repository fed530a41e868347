"""Who has confirmed a warning and who has not, and the warnings in force for a person, as finished strings."""

from copy import copy
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.database.written import READERS, WrittenFor
from governance.frame.days import minute_text
from governance.frame.pages.lights import light_html

from ..models import Order, Warning

# The tabs over the list.
STATES = {"open": "未确认", "late": "逾期", "done": "已确认", "all": "全部"}
MOST_IN_FORCE, MOST_NAMED = 6, 20


def _last(warning: Warning, now: datetime) -> datetime:
    """Until when a unit can have been late: with the warning that ends."""
    return warning.closed_at or now


def _which(last: datetime) -> dict[str, Q]:
    """The condition of each tab: late is who has confirmed late, and who had not when it was due."""
    return {
        "open": Q(received_at=None, withdrawn_at=None),
        "late": Q(due_at__lt=Coalesce("received_at", "withdrawn_at", Value(last))),
        "done": Q(received_at__isnull=False),
        "all": Q(),
    }


def receipts(warning: Warning, state: str, now: datetime) -> list[dict]:
    """One row a unit: who has not confirmed stands first, then in the order in which they were told."""
    last = _last(warning, now)
    found = warning.orders.filter(_which(last)[state])
    found = found.order_by(F("received_at").asc(nulls_first=True), "number").select_related("unit", "received_by")
    return [_row(order, last) for order in found]


def _row(order: Order, last: datetime) -> dict:
    late = order.due_at is not None and (order.received_at or order.withdrawn_at or last) > order.due_at
    if order.received_at:
        light = light_html("missed" if late else "met", f"{minute_text(order.received_at)}{' 逾期' if late else ''}")
    elif order.withdrawn_at:
        light = light_html(*(("missed", "逾期未确认，调整后不再要求") if late else ("ended", "调整后不再要求")))
    else:
        light = light_html("overdue" if late else "near", "逾期未确认" if late else "未确认")
    return {
        "unit": order.unit.short_name,
        "text": order.text,
        "told": minute_text(order.ordered_at),
        "due": minute_text(order.due_at) if order.due_at else "",
        "received": light,
        "by": order.received_by.name if order.received_by else "",
    }


def counts(warning: Warning, now: datetime) -> dict[str, int]:
    """How many rows each tab has; one query."""
    asked = {code: Count("pk", filter=which or None) for code, which in _which(_last(warning, now)).items()}
    return warning.orders.order_by().aggregate(**asked)


def without(units: list) -> str:
    """The sentence about units in which nobody can confirm; empty where there are none."""
    if not units:
        return ""
    names = "、".join(unit.short_name for unit in units[:MOST_NAMED])
    more = "等" if len(units) > MOST_NAMED else ""
    return f"{len(units)} 个单位没有可以确认的人员，请另行通知：{names}{more}。"


def in_force(user, standing, now: datetime) -> list[dict]:
    """The warnings in force that the person may know of; those that wait for their units come first."""
    return [
        {
            "url": case_url(row),
            "title": f"{row.get_level_display()}预警：{row.title}",
            "note": f"{row.area.name}，到 {minute_text(row.ends_at)}",
            "waits": light_html("near", "请确认收到") if row.waits else "",
        }
        for row in _in_force_for(copy(user), standing).objects()
    ]


@lru_cache(maxsize=READERS)
def _in_force_for(user, standing) -> WrittenFor:
    def rows() -> QuerySet[Warning]:
        seen = Case.objects.visible_to(user, kinds=("warning",)).filter(status="in_force", kind="warning")
        mine = Q(orders__unit__in=standing.units_with(), orders__received_at=None, orders__withdrawn_at=None)
        found = Warning.objects.filter(pk__in=seen.values("pk")).annotate(waits=Count("orders", filter=mine))
        return found.select_related("area").order_by("-waits", "ends_at")[:MOST_IN_FORCE]

    return WrittenFor(rows)
