"""What is counted of registers: how many rows stood in them, were entered and ended, by register."""

from collections.abc import Iterable

from django.db.models import DateField, F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from governance.registers.access import sight
from governance.registers.models import Entry, Register
from governance.registers.read_fields import read_of

from .listing import ENTRIES
from .measures import Group, Measure, balance

SUBJECT = "台账登记"


def _names(keys: Iterable[str]) -> dict[str, str]:
    return dict(Register.objects.filter(code__in=keys).values_list("code", "name"))


def _rows():
    return Entry.objects.filter(register__is_active=True)


def told_by(code: str, day: str, **holds) -> QuerySet[Entry]:
    """The rows in force of a delivered register, each with ``counted_on``, the day that stands in that field of it.

    Register and fields keep their names whatever the county calls them.
    """
    kept = Entry.objects.filter(register__code=code, register__is_active=True, ended_on=None, **holds)
    return kept.annotate(counted_on=Cast(told_in(code, day), DateField()))


def told_in(code: str, field: str) -> KeyTextTransform:
    """What stands in that field of a delivered register, which no county makes something else than it was."""
    if field not in read_of(code):
        raise LookupError(f"{code}.{field} is not among the fields that are read")
    return KeyTextTransform(field, "facts")


MEASURES = balance(
    Measure(
        "register.entered",
        SUBJECT,
        "登记",
        "期间内登记的，在用的台账",
        _rows,
        "entered_on",
        unit="unit",
        path=None,
        seen=sight,
        counts="条",
        groups=(Group("register", F("register__code"), _names, label="台账"),),
        listing=ENTRIES,
    ),
    "ended_on",
    ("register.opening", "期初在册"),
    ("register.ended", "注销", "期间内注销的，恢复了的不计"),
    ("register.in_force", "期末在册"),
)
