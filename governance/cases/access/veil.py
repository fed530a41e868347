"""What was written before a matter was hidden stays as it was written; whoever reads it meets no number of the matter.

History, papers and the security record are never changed. So that none of them leads to a hidden matter, its number,
also one that it bore before, is taken out where they are read.
"""

import re
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Length, StrIndex

from governance.organisation.standing import standing_now

from ..knowing.queryset import hidden_from
from ..models import Case, Event, FormerNumber
from .copies import TELLING
from .door import mark_of

NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{4}-\d{6,8}(?!\d)")


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Everything in the texts that looks like the number of a case."""
    return {number for text in texts for number in NUMBER.findall(text)}


def hidden_numbers(numbers: set[str], user=None) -> set[str]:
    """Those of the numbers that are, or once were, the number of a restricted case of which the person may not know.

    Without a person: of any restricted case.
    """
    if not numbers:
        return set()
    restricted = Case.objects.filter(confidentiality=Case.Confidentiality.RESTRICTED)
    if user is not None:
        restricted = restricted.exclude(pk__in=Case.objects.visible_to(user))
    now = restricted.filter(number__in=numbers).values_list("number", flat=True)
    before = FormerNumber.objects.filter(number__in=numbers, case__in=restricted).values_list("number", flat=True)
    return set(now.union(before))


def telltales(text: str, user=None) -> set[str]:
    """What stands in the text and leads to a restricted case of which the person may not know: its numbers, and the
    lines of its title and account where no case that is known says the same. Without a person: to any restricted case.
    """
    found = hidden_numbers(numbers_in([text]), user)
    restricted = Q(confidentiality=Case.Confidentiality.RESTRICTED)
    hidden = restricted if user is None else hidden_from(standing_now(user), path="")
    told = []
    for name in ("title", "summary"):
        alike = Case.objects.exclude(restricted).filter(**{name: OuterRef(name)})
        said = Case.objects.filter(hidden, title__gt="").alias(stands=StrIndex(Value(text), name), length=Length(name))
        told.append(said.filter(~Exists(alike), stands__gt=0, length__gte=TELLING).order_by().values_list(name))
    for (words,) in told[0].union(told[1]):
        found.update(line for line in words.splitlines() if line)
    return found


def hidden_in(events: Iterable[Event], known: set[str], user) -> set[str]:
    """The numbers in these events that lead to a restricted case of which the person may not know.

    Of the ``known`` ones it need not be asked.
    """
    texts = (f"{event.facts.get('told', [])} {event.note}" for event in events)
    return hidden_numbers(numbers_in(texts) - known, user)


def names_hidden(paper, case, user) -> bool:
    """True if the paper of the case names a matter that was hidden since from this person."""
    return bool(hidden_numbers(numbers_in([str(paper.contents)]) - {case.number}, user))


def veiled(text: str, hidden: set[str]) -> str:
    """The text; nothing where one of these words stands, as another in its place would say of what kind it is."""
    return "" if any(word in text for word in hidden) else text


def veiled_told(told: list[list[str]], numbers: set[str]) -> list[list[str]]:
    """Labels and words of an event, without those in which one of these numbers stands."""
    return [[label, words] for label, words in told if veiled(str(words), numbers)] if numbers else told


def veiled_record(texts: list[str]) -> list[str]:
    """Texts of the security record as its readers see them: of a hidden matter nothing but its mark."""
    hidden = hidden_numbers(numbers_in(texts))
    return [_marked(text, numbers_in([text]) & hidden) for text in texts]


def marked(numbers: set[str]) -> dict[str, str]:
    """How those who may know of no hidden matter are told of each of these numbers."""
    hidden = hidden_numbers(numbers)
    return {number: _marked(number, {number} & hidden) for number in numbers}


def _marked(text: str, hidden: set[str]) -> str:
    return "、".join(f"限制知悉 {mark_of(number)}" for number in sorted(hidden)) if hidden else text
