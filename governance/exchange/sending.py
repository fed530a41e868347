"""Hands the parcels to their platforms. Any number may run at once, and each may die at any point."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from governance.frame.wording import clipped
from governance.notices.channels import NotDelivered
from governance.notices.delivery import LEASE, WORKING_SECONDS, wait_after
from governance.notices.posting import Address

from .following import is_hidden, said
from .models import Parcel

log = logging.getLogger(__name__)

State = Parcel.State
# With ever longer waits that is most of a week.
MAX_TRIES = 32


@dataclass
class Sent:
    """What one round did."""

    sent: int = 0
    retried: int = 0
    failed: int = 0


def send_due(now: datetime, limit: int = 1000) -> Sent:
    """What is due has been handed over, one parcel of a matter after the other, or waits for its next try.

    The row of a killed worker comes up again by itself; a parcel may so arrive twice, with the same key. A platform
    that does not answer is not asked again in this round.
    """
    done = Sent()
    down: set[int] = set()
    stop_at = time.monotonic() + WORKING_SECONDS
    for _ in range(limit):
        parcel = _claim(now, down) if time.monotonic() < stop_at else None
        if parcel is None:
            break
        refusal = _try(parcel, now)
        _finish(parcel, refusal, now, done)
        if refusal and refusal.line_is_down:
            down.add(parcel.matter.partner_id)
    return done


def _claim(now: datetime, down: set[int]) -> Parcel | None:
    """The next parcel whose turn it is: nothing of its matter before it still waits or has failed."""
    unsent = Parcel.objects.filter(state__in=(State.WAITING, State.FAILED))
    before = unsent.filter(matter=OuterRef("matter"), pk__lt=OuterRef("pk"))
    due = Parcel.objects.filter(~Exists(before), state=State.WAITING, next_try_at__lte=now)
    due = due.exclude(matter__partner__in=down).order_by("next_try_at", "pk")
    with transaction.atomic():
        found = due.select_for_update(skip_locked=True, of=("self",)).first()
        if found is None:
            return None
        Parcel.objects.filter(pk=found.pk).update(attempts=F("attempts") + 1, next_try_at=now + LEASE)
    return Parcel.objects.select_related("matter__partner", "matter__case", "event__case").get(pk=found.pk)


def _try(parcel: Parcel, now: datetime) -> NotDelivered | None:
    """The parcel is handed over, or why it is not; what is told to nobody is put aside in its state."""
    try:
        parcel.state = _handed_over(parcel, now)
    except NotDelivered as refusal:
        return refusal
    except Exception:
        log.exception("Parcel %s cannot be sent", parcel.pk)
        return NotDelivered("内容无法生成，请联系系统管理员")
    return None


def _handed_over(parcel: Parcel, now: datetime) -> str:
    partner = parcel.matter.partner
    words = None if is_hidden(parcel) else said(parcel.event)
    if words is None or not partner.url:
        return State.UNTOLD if words is None else State.KEPT
    told = {"number": parcel.matter.their_number, "sequence": parcel.event_id, **words}
    Address(partner.url, partner.key, partner.name).post(told, key=f"parcel-{parcel.pk}", at=now)
    return State.SENT


def _finish(parcel: Parcel, refusal: NotDelivered | None, now: datetime, done: Sent) -> None:
    mine = Parcel.objects.filter(pk=parcel.pk, state=State.WAITING, attempts=parcel.attempts)
    if refusal is None:
        sent_at = now if parcel.state == State.SENT else None
        mine.update(state=parcel.state, next_try_at=None, sent_at=sent_at, last_error="")
        done.sent += parcel.state == State.SENT
    elif refusal.for_good or parcel.attempts >= MAX_TRIES:
        mine.update(state=State.FAILED, next_try_at=None, last_error=clipped(str(refusal), 300))
        done.failed += 1
    else:
        mine.update(next_try_at=now + wait_after(parcel.attempts), last_error=clipped(str(refusal), 300))
        done.retried += 1
