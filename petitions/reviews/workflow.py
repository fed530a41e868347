"""The lawful moves of a review (复查) and a recheck (复核). Plain Python."""

from governance.cases.common_steps import agreed_in, with_amend
from governance.cases.workflow import ClockStart, Status, Workflow

from ..steps.oversight import RECUSE
from ..steps.shared import SHARED_STEPS
from .steps import ACCEPT_TERM, RECHECK, REVIEW, Stage, steps_of

AGREED = agreed_in(("hearing", "decided", "served"), "通知听证、作出决定以后")


def _workflow(stage: Stage, prefix: str) -> Workflow:
    return Workflow(
        kind=stage.kind,
        label=f"{stage.word}件",
        prefix=prefix,
        opening="requested",
        statuses={
            "requested": Status("待受理"),
            "examining": Status(f"{stage.word}中"),
            "hearing": Status("待听证"),
            "decided": Status("待送达", clock="petition.serve"),
            "served": Status("已送达", clock="petition.file"),
            "archived": Status("已归档", closed=True),
            "refused": Status("不予受理", closed=True),
            "withdrawn": Status("已撤回", closed=True),
        },
        # Both count from the day on which the organ received the request.
        opening_clocks=(ClockStart(stage.term, since="opened_at"), ClockStart(ACCEPT_TERM, since="opened_at")),
        steps=(
            *steps_of(stage),
            RECUSE,
            *with_amend(SHARED_STEPS, AGREED),
        ),
    )


REVIEW_WORKFLOW = _workflow(REVIEW, "FC")
RECHECK_WORKFLOW = _workflow(RECHECK, "FH")
