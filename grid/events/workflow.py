"""The lawful moves of a grid event, from the report to the check on the spot. Plain Python."""

from governance.cases.common_steps import OVERSEEN_STEPS, amend_agreed, merge, with_amend
from governance.cases.workflow import ClockStart, Status, Step, Workflow

from ..vocabulary import DUTIES
from .steps import (
    ACCEPT,
    COMPLETE,
    CONFIRM,
    DISPATCH,
    EXTEND,
    FINISH,
    JOIN,
    OBJECT,
    RAISE,
    RATE,
    RECUSE,
    REDO,
    REFER_TO_HAZARD,
    REFER_TO_MEDIATION,
    REFER_TO_PETITION,
    REJECT,
    REJECT_OBJECTION,
    SEND_BACK_TO_REPORTER,
    SETTLE,
    UPHOLD,
)

STATUSES = {
    "reported": Status("待受理"),
    "incomplete": Status("待补充"),
    "handling": Status("处置中", clock="event.follow"),
    "objected": Status("异议待核"),
    "checking": Status("待核查"),
    "settled": Status("当场处置", closed=True),
    "closed": Status("已办结", closed=True),
    "rejected": Status("不予受理", closed=True),
    "converted": Status("已转办", closed=True),
    "merged": Status("已并案", closed=True),
}


def _agreed(amend: Step) -> Step:
    rests = ("handling", "objected", "checking")
    return amend_agreed(amend, lambda event: event.status in rests, "派出以后")


WORKFLOW = Workflow(
    kind="grid_event",
    label="网格事件",
    prefix="SJ",
    opening="reported",
    statuses=STATUSES,
    opening_clocks=(ClockStart("event.accept", since="opened_at"),),
    steps=(
        SETTLE,
        DISPATCH,
        ACCEPT,
        RAISE,
        SEND_BACK_TO_REPORTER,
        COMPLETE,
        REJECT,
        OBJECT,
        UPHOLD,
        REJECT_OBJECTION,
        FINISH,
        EXTEND,
        CONFIRM,
        REDO,
        RATE,
        REFER_TO_MEDIATION,
        RECUSE,
        REFER_TO_PETITION,
        REFER_TO_HAZARD,
        JOIN,
        merge(("reported", "handling"), "merged", DUTIES),
        *with_amend(OVERSEEN_STEPS, _agreed),
    ),
)
