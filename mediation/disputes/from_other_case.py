"""A dispute that comes out of another case, and parties who are known only later."""

from datetime import datetime

from governance.cases.models import Participant
from governance.cases.search.bigrams import make_findable
from governance.cases.steps import actions
from governance.cases.workflow import Hearer
from governance.frame.identity import wrong_numbers
from governance.frame.refusals import FactMissing

from ..models import Dispute
from .actions import check_sides

Part = Participant.Part
# Whoever asks in the other case is the applicant here; an agent stays one.
PART_HERE: dict[str, str] = {
    Part.PETITIONER: Part.APPLICANT,
    Part.PARTY: Part.APPLICANT,
    Part.REPRESENTATIVE: Part.REPRESENTATIVE,
    Part.AGENT: Part.AGENT,
}
SEALED = ("phone", "id_number")


def open_from(origin, actor, at: datetime, facts: dict) -> Dispute:
    """A dispute stands at the unit, with those who asked as applicants; the other side is still to be named.

    ``facts``: ``unit`` that takes it in, ``source`` and ``reason``, the words about the quarrel.
    """
    people = [_applicant(person) for person in origin.people if person.part in PART_HERE]
    if people and not any(person.part == Part.APPLICANT for person in people):
        people[0].part = Part.APPLICANT
    unit = facts["unit"]
    dispute = Dispute(
        kind="dispute",
        source=facts["source"],
        title=origin.title,
        summary=facts["reason"],
        area=origin.area,
        place=origin.place,
        longitude=origin.longitude,
        latitude=origin.latitude,
        channel=origin.channel,
        came_by=origin.came_by,
        confidentiality=origin.confidentiality,
        lead_unit=unit,
        sender_unit=origin.lead_unit if origin.lead_unit_id != unit.pk else None,
        people_count=max(len(people) + 1, 2),
        opened_at=at,
    )
    told = [["来源编号", origin.number]]
    actions.open_case(
        dispute, actor=actor, at=at, people=people, told=told, tells=(Hearer.STAFF,), replay=facts.get("replay", False)
    )
    return dispute


def _applicant(person: Participant) -> Participant:
    made = Participant(part=PART_HERE[person.part], name=person.name, address=person.address)
    for name in SEALED:
        setattr(made, name, getattr(person, name))
    return made


def add_party(dispute, *, act, facts):
    """One more person stands in the dispute and is found by name; the numbers are sealed and not told."""
    person = Participant(case_id=dispute.pk, part=facts["part"], name=facts["party_name"])
    person.address = facts.get("address") or ""
    person.phone = facts.get("phone") or ""
    person.id_number = facts.get("id_number") or ""
    _check(dispute, person)
    last = dispute.participants.order_by("-position").first()
    person.position = last.position + 1 if last else 0
    person.save(force_insert=True)
    make_findable(dispute, list(dispute.participants.all()))
    dispute.people_count = max(dispute.people_count, dispute.participants.count())
    return ["people_count", "search_text", "grams"]


def _check(dispute, person: Participant) -> None:
    errors = wrong_numbers(person.phone, person.id_number)
    try:
        check_sides([*dispute.participants.all(), person], both=False)
    except FactMissing as refusal:
        errors["party_name"] = str(refusal)
    if errors:
        raise FactMissing(errors)
