"""The four ways of mediation as tables of steps. Plain Python."""

from dataclasses import replace

from governance.cases.workflow import ClockStart, Fact, Guard, Status, Step, Workflow

from .casefiles import steps as filing
from .conditions import (
    by_health_authority,
    by_own_authority,
    courts_confirm,
    has_mediator,
    is_first_sitting,
    police_may_sit,
)
from .shared_steps import TRACK_STEPS
from .tracks import after_steps as after
from .tracks import steps as track
from .vocabulary import (
    ADMINISTRATIVE,
    JUDICIAL,
    PEOPLE,
    POLICE,
    POLICE_EXCLUSIONS,
    POLICE_MATTERS,
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
PERSONNEL = (track.NAME_MEDIATOR, track.RECUSE)
APPRAISAL = (track.PAUSE_FOR_APPRAISAL, track.RESUME_AFTER_APPRAISAL)


# Three working days to say whether a matter referred by a court is taken on, whoever mediates.
CONFIRM_IN_TIME = ClockStart("mediation.online_confirm", since="opened_at", when=referred_by_court)


# An agreement that courts confirm gives both parties thirty days to ask one.
SIGN_FOR_COURT = replace(
    track.SIGN_AGREEMENT,
    starts=(
        *track.SIGN_AGREEMENT.starts,
        ClockStart("mediation.confirm_apply", since="effective_on", when=courts_confirm),
    ),
)
BEFORE_COURT = (after.APPLY_CONFIRMATION, after.RECORD_FILING, after.RECORD_CONFIRMATION, after.MEDIATE_AGAIN)


def _after(step: Step, article: str) -> Step:
    """The same step on a track that another law governs."""
    return replace(step, article=article)


PEOPLE_MEDIATION = Workflow(
    kind=PEOPLE,
    label="人民调解",
    prefix="RT",
    opening="referred",
    statuses=track.STATUSES,
    opening_clocks=(CONFIRM_IN_TIME,),
    steps=(
        track.ACCEPT,
        track.DECLINE,
        *PERSONNEL,
        track.HOLD_SESSION,
        *APPRAISAL,
        track.EXTEND,
        SIGN_FOR_COURT,
        track.TERMINATE,
        track.REPLY_REFERRER,
        *BEFORE_COURT,
        *FOLLOWING,
        *filing.SUBSIDY,
        *TRACK_STEPS,
    ),
)

ADMINISTRATIVE_LAW = "本省矛盾纠纷多元化解规定"
ADMINISTRATIVE_MEDIATION = Workflow(
    kind=ADMINISTRATIVE,
    label="行政调解",
    prefix="XT",
    opening="referred",
    statuses=track.STATUSES,
    opening_clocks=(
        ClockStart("mediation.administrative_accept", since="opened_at", when=by_own_authority),
        ClockStart("mediation.health_accept", since="opened_at", when=by_health_authority),
        CONFIRM_IN_TIME,
    ),
    steps=(
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
        track.EXTEND_ACCEPTANCE,
        *PERSONNEL,
        _after(track.HOLD_SESSION, ADMINISTRATIVE_LAW),
        *APPRAISAL,
        track.EXTEND,
        _after(SIGN_FOR_COURT, ADMINISTRATIVE_LAW),
        _after(track.TERMINATE, ADMINISTRATIVE_LAW),
        track.REPLY_REFERRER,
        *BEFORE_COURT,
        *FOLLOWING,
        *TRACK_STEPS,
    ),
)

POLICE_LAW = "《公安机关办理行政案件程序规定》"
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
    track.HOLD_SESSION,
    guards=(
        Guard(has_mediator, "请先确定主持调解的民警。"),
        Guard(
            police_may_sit,
            "治安调解一般为一次，再次调解后不得继续调解（《公安机关办理行政案件程序规定》第一百八十三条）。",
        ),
    ),
    # A second sitting is no debt: it may be held within seven working days of the first, on the day it was held.
    meets=(track.SECOND,),
    met_on="held_at",
    starts=(ClockStart(track.SECOND, since="held_at", when=is_first_sitting),),
    effect="hold_police_session",
    article=f"{POLICE_LAW}第一百八十三条",
    help="治安调解一般为一次；有必要再次调解的，应当在第一次调解后的七个工作日内完成。",
)
# Not agreed or not performed: the case is handled by law, and its time counts from that day (art. 185).
CASE = "police.case"
BY_ARTICLE_185 = f"{POLICE_LAW}第一百八十五条"
NOT_AGREED = replace(
    track.TERMINATE, target="by_law", starts=(ClockStart(CASE, since="ended_on"),), article=BY_ARTICLE_185
)
SINCE_BREACH = (ClockStart(CASE, since="unperformed_since"),)
POLICE_FOLLOWING = {
    after.RECORD_BREACH.name: replace(after.RECORD_BREACH, starts=SINCE_BREACH, article=BY_ARTICLE_185),
    after.CONFIRM_PERFORMED.name: replace(after.CONFIRM_PERFORMED, cancels=(CASE,), article=BY_ARTICLE_185),
    after.END_AFTER_BREACH.name: replace(
        after.END_AFTER_BREACH, target="by_law", starts=SINCE_BREACH, article=BY_ARTICLE_185
    ),
}
# The time of an appraisal does not count in the time of the case (art. 165).
AT_THE_CASE = ("breached", "by_law")
CASE_APPRAISAL = (
    replace(
        track.PAUSE_FOR_APPRAISAL,
        sources=AT_THE_CASE,
        needs_running=(CASE,),
        pauses=replace(track.PAUSE_FOR_APPRAISAL.pauses, terms=(CASE,)),
        article=f"{POLICE_LAW}第一百六十五条",
        help="为了查明案情进行鉴定的期间，不计入办案期限。",
    ),
    replace(
        track.RESUME_AFTER_APPRAISAL,
        sources=AT_THE_CASE,
        resumes=replace(track.RESUME_AFTER_APPRAISAL.resumes, terms=(CASE,)),
    ),
)
POLICE_MEDIATION = Workflow(
    kind=POLICE,
    label="治安调解",
    prefix="ZT",
    opening="referred",
    statuses={**track.STATUSES, "by_law": Status("依法处理中")},
    steps=(
        POLICE_ACCEPT,
        replace(track.DECLINE, article=f"{POLICE_LAW}第一百七十八条、第一百七十九条", meets=()),
        *PERSONNEL,
        POLICE_SESSION,
        _after(track.SIGN_AGREEMENT, f"{POLICE_LAW}第一百八十四条"),
        NOT_AGREED,
        *(POLICE_FOLLOWING.get(step.name, step) for step in FOLLOWING),
        *CASE_APPRAISAL,
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
        track.HOLD_SESSION,
        *APPRAISAL,
        track.EXTEND,
        _after(SIGN_FOR_COURT, "《民事诉讼法》第一百条"),
        _after(track.TERMINATE, "《民事诉讼法》第一百零二条"),
        track.REPLY_REFERRER,
        *BEFORE_COURT,
        *FOLLOWING,
        *TRACK_STEPS,
    ),
)

TRACK_WORKFLOWS = (PEOPLE_MEDIATION, ADMINISTRATIVE_MEDIATION, POLICE_MEDIATION, JUDICIAL_MEDIATION)
