"""The ways of mediation as tables of steps. Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import at_once, done_on, files, reason
from governance.cases.workflow import (
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

from .casefiles import steps as filing
from .conditions import (
    by_health_authority,
    by_own_authority,
    courts_confirm,
    ends_after_the_sitting,
    has_mediator,
    has_no_reply_open,
    is_first_sitting,
    is_of_the_parties,
    police_may_sit,
    why_before_report,
)
from .shared_steps import REPORT_POLICE, TRACK_STEPS
from .tracks import after_steps as after
from .tracks import criminal_steps as criminal
from .tracks import ending_steps as ending
from .tracks import sitting_steps as sitting
from .tracks import steps as track
from .vocabulary import (
    ADMINISTRATIVE,
    JUDICIAL,
    ON_SPOT_RECORDS,
    PEOPLE,
    POLICE,
    POLICE_EXCLUSIONS,
    POLICE_MATTERS,
    RECONCILIATION,
    SETTLED_BY,
    referred_by_court,
)

FOLLOWING = (
    after.RECORD_PERFORMANCE,
    after.URGE_PERFORMANCE,
    after.RECORD_BREACH,
    after.CONFIRM_PERFORMED,
    after.PLAN_FOLLOW_UP,
    after.FOLLOW_UP,
    after.END_AFTER_BREACH,
    filing.FILE_MATERIAL,
    after.ARCHIVE,
    filing.REVIEW_FILE,
)
PERSONNEL = (sitting.NAME_MEDIATOR, sitting.RECUSE)
APPRAISAL = (sitting.PAUSE_FOR_APPRAISAL, sitting.RESUME_AFTER_APPRAISAL)


TELL_POLICE = replace(REPORT_POLICE, sources=track.AT_WORK, permission="cases.handle_case")
# Three working days to say whether a matter referred by a court is taken on, whoever mediates.
CONFIRM_IN_TIME = ClockStart("mediation.online_confirm", since="opened_at", when=referred_by_court)


# An agreement that courts confirm gives both parties thirty days to ask one.
SIGN_FOR_COURT = replace(
    ending.SIGN_AGREEMENT,
    starts=(
        *ending.SIGN_AGREEMENT.starts,
        ClockStart("mediation.confirm_apply", since="effective_on", when=courts_confirm),
    ),
)
BEFORE_COURT = (
    after.APPLY_CONFIRMATION,
    after.RECORD_FILING,
    after.RECORD_CONFIRMATION,
    after.RECORD_REVOCATION,
    after.MEDIATE_AGAIN,
)


def _after(step: Step, article: str) -> Step:
    """The same step on a track that another law governs."""
    return replace(step, article=article)


PEOPLE_MEDIATION = Workflow(
    kind=PEOPLE,
    label="人民调解",
    prefix="RT",
    opening="referred",
    statuses=track.SUSPENDABLE,
    opening_clocks=(CONFIRM_IN_TIME,),
    steps=(
        track.TAKE_ON,
        track.ACCEPT_BY_COMMITTEE,
        track.DECLINE,
        *PERSONNEL,
        sitting.ARRANGE_SESSION,
        sitting.HOLD_SESSION,
        *APPRAISAL,
        track.EXTEND,
        SIGN_FOR_COURT,
        TELL_POLICE,
        *ending.FALSE_CLAIM,
        ending.TERMINATE_SUSPENDED,
        ending.REPLY_REFERRER,
        *BEFORE_COURT,
        *FOLLOWING,
        *filing.SUBSIDY,
        *TRACK_STEPS,
    ),
)

POLICE_LAW = "《公安机关办理行政案件程序规定》"
# A matter of the police but of another station is moved on within a day of the report, and the reporter told (art. 61).
MISROUTED = "police.misrouted"
FIND_ELSEWHERE = Step(
    name="find_elsewhere",
    label="认定不属本单位管辖",
    suits="属于公安机关职责范围、但不归本单位管辖的。",
    sources=("referred",),
    target="misrouted",
    permission="cases.handle_case",
    facts=(Fact("reported_at", "接报时间", "moment", past_only=True), reason("不属本单位管辖的情形")),
    starts=(ClockStart(MISROUTED, since="reported_at"),),
    tells=(Hearer.SENDER, Hearer.LEAD),
    article=f"{POLICE_LAW}第六十一条",
    help="自接报起{police.misrouted}内移送有管辖权的单位。",
)
MOVE_ON = Step(
    name="move_on",
    label="移送有管辖权的单位",
    suits="已经认定归别的单位管辖的，移送并登记。",
    sources=("misrouted",),
    target="declined",
    permission="cases.handle_case",
    facts=(
        Fact("to", "接收单位"),
        Fact("moved_at", "移送时间", "moment", past_only=True, refuted=why_before_report),
        Fact("told", "已告知报案人、控告人、举报人、扭送人、投案人", "confirm"),
        files("移送案件通知书"),
    ),
    meets=(MISROUTED,),
    met_on="moved_at",
    effect="move_on",
    tells=(Hearer.SENDER, Hearer.FIRST),
    article=f"{POLICE_LAW}第六十一条",
    main=True,
)
# So it is with a department: the organ whose matter it is has it as its own, and decides whether to accept.
PASS_ON = "mediation.pass_on"
BY_ARTICLE_25 = "《深圳经济特区矛盾纠纷多元化解条例》第二十五条"
FIND_COMPETENT = replace(
    FIND_ELSEWHERE,
    label="认定不属本机关职责",
    suits="不属于本机关职责范围、归别的机关处理的。",
    facts=(reason("不属本机关职责的情形"), replace(done_on("认定日期"), not_before=None)),
    guards=(Guard(is_of_the_parties, "委派、委托、移交来的，用“不予受理”退回并说明理由。"),),
    starts=(ClockStart(PASS_ON, since="opened_at"),),
    meets=track.ACCEPTANCE,
    met_on="done_on",
    article=BY_ARTICLE_25,
    help="自收到申请起{mediation.pass_on}内移送。",
)
PASS_TO_COMPETENT = replace(
    MOVE_ON,
    label="移送有权的机关",
    suits="已经认定归别的机关处理的，直接移送，由其决定是否受理。",
    facts=(
        Fact("organisation", "接收机关", "pick", of="competent", required=False),
        Fact("to", "其他接收机关", required=False, limit=60, help="接收机关不在上面的，填写全称"),
        Fact("moved_on", "移送日期", "date", past_only=True, begins=at_once),
        Fact("told", "已告知当事人", "confirm"),
        files("移送函"),
    ),
    meets=(PASS_ON,),
    met_on="moved_on",
    effect="move_to_competent",
    article=BY_ARTICLE_25,
    help="接收机关在平台上的，另起一件调解，自收到之日起计算受理期限；不在平台上的，本件调解结束。",
)

ADMINISTRATIVE_LAW = "本省矛盾纠纷多元化解规定"
ADMINISTRATIVE_MEDIATION = Workflow(
    kind=ADMINISTRATIVE,
    label="行政调解",
    prefix="XT",
    opening="referred",
    statuses={**track.SUSPENDABLE, "misrouted": Status("待移送")},
    opening_clocks=(
        ClockStart("mediation.administrative_accept", since="opened_at", when=by_own_authority),
        ClockStart("mediation.health_accept", since="opened_at", when=by_health_authority),
        CONFIRM_IN_TIME,
    ),
    steps=(
        track.TAKE_ON,
        replace(
            track.ACCEPT,
            starts=(
                ClockStart("mediation.administrative", since="accepted_on", when=by_own_authority),
                ClockStart("mediation.health", since="accepted_on", when=by_health_authority),
                *track.COURT_STARTS,
            ),
            article=ADMINISTRATIVE_LAW,
        ),
        _after(track.DECLINE, ADMINISTRATIVE_LAW),
        FIND_COMPETENT,
        PASS_TO_COMPETENT,
        track.EXTEND_ACCEPTANCE,
        *PERSONNEL,
        sitting.ARRANGE_SESSION,
        _after(sitting.HOLD_SESSION, ADMINISTRATIVE_LAW),
        *APPRAISAL,
        track.EXTEND,
        _after(SIGN_FOR_COURT, ADMINISTRATIVE_LAW),
        TELL_POLICE,
        *ending.FALSE_CLAIM,
        _after(ending.TERMINATE_SUSPENDED, ADMINISTRATIVE_LAW),
        ending.REPLY_REFERRER,
        *BEFORE_COURT,
        *FOLLOWING,
        *TRACK_STEPS,
    ),
)

POLICE_ACCEPT = replace(
    track.ACCEPT,
    facts=(
        track.ACCEPTED_ON,
        Fact("matter", "案件情形", "choice", choices=POLICE_MATTERS, article=f"{POLICE_LAW}第一百七十八条"),
        Fact("exclusion", "不得调解的情形", "choice", choices=POLICE_EXCLUSIONS, article=f"{POLICE_LAW}第一百七十九条"),
        Fact(
            "guardian_told", "当事人中有未成年人的，已通知其父母或者其他监护人到场", "confirm", article="第一百八十一条"
        ),
        track.CONSENT,
        track.INFORMED,
    ),
    starts=(),
    effect="accept_by_police",
    article=f"{POLICE_LAW}第一百七十八条、第一百七十九条",
    help="因民间纠纷引起、情节较轻的治安案件，可以调解处理；不构成违反治安管理行为的，告知当事人向法院或者人民调解组织申请处理。",
)
POLICE_SESSION = replace(
    sitting.HOLD_SESSION,
    guards=(
        Guard(has_mediator, "请先确定主持调解的民警。"),
        Guard(
            police_may_sit,
            "治安调解一般为一次，再次调解后不得继续调解（《公安机关办理行政案件程序规定》第一百八十三条）。",
        ),
    ),
    # A second sitting is no debt: it may be held within the days of art. 183 from the first, on the day it was held.
    meets=(track.SECOND,),
    met_on="held_at",
    starts=(ClockStart(track.SECOND, since="held_at", when=is_first_sitting),),
    effect="hold_police_session",
    article=f"{POLICE_LAW}第一百八十三条",
    help="治安调解一般为一次；有必要再次调解的，应当在第一次调解后的{mediation.police_second}内完成。",
)
# Not agreed or not performed: the case is handled by law, and its time counts from that day (art. 185).
CASE = "police.case"
BY_ARTICLE_185 = f"{POLICE_LAW}第一百八十五条"
NOT_AGREED = replace(
    ending.TERMINATE,
    target="by_law",
    # A later day gives the station more time for its case: it does not say so alone.
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id"),
    approved_where=ApprovedWhere(ends_after_the_sitting, "终止日期晚于最后一次调解的"),
    facts=tuple(
        replace(fact, help="不填为最后一次调解之日；打算再次调解而没有成的，不晚于再次调解的期限")
        if fact.name == "ended_on"
        else fact
        for fact in ending.TERMINATE.facts
    ),
    starts=(ClockStart(CASE, since="ended_on"),),
    effect="terminate_police",
    article=BY_ARTICLE_185,
)
SINCE_BREACH = (ClockStart(CASE, since="unperformed_since"),)
POLICE_FOLLOWING = {
    after.RECORD_BREACH.name: replace(after.RECORD_BREACH, starts=SINCE_BREACH, article=BY_ARTICLE_185),
    after.CONFIRM_PERFORMED.name: replace(after.CONFIRM_PERFORMED, cancels=(CASE,), article=BY_ARTICLE_185),
    after.END_AFTER_BREACH.name: replace(
        after.END_AFTER_BREACH, target="by_law", starts=SINCE_BREACH, article=BY_ARTICLE_185
    ),
}
# Where the police find a quarrel that is slight and clear, they may settle it there (art. 178 para 2).
ON_SPOT = Step(
    name="mediate_on_spot",
    label="当场调解并履行",
    suits="事情小、说得清，双方当场和好、当场履行的。",
    sources=("referred",),
    target="on_spot",
    permission="cases.handle_case",
    facts=(
        *POLICE_ACCEPT.facts[1:4],
        Fact("slight", "情节轻微、事实清楚、因果关系明确，医疗费用和物品损失的赔付没有争议", "confirm"),
        Fact("both_agree", "双方当事人同意当场调解", "confirm"),
        Fact("held_at", "调解时间", "moment", past_only=True),
        Fact("content", "当事人、主要违法事实和协议内容", "long"),
        Fact("performed", "协议内容已经当场履行", "confirm"),
        Fact("recorded", "怎样记录", "choice", choices=ON_SPOT_RECORDS),
        files("调解协议书或者现场录音录像", required=True),
    ),
    guards=(Guard(has_no_reply_open, "移交、委托来的须书面回复结果，请受理后按一般步骤调解。"),),
    private=True,
    effect="mediate_on_spot",
    tells=(Hearer.FIRST, Hearer.LEAD),
    article=f"{POLICE_LAW}第一百七十八条第三款",
    help="当事人基本情况、主要违法事实和协议内容在现场录音录像中明确记录的，不再制作调解协议书。没有当场履行的，受理后按一般步骤调解。",
)
# Settled and performed elsewhere, the case ends without a punishment if both ask in writing and the police agree.
ACCEPT_SETTLEMENT = Step(
    name="accept_settlement",
    label="认可和解不予处罚",
    suits="当事人自行和解或者经人民调解，已经履行并书面申请不予处罚的。",
    sources=("referred", "accepted", "mediating", "breached", "by_law"),
    target="reconciled",
    permission="cases.handle_case",
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id"),
    facts=(
        Fact("way", "和解方式", "choice", choices=SETTLED_BY),
        Fact("matter", "案件情形", "choice", choices=POLICE_MATTERS, article=f"{POLICE_LAW}第一百七十八条"),
        Fact("exclusion", "不得调解的情形", "choice", choices=POLICE_EXCLUSIONS, article=f"{POLICE_LAW}第一百七十九条"),
        Fact("performed_on", "协议履行完毕日期", "date", past_only=True),
        Fact("applied_on", "双方书面申请日期", "date", past_only=True),
        Fact("jointly", "双方当事人共同书面申请", "confirm"),
        files("双方当事人的书面申请", required=True),
    ),
    owed=("mediation.reply",),
    meets=(CASE,),
    met_as_taken=WRITTEN_HERE,
    cancels=(track.SECOND,),
    effect="accept_settlement",
    tells=(Hearer.SENDER, Hearer.FIRST, Hearer.LEAD),
    article=f"{POLICE_LAW}第一百八十六条",
    help="当事人申请人民调解或者自行和解，达成协议并履行后，双方书面申请并经公安机关认可的，不予处罚；已经作出处理决定的除外。",
)
# The time of an appraisal does not count in the time of the case (art. 165).
AT_THE_CASE = ("breached", "by_law")
CASE_APPRAISAL = (
    replace(
        sitting.PAUSE_FOR_APPRAISAL,
        sources=AT_THE_CASE,
        needs_running=(CASE,),
        pauses=replace(sitting.PAUSE_FOR_APPRAISAL.pauses, terms=(CASE,)),
        article=f"{POLICE_LAW}第一百六十五条",
        help="为了查明案情进行鉴定的期间，不计入办案期限。",
    ),
    replace(
        sitting.RESUME_AFTER_APPRAISAL,
        sources=AT_THE_CASE,
        resumes=replace(sitting.RESUME_AFTER_APPRAISAL.resumes, terms=(CASE,)),
    ),
)
POLICE_MEDIATION = Workflow(
    kind=POLICE,
    label="治安调解",
    prefix="ZT",
    opening="referred",
    statuses={
        **track.STATUSES,
        "misrouted": Status("待移送"),
        "by_law": Status("依法处理中", clock="police.follow"),
        "on_spot": Status("已当场调解并履行", closed=True),
        "reconciled": Status("已认可和解", closed=True),
    },
    steps=(
        POLICE_ACCEPT,
        ON_SPOT,
        replace(track.DECLINE, article=f"{POLICE_LAW}第一百七十八条、第一百七十九条", meets=()),
        *PERSONNEL,
        sitting.ARRANGE_SESSION,
        POLICE_SESSION,
        replace(
            ending.SIGN_AGREEMENT, effect="sign_police_agreement", article=f"{POLICE_LAW}第一百八十三条、第一百八十四条"
        ),
        NOT_AGREED,
        *(POLICE_FOLLOWING.get(step.name, step) for step in FOLLOWING),
        *CASE_APPRAISAL,
        FIND_ELSEWHERE,
        MOVE_ON,
        ACCEPT_SETTLEMENT,
        after.EXTEND_CASE,
        after.DECIDE_BY_LAW,
        *TRACK_STEPS,
    ),
)

COURT_LAW = "《关于人民法院民事调解工作若干问题的规定》第四条"
JUDICIAL_MEDIATION = Workflow(
    kind=JUDICIAL,
    label="司法调解",
    prefix="ST",
    opening="referred",
    statuses=track.STATUSES,
    steps=(
        _after(track.ACCEPT, COURT_LAW),
        _after(track.DECLINE, "《人民调解法》第三条"),
        *PERSONNEL,
        sitting.ARRANGE_SESSION,
        sitting.HOLD_SESSION,
        *APPRAISAL,
        track.EXTEND,
        _after(SIGN_FOR_COURT, "《民事诉讼法》第一百条"),
        _after(ending.TERMINATE, "《民事诉讼法》第一百零二条"),
        ending.REPLY_REFERRER,
        *BEFORE_COURT,
        *FOLLOWING,
        *TRACK_STEPS,
    ),
)

CRIMINAL_RECONCILIATION = Workflow(
    kind=RECONCILIATION,
    label="刑事和解",
    prefix="XH",
    opening="referred",
    statuses=track.STATUSES,
    steps=(
        criminal.ACCEPT,
        criminal.DECLINE,
        *(_after(step, criminal.RULES_496) for step in PERSONNEL),
        sitting.ARRANGE_SESSION,
        _after(sitting.HOLD_SESSION, criminal.RULES_496),
        criminal.SIGN_AGREEMENT,
        criminal.TERMINATE,
        criminal.EXTEND_PROSECUTION,
        criminal.RECORD_PROSECUTION,
        after.RECORD_PERFORMANCE,
        after.URGE_PERFORMANCE,
        criminal.RECORD_BREACH,
        after.CONFIRM_PERFORMED,
        after.PLAN_FOLLOW_UP,
        after.FOLLOW_UP,
        criminal.END_AFTER_BREACH,
        filing.FILE_MATERIAL,
        criminal.ARCHIVE,
        *TRACK_STEPS,
    ),
)

TRACK_WORKFLOWS = (
    PEOPLE_MEDIATION,
    ADMINISTRATIVE_MEDIATION,
    POLICE_MEDIATION,
    JUDICIAL_MEDIATION,
    CRIMINAL_RECONCILIATION,
)
