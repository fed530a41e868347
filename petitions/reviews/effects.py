"""What the steps of a review and a recheck do beyond columns, clocks and papers."""

from governance.cases.steps import actions, elsewhere

from ..models import Review
from .hearings import EFFECTS as HEARINGS
from .opening import WORDS


def accept(review, *, act, facts):
    """The day of acceptance stands; whoever accepts handles it."""
    review.accepted_on = act.day
    if review.handler_id is None and act.actor is not None:
        review.handler = act.actor
    return ["accepted_on", "handler"]


def serve(review, *, act, facts):
    """What the organ above decided binds the organ below from the day it was served."""
    petition, word = review.matter, WORDS[review.kind]
    told = {"by": review.lead_unit.name, "opinion": review.number, "reason": review.opinion}
    told["since"] = facts["served_on"]
    if review.decision == Review.Decision.REVOKE:
        told["days"] = review.redo_days
        actions.take_step(petition, "redo", told, actor=None, at=act.at, replay=act.replay)
    elif review.decision == Review.Decision.CHANGE:
        told |= {"outcome": review.outcome, "execution_days": review.execution_days}
        actions.take_step(petition, "change_outcome", told, actor=None, at=act.at, replay=act.replay)
    else:
        said = [[f"{word}意见", review.get_decision_display()], [f"{word}件编号", review.number]]
        elsewhere.note(petition, "upheld", f"{word}维持", said, act)


EFFECTS = HEARINGS | {"accept": accept, "serve": serve}
