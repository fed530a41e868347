"""Reference data of mediation: the seventeen types of dispute (GB/T 31000-2015, 事件类别), and what a case earns."""

from django.db import transaction

from governance.cases.models import Category
from governance.frame.rows import rows_of

from .subsidies import effects as subsidy

KIND = "dispute"


@transaction.atomic
def load() -> int:
    """Every type of the standard and a rate for every grade exist; what the office set stays. Says how many are new."""
    rows = rows_of("mediation", "dispute_types")
    made = Category.grow(KIND, ("/".join(filter(None, (row["type"], row["subtype"]))) for row in rows))
    return len(made) + subsidy.load_reference()
