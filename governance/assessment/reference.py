"""The standards and schemes that are delivered, from data/; what the county has changed stays as it is."""

from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.delivered import rows_of

from .items import Grade
from .models import Scheme, Standard
from .schemes.defining import Head, add_scheme, put_item
from .schemes.items import TypedItem
from .scoring import Band
from .standards.defining import Definition, ItemRow, add_standard


@transaction.atomic
def load_reference() -> int:
    """Every delivered standard stands; says how many are new."""
    standing = set(Standard.objects.values_list("code", flat=True))
    items = defaultdict(list)
    for row in rows_of("assessment", "items"):
        items[row.pop("standard")].append(_item(row))
    new = [row for row in rows_of("assessment", "standards") if row["code"] not in standing]
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


@transaction.atomic
def load_schemes() -> int:
    """Every delivered scheme stands as a draft of the year, unless its code was there; says how many are new."""
    now = timezone.now()
    standing = set(Scheme.objects.values_list("code", flat=True))
    items = defaultdict(list)
    for row in rows_of("assessment", "scheme_items"):
        items[row.pop("scheme")].append(_typed(row))
    new = [row for row in rows_of("assessment", "schemes") if row["code"] not in standing]
    for row in new:
        head = Head(
            name=row["name"],
            year=office_day(now).year,
            basis=row["basis"],
            unit_kinds=row["unit_kinds"].split(),
            objection_days=int(row["objection_days"]),
            ranked_from=int(row["ranked_from"]),
        )
        scheme = add_scheme(head, actor=None, at=now, code=row["code"])
        for typed in items[row["code"]]:
            scheme = put_item(scheme, typed, version=None, actor=None, at=now)
    return len(new)


def _typed(row: dict[str, str]) -> TypedItem:
    numbers = {name: Decimal(row.pop(name) or 0) for name in ("target", "each", "cap")}
    bands = [_band(word) for word in row.pop("bands").split()]
    pilot = row.pop("pilot").split()
    return TypedItem(**row | {"weight": int(row["weight"])}, **numbers, bands=bands, pilot=pilot)


def _band(word: str) -> Band:
    span, _, points = word.partition("=")
    low, _, high = span.partition("-")
    return Band(Decimal(low), Decimal(high), Decimal(points))
