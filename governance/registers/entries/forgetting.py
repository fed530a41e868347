"""What rows of a register say no more: phones of those taken off long ago, and what names a case that was hidden."""

from datetime import datetime
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from governance.frame.days import office_day

from ..following import follow
from ..models import Entry


def forget_phones(moment: datetime) -> int:
    """Of rows that ended before, only the mask of the phone is left; says of how many."""
    return Entry.objects.filter(ended_on__lt=office_day(moment)).exclude(phone_sealed="").update(phone_sealed="")


def strike_out(numbers: set[str], words: set[str]) -> None:
    """No row names the case of these numbers any more, nor says its words there: a register has other readers."""
    naming = Q()
    for number in numbers:
        naming |= Q(name__contains=number) | Q(written__contains=number)
    rows = Entry.objects.alias(written=Cast("facts", TextField())).filter(naming)
    for row in rows.select_related("register"):
        row.name = _without(row.name, numbers | words) or row.register.name
        row.facts = {name: left for name, raw in row.facts.items() if (left := _without(raw, numbers | words)) != ""}
        follow(row)
        row.version += 1
        row.save()


def _without(raw: Any, words: set[str]) -> Any:
    if not isinstance(raw, str):
        return raw
    for word in sorted(words, key=len, reverse=True):
        raw = raw.replace(word, "")
    return raw.strip()
