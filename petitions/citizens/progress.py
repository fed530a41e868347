"""How a petition stands, told to whoever put it forward: what happened, what comes next, until when and why then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.cases import deadlines
from governance.cases.access import veil
from governance.cases.deadlines.explaining import Explanation
from governance.cases.models import Case, Event, Paper
from governance.cases.registry import workflow_of
from governance.cases.workflow import Workflow
from governance.frame.days import day_text, office_day

from ..models import Petition, Review
from ..reviews.hearings import hearing_ahead
from ..reviews.opening import WORDS
from ..shares import OF_UNIT
from ..telling import REVIEW_OPINIONS, REVIEW_PAPERS, codes_to_petitioner
from ..vocabulary import SHARE
from ..workflow import WORKFLOW

# A hearing, of the petition and of its review or recheck alike; then what its when and where are called.
HEARD = {
    "call_hearing": ("要举行听证，请您参加", ("hearing_at", "place")),
    "put_off_hearing": ("听证改期", ("hearing_at", "place")),
    "hold_hearing": ("已举行听证", ("held_on",)),
    "call_off_hearing": ("听证取消", ()),
}
# What of the history concerns whoever put it forward, in their words; the unit that it names is the answer to the fact.
STAGES = {
    "register": ("已收到", ""),
    "transfer": ("已转送", "to_unit"),
    "assign_with_report": ("已交办", "to_unit"),
    "hand_on": ("已移交", "to_unit"),
    "settle_lead": ("已明确由一个单位牵头，统一答复您", "to_unit"),
    "decide_lead": ("已决定由一个单位受理，统一答复您", "to_unit"),
    "ask_materials": ("请您补充材料，要补哪些见告知书", ""),
    "receive_materials": ("收到您补充的材料", ""),
    "uphold_objection": ("退回，重新确定办理单位", ""),
    "recall": ("收回，重新确定办理单位", ""),
    "accept": ("已受理", ""),
    "not_accept": ("不予受理，理由见告知书", ""),
    "reconsider": ("撤销了不予受理，继续办理", ""),
    "inform": ("已告知向有权处理的机关提出", "organ"),
    "resume": ("恢复办理", ""),
    "convert": ("改按普通程序办理", ""),
    "reclassify": ("已变更事项性质、办理途径，有异议请向办理单位提出", ""),
    "refer_to_mediation": ("已请调解组织调解，信访事项照常办理", "unit"),
    "invite": ("已请有关单位一并办理，由牵头单位统一答复您", "unit"),
    "extend_share": ("协办单位的期限延长，仍由牵头单位统一答复您", OF_UNIT),
    "extend": ("办理期限延长，理由见告知书", ""),
    "study": ("已研究论证", ""),
    "issue_opinion": ("已作出处理意见", ""),
    "reply": ("已作出答复", ""),
    "serve": ("答复已送达", ""),
    "execute": ("已执行", ""),
    "rate": ("您已评价", ""),
    "supplement": ("您补充了材料", ""),
    "ask_to_withdraw": ("您申请撤回，等候核实", ""),
    "withdraw": ("已撤回", ""),
    "withdraw_one": ("部分人撤回，其他人的请求继续办理", ""),
    "appeal": ("已收到复查、复核请求", "to_unit"),
    "redo": ("原处理意见被撤销，责令重新处理", "by"),
    "record_revoked": ("原处理意见被撤销，责令重新处理", "by"),
    "change_outcome": ("原处理意见被变更", "by"),
    "record_changed": ("原处理意见被变更", "by"),
    "record_upheld": ("原处理意见被维持", "by"),
    "merge": ("已并入先收到的一件，一并办理和答复", ""),
    "finish": ("已办结", ""),
    "archive": ("已归档", ""),
}
REVIEW_STAGES = {
    "accept": "{}请求已受理",
    "refuse": "{}请求不予受理，理由见告知书",
    "decide": "已作出{}意见",
    "serve": "{}意见已送达",
    "withdraw": "{}请求已撤回",
}
# What each day that is counted means to whoever waits for it.
NEXT = {
    "petition.route": "最迟转送有权处理的单位",
    "petition.notice": "最迟书面告知您",
    "petition.notice_transferred": "办理单位最迟书面告知您",
    "petition.simple_accept": "最迟决定是否受理（简易办理）",
    "petition.handle": "最迟办结并答复您",
    "petition.simple_handle": "最迟答复您（简易办理）",
    "petition.share": "最迟把所办的部分反馈牵头单位",
    "petition.rehandle": "最迟重新作出处理意见",
    "petition.execution": "最迟执行完毕",
    "petition.review_accept": "最迟决定是否受理您的{}请求",
    "petition.review_decide": "最迟答复您的{}请求",
    "petition.recheck_decide": "最迟答复您的{}请求",
    "petition.review_apply": "您可以请求复查，到这一天为止",
    "petition.recheck_apply": "您可以请求复核，到这一天为止",
    "petition.accusation_notice": "纪检监察机关最迟告知您受理情况",
    "petition.accusation_feedback": "最迟向您反馈处理结果",
    "petition.accusation_check": "最迟核查您新提供的证据材料",
    "petition.rating": "您可以评价，到这一天为止",
    "petition.materials": "请您在这一天以前补充材料",
}
STANDS_STILL, COME_AND_BE_HEARD = "暂停计算", "请您参加听证"
OWN_RIGHTS = ("petition.review_apply", "petition.recheck_apply", "petition.rating", "petition.materials")


@dataclass(frozen=True)
class Stage:
    """One thing that happened, with the unit that it names, and when and where it sends to."""

    day: str
    words: str
    unit: str = ""
    more: str = ""


@dataclass(frozen=True)
class NextDay:
    """A day that comes, or one that none can say while its days are not counted; for whom it is, and why this one."""

    words: str
    due: str
    unit: str
    why: Explanation | None = None


def reviews_of(petition: Petition) -> list[Review]:
    """Its reviews and rechecks, the first one first."""
    return list(Review.objects.filter(parent=petition.pk).select_related("lead_unit").order_by("pk"))


def stages(petition: Petition, reviews: Iterable[Review]) -> list[Stage]:
    """What happened, the newest first; nothing of what others said."""
    entries = petition.events.filter(step__in=STAGES | HEARD).order_by("seq")
    found = [(event.at, stage(event)) for event in entries]
    for review in reviews:
        entries = review.events.filter(step__in=REVIEW_STAGES | HEARD).order_by("seq")
        found += [(event.at, review_stage(event, review)) for event in entries]
    told = [(at, each) for at, each in found if each is not None]
    return [each for _, each in sorted(told, key=lambda row: row[0], reverse=True)]


def stage(event: Event) -> Stage | None:
    """What the entry says to whoever put the petition forward; None where it does not concern them."""
    if event.step in HEARD:
        return _heard(event, WORKFLOW)
    if event.step not in STAGES:
        return None
    words, fact = STAGES[event.step]
    day = event.day_of(WORKFLOW) if event.step == "serve" else office_day(event.at)
    return Stage(day_text(day), words, event.said(WORKFLOW, fact) if fact else "")


def _heard(event: Event, table: Workflow, unit: str = "") -> Stage:
    words, facts = HEARD[event.step]
    more = filter(None, (event.said(table, fact) for fact in facts))
    return Stage(day_text(office_day(event.at)), words, unit, "，".join(more))


def review_stage(event: Event, review: Case) -> Stage | None:
    """The same of a review or recheck of it."""
    unit = review.lead_unit.name
    if event.step in HEARD:
        return _heard(event, workflow_of(review), unit)
    if event.step not in REVIEW_STAGES:
        return None
    return Stage(day_text(office_day(event.at)), REVIEW_STAGES[event.step].format(WORDS[review.kind]), unit)


def next_days(petition: Petition, reviews: Iterable[Review]) -> list[NextDay]:
    """The days that come, the nearest first; those of a clock that stands still come last, and say so."""
    found = []
    for case, word in ((petition, ""), *((review, WORDS[review.kind]) for review in reviews)):
        running = case.clocks.filter(ended_at=None, term_code__in=NEXT).select_related("term", "charged_to")
        found += [(clock.due or date.max, _next(clock, case, word)) for clock in running]
        if hearing := hearing_ahead(case):
            at, place = hearing
            found.append((date.fromisoformat(at[:10]), NextDay(COME_AND_BE_HEARD, at, place)))
    return [each for _, each in sorted(found, key=lambda each: each[0])]


def _next(clock, case: Case, word: str) -> NextDay:
    unit = clock.charged_to if clock.term_code == SHARE else case.lead_unit
    whose = "您" if clock.term_code in OWN_RIGHTS else unit.name
    due = clock.due_said(day_text) or STANDS_STILL
    return NextDay(NEXT[clock.term_code].format(word), due, whose, deadlines.explain(clock))


def papers(petition: Petition, reviews: Iterable[Review]) -> list[Paper]:
    """What was written to whoever put it forward, answers once they were served; none that names a hidden matter."""
    own = list(petition.papers.filter(code__in=codes_to_petitioner(petition)))
    for review in reviews:
        codes = REVIEW_PAPERS + (REVIEW_OPINIONS if review.served_on else ())
        own += review.papers.filter(code__in=codes)
    return [paper for paper in own if not _names_hidden(paper)]


def _names_hidden(paper: Paper) -> bool:
    return bool(veil.hidden_numbers(veil.numbers_in([str(paper.contents)])))
