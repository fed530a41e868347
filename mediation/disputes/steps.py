"""What is done with the dispute as a whole, while its tracks are mediated. Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import IDENTITY, at_once, done_on, files, note, reason, withdrawn_on
from governance.cases.common_steps import help_steps
from governance.cases.workflow import (
    OVERSEER,
    WRITTEN_HERE,
    ApprovedWhere,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Status,
    Step,
    TwoPeople,
    Workflow,
)

from ..conditions.disputes import (
    every_track_has_ended,
    has_both_sides,
    is_open_for_report,
    is_performed_somewhere,
    nothing_came_of_it,
    procedure_of_unit,
    several_ask,
    track_of_unit,
    was_withdrawn_before,
    why_not_by_all,
)
from ..shared_steps import DISPUTE_STEPS, OTHER_WAYS, REPORT_POLICE, merge
from ..vocabulary import (
    BELOW,
    DECLINE_GROUNDS,
    GRADES,
    NOT_REFERRED,
    ORGANISERS,
    PARTIES,
    PROCEDURES,
    PROCEDURES_OF,
    REFERRALS,
    REFERRALS_OF,
    REFERRERS,
    REMAINS,
    SCALES,
    TRACKS,
    WAYS,
    is_graded_down,
    is_major,
)
from .risk_steps import ASK_ABROAD, HEAR_FROM_ABROAD, JUDGE_RISK, UNDER_WAY

# While a track is open its clocks run; the dispute has its own before the first and after the last.
BEGIN, CONCLUDE = "dispute.begin", "dispute.conclude"
STATUSES = {
    "registered": Status("已登记"),
    "mediating": Status("调解中", clock=CONCLUDE, whole=True),
    "settled": Status("已达成协议", clock=CONCLUDE, whole=True),
    "resolved": Status("已化解", closed=True),
    "failed": Status("调解未成", closed=True),
    "not_accepted": Status("不予受理", closed=True),
    "withdrawn": Status("已撤回", closed=True),
    "merged": Status("已并案", closed=True),
}
REPORT = "dispute.major_report"

START_MEDIATION = Step(
    name="start_mediation",
    label="启动调解",
    suits="双方愿意调解的，交给调解组织；另一种调解也可以同时启动。",
    sources=UNDER_WAY,
    target="mediating",
    permission="cases.work_case",
    facts=(
        Fact("track", "调解方式", "choice", choices=TRACKS, begins=track_of_unit),
        Fact(
            "organisation",
            "调解组织（单位）",
            "pick",
            of="organisations",
            narrowed=("track", tuple(ORGANISERS.items())),
            begins="own_committee",
        ),
        Fact(
            "procedure",
            "适用程序",
            "choice",
            choices=PROCEDURES,
            narrowed=("track", tuple(PROCEDURES_OF.items())),
            begins=procedure_of_unit,
        ),
        Fact(
            "referral",
            "委派委托",
            "choice",
            choices=REFERRALS,
            narrowed=("track", tuple(REFERRALS_OF.items())),
            begins=lambda dispute, on: NOT_REFERRED,
            help="委派、委托、移交给其他组织的，由接收方签收材料之日起计算调解期限",
        ),
        Fact(
            "referrer",
            "委派委托单位",
            "pick",
            of="referrers",
            required=False,
            asked_if=("referral", " ".join(REFERRERS)),
            narrowed=("referral", tuple(REFERRERS.items())),
            help="须回函的单位",
        ),
        Fact(
            "received_on",
            "收到申请（材料）日期",
            "date",
            required=False,
            past_only=True,
            help="调解组织收到申请或者委派委托材料的日期；不填为今天",
        ),
        note("交代事项", required=False),
    ),
    guards=(Guard(has_both_sides, "还没有登记双方当事人，请先补充当事人。"),),
    meets=(BEGIN,),
    met_on="received_on",
    cancels=(REMAINS,),
    effect="start_mediation",
    article="《人民调解法》第十七条、第十八条",
    help="几种调解可以同时进行，各有各的组织、调解员和期限。",
    main=True,
    main_alone=True,
    main_while=nothing_came_of_it,
)

ADD_PARTY = Step(
    name="add_party",
    label="补充当事人",
    suits="登记时漏了当事人，或者当事人一方人数众多要写明代表人的。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("part", "身份", "choice", choices=PARTIES),
        Fact("party_name", "姓名（名称）", limit=60),
        *IDENTITY,
    ),
    effect="add_party",
    help="当事人一方人数众多的，每一方推选的代表人不超过五人。",
)

SETTLE_ON_SPOT = Step(
    name="settle_on_spot",
    label="当场化解",
    suits="当场劝和、当场履行的，登记和办结一次完成。",
    sources=("registered",),
    target="resolved",
    permission="cases.work_case",
    facts=(
        Fact("settled_on", "化解日期", "date", past_only=True, begins=at_once),
        Fact("summary_of_result", "化解情况", "long"),
        Fact("settled_by", "由谁劝和", "choice", required=False, choices=BELOW, help="由本单位化解的不选"),
        Fact("both_content", "双方当事人没有争议，约定的事项已经当场履行", "confirm"),
    ),
    guards=(Guard(has_both_sides, "还没有登记双方当事人，请先补充当事人。"),),
    owed=(REPORT,),
    meets=(BEGIN,),
    met_on="settled_on",
    effect="settle_on_spot",
    tells=(Hearer.HANDLER, Hearer.FIRST, Hearer.SENDER),
    article="《人民调解法》第二十一条、第二十八条",
    help="还有事项没有履行的，启动调解。化解层级按本单位所在的层级记录；家族长辈、小组长劝和的，按家族、小组记录。",
)

PASS_ON = Step(
    name="pass_on",
    label="上交或者下派",
    suits="本级调解不了的上交，下级更便于调解的下派。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("to_unit", "接收单位", "unit", column="lead_unit", help="村（社区）、镇街、区县之间逐级上交或者下派"),
        reason("上交、下派的理由"),
    ),
    effect="pass_on",
    tells=(Hearer.STAFF, Hearer.FIRST),
    article="本县综治中心建设实施方案",
    help="办理经过、正在进行的调解和各项期限随纠纷一起走，不重新起算；交出的单位仍能看到办理经过和结果。",
)

GRADE = Step(
    name="grade",
    label="核定等级",
    suits="了解情况以后，按人数、金额、激化程度核定等级。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("grade", "等级", "choice", choices=GRADES, column="grade"),
        Fact("scale", "规模", "choice", choices=SCALES, column="scale"),
        Fact("people_count", "涉及人数", "number", minimum=2, maximum=100_000, column="people_count"),
        Fact("amount", "涉及金额（元）", "money", required=False, column="amount"),
        reason("核定理由"),
    ),
    starts=(ClockStart(REPORT, when=is_open_for_report),),
    effect="grade",
    # The report and the monthly account of grave disputes end with the grade: not by the word of who owes them.
    approval="cases.oversee_case",
    approver=OVERSEER,
    two_people=TwoPeople(),
    approved_where=ApprovedWhere(is_graded_down, "重大疑难改为较低等级的"),
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="本县综治中心建设实施方案",
    help="核定为重大疑难的，{dispute.major_report}内书面报告司法行政机关或者司法所。改为较低等级的，由督办的单位同意。",
)

REPORT_MAJOR = Step(
    name="report_major",
    label="报送重大纠纷报告",
    suits="等级核定为重大疑难的，向司法行政机关或者司法所书面报告。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("to", "报送单位", "pick", of="report_to"),
        Fact("situation", "纠纷基本情况", "long", begins_with="summary"),
        Fact("measures", "已采取的措施和调解情况", "long"),
        Fact("suggestion", "下一步意见", "long"),
    ),
    guards=(Guard(is_major, "只有重大疑难纠纷须书面报告，请先核定等级。"),),
    meets=(REPORT,),
    met_as_taken=WRITTEN_HERE,
    effect="report_major",
    papers=("major_dispute_report",),
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="本县综治中心建设实施方案",
)

NOT_ACCEPT = Step(
    name="not_accept",
    label="不予受理",
    suits="依法不能调解，或者一方明确拒绝的，说明理由。",
    sources=("registered",),
    target="not_accepted",
    permission="cases.work_case",
    facts=(
        Fact("ground", "情形", "choice", choices=DECLINE_GROUNDS),
        reason(),
        OTHER_WAYS,
        done_on("告知日期"),
    ),
    owed=(REPORT,),
    meets=(BEGIN,),
    met_on="done_on",
    tells=(Hearer.FIRST,),
    article="《人民调解工作若干规定》第二十二条",
    help="告知当事人可以通过哪些途径解决。",
)

HELP = help_steps(UNDER_WAY, tuple(STATUSES))

SETTLE = Step(
    name="settle",
    label="达成调解协议",
    sources=("mediating", "settled"),
    target="settled",
    permission="",
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
)

RESOLVE = Step(
    name="resolve",
    label="确认化解",
    suits="调解达成的协议都已经履行，纠纷确实化解的。",
    sources=("mediating", "settled"),
    target="resolved",
    permission="cases.work_case",
    facts=(Fact("summary_of_result", "化解情况", "long"),),
    guards=(
        Guard(is_performed_somewhere, "还没有履行完毕的调解协议，不能确认化解。"),
        Guard(every_track_has_ended, "还有没有结束的调解，不能办结。"),
    ),
    owed=(REPORT,),
    meets=(REMAINS,),
    met_as_taken=WRITTEN_HERE,
    effect="resolve",
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST, Hearer.SENDER),
    help="化解层级按调解成功的组织所在的层级记录。",
    main=True,
    main_alone=True,
)

# 短期不能化解的: somebody answers for it by a day, and the dispute stays open until then.
KEEP_AT = Step(
    name="keep_at",
    label="落实后续责任",
    suits="几种调解都没有调成、短期不能化解的，定责任人、方案和期限，继续跟进。",
    sources=("mediating", "settled"),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("responsible", "责任人", limit=60, help="姓名和职务"),
        Fact("plan", "化解方案", "long"),
        Fact("until", "期限", "date", help="晚于今天；到期的照常提醒、亮灯"),
    ),
    guards=(
        Guard(every_track_has_ended, "还有没有结束的调解，请在调解中继续。"),
        Guard(lambda dispute: not is_performed_somewhere(dispute), "调解协议已经履行完毕，请确认化解。"),
    ),
    meets=(CONCLUDE,),
    met_as_taken=WRITTEN_HERE,
    cancels=(REMAINS,),
    starts=(ClockStart(REMAINS, since="counted_from", amount="days"),),
    effect="keep_at",
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
    article="《市域社会治理现代化试点工作方案》",
    help="纠纷不办结。到期前可以再启动调解、确认化解，或者调解未成办结；还要延后的，再登记一次，原来超过的仍是超期。",
)

END_UNSETTLED = Step(
    name="end_unsettled",
    label="调解未成办结",
    suits="几种调解都没有调成、已经终止的。",
    sources=("mediating", "settled"),
    target="failed",
    permission="cases.work_case",
    facts=(
        reason("未成原因"),
        Fact("ways", "已告知当事人的其他途径", "several", choices=WAYS),
        Fact("responsible", "后续责任人和措施", "long", help="暂时不能化解的，逐件落实责任人和方案"),
    ),
    guards=(
        Guard(every_track_has_ended, "还有没有结束的调解，不能办结。"),
        Guard(lambda dispute: not is_performed_somewhere(dispute), "调解协议已经履行完毕，请确认化解。"),
    ),
    owed=(REPORT,),
    meets=(REMAINS,),
    met_as_taken=WRITTEN_HERE,
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST, Hearer.SENDER),
    article="《人民调解法》第二十六条",
    help="调解不成的，应当终止调解，并告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
)

WITHDRAW = Step(
    name="withdraw",
    label="当事人撤回",
    suits="申请人不再要求调解的。",
    sources=UNDER_WAY,
    target="withdrawn",
    permission="cases.work_case",
    facts=(
        Fact("by_all", "有几名申请人的，都已撤回", "flag", required=False),
        withdrawn_on(),
        reason("撤回理由"),
        replace(files("撤回申请、经其确认的记录"), needed_where=lambda dispute: True),
    ),
    refuted=why_not_by_all,
    guards=(Guard(every_track_has_ended, "还有没有结束的调解，请先终止调解。"),),
    owed=(REPORT,),
    met_on="withdrawn_on",
    # An earlier day may let off what is late by now: not by the word of who owes it.
    approval="cases.oversee_case",
    approver=OVERSEER,
    two_people=TwoPeople(),
    approved_where=ApprovedWhere(was_withdrawn_before, "补记以前收到撤回申请的"),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
    article="《人民调解法》第二十三条",
    help="有几名申请人的，都撤回才终结；只有部分人撤回的，用“部分申请人撤回”。以前收到、过后补记的，由督办的单位同意。",
)

# Whoever withdraws speaks for nobody else: what the others ask goes on, on every track and by the same days.
WITHDRAW_ONE = replace(
    WITHDRAW,
    name="withdraw_one",
    label="部分申请人撤回",
    suits="有几名申请人，只有部分人不再要求调解的。",
    target=None,
    facts=(
        Fact("person", "撤回的申请人", "pick", of="applicants"),
        *(fact for fact in WITHDRAW.facts if fact.name != "by_all"),
    ),
    refuted=None,
    guards=(Guard(several_ask, "只有一名申请人的，用“当事人撤回”。"),),
    owed=(),
    approval="",
    approver="",
    two_people=None,
    approved_where=None,
    effect="withdraw_one",
    help="其他人申请的调解继续进行，期限不变，正在进行的调解随即知道；此后的文书不再写这个人。",
)

DISPUTE = Workflow(
    kind="dispute",
    label="矛盾纠纷",
    prefix="JF",
    opening="registered",
    statuses=STATUSES,
    opening_clocks=(
        ClockStart(BEGIN, since="opened_at"),
        ClockStart(REPORT, since="opened_at", when=is_major),
    ),
    steps=(
        START_MEDIATION,
        SETTLE_ON_SPOT,
        PASS_ON,
        ADD_PARTY,
        GRADE,
        REPORT_MAJOR,
        JUDGE_RISK,
        ASK_ABROAD,
        HEAR_FROM_ABROAD,
        replace(REPORT_POLICE, sources=UNDER_WAY),
        NOT_ACCEPT,
        *HELP,
        SETTLE,
        RESOLVE,
        KEEP_AT,
        END_UNSETTLED,
        WITHDRAW,
        WITHDRAW_ONE,
        merge(("registered",), "merged", (BEGIN,), into=("registered", "mediating"), owed=(REPORT,)),
        *DISPUTE_STEPS,
    ),
)
