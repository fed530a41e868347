"""What waits for approval: how it ends without having been decided."""

from governance.frame.database.written import WrittenOnce
from governance.frame.refusals import within

from .. import registry
from ..history import Act
from ..models import Proposal
from ..workflow import Step
from . import recusing
from .content import says_otherwise
from .notices import post

WAITING = WrittenOnce(lambda case: Proposal.objects.filter(case=case, decision=""), case=-1)


def lapsing(row, taken: Step, content: dict) -> list[Proposal]:
    """What waits and has become impossible, was done meanwhile, or was put forward about what is said otherwise now."""
    workflow = registry.workflow_of(row)
    found = []
    for proposal in WAITING.objects(case=row.pk):
        step = workflow.step(proposal.step)
        if (
            step is None
            or (step.name == taken.name and not step.about)
            or row.status not in workflow.sources_of(step)
            or (step.rests_on_content and says_otherwise(content, row))
        ):
            found.append(proposal)
    return found


def lapse(row, lapsing: list[Proposal], taken: Step, act: Act) -> None:
    """Whoever put it forward hears that it waits no more, and finds what was written in its form."""
    for proposal in lapsing:
        step = registry.workflow_of(row).step(proposal.step)
        close(row, step, proposal, Proposal.Decision.LAPSED, act, f"其间办理了“{taken.label}”")
        if not act.replay and act.actor != proposal.proposed_by:
            what = f"“{proposal.label}”的提请已失效（其间办理了“{taken.label}”）"
            post(row, [proposal.proposed_by_id], what, key=f"lapsed:{proposal.pk}", at=act.at, kind="case")


def close(row, step: Step | None, proposal: Proposal, decision: str, act: Act, reason: str) -> None:
    """It waits no more: who ended it, how and for what reason stands in its row."""
    recusing.let_back(row, step, proposal)
    proposal.decision = decision
    proposal.decided_by = act.actor
    proposal.decided_at = act.at
    proposal.reason = within(reason, 300)
    proposal.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
