"""The lists of petitions, of suggestions among them and of their reviews, and the ledgers (信访件台账)."""

from governance.cases.lists.ledger import Ledger, Own, columns
from governance.cases.lists.listing import Listing

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
