"""Heads that sort a list: the address says which and which way, and the pages of the list go on in that order."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Case, Expression, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Collate
from django.http import QueryDict

from .columns import ListColumn

SORT = "sort"
FALLING = "-"


class HeadLink(NamedTuple):
    """Where a head leads, and how the list stands by it now: ``ascending``, ``descending``, or not by this head."""

    url: str
    standing: str


def by_words(field: str) -> Expression:
    """Sorts by text. No index holds it, so that the few are gathered, and no index of all is walked for them."""
    return Collate(F(field), "C")


def by_place(field: str, codes: Iterable[str]) -> Expression:
    """Sorts by where a code stands among these, not by how it is spelt."""
    places = [When(**{field: code}, then=Value(place)) for place, code in enumerate(codes)]
    return Case(*places, output_field=IntegerField())


def by_moment(field: str) -> Expression:
    """Sorts by a moment, by what no index holds either."""
    return F(field) + timedelta()


def asked_head(query: QueryDict, columns: Iterable[ListColumn]) -> str:
    """The head that the address asks for, ``-`` before it where the largest come first; empty for none of these."""
    asked = query.get(SORT, "")
    known = {column.code for column in columns if column.by is not None}
    return asked if asked.removeprefix(FALLING) in known else ""


def annotated(rows: QuerySet, columns: Iterable[ListColumn], head: str) -> tuple[QuerySet, str]:
    """The rows with what they are sorted by under a name of its own, and that name."""
    code = head.removeprefix(FALLING)
    column = next(column for column in columns if column.code == code)
    name = f"by_{code}"
    return rows.annotate(**{name: column.by}), name


def head_links(path: str, query: QueryDict, columns: Iterable[ListColumn], head: str) -> Mapping[str, HeadLink]:
    """By code, where the heads of these columns lead; ``head`` is how the list stands now."""
    kept = query.copy()
    kept.pop("after", None)
    found = {}
    for column in columns:
        if column.by is None:
            continue
        rising = head == column.code
        kept[SORT] = f"{FALLING}{column.code}" if rising else column.code
        standing = "ascending" if rising else "descending" if head == f"{FALLING}{column.code}" else ""
        found[column.code] = HeadLink(f"{path}?{kept.urlencode()}", standing)
    return found
