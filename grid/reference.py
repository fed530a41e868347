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
            **{name: row[name] for name in ("event_type", "icon", "grade")},
            **{name: row[name] == "1" for name in ("wants_photo", "on_list")},
        )
        for place, (path, row) in enumerate(rows.items(), start=1)
        if path in made
    ]
    return len(EventItem.objects.bulk_create(items))
