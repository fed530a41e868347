"""What the steps of a hazard do beyond columns, clocks and papers; returns the names of the fields set."""

from governance.cases.steps import effects as common
from governance.frame.refusals import FactMissing


def list_by_name(hazard, *, act, facts):
    """It is supervised by name from today, until a person says that it is not."""
    hazard.listed_on, hazard.delisted_on = act.day, None
    return ["listed_on", "delisted_on"]


def delist(hazard, *, act, facts):
    """It is supervised by name no longer."""
    hazard.delisted_on = act.day
    return ["delisted_on"]


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


EFFECTS = {"merge": merge, "list_by_name": list_by_name, "delist": delist}
