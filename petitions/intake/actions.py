"""Registration of a petition: the one verb that the window, the import and the website share."""

from datetime import datetime

from django.db import transaction

from governance.cases.models import Case, CaseLink, CaseUnit
from governance.cases.steps import actions, secrecy
from governance.frame.days import office_day
from governance.organisation.models import Unit
from governance.organisation.units import unit_above

from ..models import Petition
from ..texting import agreeing
from ..withholding.actions import keep, take_out


@transaction.atomic
def register_petition(
    petition: Petition,
    *,
    actor,
    at: datetime,
    people,
    files=(),
    repeats=None,
    replay=False,
    tells=(),
    told=(),
    withheld=False,
    texts=False,
):
    """The petition is registered and its first event returned. Registration is never refused (art. 22, 44).

    ``people`` are unsaved participants, petitioners first. An accusation is restricted before it is written.
    ``repeats`` is an earlier petition of the same person on the same matter: both show each other. What is brought to a
    village goes to the unit above it, which answers for it; the village sees how it ends, unless it is an accusation.
    ``tells`` and ``told`` are those of ``open_case``. With ``withheld`` no named petitioner is named in the case: who
    they are is sealed beside it. With ``texts`` whoever put it forward agreed to be told by text message.
    """
    petition.kind = "petition"
    village = _give_to_its_holder(petition, at)
    if petition.petition_class != Petition.Class.APPEAL_REQUEST:
        petition.route = ""
    petition.is_repeat = repeats is not None
    phone = agreeing.mobile_of(people) if texts else ""
    known = take_out(people) if withheld else []
    event = actions.open_case(
        petition, actor=actor, at=at, people=people, files=files, replay=replay, tells=tells, told=told
    )
    keep(petition, known)
    agreeing.agree(petition, phone)
    if village not in (None, petition.lead_unit) and not petition.is_restricted:
        CaseUnit.objects.create(case_id=petition.pk, unit=village, part=CaseUnit.Part.INFORMED, since=at)
    if repeats is not None:
        CaseLink.objects.create(case_id=petition.pk, other_id=repeats.pk, kind=CaseLink.Kind.REPEAT)
    return event


def _give_to_its_holder(petition: Petition, at: datetime) -> Unit | None:
    """The unit that answers for it holds it, and none that it accuses; gives the village to which it was brought."""
    village = petition.lead_unit if petition.lead_unit.kind == Unit.Kind.VILLAGE else None
    if village is not None:
        petition.lead_unit = unit_above(village) or village
    if petition.petition_class == Petition.Class.ACCUSATION:
        petition.confidentiality = Case.Confidentiality.RESTRICTED
        window, names = petition.lead_unit, petition.accused_names
        petition.lead_unit = secrecy.first_holder(window, petition.accused_unit, names, on=office_day(at))
        if petition.lead_unit != window:
            petition.sender_unit = window
    return village
