"""Who is told by text message: whoever agreed to it, at one mobile phone, until they say that it is enough.

个人信息保护法 art. 14 and 15: agreed to beforehand and by itself, taken back as easily.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings

from governance.cases.models import Participant
from governance.frame.identity import phones_in
from governance.notices.sms import MOBILE

from ..models import CitizenText, Petition, WithheldPerson
from .words import WORDS

State = CitizenText.State


def can_text() -> bool:
    """True if the county has a gateway: without one nobody is asked."""
    return bool(settings.SMS_URL)


def mobile_of(people: Iterable[Participant]) -> str:
    """The first mobile phone among theirs; empty where there is none."""
    return _mobile(number for person in people for number in phones_in(person.phone))


def _mobile(numbers: Iterable[str]) -> str:
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


def correct(petition: Petition, was: str, now: str, at: datetime) -> None:
    """What waits for a number that was written down wrongly goes to the right one, and nowhere where that is no mobile:
    a stranger hears nothing more (个人信息保护法 art. 8)."""
    right = phones_in(now)
    wrong = _waiting_at(petition, set(phones_in(was)) - set(right))
    mobile = _mobile(right)
    if not mobile:
        _end(wrong, at, "号码已经更正")
        return
    for row in wrong:
        row.phone = mobile
        row.save(update_fields=["phone_sealed"])


def leave(petition: Petition, person: Participant, at: datetime) -> None:
    """Whoever withdraws while others do not is told nothing more at a number that is theirs alone."""
    others = {number for each in petition.petitioners if each.pk != person.pk for number in _numbers_of(each)}
    _end(_waiting_at(petition, _numbers_of(person) - others), at, "本人已经撤回")


def _numbers_of(person: Participant) -> set[str]:
    """Those of the person, also where the organ that deals with the matter does not know them."""
    sealed = WithheldPerson.objects.filter(participant=person.pk).first()
    return set(phones_in(json.loads(sealed.told)["phone"] if sealed else person.phone))


def _waiting_at(petition: Petition, numbers: Collection[str]) -> list[CitizenText]:
    if not numbers:
        return []
    waiting = petition.texts.select_for_update().filter(state=State.WAITING)
    return [row for row in waiting if row.phone in numbers]


def _end(rows: Iterable[CitizenText], at: datetime, reason: str) -> None:
    end(CitizenText.objects.filter(pk__in=[row.pk for row in rows], state=State.WAITING), at, reason)


def stop(petition: Petition, at: datetime, reason: str) -> None:
    """Nothing more is said, and the number is known no more."""
    end(petition.texts.filter(state=State.WAITING), at, reason)


def end(rows, at: datetime, reason: str) -> int:
    """What waits there is never said; says how many that were."""
    told: int = rows.update(state=State.DROPPED, phone_sealed="", next_try_at=None, ended_at=at, last_error=reason)
    return told
