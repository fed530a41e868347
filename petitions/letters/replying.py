"""One reply a letter leaves, tried again while the server does not take it; any number of workers may run at once."""

import json
import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from governance.notices.channels import NotDelivered
from governance.notices.delivery import LEASE, MAX_TRIES, wait_after
from governance.notices.mail import MailLine

from ..models import Letter
from .letters import SUBJECT

log = logging.getLogger(__name__)
Reply = Letter.Reply


def reply_due(now: datetime, most: int = 200) -> int:
    """What is due has been handed to the server, or waits for its next try; says how many were handed over."""
    line, sent = MailLine(), 0
    try:
        for _ in range(most):
            letter = _claim(now)
            if letter is None:
                break
            refusal = _try(letter, line)
            _finish(letter, refusal, now)
            sent += refusal is None
            if refusal and refusal.line_is_down:
                break
    finally:
        line.close()
    return sent


def _claim(now: datetime) -> Letter | None:
    due = Letter.objects.filter(reply=Reply.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")
    with transaction.atomic():
        found = due.select_for_update(skip_locked=True, of=("self",)).first()
        if found is None:
            return None
        Letter.objects.filter(pk=found.pk).update(attempts=F("attempts") + 1, next_try_at=now + LEASE)
    found.refresh_from_db()
    return found


def _try(letter: Letter, line: MailLine) -> NotDelivered | None:
    try:
        line.hand_over(_mail_of(letter))
    except NotDelivered as refusal:
        return refusal
    except Exception:
        log.exception("The reply to letter %s cannot be sent", letter.pk)
        return NotDelivered("回信无法生成，请联系系统管理员")
    return None


def _mail_of(letter: Letter) -> EmailMessage:
    told = json.loads(letter.reply_told)
    # Programs that answer by themselves leave alone what says that nobody wrote it (RFC 3834).
    headers = {"Message-ID": f"<letter-{letter.key[:40]}@{settings.SITE_URL.partition('://')[2]}>"}
    headers |= {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}
    if told["answers"].isascii() and told["answers"].isprintable():
        headers["In-Reply-To"] = told["answers"]
    return EmailMessage(f"【县综治中心】{SUBJECT}", told["text"], to=[told["to"]], headers=headers)


def _finish(letter: Letter, refusal: NotDelivered | None, now: datetime) -> None:
    mine = Letter.objects.filter(pk=letter.pk, reply=Reply.WAITING, attempts=letter.attempts)
    if refusal is None:
        mine.update(reply=Reply.SENT, next_try_at=None, last_error="", reply_sealed="")
    elif refusal.for_good or letter.attempts >= MAX_TRIES:
        mine.update(reply=Reply.FAILED, next_try_at=None, last_error=str(refusal), reply_sealed="")
    else:
        mine.update(next_try_at=now + wait_after(letter.attempts), last_error=str(refusal))
