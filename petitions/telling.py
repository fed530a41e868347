"""What a petitioner may know of how the petition stands: progress and result (信访工作条例 art. 18, 21)."""

from governance.cases.models import Case, Participant
from governance.cases.registry import workflow_of
from governance.counter.progress import Answering, begun
from governance.frame.days import day_text

from .models import Petition, Review
from .reviews.hearings import hearing_ahead
from .reviews.opening import WORDS

BROUGHT_BY = (Participant.Part.PETITIONER, Participant.Part.REPRESENTATIVE, Participant.Part.AGENT)
STANDS = {
    "registered": "已登记，正在确定由哪个机关、单位办理",
    "routed": "已转送、交办，等候受理",
    "objected": "已转送、交办，正在核实由哪个机关、单位办理",
    "handling": "已受理，正在办理",
    "answered": "已作出书面答复，正在送达",
    "served": "书面答复已送达",
    "informed": "已书面告知向有权处理的机关、单位提出",
    "not_accepted": "不予受理，理由见不予受理告知书",
    "archived": "已办结归档",
    "withdrawn": "已由信访人撤回",
    "merged": "已并入先收到的一件，一并办理和答复",
}
# At these it is known what became of it; that it is filed later says no more.
ENDED = ("served", "informed", "not_accepted", "withdrawn", "merged")
# Papers that are addressed to the petitioner; the last two are theirs once they are served.
TO_PETITIONER = (
    "acceptance_notice",
    "non_acceptance_notice",
    "inform_notice",
    "materials_notice",
    "merge_notice",
    "extension_notice",
    "conversion_notice",
    "hearing_notice",
)
REVIEW_PAPERS = ("review_acceptance", "review_refusal", "hearing_notice", "withdrawal_notice")
REVIEW_OPINIONS = ("review_opinion", "last_opinion")
WHEN_SERVED = ("handling_opinion", "reply_notice")


def tell(case: Case) -> list[tuple[str, str]]:
    """Where it stands, with whom, until when, and what was written to the petitioner; nothing of what others said."""
    petition = Petition.objects.select_related("lead_unit").get(pk=case.pk)
    told = begun(petition, STANDS[petition.status])
    if petition.closed_at is None:
        told.append(("办理单位", petition.lead_unit.name))
    if petition.accepted_on:
        told.append(("受理日期", day_text(petition.accepted_on)))
    told += _until(petition, ("petition.handle", "petition.simple_handle"), "办理期限至")
    if petition.served_on:
        told.append(("送达日期", day_text(petition.served_on)))
        if petition.outcome:
            told.append(("处理结论", petition.get_outcome_display()))
        if petition.adopted:
            told.append(("采纳情况", petition.get_adopted_display()))
        told += _until(petition, ("petition.review_apply",), "请求复查至")
    told += _hearing(petition) + _reviews(petition)
    papers = petition.papers.filter(code__in=codes_to_petitioner(petition))
    return told + [(paper.title, f"{paper.number}，{day_text(paper.issued_on)}") for paper in papers]


def codes_to_petitioner(petition: Petition) -> tuple[str, ...]:
    """The kinds of papers that are theirs by now."""
    codes = TO_PETITIONER + (WHEN_SERVED if petition.served_on else ())
    # While it goes on, that is the paper of one of several, and not of whoever asks.
    return codes + (("withdrawal_notice",) if petition.status == "withdrawn" else ())


def _reviews(petition: Petition) -> list[tuple[str, str]]:
    """How each review and recheck of it stands, until when, and what was written of it."""
    told = []
    for review in Review.objects.filter(parent=petition.pk).select_related("lead_unit").order_by("pk"):
        word = WORDS[review.kind]
        stands = workflow_of(review).statuses[review.status].label
        told.append((f"{word}（{review.number}）", f"{review.lead_unit.name}，{stands}"))
        told += _until(review, (f"petition.{review.kind}_decide",), f"{word}答复期限至")
        told += _hearing(review)
        if review.served_on:
            told.append((f"{word}结论", review.get_decision_display()))
            told += _until(review, ("petition.recheck_apply",), "请求复核至")
        codes = REVIEW_PAPERS + (REVIEW_OPINIONS if review.served_on else ())
        papers = review.papers.filter(code__in=codes)
        told += [(paper.title, f"{paper.number}，{day_text(paper.issued_on)}") for paper in papers]
    return told


def _hearing(case: Petition | Review) -> list[tuple[str, str]]:
    ahead = hearing_ahead(case)
    return [("听证", "，".join(ahead))] if ahead else []


def _until(petition: Petition | Review, terms: tuple[str, ...], label: str) -> list[tuple[str, str]]:
    running = petition.clocks.filter(term_code__in=terms, ended_at=None)
    return [(label, clock.due_said(day_text)) for clock in running if clock.due]


ANSWERING = Answering("petition", BROUGHT_BY, tell)
