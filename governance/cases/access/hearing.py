"""Who of the people in office may hear of a restricted case."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce
from governance.organisation.models import Post, Unit, User
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, carrying, playing
from governance.organisation.standing import units_under

from ..models import CaseAccusedPerson, CaseUnit, CaseUserObjectPermission

# Units that are shut out: the accused one, and what stood under it when it was accused.
SHUT_OUT = (CaseUnit.Part.ACCUSED, CaseUnit.Part.BARRED)


@dataclass
class Shield:
    """Whom a case is kept from: the accused units, with all that stood or stands under them, and accused people."""

    units: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.units or self.people)


def _shut_out(cases: list[int]) -> QuerySet:
    rows = CaseUnit.objects.filter(Among(F("case"), cases), part__in=SHUT_OUT)
    return rows.order_by().values_list("case_id", "unit_id", "part")


def _accused(cases: list[int]) -> QuerySet:
    rows = CaseAccusedPerson.objects.filter(Among(F("case"), cases))
    return rows.order_by().values_list("case_id", "user_id", "name")


def _units_in(case: int, part: str) -> QuerySet:
    return CaseUnit.objects.filter(case=case, part=part).order_by().values_list("unit_id")


# Of cases: which units are shut out and as what, and which people; of one case the units that have a part in it.
UNITS_SHUT_OUT = WrittenOnce(_shut_out, cases=[-1])
PEOPLE_ACCUSED = WrittenOnce(_accused, cases=[-1])
UNITS_IN = WrittenOnce(_units_in, case=-1, part="?")


def units_in(case, part: str) -> set[int]:
    """The units that have this part in the case."""
    return {unit_id for (unit_id,) in UNITS_IN.rows(case=case.pk, part=part)}


def shields(case_ids: Iterable[int]) -> dict[int, Shield]:
    """From whom each of these cases is kept, at every door."""
    found = {case_id: Shield() for case_id in case_ids}
    under: dict[int, set[int]] = {}
    for case_id, unit_id, _ in UNITS_SHUT_OUT.rows(cases=list(found)):
        if unit_id not in under:
            under[unit_id] = units_under([unit_id])
        found[case_id].units |= under[unit_id]
    for case_id, user_id, _ in PEOPLE_ACCUSED.rows(cases=list(found)):
        found[case_id].people.add(user_id)
    return found


def shield_of(case) -> Shield:
    """From whom this case is kept."""
    return shields([case.pk])[case.pk]


def confided(kept_from: dict[int, Shield], office: InOffice) -> dict[int, set[int]]:
    """Of each of these restricted cases who hears: holders of an object permission who are in office and may see cases.

    ``kept_from`` are the shields, by case; nobody behind one hears. ``office`` has read the posts of their units too.
    A permission holds while the person has a post in the unit through which they know.
    """
    holders: dict[int, set[int]] = defaultdict(set)
    granted = CaseUserObjectPermission.objects.filter(content_object_id__in=kept_from)
    granted = granted.filter(permission__codename="view_case").filter(still_held(office.on))
    for case_id, user_id in granted.values_list("content_object_id", "user_id"):
        holders[case_id].add(user_id)
    in_office = office.everybody(roles=carrying("cases.view_case"))
    return {
        case_id: holders[case_id] & in_office - office.of(*shield.units) - shield.people
        for case_id, shield in kept_from.items()
    }


def still_held(on: date) -> Q:
    """The condition that a permission's post is held on that day."""
    return Q(unit=None) | Q(Exists(Post.objects.current(on).filter(user=OuterRef("user"), unit=OuterRef("unit"))))


def confidants(case, unit_id: int, *, on: date) -> list[User]:
    """Who in a unit must be told of a restricted case so that it can be handled; nobody from whom it is kept."""
    return trusted_in(unit_id, shield_of(case), on=on)


def trusted_in(unit_id: int, shield: Shield, *, on: date) -> list[User]:
    """The unit's leads, its confidential clerks, and in a discipline organ its handlers; nobody behind the shield."""
    office = InOffice(on, {unit_id, *shield.units})
    trusted, handlers = playing(LEAD) | carrying("cases.restricted_case"), carrying("cases.handle_case")
    chosen = {
        seat.user_id
        for seat in office.seats(unit_id)
        if seat.role in trusted or (seat.unit_kind == Unit.Kind.DISCIPLINE and seat.role in handlers)
    }
    return list(User.objects.filter(pk__in=chosen - office.of(*shield.units) - shield.people))


def units_involved(case) -> set[int]:
    """The units that hold the case, sent it to its holder, or handle it together."""
    return {case.lead_unit_id, case.sender_unit_id, *units_in(case, CaseUnit.Part.CO_HANDLER)} - {None}


def led_by(people: Collection[int], *, on: date) -> set[int]:
    """The units that one of these people leads."""
    posts = Post.objects.current(on).filter(user__in=people, role__name__in=playing(LEAD))
    return set(posts.values_list("unit_id", flat=True))
