"""Reference data of the grid: the event list (事项清单), two levels deep."""

from django.db import transaction

from governance.cases.models import Category
from governance.frame.rows import rows_of

from .models import EventItem

KIND = "grid_event"


@transaction.atomic
def load() -> int:
    """Every item of the delivered list exists; what the office set stays. Says how many are new."""
    known = dict(Category.objects.filter(kind=KIND).values_list("path", "pk"))
    created = 0
    for position, row in enumerate(rows_of("grid", "event_items"), start=1):
        group, path = row["group"], f"{row['group']}/{row['name']}"
        if group not in known:
            known[group] = Category.objects.create(kind=KIND, name=group, path=group).pk
        if path in known:
            continue
        category = Category.objects.create(kind=KIND, name=row["name"], path=path, parent_id=known[group])
        known[path] = category.pk
        flags = {name: row[name] == "1" for name in ("wants_photo", "on_list")}
        named = {"event_type": row["type"], "icon": row["icon"], "grade": row["grade"]}
        EventItem.objects.create(category=category, position=position * 10, **named, **flags)
        created += 1
    return created
