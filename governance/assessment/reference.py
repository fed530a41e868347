"""The standards that are delivered filled in, from data/; what the county has changed stays as it is."""

from collections import defaultdict

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from governance.frame.delivered import file_of

from .items import Grade
from .models import Standard
from .standards.defining import Definition, ItemRow, add_standard


def _rows(name: str) -> list[dict[str, str]]:
    return next(iter(file_of(apps.get_app_config("assessment"), f"data/{name}.csv"))).rows()


@transaction.atomic
def load_reference() -> int:
    """Every delivered standard stands; says how many are new."""
    standing = set(Standard.objects.values_list("code", flat=True))
    items = defaultdict(list)
    for row in _rows("items"):
        items[row.pop("standard")].append(_item(row))
    new = [row for row in _rows("standards") if row["code"] not in standing]
    for row in new:
        add_standard(_definition(row, items[row["code"]]), actor=None, at=timezone.now(), code=row["code"])
    return len(new)


def _item(row: dict[str, str]) -> ItemRow:
    numbers = {name: int(row.pop(name) or 0) for name in ("weight", "least")}
    flags = {name: row.pop(name) == "1" for name in ("must", "proof")}
    return ItemRow(**row, **numbers, **flags)


def _definition(row: dict[str, str], items: list[ItemRow]) -> Definition:
    grades = [
        Grade(name, int(least))
        for name, _, least in (each.partition(" ") for each in row["grades"].split("、"))
        if name
    ]
    return Definition(
        rows=items,
        grades=grades,
        unit_kinds=row["unit_kinds"].split(),
        pass_percent=int(row["pass_percent"]),
        valid_months=int(row["valid_months"]),
        **{name: row[name] for name in ("name", "group", "basis", "about", "register", "only")},
    )
