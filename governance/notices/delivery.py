"""Takes waiting messages out of the system. Any number may run at once, and each may die at any point."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from governance.frame.days import office_time

from .channels import Channel, Connection, NotDelivered, channels
from .models import Delivery
from .quiet import quiet_hours

log = logging.getLogger(__name__)

BATCH = 50
MAX_TRIES = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# Whoever claims a row has this long; after that it counts as left behind by a dead worker and is tried again.
LEASE = timedelta(minutes=10)
# No new letter is begun so late that its time-out could outlast the lease.
WORKING_SECONDS = LEASE.total_seconds() / 2
# A letter that could not go out for days would only confuse; the message still waits in the inbox.
STALE_AFTER = timedelta(days=3)


@dataclass
class Outcome:
    """What one round did with the rows that it took."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    dropped: int = 0

    @property
    def taken(self) -> int:
        return self.sent + self.retried + self.failed + self.dropped


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many vain attempts: 1, 2, 4 … minutes, never more than six hours."""
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)


def deliver_due(now: datetime, limit: int = 2000) -> Outcome:
    """What is due has been sent, or waits for its next try, or stands among the undelivered with its reason.

    No row lock is held while a server answers: a row is claimed by pushing its next try ahead, so the row of a
    killed worker comes up again by itself. A letter may so arrive twice, with the same Message-ID.
    """
    this = _Round(now)
    while this.outcome.taken < limit:
        claimed = _claim(now, min(BATCH, limit - this.outcome.taken), only_urgent=this.is_quiet)
        if not claimed or not this.send(claimed):
            break
    return this.outcome


def _claim(now: datetime, limit: int, *, only_urgent: bool) -> list[int]:
    due = Delivery.objects.filter(
        Q(urgent=True) if only_urgent else Q(), state=Delivery.State.WAITING, next_try_at__lte=now
    )
    with transaction.atomic():
        ids = list(
            due.order_by("next_try_at", "id").select_for_update(skip_locked=True).values_list("id", flat=True)[:limit]
        )
        Delivery.objects.filter(id__in=ids).update(attempts=F("attempts") + 1, next_try_at=now + LEASE)
    return ids


class _Round:
    """One call of deliver_due: its clock, its quiet hours and its figures."""

    def __init__(self, now: datetime):
        self.now = now
        self.started = time.monotonic()
        self.quiet = quiet_hours(settings.NOTICE_QUIET_HOURS)
        self.is_quiet = self.quiet.covers(office_time(now))
        self.outcome = Outcome()

    def moment(self) -> datetime:
        """The caller's now, moved on by the time that the servers took."""
        return self.now + timedelta(seconds=time.monotonic() - self.started)

    def send(self, ids: list[int]) -> bool:
        """Each claimed row is finished or given back; false if it is no use to claim more in this round."""
        rows = Delivery.objects.filter(id__in=ids).select_related("notice__recipient__notice_preference")
        by_channel: dict[str, list[Delivery]] = {}
        for row in rows.order_by("asked_at", "id"):
            by_channel.setdefault(row.channel, []).append(row)
        stop_at = time.monotonic() + WORKING_SECONDS
        # Every channel gets its turn, also after one that is down.
        worked = [self._send_over(code, rows, stop_at) for code, rows in by_channel.items()]
        return all(worked)

    def _send_over(self, code: str, rows: list[Delivery], stop_at: float) -> bool:
        channel = channels().get(code)
        line = channel.open() if channel else None
        down = None
        try:
            for position, row in enumerate(rows):
                if time.monotonic() > stop_at:
                    self._give_back(rows[position:])
                    return False
                if reason := self._why_not(row, channel):
                    self._close(row, Delivery.State.DROPPED, reason)
                elif down:
                    self._retry(row, down)
                elif line is not None:
                    down = self._try(row, line)
        finally:
            if line:
                line.close()
        return down is None

    def _try(self, row: Delivery, line: Connection) -> NotDelivered | None:
        """The row is sent, failed or waiting again; what is returned holds for every other row of the line."""
        try:
            line.send(row.notice)
        except NotDelivered as refusal:
            self._retry(row, refusal)
            return refusal if refusal.line_is_down else None
        except Exception:
            log.exception("Notice %s cannot be sent over %s", row.notice_id, row.channel)
            self._retry(row, NotDelivered("内容无法生成，请联系系统管理员"))
            return None
        self._close(row, Delivery.State.SENT, "")
        return None

    def _why_not(self, row: Delivery, channel: Channel | None) -> str:
        """The reason why this row is not owed any more, or nothing."""
        recipient = row.notice.recipient
        if channel is None:
            return "这一渠道已停用"
        if not recipient.is_active:
            return "收件人已停用"
        if not channel.reaches(recipient):
            return "收件人没有地址，或已关闭外发"
        if self.now - row.asked_at > STALE_AFTER:
            return "已过时，消息仍可登录查看"
        return ""

    def _retry(self, row: Delivery, refusal: NotDelivered) -> None:
        if refusal.for_good or row.attempts >= MAX_TRIES:
            self._close(row, Delivery.State.FAILED, str(refusal))
            return
        again = office_time(self.moment() + wait_after(row.attempts))
        self._mine(row).update(
            next_try_at=again if row.urgent else self.quiet.first_open(again), last_error=str(refusal)
        )
        self.outcome.retried += 1

    def _close(self, row: Delivery, state: str, reason: str) -> None:
        sent_at = self.moment() if state == Delivery.State.SENT else None
        self._mine(row).update(state=state, sent_at=sent_at, next_try_at=None, last_error=reason)
        setattr(self.outcome, state, getattr(self.outcome, state) + 1)

    def _give_back(self, rows: list[Delivery]) -> None:
        for row in rows:
            self._mine(row).update(attempts=F("attempts") - 1, next_try_at=self.moment())

    def _mine(self, row: Delivery):
        """The row, unless the lease ran out and another worker has it now."""
        return Delivery.objects.filter(id=row.id, state=Delivery.State.WAITING, attempts=row.attempts)
