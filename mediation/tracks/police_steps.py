"""Mediation by the police in cases of public order (治安调解). Plain Python.

公安机关办理行政案件程序规定 art. 178 to 186: what may be mediated, once and once more, and what becomes of the case
where it is not agreed or not performed.
"""

from dataclasses import replace
from typing import Any

from governance.cases.common_facts import done_at, done_on, files, reason
from governance.cases.workflow import (
    WRITTEN_HERE,
    ApprovedWhere,
    ClockStart,
    Fact,
    FirstDay,
    Guard,
    Hearer,
    Standstill,
    Step,
    TwoPeople,
)

from ..conditions.agreements import last_performed
from ..conditions.ending import has_no_reply_open
from ..conditions.sittings import ends_after_the_sitting, is_first_sitting, police_may_sit
from ..conditions.taking_on import has_mediator, why_before_report
from ..vocabulary import ON_SPOT_RECORDS, POLICE_EXCLUSIONS, POLICE_MATTERS, SETTLED_BY
from . import after_steps as after
from . import ending_steps as ending
from . import sitting_steps as sitting
from . import steps as track

LAW = "《公安机关办理行政案件程序规定》"
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
    article=f"{LAW}第六十一条",
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
        done_at("moved_at", "移送时间", refuted=why_before_report),
        Fact("told", "已告知报案人、控告人、举报人、扭送人、投案人", "confirm"),
        files("移送案件通知书"),
    ),
    meets=(MISROUTED,),
    met_on="moved_at",
    effect="move_on",
    tells=(Hearer.SENDER, Hearer.FIRST),
    article=f"{LAW}第六十一条",
    main=True,
)

ACCEPT = replace(
    track.ACCEPT,
    facts=(
        track.ACCEPTED_ON,
        Fact("matter", "案件情形", "choice", choices=POLICE_MATTERS, article=f"{LAW}第一百七十八条"),
        Fact("exclusion", "不得调解的情形", "choice", choices=POLICE_EXCLUSIONS, article=f"{LAW}第一百七十九条"),
        Fact(
            "guardian_told", "当事人中有未成年人的，已通知其父母或者其他监护人到场", "confirm", article="第一百八十一条"
        ),
        track.CONSENT,
        track.INFORMED,
    ),
    starts=(),
    effect="accept_by_police",
    article=f"{LAW}第一百七十八条、第一百七十九条",
    help="因民间纠纷引起、情节较轻的治安案件，可以调解处理；不构成违反治安管理行为的，告知当事人向法院或者人民调解组织申请处理。",
)
HOLD_SESSION = replace(
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
    article=f"{LAW}第一百八十三条",
    help="治安调解一般为一次；有必要再次调解的，应当在第一次调解后的{mediation.police_second}内完成。",
)
# Not agreed or not performed: the case is handled by law, and its time counts from that day (art. 185).
CASE = "police.case"
BY_ARTICLE_185 = f"{LAW}第一百八十五条"
NOT_AGREED = replace(
    ending.TERMINATE,
    target="by_law",
    # A later day gives the station more time for its case: it does not say so alone.
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id", above=True),
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
BY_RECORD: dict[str, Any] = {
    "begins": lambda track, on: last_performed(track),
    "not_before": FirstDay(last_performed, "最后一项履行的日期"),
}
FOLLOWS_FINDING = (
    "都没有违反的，办案期限终止；还有其他事项没有履行的，从其中最早到期的一项起算，已经延长的、鉴定的期间照样保留。"
)
SINCE_BREACH = (ClockStart(CASE, since="unperformed_since"),)
FOLLOWING = {
    after.RECORD_BREACH.name: replace(after.RECORD_BREACH, starts=SINCE_BREACH, article=BY_ARTICLE_185),
    **{
        step.name: replace(step, article=BY_ARTICLE_185, help=f"{step.help}{FOLLOWS_FINDING}")
        for step in (after.CORRECT_BREACH, after.CORRECT_ONE_BREACH)
    },
    after.CONFIRM_PERFORMED.name: replace(
        after.CONFIRM_PERFORMED,
        facts=(replace(done_on("全部履行的日期"), **BY_RECORD), *after.CONFIRM_PERFORMED.facts),
        met_on="done_on",
        cancels=(CASE,),
        article=BY_ARTICLE_185,
    ),
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
        *ACCEPT.facts[1:4],
        Fact("slight", "情节轻微、事实清楚、因果关系明确，医疗费用和物品损失的赔付没有争议", "confirm"),
        Fact("both_agree", "双方当事人同意当场调解", "confirm"),
        Fact("held_at", "调解时间", "moment", past_only=True),
        Fact("content", "当事人、主要违法事实和协议内容", "long"),
        Fact("performed", "协议内容已经当场履行", "confirm"),
        Fact("recorded", "怎样记录", "choice", choices=ON_SPOT_RECORDS),
        files("调解协议书或者现场录音录像", required=True),
    ),
    guards=(Guard(has_no_reply_open, "移交、委托来的须书面回复结果，请受理后按一般步骤调解。"),),
    met_on="held_at",
    private=True,
    effect="mediate_on_spot",
    tells=(Hearer.FIRST, Hearer.LEAD),
    article=f"{LAW}第一百七十八条第三款",
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
        Fact("matter", "案件情形", "choice", choices=POLICE_MATTERS, article=f"{LAW}第一百七十八条"),
        Fact("exclusion", "不得调解的情形", "choice", choices=POLICE_EXCLUSIONS, article=f"{LAW}第一百七十九条"),
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
    article=f"{LAW}第一百八十六条",
    help="当事人申请人民调解或者自行和解，达成协议并履行后，双方书面申请并经公安机关认可的，不予处罚；已经作出处理决定的除外。",
)
# The time of an appraisal does not count in the time of the case (art. 165).
AT_THE_CASE = ("breached", "by_law")
CASE_APPRAISAL = (
    replace(
        sitting.PAUSE_FOR_APPRAISAL,
        sources=AT_THE_CASE,
        needs_running=(CASE,),
        pauses=Standstill((CASE,), on="paused_on", reason="reason"),
        article=f"{LAW}第一百六十五条",
        help="为了查明案情进行鉴定的期间，不计入办案期限。",
    ),
    replace(
        sitting.RESUME_AFTER_APPRAISAL,
        sources=AT_THE_CASE,
        resumes=Standstill((CASE,), on="resumed_on"),
    ),
)
