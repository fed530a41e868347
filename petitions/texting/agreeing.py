"""Who is told by text message: whoever agreed to it, at one mobile phone, until they say that it is enough.

个人信息保护法 art. 14 and 15: agreed to beforehand and by itself, taken back as easily.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from governance.cases.models import Participant
from governance.frame.identity import phones_in
from governance.notices.sms import MOBILE

from ..models import CitizenText, Petition
from .words import WORDS

State = CitizenText.State


def can_text() -> bool:
    """True if the county has a gateway: without one nobody is asked."""
    return bool(settings.SMS_URL)


def mobile_of(people: Iterable[Participant]) -> str:
    """The first mobile phone among theirs; empty where there is none."""
    numbers = (number for person in people for number in phones_in(person.phone))
    return next(filter(MOBILE.fullmatch, numbers), "")


def agree(petition: Petition, phone: str) -> None:
    """Whoever put it forward is told of what comes, each thing once; of an accusation nothing is ever said."""
    if not phone or petition.is_restricted or not can_text():
        return
    for word in WORDS:
        wait(petition, word.code, phone)


def wait(petition: Petition, word: str, phone: str, after: int = 0) -> None:
    """The message waits for what comes after that entry of the history."""
    row = CitizenText(petition=petition, word=word, after=after)
    row.phone = phone
    row.save(force_insert=True)


def is_told(petition: Petition) -> bool:
    """True while something will still be said."""
    return petition.texts.filter(state=State.WAITING).exists()


def stop(petition: Petition, at: datetime, reason: str) -> None:
    """Nothing more is said, and the number is known no more."""
    end(petition.texts.filter(state=State.WAITING), at, reason)


def end(rows, at: datetime, reason: str) -> int:
    """What waits there is never said; says how many that were."""
    told: int = rows.update(state=State.DROPPED, phone_sealed="", next_try_at=None, ended_at=at, last_error=reason)
    return told
