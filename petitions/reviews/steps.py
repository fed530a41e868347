"""A review and a recheck from the request to the file, by the same steps (信访工作条例 art. 35, 36). Plain Python."""

from dataclasses import dataclass, replace
from typing import Any

from governance.cases.common_facts import files, note, reason, withdrawn_on
from governance.cases.workflow import (
    NEVER,
    PARTNER,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Standstill,
    Step,
    TwoPeople,
)

from ..conditions.answers import has_no_recheck_open, organ_above
from ..conditions.routing import why_no_route
from ..conditions.telling import TOLD
from ..conditions.withdrawing import BY_ALL, why_not_by_all
from ..steps import hearing
from ..steps.answering import BY_TWO, SERVICE, days_to_carry_out
from ..vocabulary import DECISIONS, OUTCOMES
from .conditions import stands_after_service, why_at_odds, why_not_above, why_not_refused
from .vocabulary import REFUSALS

ACCEPT_TERM, NEXT = "petition.review_accept", "petition.recheck_apply"
ASKED_UNITS = (Hearer.FIRST, Hearer.SENDER, Hearer.FORMER)


@dataclass(frozen=True)
class Stage:
    """What sets a review and a recheck apart: the word, the term to decide by, the article and the paper."""

    kind: str
    word: str
    term: str
    article: str
    paper: str


REVIEW = Stage("review", "复查", "petition.review_decide", "《信访工作条例》第三十五条", "review_opinion")
RECHECK = Stage("recheck", "复核", "petition.recheck_decide", "《信访工作条例》第三十六条", "last_opinion")

ACCEPT = Step(
    name="accept",
    label="受理",
    suits="请求在期限内提出、属于本机关职权范围的。",
    sources=("requested",),
    target="examining",
    permission="cases.handle_case",
    facts=(TOLD, note("受理说明", required=False)),
    meets=(ACCEPT_TERM,),
    met_as_taken=WRITTEN_HERE,
    effect="accept",
    papers=("review_acceptance",),
    tells=ASKED_UNITS,
    main=True,
)

REFUSE = Step(
    name="refuse",
    label="不予受理",
    suits="不属于受理范围、逾期没有正当理由的，说明理由。",
    sources=("requested",),
    target="refused",
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("ground", "不予受理的情形", "choice", choices=REFUSALS, refuted=why_not_refused),
        reason(),
        Fact("next_route", "其他解决途径", "long", refuted=why_no_route),
        TOLD,
    ),
    meets=(ACCEPT_TERM,),
    met_as_taken=WRITTEN_HERE,
    papers=("review_refusal",),
    tells=ASKED_UNITS,
    help="书面告知信访人其他途径。",
)

WITHDRAW = Step(
    name="withdraw",
    label="申请人撤回",
    suits="申请人书面要求撤回请求的。",
    sources=("requested", "examining", "hearing"),
    target="withdrawn",
    permission="cases.handle_case",
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id", above=True),
    facts=(
        Fact("in_writing", "申请人已书面申请撤回，或者口头撤回已如实记录并经其确认", "confirm"),
        BY_ALL,
        withdrawn_on(),
        reason("撤回理由"),
        TOLD,
        replace(files("撤回申请、经其确认的记录"), needed_where=lambda review: True),
    ),
    refuted=lambda review, told: why_not_by_all(review.matter, told),
    met_on="withdrawn_on",
    papers=("withdrawal_notice",),
    tells=ASKED_UNITS,
)

DECIDE = Step(
    name="decide",
    label="提出意见",
    suits="查清事实、听取双方意见以后，作出维持、撤销、变更的结论。",
    sources=("examining",),
    target="decided",
    permission="cases.handle_case",
    approval="cases.approve_case",
    two_people=BY_TWO,
    refuted=why_at_odds,
    facts=(
        Fact("facts", "查明的事实", "long", help="原处理意见（复查意见）认定的事实是否清楚，逐项写明"),
        Fact("decision", "结论", "choice", choices=DECISIONS, column="decision"),
        Fact("opinion", "意见", "long", column="opinion"),
        Fact("legal_basis", "依据", "long"),
        Fact(
            "redo_days",
            "重新处理期限（日）",
            "number",
            required=False,
            needed_if=("decision", "revoke"),
            minimum=1,
            maximum=60,
            column="redo_days",
            help="撤销的，责令原办理单位在送达后多少日内重新作出处理意见",
        ),
        Fact(
            "outcome",
            "变更后的结论",
            "choice",
            choices=OUTCOMES,
            required=False,
            needed_if=("decision", "change"),
            column="outcome",
        ),
        days_to_carry_out(
            "执行期限（日）",
            "变更为支持信访请求的，由原办理单位督促，在送达后多少日内执行",
            needed_if=("outcome", "supported"),
        ),
    ),
    met_as_taken=WRITTEN_HERE,
    tells=ASKED_UNITS,
    main=True,
)

SERVE = Step(
    name="serve",
    label="送达",
    suits="意见书签发以后，送达申请人和原办理单位。",
    sources=("decided",),
    target="served",
    permission="cases.handle_case",
    facts=SERVICE,
    met_on="served_on",
    effect="serve",
    papers=("service_receipt",),
    tells=ASKED_UNITS,
    main=True,
)

ARCHIVE = Step(
    name="archive",
    label="归档",
    suits="已经送达、办理完毕的，归档。",
    sources=("served",),
    target="archived",
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("papers_complete", "申请、受理、意见文书和送达凭证齐全", "confirm"),
        note("卷宗说明", required=False),
    ),
    guards=(Guard(has_no_recheck_open, "复核还没有办结，不能归档。"),),
    met_as_taken=WRITTEN_HERE,
    main=True,
)


def hearing_of(stage: Stage) -> tuple[Step, ...]:
    """The steps of a hearing; a recheck stands still for it, from its call to the day it was held (art. 36 para 2)."""
    call = replace(hearing.CALL, sources=("examining",), target="hearing")
    put_off = replace(hearing.PUT_OFF, sources=("hearing",))
    hold = replace(hearing.HOLD, sources=("hearing",), target="examining")
    call_off = replace(hearing.CALL_OFF, sources=("hearing",), target="examining")
    if stage is RECHECK:
        call = replace(call, pauses=Standstill((stage.term,)))
        hold = replace(hold, resumes=Standstill((stage.term,), on="held_on"))
        # A hearing that was not held took no time.
        call_off = replace(call_off, resumes=Standstill((stage.term,), on=NEVER))
    return call, put_off, hold, call_off


def steps_of(stage: Stage) -> tuple[Step, ...]:
    """The steps of this stage: its term, its paper, its article."""
    decide, serve, archive = DECIDE, SERVE, ARCHIVE
    if stage is REVIEW:
        organ = Fact(
            "recheck_organ",
            "复核机关",
            refuted=why_not_above,
            begins=organ_above,
            help="复查机关的上一级机关、单位",
        )
        decide = replace(decide, facts=(*decide.facts, organ))
        serve = replace(serve, starts=(ClockStart(NEXT, since="served_on", when=stands_after_service),))
        archive = replace(archive, lets_lapse=(NEXT,))
    told: dict[str, Any] = {"article": stage.article}
    return (
        replace(ACCEPT, **told),
        replace(REFUSE, cancels=(stage.term,), **told),
        *hearing_of(stage),
        replace(WITHDRAW, cancels=(ACCEPT_TERM, stage.term, hearing.HEARING, hearing.NOTICE)),
        replace(decide, label=f"提出{stage.word}意见", meets=(stage.term,), papers=(stage.paper,), **told),
        replace(serve, **told),
        archive,
    )
