"""The facts of a step in the words of the day, for the history."""

from collections.abc import Iterable

from ..fields.kind import in_words, kind_of
from ..workflow import Fact, Step


def as_told(facts: Iterable[Fact], values: dict) -> list[list[str]]:
    """The facts in the words of that day, label and text, for the history."""
    told = [(fact.label, in_words(fact, values.get(fact.name))) for fact in facts if not fact.untold]
    return [[label, text] for label, text in told if text]


def as_codes(facts: Iterable[Fact], values: dict) -> dict:
    """What stands behind the words of that day, by fact: codes, keys, days, amounts; a text is its own words."""
    known = {fact: values.get(fact.name) for fact in facts if not fact.untold}
    raw = {fact: kind_of(fact).raw(fact, value) for fact, value in known.items() if in_words(fact, value)}
    return {fact.name: code for fact, code in raw.items() if code != in_words(fact, known[fact])}


def as_replaced(step: Step, facts: dict, case) -> list[list[str]]:
    """What the case said before a step that corrects it, label and text; read it before the step writes."""
    if step.target is not None:
        return []
    told = []
    for fact in step.facts:
        if not fact.column or not kind_of(fact).begins_with_column:
            continue
        before = in_words(fact, getattr(case, fact.column))
        if before and before != in_words(fact, facts.get(fact.name)):
            told.append([f"原{fact.label}", before])
    return told
