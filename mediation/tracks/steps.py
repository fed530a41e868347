"""From acceptance to the end of mediation, the same on every track unless a workflow says otherwise. Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import at_once, done_on, files, note, reason
from governance.cases.common_steps import extension
from governance.cases.workflow import (
    OVERSEER,
    WHOEVER_TAKES_IT,
    WRITTEN_HERE,
    ApprovedWhere,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Standstill,
    Status,
    Step,
    TwoPeople,
)

from ..conditions import (
    ACCEPTED,
    SAT,
    SAT_LAST,
    copies_for_all,
    court_ordinary,
    court_summary,
    delegated,
    entrusted_ordinary,
    entrusted_summary,
    has_mediator,
    has_session,
    have_agreed,
    is_labour,
    is_medical,
    is_ordinary,
    owes_reply,
    taken_on_elsewhere,
    was_agreed_before,
    where_they_meet,
    who_comes,
    why_elsewhere,
    why_not_ended_so,
    why_not_told_to,
)
from ..shared_steps import OTHER_WAYS
from ..vocabulary import (
    AGREEMENT_FORMS,
    CHOSEN_BY,
    DECLINE_GROUNDS,
    ENDING_GROUNDS,
    MANNERS,
    MODES,
    RECUSAL_GROUNDS,
    SESSION_RESULTS,
    TOLD_OF_FALSE,
    why_reported_before,
)

STATUSES = {
    "referred": Status("待受理", clock="mediation.accept"),
    "accepted": Status("已受理", clock="mediation.settle"),
    "mediating": Status("调解中", clock="mediation.settle"),
    "agreed": Status("已达成协议", clock="mediation.follow"),
    "breached": Status("未按期履行", clock="mediation.follow"),
    "performed": Status("已履行", clock="mediation.follow"),
    "archived": Status("已归档", closed=True),
    "failed": Status("调解终止", closed=True),
    "declined": Status("未予受理", closed=True),
}
AT_WORK = ("accepted", "mediating")
SUSPENDED = "suspended"
# Where a court refers to a mediator, a claim that may be false is looked at before anybody mediates on.
SUSPENDABLE = {**STATUSES, SUSPENDED: Status("中止调解", clock="mediation.settle")}
FOLLOWED = ("agreed", "breached", "performed")
AFTERWARDS = (*FOLLOWED, "archived", "failed")

# The terms in which mediation has to end; one of them runs on a track.
TIME_LIMITS = (
    "mediation.people",
    "mediation.labour",
    "mediation.medical",
    "mediation.delegated",
    "mediation.entrusted_ordinary",
    "mediation.entrusted_summary",
    "mediation.administrative",
    "mediation.health",
    "mediation.court_ordinary",
    "mediation.court_summary",
)
WITH_APPRAISAL = tuple(code for code in TIME_LIMITS if code != "mediation.labour")
COMPLEX = "mediation.administrative_accept"
CONFIRM, ASK = "mediation.online_confirm", "mediation.online_ask"
ACCEPTANCE = (CONFIRM, ASK, COMPLEX, "mediation.health_accept")
SECOND = "mediation.police_second"
# What a court refers keeps the court's terms, whoever mediates (特邀调解规定 art. 27).
COURT_STARTS = (
    ClockStart("mediation.delegated", since="accepted_on", when=delegated),
    ClockStart("mediation.entrusted_ordinary", since="accepted_on", when=entrusted_ordinary),
    ClockStart("mediation.entrusted_summary", since="accepted_on", when=entrusted_summary),
)
TIME_STARTS = (
    ClockStart("mediation.people", since="accepted_on", when=is_ordinary),
    # From the application, not from the acceptance.
    ClockStart("mediation.labour", since="opened_at", when=is_labour),
    ClockStart("mediation.medical", since="accepted_on", when=is_medical),
    *COURT_STARTS,
    ClockStart("mediation.court_ordinary", since="accepted_on", when=court_ordinary),
    ClockStart("mediation.court_summary", since="accepted_on", when=court_summary),
)

ACCEPTED_ON = Fact(
    "accepted_on",
    "受理（签收材料）日期",
    "date",
    column="accepted_on",
    past_only=True,
    begins=at_once,
    help="委派、委托的，调解期限自签字接收材料之日起算",
)
CONSENT = Fact("consent", "双方当事人同意调解", "confirm", article="《人民调解法》第十七条")
INFORMED = Fact("informed", "已告知当事人权利义务", "confirm", article="《人民调解法》第二十三条、第二十四条")

ACCEPT = Step(
    name="accept",
    label="受理",
    suits="属于本组织调解范围、双方都愿意的，受理。",
    sources=("referred",),
    target="accepted",
    permission="cases.handle_case",
    facts=(ACCEPTED_ON, CONSENT, INFORMED, note("说明", required=False)),
    starts=TIME_STARTS,
    meets=ACCEPTANCE,
    met_on="accepted_on",
    effect="accept",
    papers=("mediation_acceptance", "rights_notice"),
    tells=(Hearer.SENDER, Hearer.LEAD),
    article="《人民调解法》第十七条、第二十三条",
    help="当事人一方明确拒绝调解的，不得调解。",
    main=True,
    followed_by="name_mediator",
)

# Whom a court asks before filing may take it on first and ask the other side then, for which there are three days.
TAKE_ON = Step(
    name="take_on",
    label="接受委派",
    suits="法院立案前委派、还要问对方愿不愿意调解的，先接受委派，再问对方。",
    sources=("referred",),
    target=None,
    permission="cases.handle_case",
    facts=(Fact("taken_on", "接受日期", "date", past_only=True, begins=at_once), note("说明", required=False)),
    guards=(Guard(delegated, "只有人民法院立案前委派的，才先接受委派再询问对方。"),),
    needs_running=(CONFIRM,),
    meets=(CONFIRM,),
    met_on="taken_on",
    starts=(ClockStart(ASK, since="taken_on"),),
    tells=(Hearer.SENDER,),
    article="《人民法院在线调解规则》第十二条、第十五条",
    help="接受后{mediation.online_ask}内可以协助法院询问对方；同意的办理“受理”，拒绝或者联系不上的用“不予受理”写明原因，退回人民法院。",
)

# What other organs have taken on or settled is not taken on by a committee.
ELSEWHERE = Fact(
    "elsewhere",
    "不是同一件事，或者受理机关同意由人民调解",
    "flag",
    required=False,
    asked_where=lambda track: bool(taken_on_elsewhere(track)),
    article="《人民调解工作若干规定》第二十二条",
)
ACCEPT_BY_COMMITTEE = replace(ACCEPT, facts=(*ACCEPT.facts[:3], ELSEWHERE, *ACCEPT.facts[3:]), refuted=why_elsewhere)

DECLINE = Step(
    name="decline",
    label="不予受理",
    suits="不属于本组织调解范围，或者一方明确拒绝调解的，退回并说明理由。",
    sources=("referred",),
    target="declined",
    permission="cases.handle_case",
    facts=(
        Fact("ground", "情形", "choice", choices=DECLINE_GROUNDS),
        reason(),
        OTHER_WAYS,
        replace(done_on("决定日期"), not_before=None),
    ),
    meets=ACCEPTANCE,
    met_on="done_on",
    effect="decline",
    papers=("referral_reply",),
    tells=(Hearer.SENDER, Hearer.FIRST),
    article="《人民调解法》第三条、第十七条",
    help="不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。材料退回委派委托单位。",
)

EXTEND_ACCEPTANCE = extension(
    "延长受理决定期限",
    (COMPLEX,),
    Fact("days", "延长（工作日）", "number", minimum=1),
    reason("案情复杂的情形"),
    name="extend_acceptance",
    sources=("referred",),
    suits="情况复杂，期限内不能决定是否受理，行政机关负责人同意的。",
    approval="cases.approve_case",
    tells=(Hearer.SENDER,),
    article="《深圳经济特区矛盾纠纷多元化解条例》第四十五条",
    help="最长多少日见法定期限。",
)

NAME_MEDIATOR = Step(
    name="name_mediator",
    label="确定调解员",
    suits="受理以后，定下由谁主持调解；当事人要求换人的也在这里。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("mediator", "调解员", "pick", of="mediators", begins=WHOEVER_TAKES_IT),
        Fact("chosen_by", "确定方式", "choice", choices=CHOSEN_BY),
        Fact("note", "说明", required=False),
    ),
    effect="name_mediator",
    tells=(Hearer.HANDLER,),
    article="《人民调解法》第十九条、第二十三条",
    help="调解组织可以指定，也可以由当事人选择一名或者数名调解员。",
    main=True,
    main_while=lambda track: not has_mediator(track),
)

RECUSE = Step(
    name="recuse",
    label="回避",
    suits="主持本案的调解员应当回避，或者当事人申请其回避的。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("mediator", "调解员", "pick", of="serving"),
        Fact("ground", "情形", "choice", choices=RECUSAL_GROUNDS),
        Fact(
            "successor",
            "接任的调解员",
            "pick",
            of="mediators",
            required=False,
            help="由调解组织指定、双方接受；本组织只有回避的人员能登录的，请在这里一并指定",
        ),
        note("说明", required=False),
    ),
    guards=(Guard(has_mediator, "本案还没有调解员。"),),
    effect="recuse",
    tells=(Hearer.LEAD,),
    article="《关于人民法院特邀调解的规定》第十五条",
    help="回避的调解员不再参加本案的调解，也不再办理本案。",
)

SESSION_FACTS = (
    Fact("held_at", "调解时间", "moment", past_only=True, begins=at_once, not_before=ACCEPTED),
    Fact("mode", "方式", "choice", choices=MODES, begins=lambda track, on: MODES[0][0]),
    Fact("place", "地点（视频会议链接）", begins=where_they_meet),
    Fact("attendants", "参加人", "long", begins=who_comes, help="当事人、代理人和受邀参加的人"),
    Fact("content", "调解记录", "long", limit=20_000),
    Fact("result", "结果", "choice", choices=SESSION_RESULTS),
    files("签名的笔录"),
)

HOLD_SESSION = Step(
    name="hold_session",
    label="记录调解",
    suits="每调解一次，记录一次经过和结果。",
    sources=AT_WORK,
    target="mediating",
    permission="cases.handle_case",
    facts=SESSION_FACTS,
    guards=(Guard(has_mediator, "请先确定调解员。"),),
    effect="hold_session",
    private=True,
    papers=("mediation_record",),
    article="《人民调解法》第二十二条、第二十七条",
    help="调解过程不公开，记录只给参与本案调解的人员看。",
    main=True,
    main_while=lambda track: not have_agreed(track),
    followed_by="sign_agreement",
)

PAUSE_FOR_APPRAISAL = Step(
    name="pause_for_appraisal",
    label="委托鉴定停表",
    suits="需要鉴定才能分清责任的，鉴定期间停表。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(Fact("paused_on", "委托鉴定日期", "date", past_only=True, begins=at_once), Fact("reason", "鉴定机构和事项")),
    needs_running=WITH_APPRAISAL,
    pauses=Standstill(WITH_APPRAISAL, on="paused_on", reason="reason"),
    tells=(Hearer.SENDER,),
    article="《人民法院在线调解规则》第二十四条；《医疗纠纷预防和处理条例》第三十八条",
    help="鉴定时间不计入调解期限。",
)

RESUME_AFTER_APPRAISAL = Step(
    name="resume_after_appraisal",
    label="鉴定完毕恢复计时",
    suits="鉴定意见出来了，恢复计算期限。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(Fact("resumed_on", "收到鉴定意见日期", "date", past_only=True, begins=at_once), files("鉴定意见")),
    resumes=Standstill(WITH_APPRAISAL, on="resumed_on"),
    tells=(Hearer.SENDER,),
)

EXTEND = extension(
    "延长调解期限",
    TIME_LIMITS,
    Fact("days", "延长（日）", "number", minimum=1, maximum=90),
    Fact("both_agree", "双方当事人同意延长", "confirm"),
    Fact(
        "agreed_on",
        "双方同意延长的日期",
        "date",
        required=False,
        past_only=True,
        help="不填为今天；以前同意、现在补记的，填同意的日期，应在期限届满以前。",
        not_before=ACCEPTED,
    ),
    reason(),
    files("双方同意延长的材料"),
    sources=AT_WORK,
    suits="期限内调不完，双方同意继续调解的。",
    agreed_on="agreed_on",
    approval="cases.oversee_case",
    approver=OVERSEER,
    two_people=TwoPeople(),
    approved_where=ApprovedWhere(was_agreed_before, "补记以前同意的"),
    tells=(Hearer.SENDER, Hearer.LEAD),
    article="《关于人民法院特邀调解的规定》第二十七条",
    help="双方当事人同意延长调解期限的，不受限制。劳动争议调解期限不能延长。",
)

ITEMS = Fact(
    "items",
    "履行事项",
    "rows",
    columns=(
        Fact("what", "事项", limit=120),
        Fact("amount", "金额（元）", "money", required=False),
        Fact("manner", "方式", "choice", choices=MANNERS),
        Fact("due_on", "履行期限", "date", reach="agreed"),
    ),
    help="金额、方式、期限写明确；内容不明确的，法院不予司法确认",
    article="民事诉讼法司法解释第三百五十八条",
)

SIGN_AGREEMENT = Step(
    name="sign_agreement",
    label="达成协议",
    suits="双方谈拢了，写明各自的义务和履行日期。",
    sources=("mediating",),
    target="agreed",
    permission="cases.handle_case",
    facts=(
        Fact("form", "形式", "choice", choices=AGREEMENT_FORMS, begins=lambda track, on: AGREEMENT_FORMS[0][0]),
        Fact("signed_on", "达成（签名）日期", "date", past_only=True, begins=at_once, not_before=SAT),
        Fact(
            "effective_on",
            "生效日期",
            "date",
            past_only=True,
            begins=at_once,
            help="书面协议自各方签名、盖章之日，口头协议自达成之日",
        ),
        Fact(
            "facts",
            "主要事实、争议事项和各方责任",
            "long",
            required=False,
            needed_if=("form", "written"),
            article="《人民调解法》第二十九条",
        ),
        Fact("content", "协议内容", "long", article="《人民调解法》第二十九条"),
        ITEMS,
        Fact(
            "unwritten",
            "口头协议：双方当事人认为无需制作协议书",
            "flag",
            required=False,
            asked_if=("form", "oral"),
            article="《人民调解法》第二十八条、《人民调解工作若干规定》第三十四条",
            help="约定的事项没有当场履行的，先问双方是否制作协议书；任何一方要求的，制作书面协议",
        ),
        Fact("place", "履行地点", required=False, limit=120),
        Fact(
            "copies",
            "份数",
            "number",
            minimum=2,
            maximum=20,
            begins=copies_for_all,
            help="当事人各执一份，调解组织留存一份",
        ),
        Fact("signed", "当事人、调解员已签名，调解组织已盖章；口头协议已由调解员记录并经当事人确认", "confirm"),
        files("签名的协议"),
    ),
    guards=(Guard(has_session, "还没有调解记录，不能达成协议。"),),
    starts=(ClockStart("mediation.reply", since="signed_on", when=owes_reply),),
    meets=TIME_LIMITS,
    met_on="signed_on",
    cancels=(SECOND,),
    effect="sign_agreement",
    private=True,
    papers=("mediation_agreement", "oral_agreement_register"),
    tells=(Hearer.LEAD,),
    article="《人民调解法》第二十八条至第三十条",
    main=True,
)

TERMINATE = Step(
    name="terminate",
    label="终止调解",
    suits="一方不愿继续、调解不成的。",
    sources=AT_WORK,
    target="failed",
    permission="cases.handle_case",
    facts=(
        Fact("ground", "情形", "choice", choices=ENDING_GROUNDS, column="ending_ground", refuted=why_not_ended_so),
        Fact("ended_on", "终止日期", "date", required=False, past_only=True, not_before=SAT_LAST, help="不填为今天"),
        reason("理由", help="不写当事人在调解中的让步"),
        Fact("undisputed", "双方没有争议的事实", "long", required=False, help="经双方同意并签名确认的，可以记载"),
        OTHER_WAYS,
    ),
    meets=TIME_LIMITS,
    met_on="ended_on",
    cancels=(SECOND,),
    effect="terminate",
    # The referrer has the result in writing with the papers of the case, at once.
    papers=("termination_notice", "referral_reply"),
    tells=(Hearer.SENDER, Hearer.FIRST, Hearer.LEAD),
    article="《人民调解法》第二十六条",
    help="终止调解，并告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
)

BY_ARTICLE_18 = "《关于人民法院特邀调解的规定》第十八条"
SUSPEND = Step(
    name="suspend_mediation",
    label="中止调解并报告",
    suits="怀疑双方串通、捏造纠纷来取得协议的，先停下来报告。",
    sources=AT_WORK,
    target=SUSPENDED,
    permission="cases.handle_case",
    facts=(
        Fact("found_on", "发现日期", "date", past_only=True, begins=at_once),
        Fact("signs", "可能是虚假调解的情形", "long", help="写事实，不写当事人在调解中的让步"),
        Fact("reported_to", "向谁报告", "choice", choices=TOLD_OF_FALSE, refuted=why_not_told_to),
        Fact("reported_at", "报告时间", "moment", past_only=True, refuted=why_reported_before),
        files("材料"),
    ),
    tells=(Hearer.SENDER, Hearer.LEAD),
    article=BY_ARTICLE_18,
    help="发现双方当事人可能存在虚假调解的，中止调解，向人民法院或者调解组织报告。审查以前不再调解，也不能达成协议；调解期限照常计算。",
)
RESUME_MEDIATION = Step(
    name="resume_mediation",
    label="审查后恢复调解",
    suits="人民法院或者调解组织审查过了，认为不是虚假调解的。",
    sources=(SUSPENDED,),
    target="mediating",
    permission="cases.handle_case",
    facts=(
        Fact("reviewed_by", "由谁审查", "choice", choices=TOLD_OF_FALSE, refuted=why_not_told_to),
        Fact("reviewed_on", "审查日期", "date", past_only=True, begins=at_once),
        Fact("result", "审查结果", "long"),
        replace(files("审查结果的材料"), needed_where=lambda track: True),
    ),
    tells=(Hearer.SENDER, Hearer.LEAD),
    article=BY_ARTICLE_18,
    help="审查认为不是虚假调解的恢复调解；是虚假调解的，用“终止调解”。",
)
FALSE_CLAIM = (SUSPEND, RESUME_MEDIATION)
TERMINATE_SUSPENDED = replace(TERMINATE, sources=(*AT_WORK, SUSPENDED))

REPLY_REFERRER = Step(
    name="reply_referrer",
    label="回函",
    suits="受委派、委托的调解结束以后，书面告知结果，并退回材料。",
    sources=("agreed", "breached", "performed"),
    target=None,
    permission="cases.handle_case",
    facts=(Fact("content", "调解结果", "long", help="达成协议的，附协议；未达成的，不写当事人的让步"),),
    guards=(Guard(owes_reply, "不是委派、委托的调解，或者已经回函。"),),
    meets=("mediation.reply",),
    met_as_taken=WRITTEN_HERE,
    effect="reply_referrer",
    papers=("referral_reply",),
    tells=(Hearer.SENDER,),
    article="《关于人民法院特邀调解的规定》第二十六条",
    main=True,
)
