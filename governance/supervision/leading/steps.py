"""What is done with a case that a leader has taken in charge (领导包案), until it is struck off. Plain Python."""

from dataclasses import replace

from governance.cases import keeping_out_steps
from governance.cases.common_facts import at_once, files, reason
from governance.cases.common_steps import COMMENT, CONTRIBUTE, INVITE, RELEASE, URGE
from governance.cases.workflow import (
    HANDLER,
    OVERSEER,
    PARTNER,
    SUPERIOR,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Status,
    Step,
    Workflow,
)

from ..vocabulary import LEADER_DUTIES

RESOLVE = "leader_case.resolve"
STATUSES = {
    "charged": Status("包案中"),
    "reported": Status("待销号"),
    "struck_off": Status("已销号", closed=True),
    "withdrawn": Status("已撤销", closed=True),
}
RUNNING = ("charged", "reported")
NEW_DATE = (ClockStart(RESOLVE, since="counted_from", amount="days"),)
NEW_ON = Fact("new_on", "新的化解期限", "date", help="不早于今天")


def is_with_deputy(case) -> bool:
    """Only a deputy has somebody to pass the case to."""
    return not case.leader.is_head


ANSWERED = Guard(
    lambda led: led.matter_is_answered,
    "所包事项还没有办结，也没有依法答复当事人：先在该事项中办理、送达，再销号；要放下的，用“撤销包案”写明理由。",
)

PLANNED = Guard(
    lambda led: bool(led.team.strip() and led.plan.strip()),
    "还没有登记工作班子和工作方案（一套班子、一个方案）：先“制定方案”，再报请销号。",
)

PLAN = Step(
    name="plan",
    label="制定方案",
    suits="包案以后，先定专班、措施和责任人。",
    sources=("charged",),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("team", "工作班子", "long", column="team", help="一套班子：成员姓名、单位和分工"),
        Fact("plan", "工作方案", "long", column="plan", help="一个方案：问题、责任、措施、时间"),
    ),
    tells=(Hearer.HANDLER,),
    help="五个一：一个问题、一名领导、一套班子、一个方案、一抓到底。",
)

MEASURE = Step(
    name="measure",
    label="记录措施",
    suits="包案以后每采取一项措施、接访一次，记录一次。",
    sources=RUNNING,
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("duty", "职责", "choice", choices=LEADER_DUTIES),
        Fact("done_on", "日期", "date", past_only=True, begins=at_once),
        Fact("text", "采取的措施和结果", "long"),
        files(),
    ),
    effect="measure",
    tells=(Hearer.HANDLER,),
    main=True,
    main_in=("charged",),
)

INSTRUCT = Step(
    name="instruct",
    label="领导批示",
    suits="包案领导对怎样化解有要求的，由本人填写。",
    sources=RUNNING,
    target=None,
    permission="cases.comment_case",
    reach=HANDLER,
    facts=(Fact("text", "批示内容", "long"), files()),
    tells=(Hearer.STAFF, Hearer.CO, Hearer.SENDER),
    help="由包案领导本人填写。",
)

REPORT = Step(
    name="report",
    label="报请销号",
    suits="所包事项已经依法处理并答复当事人的，附上证明材料，报综治中心核查。",
    sources=("charged",),
    target="reported",
    permission="cases.handle_case",
    facts=(
        Fact("result", "化解结果", "long", column="result"),
        Fact("reply", "答复当事人的时间和方式", "long"),
        files("证明材料", required=True),
    ),
    guards=(ANSWERED, PLANNED),
    tells=(Hearer.HANDLER, Hearer.SENDER),
    main=True,
)

REPORTED = "报请销号的，以报请之日为准；交账会没有报请而当场销号的，会上销号的时间就是这一步的时间。"

STRIKE_OFF = Step(
    name="strike_off",
    label="核查销号",
    suits="责任单位报请销号，核查属实的。",
    sources=("reported",),
    target="struck_off",
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(Fact("found", "核查情况", "long"),),
    guards=(ANSWERED,),
    meets=(RESOLVE,),
    met_as_taken=REPORTED,
    effect="strike_off",
    tells=(Hearer.STAFF, Hearer.HANDLER),
    main=True,
)

RETURN = Step(
    name="send_back",
    label="核查不实退回",
    suits="责任单位报请销号，核查发现没有办结或者材料不实的。",
    sources=("reported",),
    target="charged",
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(reason("核查情况和理由"),),
    tells=(Hearer.STAFF, Hearer.HANDLER),
)

# The account meeting strikes off what it was shown to be settled; its own history says who did it.
STRUCK_AT_MEETING = Step(
    name="struck_at_meeting",
    label="交账会销号",
    sources=RUNNING,
    target="struck_off",
    permission="",
    facts=(Fact("meeting", "交账会"), Fact("by", "办理人"), Fact("proof", "销号依据", "long")),
    guards=(ANSWERED, PLANNED),
    meets=(RESOLVE,),
    met_as_taken=REPORTED,
    effect="strike_off",
    tells=(Hearer.STAFF, Hearer.HANDLER),
)

REDATE = Step(
    name="redate",
    label="延长化解期限",
    suits="没有按期化解的，说明原因，提出措施和新的期限。",
    sources=("charged",),
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(reason("没有按期化解的原因"), Fact("measure", "下一步措施", "long"), NEW_ON),
    met_as_taken=WRITTEN_HERE,
    cancels=(RESOLVE,),
    starts=NEW_DATE,
    effect="redate",
    tells=(Hearer.STAFF, Hearer.HANDLER),
)

PASS = Step(
    name="pass_to_head",
    label="移交主要领导",
    suits="副职没有化解的，由主要领导接办。",
    sources=("charged",),
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(reason("移交理由"), NEW_ON),
    guards=(Guard(is_with_deputy, "已经由主要领导包案。"),),
    met_as_taken=WRITTEN_HERE,
    cancels=(RESOLVE,),
    starts=NEW_DATE,
    effect="pass_to_head",
    tells=(Hearer.STAFF, Hearer.HANDLER, Hearer.SENDER),
    help="到期没有化解的，系统自动移交。",
)

CHANGE_LEADER = Step(
    name="change_leader",
    label="变更包案领导",
    suits="分工调整、人员变动的，换一位领导包案。",
    sources=RUNNING,
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(Fact("leader", "包案领导", "pick", of="leaders"), reason("变更理由")),
    effect="change_leader",
    tells=(Hearer.STAFF, Hearer.HANDLER),
    help="期限不变。",
)

# Whoever holds the matter answers for it under the same leader.
FOLLOW = Step(
    name="follow",
    label="随事项转移",
    sources=RUNNING,
    target=None,
    permission="",
    facts=(Fact("to_unit", "承办单位", "unit", column="lead_unit"), reason("事由")),
    effect="follow",
    tells=(Hearer.STAFF, Hearer.HANDLER),
)

WITHDRAW = Step(
    name="withdraw",
    label="撤销包案",
    suits="包案有误，或者所包事项不再需要领导包案的，写明理由撤销。",
    sources=RUNNING,
    target="withdrawn",
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(reason("撤销理由"),),
    met_as_taken=WRITTEN_HERE,
    cancels=(RESOLVE,),
    effect="end",
    tells=(Hearer.STAFF, Hearer.HANDLER),
)

RECUSE = replace(
    keeping_out_steps.RECUSE,
    permission="cases.oversee_case",
    reach=OVERSEER,
    approval="supervision.sign_paper",
    article="本县领导包案工作办法",
)

LEADING = Workflow(
    kind="leader_case",
    label="领导包案",
    prefix="BA",
    opening="charged",
    statuses=STATUSES,
    opens_with=(RESOLVE,),
    steps=(
        REPORT,
        STRIKE_OFF,
        MEASURE,
        PLAN,
        INSTRUCT,
        RETURN,
        STRUCK_AT_MEETING,
        REDATE,
        PASS,
        CHANGE_LEADER,
        FOLLOW,
        WITHDRAW,
        INVITE,
        CONTRIBUTE,
        RELEASE,
        URGE,
        RECUSE,
        COMMENT,
    ),
)
