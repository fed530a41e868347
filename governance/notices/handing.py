"""Rows that wait to be handed to a program outside, claimed one by one: any number of workers may run at once."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from .channels import NotDelivered
from .delivery import LEASE

log = logging.getLogger(__name__)


def hand_over_due(
    due: QuerySet[Any],
    send: Callable[[Any], None],
    finish: Callable[[Any, NotDelivered | None], None],
    *,
    now: datetime,
    most: int = 200,
    broken: str,
) -> int:
    """What is due has been handed over, or ``finish`` was told why not; says how many were handed over.

    The rows have ``attempts`` and ``next_try_at``, and leave the query when they are finished. ``broken`` is said of
    one that cannot even be made.
    """
    sent = 0
    for _ in range(most):
        row = _claim(due.filter(next_try_at__lte=now).order_by("next_try_at", "pk"), now)
        if row is None:
            break
        refusal = _try(row, send, broken)
        finish(row, refusal)
        sent += refusal is None
        if refusal and refusal.line_is_down:
            break
    return sent


def _claim(due: QuerySet[Any], now: datetime) -> Any:
    with transaction.atomic():
        found = due.select_for_update(skip_locked=True, of=("self",)).first()
        if found is None:
            return None
        type(found).objects.filter(pk=found.pk).update(attempts=F("attempts") + 1, next_try_at=now + LEASE)
    found.refresh_from_db()
    return found


def _try(row: Any, send: Callable[[Any], None], broken: str) -> NotDelivered | None:
    try:
        send(row)
    except NotDelivered as refusal:
        return refusal
    except Exception:
        log.exception("%s %s cannot be handed over", type(row).__name__, row.pk)
        return NotDelivered(broken)
    return None
