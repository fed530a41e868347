"""The lawful moves of a clue. Plain Python."""

from governance.cases.common_steps import COMMON_STEPS, amend_agreed, with_amend
from governance.cases.workflow import ClockStart, Status, Step, Workflow

from .steps import STEPS


def _agreed(amend: Step) -> Step:
    return amend_agreed(amend, lambda clue: clue.status == "handed", "移交核查以后")


WORKFLOW = Workflow(
    kind="clue",
    label="线索",
    prefix="XS",
    opening="received",
    statuses={
        "received": Status("待移交"),
        "handed": Status("核查中", clock="clue.follow"),
        "closed": Status("已反馈结果", closed=True),
        "rejected": Status("不属于线索", closed=True),
    },
    opening_clocks=(ClockStart("clue.hand_over", since="opened_at"),),
    steps=(*STEPS, *with_amend(COMMON_STEPS, _agreed)),
)
