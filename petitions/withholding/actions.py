"""A petitioner's name that is withheld from the organ that deals with the matter.

It stands in no row that the organ reads: page, lists, papers, exports, search and history have ``不公开姓名`` instead,
and cannot leak it. Who they are is sealed beside, for the office that took the matter in and the centre.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from governance.cases import access
from governance.cases.models import Participant
from governance.cases.models.participant import WITHHELD
from governance.cases.workflow import ORIGIN, OVERSEER
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import Petition, WithheldPerson

LABELS = (("name", "姓名（名称）"), ("phone", "电话"), ("id_number", "证件号"), ("address", "住址"))


@dataclass(frozen=True)
class Known:
    """Who somebody is whose name the case does not say."""

    person: Participant
    told: dict[str, str]


def take_out(people: Iterable[Participant]) -> list[Known]:
    """The unsaved people are nobody's name any more; says who they are. Whoever gave no name has none to withhold."""
    known = []
    for person in people:
        if person.is_named:
            known.append(Known(person, {field: getattr(person, field) for field, _ in LABELS}))
            person.name, person.address, person.phone, person.id_number = WITHHELD, "", "", ""
    return known


def keep(petition: Petition, known: Iterable[Known]) -> None:
    """Who they are is sealed for their rows, in the transaction in which these were written."""
    for each in known:
        row = WithheldPerson(petition=petition, participant=each.person)
        row.told = json.dumps(each.told, ensure_ascii=False)
        row.save(force_insert=True)


def may_read(user, petition: Petition) -> bool:
    """True for those of the office that took it in or sent it on, and of a centre that oversees its place."""
    return access.has_permission(user, petition, "cases.view_personal", ORIGIN) or access.has_permission(
        user, petition, "cases.oversee_case", OVERSEER
    )


def is_withheld(petition: Petition) -> bool:
    """True if somebody's name is withheld in it, by what its people are called."""
    return any(person.name == WITHHELD for person in petition.people_ever if person.replaced_by_id is None)


def read(petition: Petition, *, actor, reason: str, at: datetime) -> list[list[tuple[str, str]]]:
    """Who they are, for one look that stands in the record with its reason.

    Raises ``StepNotAllowed`` for everybody else and ``FactMissing`` without a reason.
    """
    if not may_read(actor, petition):
        raise StepNotAllowed("信访人要求不公开姓名：只有登记、转送这件事项的单位和综治中心可以查看。")
    if len(reason.strip()) < access.SHORTEST_REASON:
        raise FactMissing({"reason": "请写明查看事由，至少四个字。"})
    said = f"不公开姓名的信访人：{reason.strip()}"
    record(AccessRecord.Verb.UNMASK, actor=actor, at=at, subject=access.named_in_records(petition), reason=said)
    found = (json.loads(row.told) for row in petition.withheld.order_by("participant__position", "participant_id"))
    return [[(label, told[field]) for field, label in LABELS if told[field]] for told in found]


def forget_before(moment: datetime) -> int:
    """Of petitions that were closed before nobody knows any more whose name was withheld; says of how many."""
    return WithheldPerson.objects.filter(petition__closed_at__lt=moment).delete()[0]
