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
    known = dict(Category.objects.filter(kind=KIND).values_list("path", "pk"))
    created = 0
    with CATEGORIES.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.reader(table))[1:]
    for depth in (1, 2, 3):
        paths = dict.fromkeys("/".join(row[:depth]) for row in rows if all(row[:depth]))
        fresh = [path for path in paths if path not in known]
        made = Category.objects.bulk_create(
            Category(
                kind=KIND,
                name=path.rpartition("/")[2],
                path=path,
                parent_id=known.get(path.rpartition("/")[0]),
            )
            for path in fresh
        )
        known |= {category.path: category.pk for category in made}
        created += len(made)
    return created


def first_level() -> dict[str, Category]:
    """The categories of the first level in use, by name."""
    return {row.name: row for row in Category.objects.filter(kind=KIND, parent=None, is_active=True)}
