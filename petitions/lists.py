"""The lists of petitions and of their reviews, and the ledgers (信访件台账)."""

from governance.cases.lists.ledger import Ledger, Own
from governance.cases.lists.listing import Listing

PETITIONS = Listing(("petition",))
LEDGER = Ledger("petition", PETITIONS, (Own("处理结论", 13, "outcome"), Own("满意度", 10, "rating")))
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
            Own("信访件编号", 16, "parent__number"),
            Own("结论", 16, "decision"),
            Own("变更后的结论", 14, "outcome"),
            Own("送达日期", 12, "served_on"),
        ),
    )
    for kind in REVIEWS.kinds
)
