"""What could not be delivered, and handing it in again."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from governance.frame.days import office_time
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .channels import channels
from .models import Delivery
from .quiet import quiet_hours


def undelivered():
    """Rows that failed for good or were tried in vain and wait."""
    return Delivery.objects.filter(Q(state=Delivery.State.FAILED) | Q(state=Delivery.State.WAITING, attempts__gt=0))


def way(delivery: Delivery) -> tuple[str, str]:
    """Channel and address in words; a channel that is no longer in use has no address."""
    channel = channels().get(delivery.channel)
    if channel is None:
        return "已停用的渠道", ""
    return channel.label, channel.address_of(delivery.notice.recipient)


@transaction.atomic
def resend(ids: Iterable[int] | None, *, actor, at: datetime, ip: str | None = None) -> int:
    """The failed rows (all of them for ``None``) wait again as if never tried; the security record says who did it.

    A row that still waits for its next try is left alone: a worker may hold it right now.
    """
    failed = Delivery.objects.filter(state=Delivery.State.FAILED)
    if ids is not None:
        failed = failed.filter(id__in=ids)
    rows = list(failed.select_for_update(of=["self"]).select_related("notice__recipient").order_by("id"))
    if not rows:
        return 0
    morning = quiet_hours(settings.NOTICE_QUIET_HOURS).first_open(office_time(at))
    fresh = {"state": Delivery.State.WAITING, "attempts": 0, "asked_at": at}
    for urgent, next_try_at in ((True, at), (False, morning)):
        chosen = [row.id for row in rows if row.urgent is urgent]
        Delivery.objects.filter(id__in=chosen).update(**fresh, next_try_at=next_try_at)
    names = "、".join(dict.fromkeys(row.notice.recipient.name for row in rows))
    record(AccessRecord.Verb.RESEND, actor=actor, at=at, subject=f"消息外发 {len(rows)} 条：{names}", ip=ip)
    return len(rows)
