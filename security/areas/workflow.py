"""The lawful moves of a key area. Plain Python."""

from governance.cases.common_steps import OVERSEEN_STEPS, amend_agreed, merge, with_amend
from governance.cases.workflow import ClockStart, Status, Step, Workflow

from .steps import AGAIN, EVALUATE, EXTEND, PLAN, PROGRESS, REMOVE, TREATED, WITHDRAWN
from .vocabulary import DUTIES

STATUSES = {
    "listed": Status("待定方案"),
    "treating": Status("整治中", clock="key_area.follow"),
    "evaluating": Status("待评估"),
    "rated": Status("待决定"),
    "removed": Status("已摘牌", closed=True),
    "cancelled": Status("已撤销", closed=True),
    "merged": Status("已并案", closed=True),
}


def _agreed(amend: Step) -> Step:
    rests = ("treating", "evaluating", "rated")
    return amend_agreed(amend, lambda area: area.status in rests, "确定整治方案以后")


WORKFLOW = Workflow(
    kind="key_area",
    label="重点地区和突出问题",
    prefix="ZD",
    opening="listed",
    statuses=STATUSES,
    opening_clocks=(ClockStart("key_area.plan", since="opened_at"),),
    steps=(
        PLAN,
        PROGRESS,
        EXTEND,
        TREATED,
        EVALUATE,
        REMOVE,
        AGAIN,
        WITHDRAWN,
        merge(("listed", "treating"), "merged", DUTIES),
        *with_amend(OVERSEEN_STEPS, _agreed),
    ),
)
