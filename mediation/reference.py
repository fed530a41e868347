"""Reference data of mediation: the seventeen types of dispute (GB/T 31000-2015, 事件类别), and what a case earns."""

import csv
from pathlib import Path

from django.db import transaction

from governance.cases.models import Category

from .subsidies import effects as subsidy

TYPES = Path(__file__).parent / "data" / "dispute_types.csv"
KIND = "dispute"


@transaction.atomic
def load() -> int:
    """Every type of the standard and a rate for every grade exist; what the office set stays. Says how many are new."""
    known = dict(Category.objects.filter(kind=KIND).values_list("path", "pk"))
    created = 0
    with TYPES.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            path = "/".join(part for part in (row["type"], row["subtype"]) if part)
            if path not in known:
                parent = known[row["type"]] if row["subtype"] else None
                made = Category.objects.create(
                    kind=KIND, name=row["subtype"] or row["type"], path=path, parent_id=parent
                )
                known[path] = made.pk
                created += 1
    return created + subsidy.load_reference()
