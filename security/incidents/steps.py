"""An incident from the first report to the final one. Plain Python."""

from dataclasses import replace
from typing import Any

from governance.cases.common_facts import files, note, reason
from governance.cases.common_steps import AMEND_WRITTEN, WRITTEN_STEPS, merge, rewritten, with_amend
from governance.cases.workflow import (
    COUNTY,
    OVERSEER,
    SAID_HERE,
    WRITTEN_HERE,
    ApprovedWhere,
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

from ..orders.steps import order_steps
from ..words import in_words_of
from .conditions import (
    is_grave,
    says_less,
    why_after_it_was_reported,
    why_before_it_happened,
    why_of_a_person,
    why_other_harm,
)
from .vocabulary import ACKNOWLEDGE, DUTIES, FALSE, GRADES, GRAVE_DUTIES, HARM, KINDS, OPEN_ORDERS

REPORT, COMMAND = "security.report_incident", "security.command_incident"
REPORT_LAW = "《中华人民共和国突发事件应对法》第六十一条"
OPEN = ("reported", "handling")
COUNTS = tuple(
    Fact(name, f"{label}（人）", "number", column=name, minimum=0, maximum=100_000) for name, label in HARM.items()
)
# No clerk takes up what is grave for the county, nor agrees for it that it was less.
ON_DUTY = OnlyBy("on_duty", "县级领导或者当日在县级值班表上的人员")
# Whoever reported it late, or too much of it, does not say alone that it was less, whatever post they hold by then.
OF_THE_COUNTY: dict[str, Any] = {
    "approval": COMMAND,
    "approver": COUNTY,
    "approved_by": ON_DUTY,
    "two_people": TwoPeople(redrafts=("register",)),
}

ACKNOWLEDGED = Step(
    name="acknowledge",
    label="值班领导签收",
    suits="特别重大、重大事件报到值班领导的，由值班领导签收。",
    sources=(*OPEN, "settled"),
    target=None,
    permission=COMMAND,
    reach=COUNTY,
    facts=(note("批示意见", required=False),),
    needs_running=ACKNOWLEDGE,
    meets=ACKNOWLEDGE,
    met_as_taken=WRITTEN_HERE,
    effect="acknowledge",
    not_by=("register",),
    only_by=ON_DUTY,
    tells=(Hearer.LEAD, Hearer.STAFF),
    help="应在{incident.acknowledge}内签收，昼夜一样计算。",
    article=REPORT_LAW,
)

REPORT_UP = Step(
    name="report_up",
    label="上报快报",
    suits="特别重大、重大事件，向市级上报快报。",
    sources=(*OPEN, "settled"),
    target=None,
    permission=COMMAND,
    reach=COUNTY,
    facts=(
        Fact("told", "报给谁", limit=60, help="上级综治中心、党委政府值班室等。"),
        Fact(
            "told_at",
            "报出时间",
            "moment",
            past_only=True,
            may_precede="先电话报出、后登记的，写报出的时间。",
            refuted=why_before_it_happened("报出时间"),
        ),
        replace(note("报告内容"), refuted=why_of_a_person),
    ),
    meets=("incident.report_up",),
    met_on="told_at",
    papers=("flash_report",),
    tells=(Hearer.LEAD,),
    help="不得迟报、谎报、瞒报、漏报；情况不全的先报，随后续报。",
    article=REPORT_LAW,
)

PROGRESS = Step(
    name="progress",
    label="续报",
    suits="核实了情况、有了新进展的，随时续报。",
    sources=OPEN,
    target="handling",
    permission=REPORT,
    facts=(replace(note("处置进展"), refuted=why_of_a_person), *COUNTS, files("现场照片和材料")),
    refuted=why_other_harm,
    meets=("incident.verify", "incident.progress"),
    met_as_taken=SAID_HERE,
    starts=(ClockStart("incident.progress"),),
    papers=("progress_report",),
    tells=(Hearer.SENDER, Hearer.FIRST),
    help="首报后{incident.verify}内核实续报；处置期间每{incident.progress}至少续报一次。",
    article=REPORT_LAW,
    main=True,
)

CORRECT = Step(
    name="correct",
    label="更正报告",
    suits="已经报的等级、时间、伤亡等与实际不符的。",
    sources=(*OPEN, "settled"),
    target=None,
    permission=REPORT,
    **OF_THE_COUNTY,
    approved_where=ApprovedWhere(
        says_less, "重大以上降低等级、减少伤亡人数的，死亡三人以上的安全事故改为其他类型的，发生时间改晚的"
    ),
    facts=(
        Fact("kind", "类型", "choice", choices=KINDS, column="incident_kind"),
        Fact("grade", "等级", "choice", choices=GRADES, column="grade"),
        Fact(
            "happened_at",
            "发生时间",
            "moment",
            past_only=True,
            may_precede="事件先发生、后报告。",
            column="happened_at",
            refuted=why_after_it_was_reported,
        ),
        *COUNTS,
        reason("更正理由"),
    ),
    effect="correct",
    tells=(Hearer.SENDER, Hearer.FIRST),
    help="更正前后的内容都留在经过里。等级升为或者升到更高的重大以上的，随即报值班领导，{incident.acknowledge}内签收、"
    "{incident.report_up}内上报快报；重大以上降低等级、减少死亡、失踪、受伤人数的，发生时间改晚的，由县级值班领导同意；降到较大以下的，不再要求签收和快报。",
    article=REPORT_LAW,
)

# What was told of a grave one reached the county: what it is, and where, is not told otherwise by one person.
AMENDED = replace(
    AMEND_WRITTEN,
    **OF_THE_COUNTY,
    approved_where=ApprovedWhere(
        lambda incident, told: is_grave(incident) and bool(rewritten(incident, told)),
        "重大以上事件更正标题、概况、地点的",
    ),
)

SETTLED = Step(
    name="settled",
    label="处置完毕",
    suits="现场已经处置完毕、指令都有结果的。",
    sources=("handling",),
    target="settled",
    permission=REPORT,
    facts=(
        replace(note("处置结果"), refuted=why_of_a_person),
        Fact(
            "settled_at",
            "处置完毕时间",
            "moment",
            required=False,
            past_only=True,
            may_precede="处置完毕以后才登记的，写处置完毕的时间。",
            refuted=why_before_it_happened("处置完毕时间"),
            help="不填为现在；过后补记的，填实际时间。终报的期限自处置完毕起算。",
        ),
    ),
    guards=(
        Guard(
            lambda incident: not any(order.is_open for order in incident.orders.all()),
            OPEN_ORDERS,
        ),
    ),
    meets=("incident.verify", "incident.progress"),
    met_on="settled_at",
    starts=(ClockStart("incident.final", since="settled_at"),),
    tells=(Hearer.SENDER, Hearer.FIRST),
)

FINAL = Step(
    name="final",
    label="终报",
    suits="处置完毕后写出终报。",
    sources=("settled",),
    target="closed",
    permission=REPORT,
    approval="cases.approve_case",
    facts=(
        Fact("cause", "原因和性质", "long", column="cause", refuted=why_of_a_person),
        *COUNTS,
        Fact("outcome", "处置结果和善后", "long", column="outcome", refuted=why_of_a_person),
        Fact("lesson", "教训和改进措施", "long", refuted=why_of_a_person),
        files("调查材料"),
    ),
    refuted=why_other_harm,
    owed=GRAVE_DUTIES,
    meets=("incident.final",),
    met_as_taken=WRITTEN_HERE,
    papers=("final_report",),
    tells=(Hearer.SENDER, Hearer.FIRST),
    help="{incident.final}内终报，由单位负责人签发。",
    article=REPORT_LAW,
    main=True,
)

FALSE_ALARM: dict[str, Any] = {
    "sources": OPEN,
    "target": "rejected",
    "permission": REPORT,
    "facts": (Fact("ground", "情形", "choice", choices=FALSE), reason("核实情况")),
    "met_as_taken": WRITTEN_HERE,
    "cancels": DUTIES,
    "effect": "give_up",
    "tells": (Hearer.SENDER, Hearer.FIRST, Hearer.CO),
}
REJECT = Step(
    name="reject",
    label="误报",
    suits="较大以下的，核实没有发生或者不是突发事件的。",
    **FALSE_ALARM,
    approval="cases.approve_case",
    guards=(Guard(lambda incident: not is_grave(incident), "重大以上的用“重大以上误报”，由县级值班领导同意。"),),
)
REJECT_GRAVE = Step(
    name="reject_grave",
    label="重大以上误报",
    suits="重大以上的，核实没有发生或者不是突发事件的。",
    **FALSE_ALARM,
    **OF_THE_COUNTY,
    guards=(Guard(is_grave, "较大以下的用“误报”，由单位负责人同意。"),),
    help="报告的单位自己不能撤下重大以上的报告，由县级值班领导核实同意。",
    article=REPORT_LAW,
)

STEPS = (
    ACKNOWLEDGED,
    REPORT_UP,
    PROGRESS,
    CORRECT,
    SETTLED,
    FINAL,
    REJECT,
    REJECT_GRAVE,
    *order_steps("incident", ("reported", "handling"), permission=COMMAND, reach=OVERSEER, always_on_site=True),
)

STATUSES = {
    "reported": Status("已首报"),
    "handling": Status("处置中"),
    "settled": Status("待终报"),
    "closed": Status("已终报", closed=True),
    "rejected": Status("误报", closed=True),
    "merged": Status("已并案", closed=True),
}

WORKFLOW = Workflow(
    kind="incident",
    label="案事件",
    prefix="AJ",
    opening="reported",
    statuses=STATUSES,
    opening_clocks=(
        ClockStart("incident.verify", since="opened_at"),
        *(ClockStart(term, since="opened_at", when=is_grave, owed_by="commanded_by") for term in GRAVE_DUTIES),
    ),
    steps=(
        *STEPS,
        merge(
            ("reported", "handling"),
            "merged",
            DUTIES,
            alike="同一起案事件",
            **OF_THE_COUNTY,
            approved_where=ApprovedWhere(lambda incident, facts: is_grave(incident), "重大以上事件"),
            help="重大以上的，由县级值班领导核实同意。",
        ),
        *in_words_of("incident", with_amend(WRITTEN_STEPS, lambda amend: AMENDED)),
    ),
)
