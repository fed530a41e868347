"""One reply a letter leaves, tried again while the server does not take it; any number of workers may run at once."""

import json
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from governance.notices.channels import NotDelivered
from governance.notices.delivery import MAX_TRIES, wait_after
from governance.notices.handing import hand_over_due
from governance.notices.mail import MailLine

from ..models import Letter
from .letters import SUBJECT

Reply = Letter.Reply


def reply_due(now: datetime) -> int:
    """What is due has been handed to the server, or waits for its next try; says how many were handed over."""
    line = MailLine()
    try:
        return hand_over_due(
            Letter.objects.filter(reply=Reply.WAITING),
            lambda letter: line.hand_over(_mail_of(letter)),
            lambda letter, refusal: _finish(letter, refusal, now),
            now=now,
            broken="回信无法生成，请联系系统管理员",
        )
    finally:
        line.close()


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
