"""A petition that comes out of another case: of the same people, in their own words."""

from datetime import datetime

from governance.cases.models import Participant

from ..models import Petition
from .actions import register_petition

Part = Participant.Part
SEALED = ("phone", "id_number")


def open_from(origin, actor, at: datetime, facts: dict) -> Petition:
    """A petition stands at the unit, with those who asked as petitioners.

    ``facts``: ``unit`` that takes it in, ``petition_class`` and ``reason``, what they ask for. An accusation does not
    come this way: whoever read the other case would know of it.
    """
    people = [_petitioner(person) for person in origin.people]
    petition = Petition(
        title=origin.title,
        summary=facts["reason"],
        area=origin.area,
        place=origin.place,
        channel=origin.channel if origin.channel != Petition.Channel.PATROL else Petition.Channel.VISIT,
        came_by=origin.came_by,
        confidentiality=origin.confidentiality,
        petition_class=facts["petition_class"],
        route="handling",
        is_oral=True,
        people_count=max(len(people), 1),
        lead_unit=facts["unit"],
        sender_unit=origin.lead_unit if origin.lead_unit_id != facts["unit"].pk else None,
        opened_at=at,
    )
    register_petition(petition, actor=actor, at=at, people=people, replay=facts.get("replay", False))
    return petition


def _petitioner(person: Participant) -> Participant:
    made = Participant(part=Part.PETITIONER, name=person.name, address=person.address)
    for name in SEALED:
        setattr(made, name, getattr(person, name))
    return made
