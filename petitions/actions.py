"""Registration of a petition: the one verb that the window, the import and the website share."""

from datetime import datetime

from governance.cases import access
from governance.cases.models import Case, CaseLink
from governance.cases.steps import actions
from governance.organisation.standing import units_under

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
            petition.lead_unit = access.holder_beside(petition.lead_unit, units_under([petition.accused_unit_id]))
    if petition.petition_class != Petition.Class.APPEAL_REQUEST:
        petition.route = ""
    petition.is_repeat = repeats is not None
    event = actions.open_case(petition, actor=actor, at=at, people=people, files=files, replay=replay)
    if repeats is not None:
        CaseLink.objects.create(case_id=petition.pk, other_id=repeats.pk, kind=CaseLink.Kind.REPEAT)
    return event
