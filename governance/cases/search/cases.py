"""Search in title, text, number and names, and by a whole phone or ID number; only in what the reader may see."""

import re

from django.db.models import Q

from governance.frame.refusals import Refusal
from governance.frame.seals import sealing
from governance.organisation.standing import standing_now

from ..models import Case, Participant
from .bigrams import grams, normal

SHORTEST = 2
# Fewer digits than this are no phone or ID number.
SHORTEST_NUMBER = 7
CASE_NUMBER = re.compile(r"[A-Za-z]{2}\d{4}-?\d*")


def holds_number(text: str) -> bool:
    """True if the text may be a phone or ID number; a case number is not one."""
    return not CASE_NUMBER.fullmatch(text.strip()) and sum(char.isdigit() for char in text) >= SHORTEST_NUMBER


def may_look_up(user) -> bool:
    """True if the person may find others by their numbers."""
    return "cases.view_personal" in standing_now(user).permissions


def holding(cases, text: str):
    """Those of the cases that hold every word; raises ``Refusal`` for a word of one character or none at all."""
    words = [word for word in map(normal, text.split()) if word]
    if not words or any(len(word) < SHORTEST for word in words):
        raise Refusal("请输入至少两个字的词。")
    for word in words:
        # The index finds the candidates, the recheck keeps those with the pairs side by side.
        cases = cases.filter(grams__contains=grams(word), search_text__contains=word)
    return cases


def search(user, text: str, *, kinds: tuple[str, ...] = ()):
    """The cases that hold every word of the text, newest first; of these kinds if any are named.

    Raises ``Refusal`` for a word of one character: it would match half the archive. By a phone or ID number those alone
    find a person who may view personal data.
    """
    seen = Case.objects.visible_to(user, kinds=kinds)
    found = holding(seen, text)
    if holds_number(text) and may_look_up(user):
        # Two questions and not one with an "or": each has an index of its own, and no index serves both.
        hashed = sealing.keyed_hashes(text)
        people = Participant.objects.filter(Q(phone_hash__in=hashed) | Q(id_number_hash__in=hashed))
        named = seen.filter(pk__in=people.values("case_id"))
        found = Case.objects.filter(pk__in=found.values("pk").union(named.values("pk")))
    return found.order_by("-opened_at", "-id")
