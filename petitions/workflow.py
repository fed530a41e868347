"""The lawful moves of a petition, from the window to the archive (信访工作条例, 2022). Plain Python."""

from governance.cases.common_steps import COMMON_STEPS, merge
from governance.cases.workflow import PARTNER, SENDER, ClockStart, Extension, Fact, Guard, Status, Step, Workflow

CLASSES = (("suggestion", "建议意见"), ("accusation", "检举控告"), ("appeal_request", "申诉求决"))
ROUTES = (
    ("litigation", "诉讼、复议、立案、法律监督或公安程序（第一项）"),
    ("arbitration", "仲裁（第二项）"),
    ("party_appeal", "党员申诉、申请复审（第三项）"),
    ("administrative", "行政复议、裁决、确认、许可、处罚等行政程序（第四项）"),
    ("duty", "申请查处违法行为、履行保护职责（第五项）"),
    ("handling", "信访程序办理（第六项）"),
)
OUTCOMES = (("supported", "予以支持"), ("explained", "作出解释说明"), ("not_supported", "不予支持"))
RATINGS = (("satisfied", "满意"), ("fair", "基本满意"), ("dissatisfied", "不满意"))
TOLD_BY = (
    ("on_the_spot", "当场书面告知"),
    ("post", "邮寄"),
    ("visit", "上门送达"),
    ("electronic", "短信或网上告知"),
    ("unclear", "姓名或住址不清，无法告知"),
)
SERVED_BY = (
    ("direct", "直接送达"),
    ("left", "留置送达"),
    ("post", "邮寄送达"),
    ("electronic", "电子送达"),
    ("entrusted", "委托送达"),
)
SIMPLE_GROUNDS = (
    ("clear", "事实清楚、责任明确、争议不大、易于解决"),
    ("consultation", "咨询、意见、感谢等可以即时反馈"),
    ("urgent_life", "涉及群众日常生产生活、时效性强，应当即时处理"),
    ("settled", "有关机关已有明确承诺或者结论"),
)
REFUSAL_GROUNDS = (
    ("competence", "不属于本机关职权范围"),
    ("pending", "已经受理或者正在办理，规定期限内重复提出（第十九条）"),
    ("legal_route", "应当通过诉讼、仲裁、行政复议等法定途径解决（第三十一条）"),
    ("review_missed", "未在规定期限内请求复查、复核，又就同一事项提出"),
    ("concluded", "已经复核终结，以同一事实和理由提出（第三十六条）"),
)


def runs_sixty_days(petition) -> bool:
    """Only matters of art. 31 item six run the sixty days of art. 34; simplified ones run their own."""
    return petition.route == "handling" and petition.procedure == "ordinary"


def is_simplified(petition) -> bool:
    return petition.procedure == "simplified"


def ends_with_opinion(petition) -> bool:
    """A handling opinion is issued under art. 31 item six; everything else is answered."""
    return petition.petition_class == "appeal_request" and petition.route == "handling"


def is_answered_otherwise(petition) -> bool:
    return not ends_with_opinion(petition)


def may_be_replied_to(petition) -> bool:
    """What was put forward on another platform may be answered there, without an opinion in the form of art. 32."""
    return is_answered_otherwise(petition) or bool(petition.source_number)


def is_not_accusation(petition) -> bool:
    return petition.petition_class != "accusation"


def address_is_known(petition) -> bool:
    return not petition.address_unclear


def may_be_simplified(petition) -> bool:
    return (
        petition.petition_class != "accusation"
        and not petition.is_repeat
        and not petition.is_collective
        and petition.route in ("", "handling")
        and petition.procedure == "ordinary"
    )


DUTIES = (
    "petition.route",
    "petition.notice",
    "petition.notice_transferred",
    "petition.objection",
    "petition.simple_accept",
    "petition.simple_handle",
    "petition.handle",
    "petition.assign_report",
)

STATUSES = {
    "registered": Status("已登记"),
    "routed": Status("待受理"),
    "objected": Status("异议待核"),
    "handling": Status("办理中"),
    "answered": Status("待送达"),
    "served": Status("已送达"),
    "informed": Status("已告知引导"),
    "not_accepted": Status("不予受理"),
    "archived": Status("已归档", closed=True),
    "withdrawn": Status("已撤回", closed=True),
    "merged": Status("已并案", closed=True),
}

ROUTE_FACTS = (
    Fact("to_unit", "有权处理的单位", "unit", column="lead_unit", article="第二十二条"),
    Fact("reason", "转送理由", "long"),
    Fact("told_by", "告知信访人去向", "choice", choices=TOLD_BY, article="第二十三条"),
)
RECEIVED = (
    ClockStart("petition.notice_transferred", when=is_not_accusation),
    ClockStart("petition.objection"),
)

TRANSFER = Step(
    name="transfer",
    label="转送",
    sources=("registered",),
    target="routed",
    permission="cases.route_case",
    facts=ROUTE_FACTS,
    starts=RECEIVED,
    meets=("petition.route", "petition.notice"),
    cancels=("petition.simple_accept",),
    papers=("transfer_letter",),
    tells=("staff",),
    article="《信访工作条例》第二十二条",
    help="属地管理、分级负责，谁主管、谁负责。收到之日起15日内转送。",
    main=True,
)

ASSIGN_WITH_REPORT = Step(
    name="assign_with_report",
    label="交办",
    sources=("registered",),
    target="routed",
    permission="cases.route_case",
    facts=(
        *ROUTE_FACTS,
        Fact("report_days", "反馈期限（日）", "number", minimum=1, maximum=90, help="从交办之日起算，届时提交办结报告"),
    ),
    starts=(*RECEIVED, ClockStart("petition.assign_report", amount="report_days")),
    meets=("petition.route", "petition.notice"),
    cancels=("petition.simple_accept",),
    papers=("assignment_letter",),
    tells=("staff",),
    article="《信访工作条例》第二十二条第三项",
    help="重要情况需要反馈办理结果的，指定办理期限，要求提交办结报告。",
)

INFORM = Step(
    name="inform",
    label="告知引导",
    sources=("registered",),
    target="informed",
    permission="cases.route_case",
    facts=(
        Fact("organ", "有权处理的机关"),
        Fact("next_route", "处理途径和程序", "long"),
        Fact("told_by", "告知方式", "choice", choices=TOLD_BY),
    ),
    meets=("petition.route", "petition.notice"),
    cancels=("petition.simple_accept",),
    papers=("inform_notice",),
    tells=("first",),
    article="《信访工作条例》第二十三条",
    help="不属于本机关职权范围的，告知信访人向有权处理的机关提出。",
)

NOTIFY = Step(
    name="notify",
    label="书面告知",
    sources=("registered", "routed"),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("organ", "接收机关"),
        Fact("next_route", "接收情况、处理途径和程序", "long"),
        Fact("told_by", "告知方式", "choice", choices=TOLD_BY),
    ),
    meets=("petition.notice", "petition.notice_transferred"),
    papers=("inform_notice",),
    article="《信访工作条例》第二十三条",
    help="能够当场告知的当场书面告知；不能当场告知的，自收到之日起15日内书面告知。",
)

SIMPLIFY = Step(
    name="simplify",
    label="适用简易办理",
    sources=("registered", "routed"),
    target=None,
    permission="cases.work_case",
    facts=(Fact("ground", "适用情形", "choice", choices=SIMPLE_GROUNDS),),
    guards=(Guard(may_be_simplified, "只有初次提出、并非集体或者检举控告的信访事项可以简易办理。"),),
    starts=(ClockStart("petition.simple_accept"),),
    effect="simplify",
    article="《信访事项简易办理办法（试行）》",
    help="3个工作日内决定是否受理，受理后10个工作日内出具处理意见。",
)

OBJECT = Step(
    name="object",
    label="提出异议",
    sources=("routed",),
    target="objected",
    permission="cases.handle_case",
    facts=(
        Fact("reason", "异议理由", "long", help="详细说明不属于本单位职权范围的理由"),
        Fact("files", "材料", "files", required=False),
    ),
    meets=("petition.objection",),
    needs_running="petition.objection",
    in_time=True,
    tells=("sender",),
    article="《信访工作条例》第二十三条第三款",
    help="自收到之日起5个工作日内提出，经转送单位核实同意后交还材料。",
)

UPHOLD = Step(
    name="uphold_objection",
    label="同意退回",
    sources=("objected",),
    target="registered",
    permission="cases.route_case",
    reach=SENDER,
    facts=(Fact("reason", "核实情况", "long"),),
    cancels=("petition.notice_transferred", "petition.assign_report", "petition.simple_accept"),
    # The material comes back on this day; the days before it were spent by another unit.
    starts=(ClockStart("petition.route"),),
    effect="take_back",
    tells=("staff",),
    article="《信访工作条例》第二十三条第三款",
    main=True,
)

REJECT_OBJECTION = Step(
    name="reject_objection",
    label="异议不成立",
    sources=("objected",),
    target="routed",
    permission="cases.route_case",
    reach=SENDER,
    facts=(Fact("reason", "核实情况和理由", "long"),),
    tells=("staff",),
    article="《信访工作条例》第二十三条第三款",
)

ACCEPT = Step(
    name="accept",
    label="受理",
    sources=("registered", "routed"),
    target="handling",
    permission="cases.handle_case",
    facts=(
        Fact("told_by", "告知方式", "choice", choices=TOLD_BY),
        Fact("note", "处理途径和程序", "long", required=False),
    ),
    starts=(
        ClockStart("petition.handle", since="accepted_on", when=runs_sixty_days),
        ClockStart("petition.simple_handle", since="accepted_on", when=is_simplified),
    ),
    meets=("petition.route", "petition.notice", "petition.notice_transferred", "petition.simple_accept"),
    cancels=("petition.objection",),
    papers=("acceptance_notice",),
    effect="accept",
    tells=("sender", "first", "lead"),
    article="《信访工作条例》第二十三条、第三十四条",
    main=True,
)

NOT_ACCEPT = Step(
    name="not_accept",
    label="不予受理",
    sources=("registered", "routed"),
    target="not_accepted",
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("ground", "不予受理的情形", "choice", choices=REFUSAL_GROUNDS),
        Fact("reason", "理由", "long"),
        Fact("next_route", "其他解决途径", "long", help="告知信访人可以向哪里、按什么程序提出"),
        Fact("told_by", "告知方式", "choice", choices=TOLD_BY),
    ),
    meets=("petition.route", "petition.notice", "petition.notice_transferred", "petition.simple_accept"),
    cancels=("petition.objection",),
    papers=("non_acceptance_notice",),
    tells=("sender", "first", "handler"),
    article="《信访工作条例》第十九条、第三十一条、第三十六条",
    help="登记不得拒绝；不予受理须说明理由，并告知其他途径。",
)

RECLASSIFY = Step(
    name="reclassify",
    label="变更事项性质",
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
        Fact("reason", "变更理由", "long"),
    ),
    effect="reclassify",
    tells=("handler", "lead"),
    article="《信访工作条例》第二十九条至第三十一条",
    help="性质改变时，办理期限随之重新计算或者终止。",
)

HAND_ON = Step(
    name="hand_on",
    label="移交其他单位",
    sources=("routed", "handling"),
    target=None,
    permission="cases.assign_case",
    facts=(
        Fact("to_unit", "接办单位", "unit", column="lead_unit"),
        Fact("reason", "移交理由", "long", help="首办单位不变，移交须说明理由"),
    ),
    papers=("transfer_letter",),
    tells=("staff", "first"),
    article="《信访工作条例》第二十四条",
)

EXTEND = Step(
    name="extend",
    label="延长办理期限",
    sources=("handling",),
    target=None,
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("days", "延长（日）", "number", minimum=1, maximum=30),
        Fact("reason", "延期理由", "long", help="情况复杂的，经本机关、单位负责人批准；理由须告知信访人"),
        Fact("told_by", "告知方式", "choice", choices=TOLD_BY),
    ),
    extends=Extension("petition.handle", "days"),
    needs_running="petition.handle",
    in_time=True,
    papers=("extension_notice",),
    tells=("handler", "first"),
    article="《信访工作条例》第三十四条",
)

CONVERT = Step(
    name="convert",
    label="转为普通程序",
    sources=("handling",),
    target=None,
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("reason", "理由", "long"),
        Fact("told_by", "告知方式", "choice", choices=TOLD_BY),
    ),
    guards=(Guard(is_simplified, "这件事项已经按普通程序办理。"),),
    cancels=("petition.simple_handle",),
    # The sixty days count from the first acceptance, not from the conversion.
    starts=(ClockStart("petition.handle", since="accepted_on", when=runs_sixty_days),),
    effect="convert",
    tells=("handler", "first"),
    article="《信访事项简易办理办法（试行）》",
    help="办理期限从简易受理之日起算。",
)

ISSUE_OPINION = Step(
    name="issue_opinion",
    label="出具处理意见",
    sources=("handling",),
    target="answered",
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("request", "投诉请求", "long", begins_with="summary", article="第三十二条"),
        Fact("facts", "事实和理由", "long", article="第三十二条"),
        Fact("opinion", "处理意见", "long", article="第三十二条"),
        Fact("legal_basis", "法律法规依据", "long", article="第三十二条"),
        Fact("outcome", "结论", "choice", choices=OUTCOMES, column="outcome"),
        Fact("review_organ", "复查机关", help="原办理机关的上一级机关、单位（第三十五条）"),
    ),
    guards=(Guard(ends_with_opinion, "这类事项按相应程序答复，不出具信访处理意见书。"),),
    meets=("petition.handle", "petition.simple_handle"),
    papers=("handling_opinion",),
    tells=("handler", "sender", "first"),
    article="《信访工作条例》第三十一条第六项、第三十二条",
    main=True,
)

REPLY = Step(
    name="reply",
    label="答复",
    sources=("handling",),
    target="answered",
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("reply", "答复内容", "long", limit=20_000),
        Fact("legal_basis", "依据", "long", required=False),
        Fact("files", "附件", "files", required=False),
    ),
    guards=(Guard(may_be_replied_to, "这类事项应当出具信访处理意见书。"),),
    meets=("petition.handle", "petition.simple_handle"),
    papers=("reply_notice",),
    tells=("handler", "sender", "first"),
    article="《信访工作条例》第二十九条至第三十一条",
    main=True,
)

SERVE = Step(
    name="serve",
    label="送达",
    sources=("answered",),
    target="served",
    permission="cases.handle_case",
    facts=(
        Fact("method", "送达方式", "choice", choices=SERVED_BY),
        Fact("served_on", "送达日期", "date", column="served_on", past_only=True),
        Fact("receiver", "收件人"),
        Fact("proof", "送达凭证", help="签收情况、邮件单号等"),
        Fact("files", "凭证附件", "files", required=False),
    ),
    # Thirty days to ask for review: a right of the petitioner, counted from the day the paper is received.
    starts=(ClockStart("petition.review_apply", since="served_on", when=ends_with_opinion),),
    effect="serve",
    papers=("service_receipt",),
    tells=("first", "sender"),
    article="《信访工作条例》第三十五条",
    main=True,
)

RATE = Step(
    name="rate",
    label="记录满意度评价",
    sources=("served",),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("rating", "评价", "choice", choices=RATINGS, column="rating"),
        Fact("note", "评价意见", "long", required=False),
    ),
    guards=(Guard(lambda petition: not petition.rating, "信访人已经评价。"),),
    tells=("handler", "lead"),
    article="国信发〔2022〕11号",
)

REPORT_BACK = Step(
    name="report_back",
    label="提交办结报告",
    sources=("handling", "answered", "served", "not_accepted"),
    target=None,
    permission="cases.handle_case",
    facts=(Fact("report", "办结报告", "long"), Fact("files", "附件", "files", required=False)),
    meets=("petition.assign_report",),
    needs_running="petition.assign_report",
    tells=("sender",),
    article="《信访工作条例》第二十二条第三项",
)

ARCHIVE = Step(
    name="archive",
    label="归档",
    sources=("served", "not_accepted", "informed"),
    target="archived",
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("papers_complete", "登记、告知、办理文书齐全", "confirm"),
        Fact("service_proved", "送达（告知）凭证齐全", "confirm"),
        Fact("rating_asked", "已请信访人评价满意度", "confirm"),
        Fact("note", "卷宗说明", "long", required=False),
    ),
    effect="archive",
    tells=("first",),
    main=True,
)

WITHDRAW = Step(
    name="withdraw",
    label="信访人撤回",
    sources=("registered", "routed", "handling"),
    target="withdrawn",
    permission="cases.work_case",
    facts=(
        Fact("in_writing", "信访人已书面申请撤回，或者口头撤回已如实记录并经其确认", "confirm"),
        Fact("reason", "撤回理由", "long"),
        Fact("files", "撤回申请", "files", required=False),
    ),
    cancels=DUTIES,
    tells=("handler", "sender", "first"),
)

WORKFLOW = Workflow(
    kind="petition",
    label="信访件",
    prefix="XF",
    opening="registered",
    statuses=STATUSES,
    opening_clocks=(
        ClockStart("petition.route", since="opened_at"),
        ClockStart("petition.notice", since="opened_at", when=address_is_known),
    ),
    steps=(
        TRANSFER,
        ASSIGN_WITH_REPORT,
        ACCEPT,
        INFORM,
        NOTIFY,
        SIMPLIFY,
        NOT_ACCEPT,
        OBJECT,
        UPHOLD,
        REJECT_OBJECTION,
        ISSUE_OPINION,
        REPLY,
        EXTEND,
        CONVERT,
        SERVE,
        RATE,
        REPORT_BACK,
        ARCHIVE,
        RECLASSIFY,
        HAND_ON,
        WITHDRAW,
        merge(("registered", "routed", "handling"), "merged", DUTIES),
        *COMMON_STEPS,
    ),
)
