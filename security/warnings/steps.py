"""A warning from the draft to its end: signed, sent, confirmed by every unit, changed, lifted. Plain Python."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from governance.cases.common_facts import note, reason
from governance.cases.common_steps import AMEND_WRITTEN, WRITTEN_STEPS
from governance.cases.workflow import (
    CO,
    OVERSEER,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    OnlyBy,
    Status,
    Step,
    TwoPeople,
    Workflow,
)

from ..orders.steps import waits
from ..words import in_words_of
from .vocabulary import CONFIRMS, DUTIES, ISSUE, LAW, LEVELS, LIFT_LAW, LOW, has_level, is_grave

DRAFT, CONFIRM = "security.draft_warning", "security.confirm_warning"
RELEASE, SIGN = "security.release_warning", "security.sign_warning"
BY_LEVEL = tuple(ClockStart(term, when=has_level(level)) for level, term in CONFIRMS.items())
UNCONFIRMED = Guard(waits("received_at"), "各单位都已经确认。")
SENT: dict[str, Any] = {
    "sources": ("draft",),
    "target": "in_force",
    "meets": ISSUE,
    "met_as_taken": "签发时随即发送到各单位。",
    "starts": BY_LEVEL,
    "papers": ("warning_notice",),
    "effect": "send",
    # What is sent is as it was last written: whoever wrote at it last has drafted it as well.
    "two_people": TwoPeople("registered_by_id", redrafts=("amend", "address")),
    "tells": (Hearer.FIRST,),
    "article": LAW,
    "main": True,
}
A_MINUTE = timedelta(minutes=1)


def _as_before(warning, told: dict) -> dict[str, str]:
    """A warning goes on for longer, or with other advice, at the level that it has; what says nothing new is none."""
    moved = abs(told["ends_at"] - warning.ends_at) >= A_MINUTE
    if told["level"] != warning.level or moved or told["advice"].strip() != warning.advice.strip():
        return {}
    return {"level": "等级、结束时间和应对措施都没有变化。"}


CHANGED: dict[str, Any] = {
    "sources": ("in_force",),
    "target": None,
    "met_as_taken": WRITTEN_HERE,
    "cancels": tuple(CONFIRMS.values()),
    "starts": BY_LEVEL,
    "papers": ("warning_notice",),
    "effect": "change",
    "refuted": _as_before,
    "tells": (Hearer.FIRST,),
    "article": LAW,
}

LIFTED: dict[str, Any] = {
    "sources": ("in_force",),
    "target": "lifted",
    "facts": (reason("解除理由"),),
    "met_as_taken": WRITTEN_HERE,
    "cancels": DUTIES,
    "papers": ("warning_lifted",),
    "tells": (Hearer.FIRST, Hearer.CO),
    "article": LIFT_LAW,
}


def _not_grave(warning, level: str) -> str:
    if level in dict(LOW) and not is_grave(warning):
        return "蓝色和黄色预警的调整，用“调整蓝色、黄色预警”。"
    return ""


def _new(levels: tuple[tuple[str, str], ...], refuted=None) -> tuple[Fact, ...]:
    return (
        Fact("level", "调整为", "choice", choices=levels, column="level", refuted=refuted),
        Fact("ends_at", "结束时间", "moment", column="ends_at", begins_with="ends_at"),
        Fact("advice", "应对措施", "long", column="advice", begins_with="advice"),
        reason("调整理由"),
    )


STEPS = (
    Step(
        name="issue",
        label="发布预警",
        suits="蓝色、黄色预警写好以后，由本单位另一个人审核发布。",
        permission=DRAFT,
        **SENT,
        approval=RELEASE,
        guards=(Guard(lambda warning: not is_grave(warning), "红色、橙色预警由领导签发。"),),
    ),
    Step(
        name="issue_grave",
        label="签发预警",
        suits="红色、橙色预警写好以后，由领导签发。",
        permission=DRAFT,
        **SENT,
        approval=SIGN,
        approver=OVERSEER,
        guards=(Guard(is_grave, "蓝色、黄色预警用“发布预警”。"),),
    ),
    Step(
        name="address",
        label="加发单位",
        suits="还有单位也要知道的，加发给它。",
        sources=("draft", "in_force"),
        target=None,
        permission=DRAFT,
        facts=(Fact("unit", "单位", "unit"),),
        effect="address",
        help="发布前写上的，发布时一起发送；发布后的，随即发送。",
    ),
    Step(
        name="drop",
        label="不予发布",
        suits="核实以后不需要发布的。",
        sources=("draft",),
        target="dropped",
        permission=DRAFT,
        facts=(reason(),),
        met_as_taken=WRITTEN_HERE,
        cancels=DUTIES,
        tells=(Hearer.FIRST,),
    ),
    Step(
        name="confirm",
        label="确认收到",
        suits="本单位收到了预警，确认并开始防范。",
        sources=("in_force",),
        target=None,
        permission=CONFIRM,
        reach=CO,
        facts=(note("已经采取的措施", required=False),),
        guards=(UNCONFIRMED,),
        only_by=OnlyBy("confirms", "还没有确认的单位"),
        effect="confirm",
        help="红色{warning.confirm_red}、橙色{warning.confirm_orange}、黄色{warning.confirm_yellow}、蓝色{warning.confirm_blue}内确认，昼夜一样计算。",
        main=True,
    ),
    Step(
        name="remind",
        label="催促确认",
        suits="发布以后，还有单位没有确认的，再提醒一次。",
        sources=("in_force",),
        target=None,
        permission=DRAFT,
        guards=(UNCONFIRMED,),
        effect="remind",
    ),
    Step(
        name="change",
        label="调整蓝色、黄色预警",
        suits="蓝色、黄色之间调整，或者内容、期限有变化的。",
        permission=DRAFT,
        **CHANGED,
        approval=RELEASE,
        two_people=TwoPeople(),
        facts=_new(LOW),
        guards=(Guard(lambda warning: not is_grave(warning), "红色、橙色预警由领导签发调整。"),),
        help="由本单位另一个人审核。各单位重新确认；原来的确认和迟到的确认都留着。",
    ),
    Step(
        name="change_grave",
        label="调整橙色、红色预警",
        suits="调整到橙色、红色，或者从橙色、红色调低、延长的。",
        permission=DRAFT,
        **CHANGED,
        approval=SIGN,
        approver=OVERSEER,
        two_people=TwoPeople(),
        facts=_new(LEVELS, _not_grave),
        help="由领导签发。各单位重新确认；原来的确认和迟到的确认都留着。",
    ),
    Step(
        name="lift",
        label="解除预警",
        suits="蓝色、黄色预警的危险已经过去的。",
        permission=RELEASE,
        **LIFTED,
        guards=(Guard(lambda warning: not is_grave(warning), "红色、橙色预警由领导签发解除。"),),
    ),
    Step(
        name="lift_grave",
        label="签发解除预警",
        suits="红色、橙色预警的危险已经过去的，由领导签发解除。",
        permission=DRAFT,
        **LIFTED,
        approval=SIGN,
        approver=OVERSEER,
        guards=(Guard(is_grave, "蓝色、黄色预警用“解除预警”。"),),
    ),
    Step(
        name="lapse",
        label="到期自行解除",
        sources=("in_force",),
        target="lapsed",
        permission="",
        met_as_taken=WRITTEN_HERE,
        cancels=DUTIES,
    ),
)

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
    steps=(*STEPS, *in_words_of("warning", COMMON)),
)
