"""How a track is taken on, and its terms: the same on each unless its workflow says otherwise. Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import at_once, done_on, files, note, reason
from governance.cases.common_steps import extension
from governance.cases.workflow import (
    OVERSEER,
    ApprovedWhere,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Status,
    Step,
    TwoPeople,
)

from ..conditions.first_days import ACCEPTED
from ..conditions.limits import (
    court_ordinary,
    court_summary,
    delegated,
    entrusted_ordinary,
    entrusted_summary,
    is_labour,
    is_medical,
    is_ordinary,
)
from ..conditions.sittings import was_agreed_before
from ..conditions.taking_on import taken_on_elsewhere, why_elsewhere
from ..shared_steps import OTHER_WAYS
from ..vocabulary import (
    DECLINE_GROUNDS,
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
