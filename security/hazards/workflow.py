"""The lawful moves of a hazard. Plain Python."""

from governance.cases.common_steps import OVERSEEN_STEPS, amend_agreed, merge, with_amend
from governance.cases.workflow import ClockStart, Status, Step, Workflow

from .steps import (
    DELIST,
    EXTEND,
    EXTEND_OWN,
    FAIL,
    FAIL_ABOVE,
    LIST,
    ORDER,
    PASS,
    PASS_ABOVE,
    RECTIFIED,
    REJECT,
    SETTLE,
    UNDERTAKE,
)
from .vocabulary import DUTIES

STATUSES = {
    "found": Status("待交办"),
    "rectifying": Status("整改中", clock="hazard.follow"),
    "rechecking": Status("待复查"),
    "settled": Status("当场整改", closed=True),
    "closed": Status("已销案", closed=True),
    "rejected": Status("不属于隐患", closed=True),
    "merged": Status("已并案", closed=True),
}


def _agreed(amend: Step) -> Step:
    rests = ("rectifying", "rechecking")
    return amend_agreed(amend, lambda hazard: hazard.status in rests, "交办整改以后")


WORKFLOW = Workflow(
    kind="hazard",
    label="隐患",
    prefix="YH",
    opening="found",
    statuses=STATUSES,
    opening_clocks=(ClockStart("hazard.notice", since="opened_at"),),
    steps=(
        ORDER,
        UNDERTAKE,
        SETTLE,
        REJECT,
        RECTIFIED,
        EXTEND,
        EXTEND_OWN,
        PASS,
        FAIL,
        PASS_ABOVE,
        FAIL_ABOVE,
        LIST,
        DELIST,
        merge(("found", "rectifying"), "merged", DUTIES),
        *with_amend(OVERSEEN_STEPS, _agreed),
    ),
)
