"""What steps do once the petitioner has the answer."""

from governance.cases import deadlines
from governance.frame.days import office_moment
from governance.frame.refusals import FactMissing

from ..steps.afterwards import REVISIT


def guide(petition, *, act, facts):
    """The visit that was planned has been made; the next one is due on the day that was named."""
    planned = deadlines.running(petition, REVISIT)
    if planned is not None and facts["guided_on"] > planned.start_on:
        deadlines.meet(petition, REVISIT, at=min(act.at, office_moment(facts["guided_on"])))
    day = facts.get("next_on")
    if day is None:
        return []
    if petition.closed_at:
        raise FactMissing({"next_on": "已经归档的事项不再定期回访；需要回访的，直接登记。"})
    if day <= act.day:
        raise FactMissing({"next_on": "下次回访日期应当晚于今天。"})
    deadlines.cancel(petition, REVISIT, at=act.at)
    deadlines.start(petition, REVISIT, since=act.day, at=act.at, amount=(day - act.day).days)
    return []


EFFECTS = {"guide": guide}
