"""Search in title, text, number and names, and by a whole phone or ID number; only in what the reader may see."""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from governance.frame.identity import document, phones_in
from governance.frame.pages.remembered import remembered
from governance.frame.refusals import Refusal
from governance.frame.seals import sealing
from governance.organisation.models import Unit, User
from governance.organisation.standing import standing_now

from ..models import Case, Paper, Participant
from .bigrams import family, grams, normal

SHORTEST = 2
# Fewer digits than this are no phone or ID number.
SHORTEST_NUMBER = 7
# XF2026-000123, typed with its line or without, the letters or without.
CASE_NUMBER = re.compile(r"(?P<kind>[a-z]{2,4})?(?P<year>(?:19|20)\d\d)(?:-(?P<rest>\d*)|(?P<row>\d{6}|\d{8}))")
# The lines that keyboards of phones have.
LINES = re.compile("[‐‑‒–—―−－]+")
# 长信转〔2026〕12号, in whichever brackets.
PAPER_NUMBER = re.compile(
    r"(?P<mark>[^\s\d〔［\[（(【]{2,})\s*[〔［\[（(【](?P<year>\d{4})[〕］\]）)】]\s*(?P<row>\d+)\s*号?"
)
NAMES_SECONDS = 60
# What stands before the short name of a unit of the county, and is left out where people talk: 区住建局.
LEVELS = ("区", "县", "市")
# A family name; the shortest word that an index of pairs finds has two characters.
FAMILY_NAME = re.compile(r"[㐀-鿿]")


def holds_number(text: str) -> bool:
    """True if the text may be a phone or ID number; a case number is not one."""
    told = CASE_NUMBER.fullmatch(normal(text))
    is_of_case = told is not None and (told["row"] is None or told["kind"] is not None)
    return not is_of_case and sum(char.isdigit() for char in text) >= SHORTEST_NUMBER


def case_number(text: str) -> str:
    """The number of a case as it is written, if the text is one: XF2026-000123 for ｘｆ2026000123, XF 2026—000123."""
    told = CASE_NUMBER.fullmatch(LINES.sub("-", "".join(normal(text).split())))
    if told is None or told["kind"] is None:
        return text.strip().upper()
    return f"{told['kind']}{told['year']}-{told['rest'] or told['row'] or ''}".upper()


def may_look_up(user) -> bool:
    """True if the person may find others by their numbers."""
    return "cases.view_personal" in standing_now(user).permissions


def holding(cases, text: str):
    """Those of the cases that hold every word, that bear a paper of this number, or lie with the unit or the handler
    of this name; raises ``Refusal`` for less than a word.

    A name may be set with blanks as forms have it, 王　五, and one character alone is a family name.
    """
    found = _with_words(cases, text)
    # Each way has an index of its own, and no index serves several.
    ways = [cases.filter(way).order_by().values("pk") for way in _called(text.strip())]
    return cases.filter(pk__in=found.order_by().values("pk").union(*ways)) if ways else found


def _called(text: str) -> Iterator[Q]:
    """What else a case may be called by: its unit, its handler, the number of a paper."""
    units = remembered("units-by-name", _units_by_name, seconds=NAMES_SECONDS).get(text)
    if units:
        yield Q(lead_unit__in=units)
    people = remembered("people-by-name", _people_by_name, seconds=NAMES_SECONDS).get(text)
    if people:
        yield Q(handler__in=people)
    told = PAPER_NUMBER.fullmatch(text)
    if told:
        number = f"{told['mark']}〔{told['year']}〕{told['row']}号"
        papers = Paper.objects.filter(number=number).select_related("event")
        yield Q(pk__in=[paper.case_id for paper in papers if not paper.event.is_private])


def _units_by_name() -> dict[str, list[int]]:
    found = defaultdict(list)
    for key, *names in Unit.objects.values_list("pk", "name", "short_name"):
        for name in {*names, *(name[1:] for name in names if name[:1] in LEVELS)}:
            found[name].append(key)
    return dict(found)


def _people_by_name() -> dict[str, list[int]]:
    found = defaultdict(list)
    for key, name in User.objects.values_list("pk", "name"):
        found[name].append(key)
    return dict(found)


def _with_words(cases, text: str):
    words = words_of(text)
    if FAMILY_NAME.fullmatch("".join(words)):
        return cases.filter(grams__contains=[family("".join(words))])
    for word in words:
        # The index finds the candidates, the recheck keeps those with the pairs side by side.
        pairs = {"grams__contains": pairs_of(word)} if len(word) >= SHORTEST else {}
        cases = cases.filter(search_text__contains=word, **pairs)
    return cases


def pairs_of(word: str) -> list[str]:
    """The pairs by which the index looks for a word: of the number of a case those of its last digits, as thousands
    have the others."""
    told = CASE_NUMBER.fullmatch(word)
    last = (told["rest"] or told["row"] or "") if told else ""
    return grams(last if len(last) >= SHORTEST else word)


def words_of(text: str) -> list[str]:
    """The words as they are compared; raises ``Refusal`` where the index has nothing to begin with."""
    words = [word for part in text.split() if (word := normal(case_number(part)))]
    if all(len(word) < SHORTEST for word in words):
        words = ["".join(words)]
    if max(map(len, words)) < SHORTEST and not FAMILY_NAME.fullmatch(words[0]):
        raise Refusal("请输入至少两个字的词，或者一个姓。")
    return words


def search(user, text: str, *, kinds: tuple[str, ...] = ()):
    """The cases that hold every word of the text, newest first; of these kinds if any are named.

    Raises ``Refusal`` for less than a word: it would match half the archive. By a phone or ID number those alone find a
    person who may view personal data.
    """
    seen = Case.objects.visible_to(user, kinds=kinds)
    found = holding(seen, text)
    if holds_number(text) and may_look_up(user):
        # Two questions and not one with an "or": each has an index of its own, and no index serves both.
        phones = [hashed for phone in phones_in(text) for hashed in sealing.keyed_hashes(phone)]
        documents = sealing.keyed_hashes(document(text))
        people = Participant.objects.filter(Q(phone_hashes__overlap=phones) | Q(id_number_hash__in=documents))
        named = seen.filter(pk__in=people.values("case_id"))
        found = Case.objects.filter(pk__in=found.values("pk").union(named.values("pk")))
    return found.order_by("-opened_at", "-id")
