"""What lies with a person within minutes: it stands first on the workbench, before whatever is late by days."""

from copy import copy
from datetime import datetime
from functools import lru_cache

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from governance.cases.deadlines.lights import time_text
from governance.cases.models import Case
from governance.frame.database.written import READERS, WrittenFor
from governance.frame.days import minute_text, office_day
from governance.frame.pages.lights import light_html
from governance.organisation.standing import Standing

from .incidents.duty import is_on_duty
from .incidents.steps import ACKNOWLEDGED, COMMAND
from .incidents.vocabulary import ACKNOWLEDGE
from .models import Incident, Order
from .orders.steps import HANDLE
from .warnings.steps import CONFIRM

MOST = 6
# By the kind of case: the step by which a unit says that it has the order, what it is called, and who may take it.
RECEIPTS = {"incident": ("receive", "签收指令", HANDLE), "warning": ("confirm", "确认收到", CONFIRM)}


def owed(user, standing: Standing, now: datetime) -> list[dict]:
    """Grave incidents that the person can acknowledge, and orders and warnings that the person's units have not
    received, those first that are late or will be soonest."""
    found = [*_unacknowledged(user, standing, now), *_unreceived(user, standing)]
    found.sort(key=lambda row: row[0] or now)
    return [_row(*row, now) for row in found[:MOST]]


def _unacknowledged(user, standing: Standing, now: datetime) -> list[tuple[datetime | None, Case, str, str, str]]:
    if COMMAND not in standing.permissions or not is_on_duty(user, standing, office_day(now)):
        return []
    found = Incident.objects.visible_to(user).exclude(registered_by=user)
    found = found.filter(clocks__term_code__in=ACKNOWLEDGE, clocks__ended_at=None).annotate(due=F("clocks__due_at"))
    rows = found.order_by("due")[:MOST]
    return [(row.due, row, f"{row.get_grade_display()}事件", ACKNOWLEDGED.name, ACKNOWLEDGED.label) for row in rows]


def _unreceived(user, standing: Standing) -> list[tuple[datetime | None, Case, str, str, str]]:
    rows = _orders_of(copy(user), standing).objects()
    return [(row.due_at or row.case.next_due_at, row.case, row.text, *RECEIPTS[row.case.kind][:2]) for row in rows]


@lru_cache(maxsize=READERS)
def _orders_of(user, standing: Standing) -> WrittenFor:
    def rows() -> QuerySet[Order]:
        asked = Q(pk__in=())
        for kind, (_, _, permission) in RECEIPTS.items():
            asked |= Q(case__kind=kind, unit__in=standing.units_with(permission))
        seen = Case.objects.visible_to(user, kinds=tuple(RECEIPTS)).filter(closed_at=None)
        waiting = Order.objects.filter(asked, received_at=None, withdrawn_at=None, done_at=None)
        waiting = waiting.filter(case__in=seen.values("pk"))
        return waiting.select_related("case").order_by("ordered_at", "pk")[:MOST]

    return WrittenFor(rows)


def _row(due: datetime | None, case: Case, what: str, step: str, verb: str, now: datetime) -> dict:
    return {
        "url": reverse("cases:step", args=[case.number, step]),
        "title": f"{what}：{case.title}",
        "number": case.number,
        "verb": verb,
        "due": _light(due, now) if due else "",
    }


def _light(due: datetime, now: datetime) -> SafeString:
    if now > due:
        return light_html("overdue", f"{minute_text(due)} 到期，超期 {time_text(now - due)}")
    return light_html("today", f"{minute_text(due)} 到期，还剩 {time_text(due - now)}")
