"""A joint task: asked for, decided, worked on together, reported, and closed by whoever asked. Plain Python."""

from governance.cases.common_facts import at_once, files, note, reason
from governance.cases.common_steps import WRITTEN_STEPS, amend_until, extension, with_amend
from governance.cases.workflow import (
    HOLDER,
    ORIGIN,
    OVERSEER,
    PARTNER,
    SENDER,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Status,
    Step,
    Workflow,
)

from ..orders.steps import HANDLE, order_steps
from ..words import in_words_of
from .vocabulary import (
    BASIS,
    CLOSE,
    DECIDE,
    DECIDED,
    DUTIES,
    RESULT,
    every_order_answered,
    nobody_takes_part,
    somebody_takes_part,
)

ASK, COORDINATE = "security.ask_joint_task", "security.decide_joint_task"
DAYS = Fact("days", "期限（日）", "number", minimum=1, maximum=365)

DECISION = Step(
    name="decide",
    label="决定联动",
    suits="确实要几个单位一起办的，指定牵头单位和期限。",
    sources=("asked",),
    target="running",
    permission=COORDINATE,
    reach=OVERSEER,
    facts=(
        Fact("to_unit", "牵头单位", "unit", column="lead_unit"),
        Fact("assisting", "协同单位", "rows", required=False, columns=(Fact("unit", "单位", "unit"),)),
        DAYS,
        Fact("decision", "决定", "long", column="decision", help="协调会议或者研究的决定，写明各单位做什么。"),
        reason("交办理由"),
    ),
    meets=DECIDE,
    met_as_taken=WRITTEN_HERE,
    starts=(ClockStart(*RESULT, amount="days"),),
    effect="decide",
    tells=(Hearer.LEAD, Hearer.STAFF, Hearer.CO, Hearer.FIRST),
    article=BASIS,
    help="提请之日起{joint.decide}内决定。提请协调的单位和人员自己不作决定，该单位也不牵头。",
    main=True,
)

STEPS = (
    DECISION,
    Step(
        name="decline",
        label="不予联动",
        suits="一个单位就能办、不需要联动的，写明理由。",
        sources=("asked",),
        target="declined",
        permission=COORDINATE,
        reach=OVERSEER,
        facts=(Fact("decision", "决定", "long", column="decision"), reason()),
        met_as_taken=WRITTEN_HERE,
        cancels=DUTIES,
        effect="decline",
        tells=(Hearer.FIRST,),
    ),
    Step(
        name="members",
        label="确定成员",
        suits="牵头单位接到以后，定下参加的单位和人员。",
        sources=("running",),
        target=None,
        permission=HANDLE,
        facts=(
            Fact(
                "members",
                "成员",
                "rows",
                columns=(Fact("person", "人员", "colleague"), Fact("duty", "分工", limit=60)),
                help="按岗位写，只写工作人员。再次填写的，以新的名单为准。",
            ),
        ),
        effect="members",
        tells=(Hearer.CO,),
        main=True,
        main_while=nobody_takes_part,
    ),
    Step(
        name="log",
        label="记工作日志",
        suits="每做一次工作，记一条。",
        sources=("running",),
        target=None,
        permission=HANDLE,
        reach=PARTNER,
        facts=(
            Fact("on", "日期", "date", past_only=True, begins=at_once, not_before=DECIDED),
            note("当日工作"),
            files("照片和材料"),
        ),
        effect="log",
        help="牵头和协同单位的人员都可以记，每人一天一条，自决定联动之日起；补充的用“批注”。",
    ),
    extension(
        "延长期限",
        RESULT,
        Fact("days", "延长（日）", "number", minimum=1, maximum=180),
        reason("延期理由"),
        sources=("running",),
        suits="期限内办不完的，期满前提出。",
        approval=ASK,
        approver=SENDER,
        tells=(Hearer.SENDER,),
        help="由提请的单位同意。",
    ),
    Step(
        name="finish",
        label="报告结果",
        suits="任务做完了，把结果报给提请的单位。",
        sources=("running",),
        target="reported",
        permission=HANDLE,
        facts=(Fact("result", "结果", "long", column="result"), files("佐证材料")),
        guards=(
            Guard(somebody_takes_part, "还没有确定成员。"),
            Guard(every_order_answered, "还有指令没有报告结果，先由承担的单位报告或者撤回。"),
        ),
        meets=RESULT,
        met_as_taken=WRITTEN_HERE,
        starts=(ClockStart(*CLOSE, owed_by="sent_by"),),
        tells=(Hearer.SENDER, Hearer.FIRST),
        main=True,
    ),
    Step(
        name="close",
        label="确认办结",
        suits="结果经核实属实的。",
        sources=("reported",),
        target="closed",
        permission=ASK,
        reach=ORIGIN,
        facts=(note("确认意见"),),
        meets=CLOSE,
        met_as_taken=WRITTEN_HERE,
        for_others=True,
        not_by=("finish",),
        tells=(Hearer.LEAD, Hearer.HANDLER, Hearer.CO),
        help="由提请的单位确认，牵头单位自己不确认。",
        main=True,
    ),
    Step(
        name="again",
        label="退回继续办理",
        suits="结果没有达到要求的，退回继续办理。",
        sources=("reported",),
        target="running",
        permission=ASK,
        reach=ORIGIN,
        facts=(DAYS, reason("还要做什么")),
        meets=CLOSE,
        met_as_taken=WRITTEN_HERE,
        starts=(ClockStart(*RESULT, amount="days"),),
        for_others=True,
        not_by=("finish",),
        tells=(Hearer.LEAD, Hearer.HANDLER, Hearer.CO),
    ),
    Step(
        name="stop",
        label="撤销任务",
        suits="情况变了、不再需要联动的，写明理由。",
        sources=("asked", "running"),
        target="stopped",
        permission=ASK,
        reach=ORIGIN,
        facts=(reason("撤销理由"),),
        met_as_taken=WRITTEN_HERE,
        cancels=DUTIES,
        effect="give_up",
        tells=(Hearer.LEAD, Hearer.CO),
    ),
    *order_steps("joint_task", ("running",), permission=HANDLE, reach=HOLDER),
)

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
    opening_clocks=(ClockStart(*DECIDE, since="opened_at", owed_by="decided_by"),),
    steps=(*STEPS, *in_words_of("joint_task", with_amend(WRITTEN_STEPS, _kept))),
)
