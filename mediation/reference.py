"""Reference data of mediation: the seventeen types of dispute (GB/T 31000-2015, 事件类别), and what a case earns."""

from django.db import transaction

from governance.cases.models import Category
from governance.frame.rows import rows_of

from .subsidies import effects as subsidy

KIND = "dispute"


@transaction.atomic
def load() -> int:
    """Every type of the standard and a rate for every grade exist; what the office set stays. Says how many are new."""
    known = dict(Category.objects.filter(kind=KIND).values_list("path", "pk"))
    created = 0
    for row in rows_of("mediation", "dispute_types"):
        path = "/".join(part for part in (row["type"], row["subtype"]) if part)
        if path not in known:
            parent = known[row["type"]] if row["subtype"] else None
            name = row["subtype"] or row["type"]
            known[path] = Category.objects.create(kind=KIND, name=name, path=path, parent_id=parent).pk
            created += 1
    return created + subsidy.load_reference()
