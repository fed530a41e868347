"""The lawful moves of a joint task. Plain Python."""

from governance.cases.common_steps import WRITTEN_STEPS, amend_until, with_amend
from governance.cases.workflow import ClockStart, Status, Step, Workflow

from .steps import STEPS
from .vocabulary import DECIDE

STATUSES = {
    "asked": Status("待决定"),
    "running": Status("办理中"),
    "reported": Status("待确认"),
    "closed": Status("已办结", closed=True),
    "declined": Status("不予联动", closed=True),
    "stopped": Status("已撤销", closed=True),
}


def _kept(amend: Step) -> Step:
    sentence = "决定联动以后，各单位按原来的任务办理，不再更正；要求有变化的，另下指令，或者撤销后重新提请。"
    return amend_until(amend, ("asked",), sentence)


WORKFLOW = Workflow(
    kind="joint_task",
    label="联动任务",
    prefix="LD",
    opening="asked",
    statuses=STATUSES,
    opening_clocks=(ClockStart(*DECIDE, since="opened_at"),),
    steps=(*STEPS, *with_amend(WRITTEN_STEPS, _kept)),
)
