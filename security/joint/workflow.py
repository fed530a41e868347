"""The lawful moves of a joint task. Plain Python."""

from governance.cases.common_steps import WRITTEN_STEPS
from governance.cases.workflow import ClockStart, Status, Workflow

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

WORKFLOW = Workflow(
    kind="joint_task",
    label="联动任务",
    prefix="LD",
    opening="asked",
    statuses=STATUSES,
    opening_clocks=(ClockStart(*DECIDE, since="opened_at"),),
    steps=(*STEPS, *WRITTEN_STEPS),
)
