"""The lists of petitions, of some among them and of their reviews, and the ledgers (信访件台账)."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from governance.cases.lists.columns import CaseColumn
from governance.cases.lists.ledger import Ledger, Own, columns
from governance.cases.lists.listing import Listing
from governance.frame.days import office_day
from governance.supervision.leading.scopes import days_unresolved, said_again

from .models import Petition

PETITIONS = Listing(("petition",))
# Suggestions (art. 29): whether they were adopted is what one asks of them, and whether what was adopted is done.
SUGGESTIONS = Listing(
    ("petition",),
    title="建议意见",
    name="suggestion",
    own=("adopted",),
    prepared=lambda cases: cases.filter(pk__in=Petition.objects.filter(petition_class=Petition.Class.SUGGESTION)),
    empty_text="事项性质为建议意见的信访件列在这里；放宽筛选条件后查看全部。",
)
SUGGESTION_LEDGER = Ledger(
    "suggestion",
    SUGGESTIONS,
    (*columns(adopted=12, execution_days=12, served_on=12), Own("rating", 10, "满意度")),
    name="建议意见",
)


def _lasting(cases):
    """The petitions that are long open, that several put forward together, or that were put forward again."""
    long = Q(closed_at=None, opened_at__lte=timezone.now() - timedelta(days=days_unresolved()))
    several = Q(petition__is_collective=True) | Q(petition__is_repeat=True)
    return cases.annotate(again=said_again()).filter(long | several | Q(again__gt=0))


def _how_long(row) -> str:
    until = row.case.closed_at or timezone.now()
    return f"{(office_day(until) - office_day(row.case.opened_at)).days} 天"


def _together(row) -> str:
    petition = row.case.petition
    return f"集体走访，{petition.people_count} 人" if petition.is_collective else f"{petition.people_count} 人"


# What is looked at is the matter: how long, how many, how often. No list of people, and no petitioner is counted.
LASTING = Listing(
    ("petition",),
    title="久拖、集体和重复",
    name="lasting",
    names=False,
    prepared=_lasting,
    beside=(
        CaseColumn("历时", _how_long, css="nowrap", label="历时", code="lasted", reads=("closed_at",)),
        CaseColumn(
            "人数",
            _together,
            css="nowrap",
            label="人数",
            code="together",
            reads=("petition__is_collective", "petition__people_count"),
        ),
        CaseColumn(
            "再次反映", lambda row: f"{row.case.again} 次" if row.case.again else "", label="再次反映", code="again"
        ),
    ),
    empty_text="长期没有办结、集体走访、同一事项再次反映的信访件列在这里；放宽筛选条件后查看全部。",
)
LASTING_LEDGER = Ledger(
    "lasting", LASTING, (Own("people_count", 8, "人数"), *columns(outcome=13)), name="久拖、集体和重复"
)
LEDGER = Ledger("petition", PETITIONS, (*columns(outcome=13), Own("rating", 10, "满意度")))
REVIEWS = Listing(
    ("review", "recheck"),
    title="复查、复核",
    empty_text="请求复查、复核的事项列在这里，在信访件的页面上登记；放宽筛选条件后查看全部。",
)
REVIEW_LEDGERS = tuple(
    Ledger(
        kind,
        REVIEWS,
        (
            Own("parent__number", 16, "信访件编号"),
            Own("decision", 16, "结论"),
            *columns(outcome=14, served_on=12),
        ),
    )
    for kind in REVIEWS.kinds
)
