"""Who hears of a case: worked out from the right to see it at that moment."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from governance.organisation.models import Area, User
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import DESK, GUIDE, LEAD, WORKER, carrying, playing
from governance.organisation.standing import units_under

from .. import registry
from ..access.door import unit_judged
from ..access.hearing import confided, shields, units_in
from ..common_steps import URGE
from ..instruction_steps import INSTRUCT
from ..models import Case, CaseUnit, Event
from ..workflow import COUNTY, OVERSEER, SUPERIOR, Hearer, Step

# By which steps somebody asks for an answer.
ASKED_BY = {Hearer.INSTRUCTING: (INSTRUCT,), Hearer.WAITING: (INSTRUCT, URGE)}


def people(case, hearers: Collection[Hearer], *, on: date) -> set[int]:
    """The ids of the active people who are these hearers of the case.

    Of a restricted case only holders of an object permission hear, and nobody from whom it is kept.
    """
    # A part was taken in where the whole was.
    whole = case.parent if case.parent_id else case
    partners, former = (
        units_in(case, part) if hearer in hearers else ()
        for hearer, part in ((Hearer.CO, CaseUnit.Part.CO_HANDLER), (Hearer.FORMER, CaseUnit.Part.FORMER))
    )
    told = {
        Hearer.LEAD: ((case.lead_unit_id,), playing(LEAD)),
        Hearer.STAFF: ((case.lead_unit_id,), playing(LEAD, WORKER, DESK)),
        Hearer.SENDER: ((case.sender_unit_id,), playing(LEAD, DESK)),
        Hearer.FIRST: ((whole.first_unit_id,), playing(DESK)),
        Hearer.FORMER: (former, playing(LEAD, WORKER, DESK)),
        Hearer.CO: (partners, playing(LEAD, WORKER, DESK)),
    }
    told = {hearer: (set(units), roles) for hearer, (units, roles) in told.items() if hearer in hearers}
    hands = {case.handler_id} if Hearer.HANDLER in hearers else set()
    if Hearer.FIRST in hearers and whole is not case:
        hands.add(whole.handler_id)
    brought = _brought_by(case, hearers)
    guides = registry.kind_of(case).guided_by if Hearer.GUIDES in hearers else ()
    kept_from = shields([case.pk]) if case.is_restricted else {}
    units = set().union(*(units for units, _ in told.values()), *(shield.units for shield in kept_from.values()))
    office = InOffice(on, units, hands | brought, guides)
    found = hands & office.everybody()
    for each, roles in told.values():
        found |= office.of(*each, roles=roles)
    if Hearer.FIRST in hearers and whole.registered_by_id is None:
        # What nobody of the office registered may have come to a village of grid workers, who have no desk.
        found |= office.first_of(whole.first_unit_id, playing(DESK), playing(WORKER))
    found |= office.guiding(case.area_id, guides, playing(GUIDE))
    if Hearer.SENDER in hearers:
        # Whoever sent it waits for the answer, whatever the post.
        found |= office.of(case.sender_unit_id) & {case.registered_by_id}
    if Hearer.ABOVE in hearers:
        found |= _deciding_above(case, on)
    found |= knowing(case, (brought & office.everybody()) - found)
    return found & confided(kept_from, office)[case.pk] if case.is_restricted else found


def _deciding_above(case, on: date) -> set[int]:
    """Who oversees the place, and may take what comes next in the case; nobody of its unit, where that is judged."""
    steps = [step for step in registry.workflow_of(case).steps if case.status in step.sources]
    steps = [step for step in steps if step.comes_next(case.status, has_parts=False)]
    office, found = InOffice(on), set()
    for step in steps:
        if step.reach in (OVERSEER, SUPERIOR):
            over = set().union(*office.overseeing(case.area_id, carrying(step.permission)).values())
            found |= over - (_of_holder(case, office) if step.reach == SUPERIOR else set())
    return found


def _of_holder(case, office: InOffice) -> set[int]:
    """Who is of the unit that is judged, or of one under it."""
    judged = unit_judged(case)
    return office.of(*units_under([judged])) if judged else set()


def approvers_above(case, step: Step, *, on: date) -> set[int]:
    """Who oversees the place, and may give the approval for which the step waits outside the unit that holds the case.

    Nobody hears so of a restricted one, nor whoever keeps out of it.
    """
    reach = step.approval_reach
    if reach not in (OVERSEER, SUPERIOR, COUNTY) or case.is_restricted:
        return set()
    office = InOffice(on)
    found = office.overseeing(case.area_id, carrying(step.approval))
    wanted = {area for area in found if reach != COUNTY or Area.level_of(area) == Area.Level.COUNTY}
    heard = set().union(*(found[area] for area in wanted)) - case.recused
    if reach == SUPERIOR:
        heard -= _of_holder(case, office)
    if step.approved_by is None:
        return heard
    may = registry.kind_of(case).persons[step.approved_by.person]
    return {user.pk for user in User.objects.filter(pk__in=heard) if may(case, user, on)}


def _brought_by(case, hearers: Collection[Hearer]) -> set[int]:
    """Who took it in, whatever the post: a village may have grid workers alone; whoever put it forward as well, and
    who asked for an answer."""
    brought = {(case.parent or case).registered_by_id} if Hearer.FIRST in hearers else set()
    same = Case.objects.filter(Q(pk=case.pk) | Q(merged_into=case.pk)).order_by("pk")
    if Hearer.FOLLOWERS in hearers:
        brought |= set(same.values_list("registered_by_id", flat=True))
        follow = registry.kind_of(case).followers
        brought |= follow(case) if follow else set()
    asked = {step.name for hearer, steps in ASKED_BY.items() if hearer in hearers for step in steps}
    if asked:
        brought |= set(Event.objects.filter(case__in=same, step__in=asked).values_list("actor_id", flat=True))
    return brought


def knowing(case, people: set[int]) -> set[int]:
    """Those of these people who may know of the case still."""
    users = User.objects.filter(pk__in=people) if people else ()
    return {user.pk for user in users if Case.objects.visible_to(user).filter(pk=case.pk).exists()}
