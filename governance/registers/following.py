"""What follows from what a row says and its register asks: how it is found, what no other may have, when it is due."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from governance.cases.search.bigrams import grams
from governance.frame.refusals import FactMissing

from .due import due_on
from .models import Entry, Register

BATCH = 1000
# What nobody looks for by its words.
UNSEARCHED = ("long", "flag", "way")
# So many doubles are named before a field becomes one of which no two rows have the same.
NAMED = 5


def follow(entry: Entry) -> None:
    """The columns that follow say what they must; of a day that moved nobody was told."""
    register = entry.register
    shown = [each for each in register.asked if each.kind not in UNSEARCHED]
    words = [each.words(entry.facts.get(each.name)) for each in shown]
    entry.grams = grams(entry.name, entry.in_charge, *words)
    entry.unique_values = [held for each in register.asked if each.unique and (held := each.held(entry.facts))]
    due = _due(entry)
    if due != entry.due_on:
        entry.due_on, entry.told = due, 0


def _due(entry: Entry) -> date | None:
    """The day on which it must be looked at; never again where what the row waited for has been done."""
    register, facts = entry.register, entry.facts
    if register.settled_field and facts.get(register.settled_field):
        return None
    expires = facts.get(register.due_field) if register.due_field else None
    return due_on(expires=expires, seen=entry.checked_on, months=register.check_months)


def follow_all(register: Register) -> None:
    """Every row in force goes by what the register asks now; raises FactMissing for two that may not be the same."""
    seen: dict[str, str] = {}
    doubles: dict[str, list[str]] = {}
    for batch in _batches(register.entries.filter(ended_on=None).order_by("pk").iterator(BATCH)):
        for entry in batch:
            entry.register = register
            follow(entry)
            for value in entry.unique_values:
                first = seen.setdefault(value, entry.name)
                if first is not entry.name:
                    doubles.setdefault(value.partition(":")[0], []).append(f"“{first}”和“{entry.name}”")
        Entry.objects.bulk_update(batch, ["grams", "unique_values", "due_on", "told"])
    if doubles:
        labels = {each.name: each.label for each in register.asked}
        told = [f"{labels[name]}：{'、'.join(pairs[:NAMED])}" for name, pairs in doubles.items()]
        raise FactMissing({"fields": f"已有登记重复，先改正再设“不得重复”。{'；'.join(told)}"})


def _batches(rows: Iterator[Entry]) -> Iterable[list[Entry]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
