"""The checklists that are delivered filled in, from data/; what the county has changed stays as it is."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from governance.frame.rows import made_of, rows_of
from governance.registers.models import Register

from .defining import LISTS, SEPARATOR, ListInput
from .models import Checklist


@transaction.atomic
def load_reference() -> int:
    """Every delivered list stands, where the county's registers still have its kind of place; says how many are new."""
    standing = set(Checklist.objects.values_list("name", flat=True))
    taken = set(Checklist.objects.filter(is_active=True).values_list("plan_code", flat=True))
    items = defaultdict(list)
    for row in rows_of("security", "checklist_items"):
        flags = {name: row[name] == "1" for name in ("wants_photo", "is_grave")}
        items[row["list"]].append({**row, **flags})
    made = 0
    for row in rows_of("security", "checklists"):
        kind = _kind(row)
        if kind and row["name"] not in standing and row["plan"] not in taken:
            told = made_of(ListInput, row, kind=kind, plan_code=row["plan"], items=items[row["code"]])
            LISTS.add(told, actor=None, at=timezone.now())
            made += 1
    return made


def _kind(row: dict[str, str]) -> str:
    """The kind of place by the names that the register has now; empty where it has none of that name.

    A row that names no field is of whatever stands in the register.
    """
    register = Register.objects.filter(code=row["register"]).first()
    if register is None:
        return ""
    if not row["field"]:
        return SEPARATOR.join((register.code, "", ""))
    for each in register.asked:
        if each.label == row["field"]:
            codes = {label: code for code, label in each.choices}
            if row["choice"] in codes:
                return SEPARATOR.join((register.code, each.name, codes[row["choice"]]))
    return ""
