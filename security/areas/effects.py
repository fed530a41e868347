"""What the steps of a key area do beyond columns, clocks and papers; returns the names of the fields set."""

from governance.cases.steps import effects as common
from governance.frame.refusals import FactMissing


def merge(area, *, act, facts):
    """It goes on with an earlier one of its kind: another problem does not disappear in it."""
    into = facts["into"].own
    common.merge(area, act=act, facts=facts)
    if (into.subject, into.problem) != (area.subject, area.problem):
        raise FactMissing({"into": "两件的类别、主要问题不同，不能并案。"})
    return []


EFFECTS = {"merge": merge}
