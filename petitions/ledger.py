"""The ledger of petitions (信访件台账)."""

from governance.cases.lists.ledger import Ledger
from governance.jobs.spreadsheets import Column

from .models import Petition

OUTCOME = dict(Petition.Outcome.choices)
RATING = dict(Petition.Rating.choices)

LEDGER = Ledger(
    "petition",
    "信访件台账",
    "信访件",
    Petition,
    ("petition",),
    "petitions:list",
    people="信访人",
    columns=(Column("处理结论", 13), Column("满意度", 10)),
    fields=("outcome", "rating"),
    cells=lambda row, told: (OUTCOME.get(row["outcome"], ""), RATING.get(row["rating"], "")),
)
