"""Who hears of a case: worked out from the right to see it at that moment."""

from datetime import date

from django.db.models import Q

from governance.organisation.in_office import InOffice
from governance.organisation.roles import DESK, GUIDE, LEAD, WORKER, playing

from .. import registry
from ..hearing import confided, shut_out
from ..models import CaseUnit


def people(case, words, *, on: date) -> set[int]:
    """The ids of the active people whom the words name (handler, lead, staff, sender, first, co, guides).

    Of a restricted case only holders of an object permission hear, and nobody of an accused unit or of one under it.
    """
    # A part was taken in where the whole was.
    whole = case.parent if case.parent_id else case
    partners = case.case_units.filter(part=CaseUnit.Part.CO_HANDLER).values_list("unit_id", flat=True)
    told = {
        "lead": ((case.lead_unit_id,), playing(LEAD)),
        "staff": ((case.lead_unit_id,), playing(LEAD, WORKER, DESK)),
        "sender": ((case.sender_unit_id,), playing(LEAD, DESK)),
        "first": ((whole.first_unit_id,), playing(DESK)),
        "co": (partners if "co" in words else (), playing(LEAD, WORKER, DESK)),
    }
    told = {word: (set(units), roles) for word, (units, roles) in told.items() if word in words}
    hands = {case.handler_id} if "handler" in words else set()
    if "first" in words and whole is not case:
        hands.add(whole.handler_id)
    guides = registry.kind_of(case).guided_by if "guides" in words else ()
    barred = shut_out([case.pk]) if case.is_restricted else {}
    units = set().union(*(units for units, _ in told.values()), *barred.values())
    office = InOffice(on, Q(unit__in=units - {None}) | Q(user__in=hands - {None}) | Q(unit__kind__in=guides))
    found = hands & office.everybody()
    for each, roles in told.values():
        found |= office.of(*each, roles=roles)
    found |= office.guiding(case.area_id, guides, playing(GUIDE))
    if "sender" in words:
        # Whoever sent it waits for the answer, whatever the post.
        found |= office.of(case.sender_unit_id) & {case.registered_by_id}
    return found & confided(barred, office)[case.pk] if case.is_restricted else found
