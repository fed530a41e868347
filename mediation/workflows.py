"""The ways of mediation as tables of steps. Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import at_once, done_on, files, reason
from governance.cases.workflow import (
    ClockStart,
    Fact,
    Guard,
    Status,
    Step,
    Workflow,
)

from .casefiles import steps as filing
from .conditions.courts import courts_confirm
from .conditions.limits import by_health_authority, by_own_authority
from .conditions.taking_on import is_of_the_parties
from .shared_steps import REPORT_POLICE, TRACK_STEPS
from .tracks import after_steps as after
from .tracks import criminal_steps as criminal
from .tracks import ending_steps as ending
from .tracks import police_steps as police
from .tracks import sitting_steps as sitting
from .tracks import steps as track
from .vocabulary import (
    ADMINISTRATIVE,
    JUDICIAL,
    PEOPLE,
    POLICE,
    RECONCILIATION,
    referred_by_court,
)

FOLLOWING = (
    after.RECORD_PERFORMANCE,
    after.URGE_PERFORMANCE,
    after.RECORD_BREACH,
    after.CORRECT_BREACH,
    after.CORRECT_ONE_BREACH,
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

# So it is with a department: the organ whose matter it is has it as its own, and decides whether to accept.
PASS_ON = "mediation.pass_on"
BY_ARTICLE_25 = "《深圳经济特区矛盾纠纷多元化解条例》第二十五条"
FIND_COMPETENT = replace(
    police.FIND_ELSEWHERE,
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
    police.MOVE_ON,
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
        *(_after(step, ADMINISTRATIVE_LAW) for step in sitting.SITTINGS),
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
        police.ACCEPT,
        police.ON_SPOT,
        replace(track.DECLINE, article=f"{police.LAW}第一百七十八条、第一百七十九条", meets=()),
        *PERSONNEL,
        _after(sitting.ARRANGE_SESSION, police.HOLD_SESSION.article),
        police.HOLD_SESSION,
        replace(
            ending.SIGN_AGREEMENT, effect="sign_police_agreement", article=f"{police.LAW}第一百八十三条、第一百八十四条"
        ),
        police.NOT_AGREED,
        *(police.FOLLOWING.get(step.name, step) for step in FOLLOWING),
        *police.CASE_APPRAISAL,
        police.FIND_ELSEWHERE,
        police.MOVE_ON,
        police.ACCEPT_SETTLEMENT,
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
        *(_after(step, "《民事诉讼法》第九十七条") for step in sitting.SITTINGS),
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
        *(_after(step, criminal.RULES_496) for step in sitting.SITTINGS),
        criminal.SIGN_AGREEMENT,
        criminal.TERMINATE,
        criminal.EXTEND_PROSECUTION,
        criminal.RECORD_PROSECUTION,
        after.RECORD_PERFORMANCE,
        after.URGE_PERFORMANCE,
        criminal.RECORD_BREACH,
        *(_after(step, criminal.RULES_503) for step in (after.CORRECT_BREACH, after.CORRECT_ONE_BREACH)),
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
