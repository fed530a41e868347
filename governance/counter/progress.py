"""How a matter stands, told to whoever brought it: by its number and the end of a number that only they know."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from governance.cases.access import mark_of, named_in_records
from governance.cases.models import Case, Participant
from governance.frame.days import day_text, office_day
from governance.frame.identity import phones_in
from governance.frame.refusals import Refusal
from governance.frame.registry import Registry
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

PROOF = re.compile(r"\d{3}[\dXx]", re.ASCII)
WAYS = (("visit", "当面"), ("phone", "电话"))
# So many that did not fit, by one clerk or for one number, and nobody is told anything for a while.
MOST_WRONG, WHILE = 5, timedelta(minutes=30)
WRONG = "查询进展：编号和号码末四位不符"


@dataclass(frozen=True)
class Answering:
    """What a line tells who brought a matter: ``parts`` are its people who may ask, ``tell`` what they may know.

    ``rates`` is the step that keeps how satisfied they are with its end, as they say without a login; it asks for
    ``rating``, ``note`` and ``heard_by``. Empty where they say it elsewhere.
    """

    kind: str
    parts: tuple[str, ...]
    tell: Callable[[Case], list[tuple[str, str]]]
    rates: str = ""


ANSWERINGS: Registry[Answering] = Registry("what is told to who brought a matter", field="answerings", code="kind")


def begun(case: Case, stands: str) -> list[tuple[str, str]]:
    """Its number, the day on which it came in and where it stands, with which every answer begins."""
    return [("编号", case.number), ("收到日期", day_text(office_day(case.opened_at))), ("进展", stands)]


class NothingFound(Refusal):
    """The number and the proof do not belong together, or nobody at this window may know of it: the same words."""


def ask(number: str, proof: str, way: str, *, actor, at: datetime) -> list[tuple[str, str]]:
    """What the person may be told of their matter; that it was told stands in the security record.

    Raises ``NothingFound`` where number and proof do not fit, and after too many that did not. A matter of which few
    may know is told of only by those who know of it.
    """
    mark = mark_of(number)
    lately = AccessRecord.objects.filter(verb=AccessRecord.Verb.DENIED, reason=WRONG, at__gt=at - WHILE)
    if lately.filter(Q(actor=actor) | Q(subject=mark)).count() >= MOST_WRONG:
        raise NothingFound("不符的次数太多，请半小时后再查，或者到登记的单位查询。")
    case = _case(number)
    if case is None or not _is_told(case, actor) or not _fits(case, proof):
        record(AccessRecord.Verb.DENIED, actor=actor, at=at, subject=mark, reason=WRONG, succeeded=False)
        raise NothingFound("没有查到：请核对编号和登记的电话或者证件号末四位；检举控告请向登记的单位查询。")
    said = f"申请人{dict(WAYS)[way]}查询进展"
    record(AccessRecord.Verb.OPEN, actor=actor, at=at, subject=named_in_records(case), reason=said)
    return ANSWERINGS[case.kind].tell(case)


def _case(number: str) -> Case | None:
    """The matter with that number, or that had it, of a kind that tells how it stands."""
    found = Case.objects.filter(kind__in=tuple(ANSWERINGS)).select_related("lead_unit")
    return found.filter(number=number).first() or found.filter(former_numbers__number=number).first()


def _is_told(case: Case, actor) -> bool:
    return not case.is_restricted or Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def _fits(case: Case, proof: str) -> bool:
    """True if the proof ends a phone or ID number of somebody who brought it."""
    people = Participant.objects.filter(case=case, part__in=ANSWERINGS[case.kind].parts)
    phones = [part for person in people for phone in phones_in(person.phone) for part in phone.split("转")]
    ends = {number[-4:] for number in (*phones, *(person.id_number for person in people))}
    return proof.upper() in ends
