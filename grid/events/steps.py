"""From the report to the unit that resolves it: settled, taken on, sent, raised, objected to. Plain Python."""

from dataclasses import replace

from governance.cases import keeping_out_steps
from governance.cases.common_facts import done_on, files, note, reason
from governance.cases.common_steps import extension, objection, on_objection
from governance.cases.workflow import (
    HANDED_ON,
    ORIGIN,
    SAID_HERE,
    SENDER,
    SUPERIOR,
    VIEWER,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Step,
)

from ..conditions import (
    has_level_above,
    is_dispatched,
    is_of_level,
    is_where_it_came_in,
    of_grade,
    wants_photo,
    why_listed,
    why_not_sent,
)
from ..vocabulary import GRADES, REFUSALS, REPORT, RESOLVING, RISKS

CHECK = "grid.check_event"

# In a village whoever serves in a grid takes on and sets right what a unit elsewhere has a desk and handlers for.
TAKE, RESOLVE = "grid.take_event", "grid.resolve_event"

TERM_OF_GRADE = tuple(ClockStart(f"event.{code}", when=of_grade(code)) for code, _ in GRADES)
GRADE = Fact("grade", "办理等级", "choice", choices=GRADES, column="grade", help="等级决定办结期限，见“法定期限”。")
RISK = Fact(
    "risk",
    "风险研判",
    "choice",
    required=False,
    choices=RISKS,
    column="risk",
    begins_with="risk",
    help="研判事情激化、扩大的可能，不评价人；分派时判为高风险的，随分派制发风险预警函。",
)
PHOTOS_AFTER = replace(files("处置后照片", help="事项清单要求照片的，须附处置后照片。"), needed_where=wants_photo)

# What whoever reported it reads of its end, by number and code.
REPLY = replace(
    note("答复反映人", required=False, help="反映人凭编号和查询码看得到这句话；不写别人的姓名、电话。"), name="reply"
)

SETTLE = Step(
    name="settle",
    label="当场处置",
    suits="当场能解决、当日已经解决的，拍照留档办结。",
    sources=("reported",),
    target="settled",
    permission=REPORT,
    facts=(
        note("处置情况"),
        REPLY,
        replace(
            done_on("处置日期"),
            help="不填为今天；限上报之日起{event.on_the_spot}内登记，过后登记的，受理后处置、由别人核查。",
        ),
        PHOTOS_AFTER,
    ),
    guards=(Guard(is_where_it_came_in, "上报的单位才能当场处置；其他单位受理后处置，由别人核查。"),),
    meets=("event.accept",),
    met_on="done_on",
    effect="settle",
    tells=(Hearer.LEAD,),
    help="过后登记的，受理后由别人核查。",
    main=True,
    main_within=ClockStart("event.on_the_spot", since="opened_at"),
)

ACCEPT = Step(
    name="accept",
    label="受理建档",
    suits="属于本单位职责、由本单位处置的，受理后按等级计算期限。",
    sources=("reported",),
    target="handling",
    permission=TAKE,
    facts=(GRADE, RISK, note("处置要求", required=False)),
    starts=TERM_OF_GRADE,
    meets=("event.accept",),
    met_as_taken=WRITTEN_HERE,
    tells=(Hearer.LEAD, Hearer.FIRST),
    papers=("service_slip",),
    main=True,
    together=True,
)

DISPATCH = Step(
    name="dispatch",
    label="分派",
    suits="属于其他单位职责的，分派给它；村（社区）、乡镇（街道）能办的交回处置。",
    sources=("reported", "handling"),
    target="handling",
    permission="cases.route_case",
    facts=(
        Fact("to_unit", "处置单位", "unit", column="lead_unit", refuted=why_not_sent),
        GRADE,
        RISK,
        reason("处置要求"),
    ),
    starts=(*TERM_OF_GRADE, ClockStart("event.objection")),
    meets=("event.accept",),
    met_as_taken=HANDED_ON,
    cancels=("event.objection", "event.redo"),
    effect="dispatch",
    routes=True,
    papers=("service_slip", "risk_warning"),
    tells=(Hearer.STAFF, Hearer.FIRST),
    main=True,
    main_in=("reported",),
    together=True,
)

RAISE = Step(
    name="raise",
    label="上报上一级",
    suits="本级解决不了的，逐级上报：村（社区）报乡镇（街道），再报县级综治中心。",
    sources=("reported", "handling"),
    target="reported",
    permission=REPORT,
    facts=(reason("上报理由"), files()),
    guards=(
        Guard(is_of_level, "职能部门不逐级上报；不属于本单位职责的，提出异议。"),
        Guard(has_level_above, "县级没有上一级可报，请分派给有职责的单位。"),
    ),
    starts=(ClockStart("event.accept"),),
    meets=("event.accept",),
    met_as_taken=HANDED_ON,
    cancels=("event.objection", *RESOLVING),
    effect="raise_level",
    tells=(Hearer.STAFF, Hearer.FIRST),
)

SEND_BACK_TO_REPORTER = Step(
    name="ask_again",
    label="退回补充",
    suits="地点、情况没有写清，无法分派的，退回上报人补充。",
    sources=("reported",),
    target="incomplete",
    permission="cases.route_case",
    facts=(reason("需要补充的内容"),),
    meets=("event.accept",),
    met_as_taken=HANDED_ON,
    starts=(ClockStart("event.completion", owed_by="first_unit"),),
    tells=(Hearer.FIRST,),
)

COMPLETE = Step(
    name="complete",
    label="补充上报",
    suits="被退回补充的，写清地点和情况后再报。",
    sources=("incomplete",),
    target="reported",
    permission=REPORT,
    reach=ORIGIN,
    facts=(note("补充情况"), files("照片")),
    meets=("event.completion",),
    met_as_taken=SAID_HERE,
    starts=(ClockStart("event.accept"),),
    tells=(Hearer.STAFF,),
    main=True,
)

REJECT = Step(
    name="reject",
    label="不予受理",
    suits="不属于受理范围的，说明理由，告知反映人向有权处理的单位提出。",
    sources=("reported", "incomplete"),
    target="rejected",
    permission="cases.route_case",
    facts=(
        Fact("ground", "不予受理的情形", "choice", choices=REFUSALS, refuted=why_listed),
        reason("理由和告知情况"),
        REPLY,
    ),
    met_as_taken=WRITTEN_HERE,
    cancels=("event.accept", "event.completion"),
    tells=(Hearer.FIRST,),
)

OBJECT = objection(
    "event.objection",
    ClockStart("event.objection_answer", owed_by="sent_by"),
    reason("不属于本单位职责的理由"),
    permission=RESOLVE,
    suits="分派来的事不属于本单位职责的，向分派单位提出。",
    sources=("handling",),
    help="收到分派之日起{event.objection}内提出，由分派单位核实。处置期限照常计算。",
)

UPHOLD = on_objection(
    "uphold_objection",
    "异议成立，收回",
    reason("核实意见"),
    term="event.objection_answer",
    suits="核实确实分派错了的，收回重新分派。",
    target="reported",
    permission="cases.route_case",
    met_as_taken=WRITTEN_HERE,
    cancels=RESOLVING,
    starts=(ClockStart("event.accept"),),
    effect="take_back",
    tells=(Hearer.STAFF,),
    main=True,
    weighed="核实异议",
)

REJECT_OBJECTION = on_objection(
    "reject_objection",
    "异议不成立",
    reason("核实意见"),
    term="event.objection_answer",
    suits="核实属于该单位职责的，由它继续处置。",
    target="handling",
    permission="cases.route_case",
    met_as_taken=WRITTEN_HERE,
    tells=(Hearer.LEAD, Hearer.HANDLER),
)

EXTEND = extension(
    "延长处置期限",
    RESOLVING,
    Fact("days", "延长（日）", "number", minimum=1, maximum=30),
    reason("延期理由"),
    permission=RESOLVE,
    sources=("handling",),
    approval="cases.route_case",
    approver=SENDER,
    tells=(Hearer.SENDER, Hearer.FIRST),
    suits="期限内处置不完、理由成立的，期满前提出。",
    guards=(Guard(is_dispatched, "本单位受理的，用“提请上级延长期限”。"),),
    help="由分派的单位同意；处置的单位自己不能延长。",
)

EXTEND_OWN = replace(
    EXTEND,
    name="extend_own",
    label="提请上级延长期限",
    suits="本单位受理、期限内处置不完的，期满前提出。",
    approval="cases.oversee_case",
    approver=SUPERIOR,
    guards=(Guard(lambda event: not is_dispatched(event), "分派来的，用“延长处置期限”，由分派的单位同意。"),),
    help="由上级督促的单位同意；处置的单位自己不能延长。",
)

# The event lies with one unit and is checked by another: whoever works on it says who keeps out, a lead decides.
RECUSE = replace(
    keeping_out_steps.RECUSE,
    reach=VIEWER,
    approval="cases.approve_case",
    article="本县网格化服务管理事项办理时限",
)

JOIN = Step(
    name="join",
    label="我也看到",
    suits="同一件事已经有人上报的，加入这一件，不另登记。",
    sources=("reported", "incomplete", "handling", "objected", "checking"),
    target=None,
    permission=REPORT,
    reach=VIEWER,
    facts=(note("情况"), files("照片")),
    effect="join",
    tells=(Hearer.LEAD, Hearer.HANDLER),
    help="办结时也会告诉您。",
)
