"""The standards and schemes that are delivered, from data/; what the county has changed stays as it is."""

from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.rows import made_of, rows_of

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
    for row in rows_of("governance.assessment", "items"):
        items[row["standard"]].append(made_of(ItemRow, row))
    new = [row for row in rows_of("governance.assessment", "standards") if row["code"] not in standing]
    for row in new:
        add_standard(_definition(row, items[row["code"]]), actor=None, at=timezone.now(), code=row["code"])
    return len(new)


def _definition(row: dict[str, str], items: list[ItemRow]) -> Definition:
    grades = [
        Grade(name, int(least))
        for name, _, least in (each.partition(" ") for each in row["grades"].split("、"))
        if name
    ]
    return made_of(Definition, row, rows=items, grades=grades)


@transaction.atomic
def load_schemes() -> int:
    """Every delivered scheme stands as a draft of the year, unless its code was there; says how many are new."""
    now = timezone.now()
    standing = set(Scheme.objects.values_list("code", flat=True))
    items = defaultdict(list)
    for row in rows_of("governance.assessment", "scheme_items"):
        items[row["scheme"]].append(made_of(TypedItem, row, bands=[_band(word) for word in row["bands"].split()]))
    new = [row for row in rows_of("governance.assessment", "schemes") if row["code"] not in standing]
    for row in new:
        head = made_of(Head, row, year=office_day(now).year)
        scheme = add_scheme(head, actor=None, at=now, code=row["code"])
        for typed in items[row["code"]]:
            scheme = put_item(scheme, typed, version=None, actor=None, at=now)
    return len(new)


def _band(word: str) -> Band:
    span, _, points = word.partition("=")
    low, _, high = span.partition("-")
    return Band(Decimal(low), Decimal(high), Decimal(points))
