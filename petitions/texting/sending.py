"""Text messages to whoever put a petition forward: looked for minute by minute, so that no step has to know of them.

Whatever became an accusation, was closed or cannot be told any more is left unsaid. At night nobody is rung, not even
with what could not be handed over in the evening.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.cases.models import Event
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
from .agreeing import State, can_text, end, wait
from .words import WORDS, Word

# One phone is told so often an hour, whoever typed its number.
MOST_AN_HOUR = 5
TOO_MANY = "同一号码一小时内的短信太多"
RATING = "petition.rating"
OPEN = Q(petition__closed_at=None)
# Of what is closed nothing is said but what closed it.
LEFT_UNSAID = Q(next_try_at=None) | ~Q(word__in=[word.code for word in WORDS if word.closing])
BY_CODE = {word.code: word for word in WORDS}


def _entries(petition: OuterRef | int, word: Word) -> QuerySet[Event]:
    """What of the history the message tells."""
    of = Q()
    if word.of != "reviews":
        of |= Q(case=petition)
    if word.of != "petition":
        of |= Q(case__parent=petition, case__review__isnull=False)
    return Event.objects.filter(of, step__in=word.steps)


def _due(word: Word, now: datetime) -> Q:
    """What there is to say, and to say still."""
    due = Q(Exists(_entries(OuterRef("petition_id"), word).filter(pk__gt=OuterRef("after")))) if word.steps else Q()
    if not word.closing:
        due &= OPEN
    if word.after_days:
        answered = office_day(now - timedelta(days=word.after_days))
        due &= Q(petition__served_on__lte=answered, petition__rating="")
        due &= Q(petition__clocks__term_code=RATING, petition__clocks__ended_at=None)
    return due


def send_due(now: datetime) -> int:
    """What can be said by now was handed to the gateway; a second run finds nothing to say."""
    waiting = CitizenText.objects.filter(state=State.WAITING)
    hidden = Q(petition__confidentiality=Petition.Confidentiality.RESTRICTED)
    end(waiting.filter(hidden), now, "知悉范围已经限制")
    if can_text():
        for word in WORDS:
            ready = waiting.filter(_due(word, now), word=word.code, next_try_at=None)
            CitizenText.objects.filter(pk__in=ready.values("pk")).update(next_try_at=now)
    end(waiting.exclude(OPEN).filter(LEFT_UNSAID), now, "事项已经结束")
    if not can_text() or quiet_hours(settings.NOTICE_QUIET_HOURS).covers(office_time(now)):
        return 0
    return hand_over_due(
        waiting,
        lambda row: _send(row, BY_CODE[row.word], now),
        lambda row, refusal: _finish(row, refusal, now),
        now=now,
        broken="短信无法生成，请联系系统管理员",
    )


def _send(row: CitizenText, word: Word, now: datetime) -> None:
    petition, phone = row.petition, row.phone
    if petition.is_restricted:
        raise NotDelivered("知悉范围已经限制", for_good=True)
    clock = petition.clocks.filter(term_code=RATING, ended_at=None).first()
    due = clock.due_said(day_text) if clock and clock.due else ""
    if word.after_days and not due:
        raise NotDelivered("已经评价，或者评价的期限已经过了", for_good=True)
    if brake.count("text", keyed_hash(f"text {phone}"), now) > MOST_AN_HOUR:
        raise NotDelivered(TOO_MANY, for_good=True)
    said = word.words.format(number=petition.number, address=front_address(), due=due)
    sms.text(phone, said, key=f"citizen-{row.pk}")


@transaction.atomic
def _finish(row: CitizenText, refusal: NotDelivered | None, now: datetime) -> None:
    mine = CitizenText.objects.filter(pk=row.pk, state=State.WAITING, attempts=row.attempts)
    # As it stands by now: it may have been stopped, or its number corrected, while the gateway answered.
    held = mine.select_for_update().first()
    if held is None:
        return
    over = {"phone_sealed": "", "next_try_at": None, "ended_at": now}
    if refusal is None:
        mine.update(**over, state=State.SENT, last_error="")
    elif refusal.for_good or row.attempts >= MAX_TRIES:
        mine.update(**over, state=State.FAILED, last_error=str(refusal))
    else:
        mine.update(next_try_at=now + wait_after(row.attempts), last_error=str(refusal))
        return
    _go_on(held)


def _go_on(row: CitizenText) -> None:
    """What comes later is said too: the next message waits for what comes after all that this one told of."""
    word = BY_CODE[row.word]
    last = _entries(row.petition_id, word).order_by("-pk").values_list("pk", flat=True).first() if word.steps else None
    if last is not None and row.petition.closed_at is None and not row.petition.is_restricted:
        wait(row.petition, row.word, row.phone, after=last)
