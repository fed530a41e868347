"""The list of petitions and its ledger (信访件台账)."""

from governance.cases.lists.ledger import Ledger, Own
from governance.cases.lists.listing import Listing

PETITIONS = Listing(("petition",))
LEDGER = Ledger("petition", PETITIONS, (Own("处理结论", 13, "outcome"), Own("满意度", 10, "rating")))
