"""Who of the people in office may hear of a restricted case."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from governance.organisation.in_office import InOffice
from governance.organisation.models import Unit, User
from governance.organisation.roles import LEAD, carrying, playing
from governance.organisation.standing import units_under

from .models import CaseUnit, CaseUserObjectPermission


def shut_out(case_ids: Iterable[int]) -> dict[int, set[int]]:
    """The accused units of each of these cases and everything under them: shut out of every door."""
    found: dict[int, set[int]] = {case_id: set() for case_id in case_ids}
    under: dict[int, set[int]] = {}
    accused = CaseUnit.objects.filter(case_id__in=found, part=CaseUnit.Part.ACCUSED)
    for case_id, unit_id in accused.values_list("case_id", "unit_id"):
        if unit_id not in under:
            under[unit_id] = units_under([unit_id])
        found[case_id] |= under[unit_id]
    return found


def confided(barred: dict[int, set[int]], office: InOffice) -> dict[int, set[int]]:
    """Of each of these restricted cases who hears: holders of an object permission who are in office and may see cases.

    ``barred`` are the units shut out, by case; nobody of them hears. ``office`` has read their posts too.
    """
    holders: dict[int, set[int]] = defaultdict(set)
    granted = CaseUserObjectPermission.objects.filter(content_object_id__in=barred, permission__codename="view_case")
    for case_id, user_id in granted.values_list("content_object_id", "user_id"):
        holders[case_id].add(user_id)
    in_office = office.everybody(roles=carrying("cases.view_case"))
    return {case_id: holders[case_id] & in_office - office.of(*units) for case_id, units in barred.items()}


def confidants(case, unit_id: int, *, on: date) -> list[User]:
    """Who in a unit must be told of a restricted case so that it can be handled.

    Its leads, its confidential clerks, and in a discipline organ its handlers; nobody who also belongs to the accused
    unit or to a unit under it.
    """
    barred = shut_out([case.pk])[case.pk]
    office = InOffice(on, Q(unit__in={unit_id, *barred}))
    trusted, handlers = playing(LEAD) | carrying("cases.restricted_case"), carrying("cases.handle_case")
    chosen = {
        seat.user_id
        for seat in office.seats(unit_id)
        if seat.role in trusted or (seat.unit_kind == Unit.Kind.DISCIPLINE and seat.role in handlers)
    }
    return list(User.objects.filter(pk__in=chosen - office.of(*barred)))
