"""From the report to the end: who resolves a grid event, who says that it is resolved. Plain Python."""

from dataclasses import replace

from governance.cases import keeping_out_steps
from governance.cases.common_facts import done_on, files, note, reason
from governance.cases.common_steps import (
    OVERSEEN_STEPS,
    agreed_in,
    extension,
    merge,
    objection,
    on_objection,
    with_amend,
)
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
    Status,
    Step,
    Workflow,
)

from ..vocabulary import (
    DUTIES,
    GRADES,
    HAZARD_PLACES,
    HAZARDS,
    HEARD_BY,
    PETITIONS,
    RATINGS,
    REFUSALS,
    REPORT,
    RESOLVING,
    has_level_above,
    has_people,
    is_by_phone,
    is_clue,
    is_dispatched,
    is_hazard,
    is_kept,
    is_not_rated,
    is_of_level,
    is_where_it_came_in,
    of_grade,
    wants_photo,
    why_listed,
    why_not_sent,
)

CHECK = "grid.check_event"
# In a village whoever serves in a grid takes on and sets right what a unit elsewhere has a desk and handlers for.
TAKE, RESOLVE = "grid.take_event", "grid.resolve_event"
TERM_OF_GRADE = tuple(ClockStart(f"event.{code}", when=of_grade(code)) for code, _ in GRADES)
GRADE = Fact("grade", "办理等级", "choice", choices=GRADES, column="grade", help="等级决定办结期限，见“法定期限”。")
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
    facts=(note("处置情况"), REPLY, done_on("处置日期"), PHOTOS_AFTER),
    guards=(Guard(is_where_it_came_in, "上报的单位才能当场处置；其他单位受理后处置，由别人核查。"),),
    meets=("event.accept",),
    met_on="done_on",
    effect="settle",
    tells=(Hearer.LEAD,),
    help="过后处置的，受理后由别人核查。",
    main=True,
)

ACCEPT = Step(
    name="accept",
    label="受理建档",
    suits="属于本单位职责、由本单位处置的，受理后按等级计算期限。",
    sources=("reported",),
    target="handling",
    permission=TAKE,
    facts=(GRADE, note("处置要求", required=False)),
    starts=TERM_OF_GRADE,
    meets=("event.accept",),
    met_as_taken=WRITTEN_HERE,
    tells=(Hearer.LEAD, Hearer.FIRST),
    papers=("service_slip",),
    together=True,
)

DISPATCH = Step(
    name="dispatch",
    label="分派",
    suits="属于其他单位职责的，分派给它；村（社区）、乡镇（街道）能办的交回处置。",
    sources=("reported", "handling"),
    target="handling",
    permission="cases.route_case",
    facts=(Fact("to_unit", "处置单位", "unit", column="lead_unit", refuted=why_not_sent), GRADE, reason("处置要求")),
    starts=(*TERM_OF_GRADE, ClockStart("event.objection")),
    meets=("event.accept",),
    met_as_taken=HANDED_ON,
    cancels=("event.objection", "event.redo"),
    effect="dispatch",
    routes=True,
    papers=("service_slip",),
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

FINISH = Step(
    name="finish",
    label="处置完毕",
    suits="已经处置完，写明结果并附照片，交上报人或者分派单位核查。",
    sources=("handling",),
    target="checking",
    permission=RESOLVE,
    facts=(note("处置结果"), REPLY, done_on("处置完毕日期"), PHOTOS_AFTER),
    meets=RESOLVING,
    met_on="done_on",
    cancels=("event.objection",),
    starts=(ClockStart("event.check", owed_by="checked_by"),),
    tells=(Hearer.SENDER, Hearer.FIRST),
    main=True,
)

# Whoever did it does not look at it.
CHECKED = {
    "sources": ("checking",),
    "permission": CHECK,
    "reach": ORIGIN,
    "meets": ("event.check",),
    "met_on": "done_on",
    "for_others": True,
    "not_by": ("finish",),
}
CONFIRM = Step(
    name="confirm",
    label="核查通过，办结",
    suits="到现场看过，确实处置好了的。",
    target="closed",
    facts=(
        note("核查情况"),
        done_on("核查日期"),
        Fact("rating", "反映人评价", "choice", required=False, choices=RATINGS, column="rating"),
        files("核查照片"),
    ),
    tells=(Hearer.LEAD, Hearer.HANDLER),
    help="由上报的网格员或者分派的综治中心核查，处置的人自己不核查。",
    main=True,
    **CHECKED,
)

REDO = Step(
    name="redo",
    label="核查不通过，重新处置",
    suits="到现场看过，没有处置好的，退回重新处置。",
    target="handling",
    facts=(
        reason("没有解决的情况"),
        done_on("核查日期"),
        Fact("days", "重新处置期限（日）", "number", minimum=1, maximum=20),
        files("核查照片"),
    ),
    starts=(ClockStart("event.redo", amount="days"),),
    tells=(Hearer.LEAD, Hearer.HANDLER),
    **CHECKED,
)
ABOVE = {
    "reach": SUPERIOR,
    "guards": (Guard(is_kept, "由上报的网格员或者分派的单位核查。"),),
    "help": "村（社区）自己受理、自己处置，没有别人核查的，由上级综治中心核查。",
}
CONFIRM_ABOVE, REDO_ABOVE = (
    replace(
        step,
        name=f"{step.name}_above",
        label=f"上级{step.label}",
        suits=f"村（社区）自己处置的，上级去看过，{found}",
        **ABOVE,
    )
    for step, found in ((CONFIRM, "确实处置好了的。"), (REDO, "没有处置好的，退回重新处置。"))
)

RATE = Step(
    name="rate",
    label="记录反映人评价",
    suits="办结后问过反映人是否满意的，记录评价。",
    sources=("closed", "settled"),
    target=None,
    permission=REPORT,
    reach=ORIGIN,
    facts=(
        Fact("rating", "评价", "choice", choices=RATINGS, column="rating"),
        Fact("heard_by", "怎样评价的", "choice", required=False, choices=HEARD_BY),
        note("评价意见", required=False),
    ),
    guards=(Guard(is_not_rated, "反映人已经评价。"),),
    tells=(Hearer.LEAD,),
)

# The event lies with one unit and is checked by another: whoever works on it says who keeps out, a lead decides.
RECUSE = replace(
    keeping_out_steps.RECUSE,
    reach=VIEWER,
    approval="cases.approve_case",
    article="本县网格化服务管理事项办理时限",
)


def _becomes(name: str, noun: str, *facts: Fact, guard: Guard, **said: str) -> Step:
    """The event ends as a matter of another kind."""
    return Step(
        name=name,
        label=f"转为{noun}",
        sources=("reported", "handling"),
        target="converted",
        permission="cases.route_case",
        facts=facts,
        guards=(guard,),
        cancels=DUTIES,
        effect=name,
        tells=(Hearer.FIRST,),
        **said,
    )


BY_WHOM = Fact("unit", "登记单位", "unit", required=False, help="不选则由本单位登记。")

REFER_TO_MEDIATION = _becomes(
    "refer_to_mediation",
    "矛盾纠纷",
    replace(BY_WHOM, help="不选则由本单位登记并组织调解。"),
    reason("纠纷情况"),
    guard=Guard(is_clue, "只有纠纷线索可以转为矛盾纠纷。"),
    suits="其实是双方当事人的纠纷、需要调解的。",
    help="转为矛盾纠纷后按调解办理，本件随之办结，结果会写回这里。",
)

REFER_TO_PETITION = _becomes(
    "refer_to_petition",
    "信访件",
    Fact("petition_class", "事项性质", "choice", choices=PETITIONS),
    BY_WHOM,
    reason("诉求概况"),
    guard=Guard(has_people, "没有登记反映人的，不能转为信访件。"),
    suits="反映人提出信访请求的。",
    help="转为信访件按信访程序办理，本件随之办结。检举控告请反映人直接向信访窗口提出，不从事件转。",
)

REFER_TO_HAZARD = _becomes(
    "refer_to_hazard",
    "安全隐患",
    Fact("hazard_kind", "隐患类型", "choice", choices=HAZARDS),
    Fact("place_kind", "场所类型", "choice", choices=HAZARD_PLACES),
    BY_WHOM,
    reason("隐患情况"),
    guard=Guard(is_hazard, "只有隐患类事件可以转为安全隐患。"),
    suits="当场解决不了、需要限期整改和复查的安全隐患。",
    help="转为安全隐患办理，本件随之办结。",
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

AGREED = agreed_in(("handling", "objected", "checking"), "派出以后")

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
