"""Reference data of the grid: the event list (事项清单), two levels deep."""

from django.db import transaction

from governance.cases.models import Category
from governance.frame.rows import rows_of

from .models import EventItem

KIND = "grid_event"


@transaction.atomic
def load() -> int:
    """Every item of the delivered list exists; what the office set stays. Says how many are new."""
    rows = {f"{row['group']}/{row['name']}": row for row in rows_of("grid", "event_items")}
    made = Category.grow(KIND, rows)
    items = [
        EventItem(
            category_id=made[path],
            position=place * 10,
            event_type=row["type"],
            icon=row["icon"],
            grade=row["grade"],
            wants_photo=row["wants_photo"] == "1",
            on_list=row["on_list"] == "1",
        )
        for place, (path, row) in enumerate(rows.items(), start=1)
        if path in made
    ]
    return len(EventItem.objects.bulk_create(items))
