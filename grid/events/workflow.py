"""The table of a grid event: its statuses, the clocks it opens with, its steps in order. Plain Python."""

from governance.cases.common_steps import OVERSEEN_STEPS, agreed_in, merge, with_amend
from governance.cases.workflow import ClockStart, Status, Workflow

from ..conditions import is_by_phone
from ..vocabulary import DUTIES
from .becoming_steps import REFER_TO_HAZARD, REFER_TO_MEDIATION, REFER_TO_PETITION
from .checking_steps import CONFIRM, CONFIRM_ABOVE, FINISH, RATE, REDO, REDO_ABOVE
from .steps import (
    ACCEPT,
    COMPLETE,
    DISPATCH,
    EXTEND,
    EXTEND_OWN,
    JOIN,
    OBJECT,
    RAISE,
    RECUSE,
    REJECT,
    REJECT_OBJECTION,
    SEND_BACK_TO_REPORTER,
    SETTLE,
    UPHOLD,
)
from .visiting_steps import AGREE_VISITS, RECORD_VISIT

STATUSES = {
    "reported": Status("待受理"),
    "incomplete": Status("待补充"),
    "handling": Status("处置中", clock="event.follow"),
    "objected": Status("异议待核"),
    "checking": Status("待核查"),
    "visiting": Status("定期走访"),
    "settled": Status("当场处置", closed=True),
    "closed": Status("已办结", closed=True),
    "rejected": Status("不予受理", closed=True),
    "converted": Status("已转办", closed=True),
    "merged": Status("已并案", closed=True),
}

AGREED = agreed_in(("handling", "objected", "checking", "visiting"), "派出以后")

WORKFLOW = Workflow(
    kind="grid_event",
    label="网格事件",
    prefix="SJ",
    opening="reported",
    statuses=STATUSES,
    opening_clocks=(ClockStart("event.accept", when=is_by_phone), ClockStart("event.accept", since="opened_at")),
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
        EXTEND_OWN,
        CONFIRM,
        REDO,
        CONFIRM_ABOVE,
        REDO_ABOVE,
        AGREE_VISITS,
        RECORD_VISIT,
        RATE,
        REFER_TO_MEDIATION,
        RECUSE,
        REFER_TO_PETITION,
        REFER_TO_HAZARD,
        JOIN,
        merge(("reported", "handling"), "merged", DUTIES),
        *with_amend(OVERSEEN_STEPS, AGREED),
    ),
)
