"""After the answer: a review is asked of the organ above, then a recheck, and what they decide is followed.

信访工作条例 art. 35 and 36. Plain Python.
"""

from dataclasses import replace
from typing import Any

from governance.cases.common_facts import at_once, files, reason
from governance.cases.workflow import (
    SENDER,
    VIEWER,
    WRITTEN_HERE,
    ApprovedWhere,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Step,
    TwoPeople,
)

from ..conditions.answers import ends_with_opinion, is_supported
from ..vocabulary import OUTCOMES
from .afterwards import REVISIT
from .rating import BY_OTHERS

STAGES = (("review", "复查"), ("recheck", "复核"))
ANSWERED = ("served", "archived")
AFTERMATH = (Hearer.HANDLER, Hearer.LEAD, Hearer.SENDER, Hearer.FIRST)

APPEAL = Step(
    name="appeal",
    label="登记复查、复核请求",
    suits="信访人对处理意见（复查意见）不服，提出复查、复核的，任何窗口收到都应当登记。",
    # The right outlives the file: who asks late, and says why, is heard.
    sources=ANSWERED,
    target=None,
    permission="petitions.register_petition",
    reach=VIEWER,
    facts=(
        Fact("stage", "请求", "choice", choices=STAGES, begins="next_stage"),
        Fact(
            "to_unit",
            "复查、复核机关",
            "organ",
            begins="review_organs",
            help="作出处理意见（复查意见）的机关、单位的上一级机关、单位",
        ),
        Fact(
            "asked_on",
            "收到请求日期",
            "date",
            past_only=True,
            begins=at_once,
            help="复查、复核机关收到之日，答复期限从这一天起算",
        ),
        Fact("claim", "请求、事实和理由", "long"),
        Fact(
            "late_reason",
            "逾期请求的理由",
            "long",
            required=False,
            help="收到答复{petition.review_apply}后请求复查、收到复查意见{petition.recheck_apply}后请求复核的填写",
        ),
        files("复查、复核申请材料"),
    ),
    guards=(Guard(ends_with_opinion, "按相应程序答复的事项，不服的依照该程序的规定救济；请求复查的是信访处理意见。"),),
    meets=("petition.review_apply",),
    met_on="asked_on",
    effect="appeal",
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="《信访工作条例》第三十五条、第三十六条",
    help="逾期的写明理由，由复查、复核机关决定是否受理。",
    said_when_wrong="没有送达的处理意见不能复查，没有送达的复查意见不能复核。",
)

# The system takes these when the opinion of the organ above is served.
REDO = Step(
    name="redo",
    label="责令重新处理",
    sources=ANSWERED,
    target="handling",
    permission="",
    facts=(
        Fact("by", "作出撤销决定的机关"),
        Fact("days", "重新处理期限（日）", "number", minimum=1),
        Fact("since", "意见送达日期", "date"),
        Fact("opinion", "复查、复核件编号"),
        reason("复查、复核意见"),
    ),
    starts=(ClockStart("petition.rehandle", since="since", amount="days"),),
    met_as_taken=WRITTEN_HERE,
    cancels=("petition.review_apply", "petition.rating", "petition.follow_up", "petition.execution", REVISIT),
    effect="redo",
    tells=AFTERMATH,
    article="《信访工作条例》第三十五条、第三十六条",
    help="原处理意见被撤销，在责令的期限内重新处理，不得以同一事实和理由作出相同的处理意见。",
)

CHANGE_OUTCOME = Step(
    name="change_outcome",
    label="变更处理意见",
    sources=ANSWERED,
    target="served",
    permission="",
    facts=(
        Fact("by", "作出变更决定的机关"),
        Fact("outcome", "变更后的结论", "choice", choices=OUTCOMES, column="outcome"),
        Fact("execution_days", "执行期限（日）", "number", required=False, column="execution_days"),
        Fact("since", "意见送达日期", "date"),
        Fact("opinion", "复查、复核件编号"),
        reason("复查、复核意见"),
    ),
    met_as_taken=WRITTEN_HERE,
    cancels=("petition.execution",),
    starts=(ClockStart("petition.execution", since="since", when=is_supported, amount="execution_days"),),
    effect="change_outcome",
    tells=AFTERMATH,
    article="《信访工作条例》第三十二条第二款、第三十五条、第三十六条",
    help="变更后的意见支持信访请求的，原办理单位督促执行。",
)

# An organ above that does not work here (the city's) decides by its own paper, which is written down for it.
ELSEWHERE: dict[str, Any] = {
    "sources": ANSWERED,
    "permission": "cases.work_case",
    **BY_OTHERS,
    # What ends or renews a right is not written down by one person alone.
    "approval": "cases.approve_case",
    "approver": SENDER,
    "two_people": TwoPeople(above=True),
    "approved_where": ApprovedWhere(lambda petition, facts: True, "凭意见书登记的"),
    "guards": APPEAL.guards,
    "meets": APPEAL.meets,
    "met_on": "asked_on",
    "tells": AFTERMATH,
}
THE_STAGE = APPEAL.facts[0]
THEIR_ORGAN = Fact(
    "by", "复查、复核机关", help="不在本平台办理的上一级机关、单位；在平台上的，登记复查、复核请求由其办理"
)
THEIR_PAPER = (
    Fact("opinion", "意见书文号"),
    Fact("asked_on", "请求日期", "date", past_only=True, help="信访人向复查、复核机关提出请求之日"),
    Fact("since", "意见送达日期", "date", past_only=True),
)
THEIR_WORDS = (
    reason("意见要点"),
    replace(files("复查、复核意见书"), needed_where=lambda petition: True),
)

RECORD_UPHELD = Step(
    name="record_upheld",
    label="登记上级维持的意见",
    suits="上级机关不在本平台办理，复查、复核维持原意见的，凭意见书登记。",
    target=None,
    facts=(THE_STAGE, THEIR_ORGAN, *THEIR_PAPER, *THEIR_WORDS),
    effect="record_upheld",
    article="《信访工作条例》第三十五条、第三十六条",
    **ELSEWHERE,
)

RECORD_REVOKED = Step(
    name="record_revoked",
    label="登记上级撤销的意见",
    suits="上级机关不在本平台办理，撤销原意见、责令重新处理的，凭意见书登记。",
    target="handling",
    facts=(THE_STAGE, THEIR_ORGAN, replace(REDO.facts[1], maximum=60), *THEIR_PAPER, *THEIR_WORDS),
    starts=REDO.starts,
    cancels=REDO.cancels[1:],
    effect="record_revoked",
    article=REDO.article,
    help="按责令的期限重新处理。",
    **ELSEWHERE,
)

RECORD_CHANGED = Step(
    name="record_changed",
    label="登记上级变更的意见",
    suits="上级机关不在本平台办理，变更原意见的，凭意见书登记。",
    target="served",
    facts=(
        THE_STAGE,
        THEIR_ORGAN,
        CHANGE_OUTCOME.facts[1],
        replace(
            CHANGE_OUTCOME.facts[2],
            needed_if=("outcome", "supported"),
            minimum=1,
            maximum=365,
            usual="petition.execution",
        ),
        *THEIR_PAPER,
        *THEIR_WORDS,
    ),
    cancels=CHANGE_OUTCOME.cancels,
    starts=CHANGE_OUTCOME.starts,
    effect="record_changed",
    article=CHANGE_OUTCOME.article,
    help="支持信访请求的，由原办理单位督促执行。",
    **ELSEWHERE,
)

STEPS = (APPEAL, REDO, CHANGE_OUTCOME, RECORD_UPHELD, RECORD_REVOKED, RECORD_CHANGED)
