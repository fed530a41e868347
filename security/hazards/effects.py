"""What the steps of a hazard do beyond columns, clocks and papers; returns the names of the fields set."""

from datetime import date, datetime

from governance.cases import deadlines
from governance.cases.steps import effects as common
from governance.cases.steps.notices import post
from governance.frame.names import plain
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying

from .conditions import is_grave, is_listed
from .steps import LIST

RECTIFY_TERM = "hazard.rectify"


def announce(hazard, *, at: datetime, on: date) -> int:
    """Whoever oversees the place and may supervise a grave one by name has a message of it once; says how many.

    Nobody of the unit that holds it, and nobody at all of one of which few may know.
    """
    if not is_grave(hazard) or hazard.is_restricted:
        return 0
    office = InOffice(on)
    above = set().union(*office.overseeing(hazard.area_id, carrying(LIST.permission)).values())
    hear = above - office.of(hazard.lead_unit_id) - {hazard.registered_by_id}
    return post(hazard, hear, "重大隐患，请督促整改，需要的挂牌督办", key=f"grave:{hazard.pk}", at=at, kind="case")


def order(hazard, *, act, facts):
    """What is found grave when it is ordered to be set right is known above from then on."""
    if not act.replay:
        announce(hazard, at=act.at, on=act.day)


def undertake(hazard, *, act, facts):
    """The unit has given itself no more days than the county gives; what it finds grave is known above."""
    order(hazard, act=act, facts=facts)
    most = deadlines.term_for(RECTIFY_TERM, act.day).amount
    if facts["days"] > most:
        raise FactMissing({"days": f"自己定的整改期限不超过 {most} 日，不够的，期满前提请上级延长。"})


def list_by_name(hazard, *, act, facts):
    """It is supervised by name from today, until a person says that it is not."""
    hazard.listed_on, hazard.delisted_on = act.day, None
    _owe_the_look(hazard, act)
    return ["listed_on", "delisted_on"]


def delist(hazard, *, act, facts):
    """It is supervised by name no longer."""
    hazard.delisted_on = act.day
    _owe_the_look(hazard, act)
    return ["delisted_on"]


def _owe_the_look(hazard, act) -> None:
    """Whoever looks at it now owes that; a day that has passed stays with whoever let it pass."""
    waiting = hazard.clocks.filter(term_code="hazard.recheck", ended_at=None, due_at__gte=act.at)
    waiting.update(charged_to=hazard.rechecked_by)


def look_again(hazard, *, act, facts):
    """Somebody else looks at it than who is named as the one that had to set it right."""
    if hazard.responsible and plain(hazard.responsible) == plain(act.actor.name):
        raise StepNotAllowed("整改责任人自己不复查，请由别人复查。")


def pass_listed(hazard, *, act, facts):
    """What was supervised by name is so no longer: it is set right."""
    look_again(hazard, act=act, facts=facts)
    return delist(hazard, act=act, facts=facts) if is_listed(hazard) else []


def merge(hazard, *, act, facts):
    """The hazard goes on with an earlier one of its kind that is at least as grave; none that is listed disappears."""
    into = facts["into"]
    common.merge(hazard, act=act, facts=facts)
    common.check_as_grave(hazard, into, ("grave", "general"))
    if into.own.hazard_kind != hazard.hazard_kind:
        raise FactMissing({"into": "两件的隐患类别不同，不是同一处隐患。"})
    if hazard.listed_on and not hazard.delisted_on:
        raise FactMissing({"into": "挂牌督办的隐患由挂牌单位解除后才能并案。"})
    return []


EFFECTS = {
    "order": order,
    "undertake": undertake,
    "merge": merge,
    "list_by_name": list_by_name,
    "delist": delist,
    "look_again": look_again,
    "pass_listed": pass_listed,
}
