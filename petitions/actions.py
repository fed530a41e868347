"""Registration of a petition: the one verb that the window, the import and the website share."""

from datetime import datetime

from django.db.models import Q

from governance.cases import access, actions
from governance.cases.models import Case, CaseLink, Participant

from .models import Petition


def register_petition(petition: Petition, *, actor, at: datetime, people, files=(), repeats=None, replay=False):
    """The petition is registered and its first event returned. Registration is never refused (art. 22, 44).

    ``people`` are unsaved participants, petitioners first. An accusation is restricted before it is written.
    ``repeats`` is an earlier petition of the same person on the same matter: both show each other.
    """
    petition.kind = "petition"
    if petition.petition_class == Petition.Class.ACCUSATION:
        petition.confidentiality = Case.Confidentiality.RESTRICTED
        if petition.accused_unit is not None:
            # The window of the accused unit may take it in, but cannot keep it.
            petition.lead_unit = access.holder_beside(petition.lead_unit, petition.accused_unit)
    if petition.petition_class != Petition.Class.APPEAL_REQUEST:
        petition.route = ""
    petition.is_repeat = repeats is not None
    event = actions.open_case(petition, actor=actor, at=at, people=people, files=files, replay=replay)
    if repeats is not None:
        CaseLink.objects.create(case_id=petition.pk, other_id=repeats.pk, kind=CaseLink.Kind.REPEAT)
    return event


def earlier_petitions(people: list[Participant], visible):
    """Among the visible petitions, those in which one of these people takes part, newest first.

    People are recognised by the keyed hash of phone, ID number or account, or by name and address together.
    """
    phones = [person.phone_hash for person in people if person.phone_hash]
    numbers = [person.id_number_hash for person in people if person.id_number_hash]
    accounts = [person.account_hash for person in people if person.account_hash]
    found = Participant.objects.filter(
        Q(phone_hash__in=phones) | Q(id_number_hash__in=numbers) | Q(account_hash__in=accounts)
    )
    for person in people:
        if person.name and person.address:
            found |= Participant.objects.filter(name=person.name, address=person.address)
    return visible.filter(pk__in=found.values("case_id")).order_by("-opened_at", "-id")
