"""Text messages to whoever put a petition forward: looked for minute by minute, so that no step has to know of them.

Whatever became an accusation, was closed or cannot be told any more is left unsaid. At night nobody is rung.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from governance.citizens import brake
from governance.citizens.slips import front_address
from governance.frame.days import day_text, office_day, office_time
from governance.frame.seals.sealing import keyed_hash
from governance.notices import sms
from governance.notices.channels import NotDelivered
from governance.notices.delivery import MAX_TRIES, wait_after
from governance.notices.handing import hand_over_due
from governance.notices.quiet import quiet_hours

from ..models import CitizenText, Petition
from .agreeing import State, can_text, end
from .words import WORDS

# Whoever has not rated a week after the answer came is asked once.
ASK_AFTER = timedelta(days=7)
# One phone is told so often an hour, whoever typed its number.
MOST_AN_HOUR = 5
TOO_MANY = "同一号码一小时内的短信太多"
RATING = "petition.rating"
Due = Callable[[datetime], Q]
WHEN: dict[str, Due] = {
    "registered": lambda now: Q(),
    "served": lambda now: Q(petition__served_on__isnull=False),
    "unrated": lambda now: Q(
        petition__served_on__lte=office_day(now - ASK_AFTER),
        petition__rating="",
        petition__clocks__term_code=RATING,
        petition__clocks__ended_at=None,
    ),
}


def send_due(now: datetime) -> int:
    """What can be said by now was handed to the gateway; a second run finds nothing to say."""
    waiting = CitizenText.objects.filter(state=State.WAITING)
    hidden = Q(petition__confidentiality=Petition.Confidentiality.RESTRICTED)
    end(waiting.filter(hidden), now, "知悉范围已经限制")
    end(waiting.filter(petition__closed_at__isnull=False), now, "事项已经结束")
    if not can_text():
        return 0
    first = quiet_hours(settings.NOTICE_QUIET_HOURS).first_open(office_time(now))
    for word in WORDS:
        ready = waiting.filter(WHEN[word.when](now), word=word.code, next_try_at=None)
        CitizenText.objects.filter(pk__in=ready.values("pk")).update(next_try_at=first)
    told = {word.code: word.words for word in WORDS}
    return hand_over_due(
        waiting,
        lambda row: _send(row, told[row.word], now),
        lambda row, refusal: _finish(row, refusal, now),
        now=now,
        broken="短信无法生成，请联系系统管理员",
    )


def _send(row: CitizenText, words: str, now: datetime) -> None:
    petition, phone = row.petition, row.phone
    if petition.is_restricted:
        raise NotDelivered("知悉范围已经限制", for_good=True)
    if brake.count("text", keyed_hash(f"text {phone}"), now) > MOST_AN_HOUR:
        raise NotDelivered(TOO_MANY, for_good=True)
    clock = petition.clocks.filter(term_code=RATING, ended_at=None).first()
    due = clock.due_said(day_text) if clock and clock.due else ""
    said = words.format(number=petition.number, address=front_address(), due=due)
    sms.text(phone, said, key=f"citizen-{row.pk}")


def _finish(row: CitizenText, refusal: NotDelivered | None, now: datetime) -> None:
    mine = CitizenText.objects.filter(pk=row.pk, state=State.WAITING, attempts=row.attempts)
    if refusal is None:
        mine.update(state=State.SENT, phone_sealed="", next_try_at=None, ended_at=now, last_error="")
    elif refusal.for_good or row.attempts >= MAX_TRIES:
        failed = {"state": State.FAILED, "phone_sealed": "", "next_try_at": None, "ended_at": now}
        mine.update(**failed, last_error=str(refusal))
    else:
        mine.update(next_try_at=now + wait_after(row.attempts), last_error=str(refusal))
