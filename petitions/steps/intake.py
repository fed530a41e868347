"""From the window to acceptance: routing, notice, acceptance (信访工作条例 art. 19–24, 31). Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import note, reason
from governance.cases.keeping_out_steps import about
from governance.cases.workflow import (
    HANDED_ON,
    PARTNER,
    SENDER,
    WRITTEN_HERE,
    ApprovedWhere,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Step,
    TwoPeople,
)

from ..conditions.accusations import is_accusation, is_not_accusation, why_not_discipline
from ..conditions.answers import NEW_FACTS
from ..conditions.procedure import (
    ends_its_days,
    goes_on_sixty_days,
    is_simplified,
    may_be_simplified,
    runs_sixty_days,
)
from ..conditions.routing import (
    came_directly,
    is_not_taken_on,
    may_accept,
    may_inform,
    why_no_opinion,
    why_no_route,
    why_not_political_legal,
    why_not_refused,
    within_its_powers,
)
from ..conditions.telling import TOLD
from ..vocabulary import CLASSES, REFUSAL_GROUNDS, RESUMED, ROUTES, SIMPLE_GROUNDS
from . import accusations
from .afterwards import REVISIT

OTHER_ORGAN = Fact(
    "other_organ",
    "检举控告不属于纪检监察机关受理的理由",
    "long",
    required=False,
    article="第二十二条第二款、第三十条第一款",
    asked_where=is_accusation,
    help="信访部门把检举控告转给纪检监察机关以外的机关时填写",
)
ROUTE_FACTS = (
    Fact(
        "to_unit",
        "有权处理的单位",
        "unit",
        column="lead_unit",
        article="第二十二条",
        refuted=why_not_political_legal,
    ),
    replace(reason("转送理由"), begins=within_its_powers),
    OTHER_ORGAN,
    replace(TOLD, label="告知信访人去向", article="第二十三条"),
)
SIMPLE_TERMS = ("petition.simple_accept", "petition.simple_handle")
# What ends when it is said whether the petition is taken on.
TAKEN_ON = (
    "petition.route",
    "petition.notice",
    "petition.notice_transferred",
    accusations.NOTICE,
    accusations.TAKE_UP,
    "petition.simple_accept",
    "petition.whole",
)
SIMPLE_ACCEPT = ClockStart("petition.simple_accept", since="received_at")
SIXTY_DAYS = ClockStart("petition.handle", since="accepted_on", when=goes_on_sixty_days)
NOTICES_OWED = ("petition.notice_transferred", accusations.NOTICE, accusations.TAKE_UP)
TRANSFERRED_TERMS = (*NOTICES_OWED, "petition.objection")
RECEIVED = (
    ClockStart("petition.notice_transferred", when=is_not_accusation),
    *accusations.RECEIVED,
    ClockStart("petition.objection"),
)

# However often it goes back and forth, whoever took it in answers for it that somebody takes it on.
WHOLE = ClockStart("petition.whole", since="opened_at", when=is_not_taken_on, owed_by="first_unit")

TRANSFER = Step(
    name="transfer",
    label="转送",
    suits="本单位不办、由其他单位有权处理的，转给它。",
    sources=("registered",),
    target="routed",
    permission="cases.route_case",
    facts=ROUTE_FACTS,
    starts=RECEIVED,
    meets=("petition.route", "petition.notice"),
    met_as_taken=HANDED_ON,
    cancels=("petition.simple_accept",),
    papers=("inform_notice", "transfer_letter"),
    refuted=why_not_discipline,
    effect="send",
    routes=True,
    tells=(Hearer.STAFF,),
    article="《信访工作条例》第二十二条",
    help="属地管理、分级负责，谁主管、谁负责。收到之日起{petition.route}内转送。",
    main=True,
    together=True,
)

ASSIGN_WITH_REPORT = Step(
    name="assign_with_report",
    label="交办",
    suits="重要情况，需要有权处理的单位办完后反馈结果的。",
    sources=("registered",),
    target="routed",
    permission="cases.route_case",
    facts=(
        *ROUTE_FACTS,
        Fact("report_days", "反馈期限（日）", "number", minimum=1, maximum=90, help="从交办之日起算，届时提交办结报告"),
    ),
    starts=(*RECEIVED, ClockStart("petition.assign_report", amount="report_days")),
    meets=("petition.route", "petition.notice"),
    met_as_taken=HANDED_ON,
    cancels=("petition.simple_accept",),
    papers=("inform_notice", "assignment_letter"),
    refuted=why_not_discipline,
    effect="send",
    routes=True,
    tells=(Hearer.STAFF,),
    article="《信访工作条例》第二十二条第三项",
    help="指定办理期限，要求提交办结报告。",
)

# Whoever was told that their petition is taken on hears what comes of it, whoever holds it by then.
UNANSWERED = Guard(
    lambda petition: petition.accepted_on is None,
    "已经受理的，应当办理并答复信访人（《信访工作条例》第二十三条、第三十二条），不再告知引导、不予受理；"
    "应当通过法定途径解决的，受理后在答复中写明途径；不属于本单位职权范围的，提出异议。",
)
INFORM = Step(
    name="inform",
    label="告知引导",
    suits="走访提出、不属于本机关职权范围的，告知信访人向有权处理的机关提出。",
    sources=("registered",),
    target="informed",
    permission="cases.route_case",
    facts=(
        Fact("organ", "有权处理的机关"),
        Fact("next_route", "处理途径和程序", "long", refuted=why_no_route),
        TOLD,
    ),
    guards=(
        UNANSWERED,
        Guard(
            may_inform,
            "信访部门收到的事项应当转送、交办，重大、紧急的报请决定；只有走访反映涉诉问题的，才释法明理、引导其向有关"
            "政法部门反映（《信访工作条例》第二十二条）。",
        ),
    ),
    meets=("petition.route", "petition.notice", "petition.whole"),
    met_as_taken=WRITTEN_HERE,
    cancels=("petition.simple_accept",),
    papers=("inform_notice",),
    effect="inform",
    tells=(Hearer.FIRST,),
    article="《信访工作条例》第二十三条",
)

NOTIFY = Step(
    name="notify",
    label="书面告知",
    suits="是否受理、转到哪里，书面告诉信访人。",
    sources=("registered", "routed"),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("organ", "接收机关"),
        Fact("next_route", "接收情况、处理途径和程序", "long", refuted=why_no_route),
        TOLD,
    ),
    meets=("petition.notice", "petition.notice_transferred", accusations.NOTICE),
    met_as_taken=WRITTEN_HERE,
    papers=("inform_notice",),
    effect="inform",
    article="《信访工作条例》第二十三条",
    help="能够当场告知的当场书面告知；不能当场告知的，自收到之日起{petition.notice}内书面告知。",
)

SIMPLIFY = Step(
    name="simplify",
    label="适用简易办理",
    suits="事实清楚、责任明确、争议不大、易于解决，能很快办结的。",
    sources=("registered", "routed"),
    target=None,
    permission="cases.work_case",
    facts=(Fact("ground", "适用情形", "choice", choices=SIMPLE_GROUNDS),),
    guards=(
        Guard(
            may_be_simplified,
            "只有初次提出、并非集体走访或者多人联名、不是检举控告、不应当通过其他法定途径处理、没有认定为重大紧急、不由几个单位一并办理的信访事项可以简易办理。",
        ),
    ),
    # The days to decide count from receipt, not from the click.
    within=SIMPLE_ACCEPT,
    starts=(SIMPLE_ACCEPT,),
    effect="simplify",
    article="《信访事项简易办理办法（试行）》",
    help="收到之日起{petition.simple_accept}内决定是否受理，过了就不能再适用；变更事项性质、途径，请其他单位协办或者转给其他单位，以及受理以前认定为重大、紧急的，恢复普通程序。",
)

ACCEPT = Step(
    name="accept",
    label="受理",
    suits="属于本单位职权范围的，受理后由本单位办理、答复。",
    sources=("registered", "routed"),
    target="handling",
    permission="cases.handle_case",
    facts=(TOLD, note("处理途径和程序", required=False), NEW_FACTS),
    guards=(
        Guard(
            may_accept,
            "涉及诉讼权利救济的事项应当从普通信访中分离出来，由有关政法部门依法处理（《信访工作条例》第二十八条）："
            "直接收到的，转送同级政法部门；转送、交办来的，提出异议。",
        ),
    ),
    starts=(
        ClockStart("petition.handle", since="accepted_on", when=runs_sixty_days),
        ClockStart("petition.simple_handle", since="accepted_on", when=is_simplified),
    ),
    meets=TAKEN_ON,
    met_as_taken=WRITTEN_HERE,
    cancels=("petition.objection",),
    papers=("acceptance_notice",),
    effect="accept",
    tells=(Hearer.SENDER, Hearer.FIRST, Hearer.LEAD),
    article="《信访工作条例》第二十三条、第三十四条",
    main=True,
    together=True,
)

NOT_ACCEPT = Step(
    name="not_accept",
    label="不予受理",
    suits="已经或者依法应当通过诉讼、仲裁、复议等途径解决的，以及依法不予受理的。",
    sources=("registered", "routed"),
    target="not_accepted",
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("ground", "不予受理的情形", "choice", choices=REFUSAL_GROUNDS, refuted=why_not_refused),
        Fact(
            "opinion_number",
            "复核意见书文号",
            required=False,
            needed_if=("ground", "concluded"),
            refuted=why_no_opinion,
            help="以已经复核终结为由的填写",
        ),
        reason(),
        Fact(
            "next_route",
            "其他解决途径",
            "long",
            refuted=why_no_route,
            help="告知信访人可以向哪里、按什么程序提出",
        ),
        TOLD,
    ),
    guards=(UNANSWERED,),
    meets=TAKEN_ON,
    met_as_taken=WRITTEN_HERE,
    cancels=("petition.objection",),
    papers=("non_acceptance_notice",),
    tells=(Hearer.SENDER, Hearer.FIRST, Hearer.HANDLER),
    article="《信访工作条例》第十九条、第三十一条、第三十六条",
    help="登记不得拒绝；不予受理须说明理由，并告知其他途径。",
)

RESUME = Step(
    name="resume",
    label="恢复办理",
    suits="引导、不予受理有误，或者信访人又回来、应当由本单位办理的。",
    sources=("informed",),
    target="registered",
    permission="cases.work_case",
    facts=(Fact("ground", "情形", "choice", choices=RESUMED), reason("恢复办理的理由")),
    met_as_taken=WRITTEN_HERE,
    cancels=(REVISIT,),
    starts=(ClockStart("petition.route"),),
    effect="resume",
    help="引导有误的，转送、受理的期限从收到信访事项之日起算；其他情形从恢复之日起算。",
    tells=(Hearer.STAFF,),
    article="《信访工作条例》第二十三条第一款",
)

RECONSIDER = Step(
    name="reconsider",
    label="撤销不予受理",
    suits="不予受理有误，或者有了新的事实，应当受理的。",
    sources=("not_accepted",),
    target="routed",
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(reason("撤销的理由", help="自行纠正，或者上级机关责令改正"),),
    met_as_taken=WRITTEN_HERE,
    cancels=(REVISIT,),
    tells=(Hearer.STAFF, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第四十四条",
)

ACCUSED = about("被检举控告", "此事项", "未指明被检举控告的单位和人员")
RECLASSIFY = Step(
    name="reclassify",
    label="变更事项性质",
    suits="登记时性质（建议意见、检举控告、申诉求决）判断错了的。",
    sources=("registered", "routed", "handling"),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("petition_class", "事项性质", "choice", choices=CLASSES, column="petition_class"),
        Fact(
            "route",
            "办理途径",
            "choice",
            required=False,
            choices=ROUTES,
            column="route",
            needed_if=("petition_class", "appeal_request"),
        ),
        *ACCUSED,
        reason("变更理由"),
    ),
    effect="reclassify",
    # Neither the sixty nor the ten days end by the word of who owes the answer.
    approval="cases.approve_case",
    approver=SENDER,
    two_people=TwoPeople("handler_id", above=True),
    approved_where=ApprovedWhere(ends_its_days, "受理以后改变性质、途径（改为检举控告的除外），因而改变办理期限的"),
    hides=lambda told: told["petition_class"] == "accusation",
    papers=("conversion_notice",),
    # The organ that is competent classes it before it accepts (art. 29–31); whoever sent it as another class hears so.
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第二十九条至第三十一条",
    help="性质改变时，办理期限随之重新计算或者终止；受理以后这样改的，经转送、交办单位（没有的，登记单位）负责人同意。更正被检举控告的单位、人员的，新写明的随即不能知悉，原来写明的仍不能知悉，"
    "经另一人“解除对原被检举人的保密”才解除。",
)

HAND_ON = Step(
    name="hand_on",
    label="移交其他单位",
    suits="本单位直接收到并登记，后来查明不归本单位管的。",
    sources=("routed", "handling"),
    target="routed",
    permission="cases.assign_case",
    facts=(
        Fact("to_unit", "接办单位", "unit", column="lead_unit", refuted=why_not_political_legal),
        reason("移交理由", help="首办单位不变，移交须说明理由"),
        OTHER_ORGAN,
        replace(TOLD, label="告知信访人去向", article="第二十三条"),
    ),
    guards=(
        Guard(
            came_directly,
            "这件事项是转送、交办来的，不能再移交：不属于本单位职权范围的，应当在规定期限内向转送、交办单位提出异议"
            "（《信访工作条例》第二十三条第三款）；需要别的单位配合的，请用“请协办”。",
        ),
    ),
    # The unit that receives it has its own terms; the sixty days go on from the first acceptance.
    met_as_taken=HANDED_ON,
    cancels=(*TRANSFERRED_TERMS, *SIMPLE_TERMS),
    starts=(*RECEIVED, SIXTY_DAYS, WHOLE),
    papers=("inform_notice", "transfer_letter"),
    refuted=why_not_discipline,
    effect="send",
    tells=(Hearer.STAFF, Hearer.FIRST),
    article="《信访工作条例》第二十三条、第二十四条",
    help="只有直接收到的事项可以移交；接办单位重新告知信访人，不属于其职权范围的可以提出异议。",
)
