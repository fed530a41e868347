"""Reference data of petitions: the tree of matters (内容类别), three levels deep."""

import csv
from pathlib import Path

from django.db import transaction

from governance.cases.models import Category

CATEGORIES = Path(__file__).parent / "data" / "petition_categories.csv"
KIND = "petition"


@transaction.atomic
def load() -> int:
    """Every category of the delivered tree exists; those the office added stay. Says how many are new."""
    with CATEGORIES.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.reader(table))[1:]
    return len(Category.grow(KIND, ("/".join(filter(None, row)) for row in rows)))


def first_level() -> dict[str, Category]:
    """The categories of the first level in use, by name."""
    return {row.name: row for row in Category.objects.filter(kind=KIND, parent=None, is_active=True)}
