"""Reference data of the grid: the event list (事项清单), two levels deep."""

import csv
from pathlib import Path

from django.db import transaction

from governance.cases.models import Category

from .models import EventItem

ITEMS = Path(__file__).parent / "data" / "event_items.csv"
KIND = "grid_event"


@transaction.atomic
def load() -> int:
    """Every item of the delivered list exists; what the office set stays. Says how many are new."""
    known = dict(Category.objects.filter(kind=KIND).values_list("path", "pk"))
    created = 0
    with ITEMS.open(encoding="utf-8", newline="") as table:
        for position, row in enumerate(csv.DictReader(table), start=1):
            group, path = row["group"], f"{row['group']}/{row['name']}"
            if group not in known:
                known[group] = Category.objects.create(kind=KIND, name=group, path=group).pk
            if path in known:
                continue
            category = Category.objects.create(kind=KIND, name=row["name"], path=path, parent_id=known[group])
            known[path] = category.pk
            EventItem.objects.create(
                category=category,
                event_type=row["type"],
                icon=row["icon"],
                grade=row["grade"],
                wants_photo=row["wants_photo"] == "1",
                on_list=row["on_list"] == "1",
                position=position * 10,
            )
            created += 1
    return created
