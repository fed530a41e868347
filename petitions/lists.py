"""The lists of petitions and of their reviews, and the ledgers (信访件台账)."""

from governance.cases.lists.ledger import Ledger, Own, columns
from governance.cases.lists.listing import Listing

PETITIONS = Listing(("petition",))
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
