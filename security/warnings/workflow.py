"""The lawful moves of a warning. Plain Python."""

from dataclasses import replace

from governance.cases.common_steps import AMEND_WRITTEN, WRITTEN_STEPS
from governance.cases.workflow import ClockStart, Status, Workflow

from .steps import STEPS
from .vocabulary import ISSUE

STATUSES = {
    "draft": Status("拟稿"),
    "in_force": Status("生效中", waits="到结束时间自行解除，或者由发布的人解除"),
    "lifted": Status("已解除", closed=True),
    "lapsed": Status("已到期", closed=True),
    "dropped": Status("未发布", closed=True),
}
# What was sent is changed by a new notice, and not by a correction.
COMMON = tuple(replace(step, sources=("draft",)) if step is AMEND_WRITTEN else step for step in WRITTEN_STEPS)

WORKFLOW = Workflow(
    kind="warning",
    label="预警",
    prefix="YJ",
    opening="draft",
    statuses=STATUSES,
    opening_clocks=(ClockStart(*ISSUE, since="opened_at"),),
    steps=(*STEPS, *COMMON),
)
