"""What is learned from: the county's own filed petitions, and the names that belong to an answer.

What few may know is learned from by nobody: a suggestion would tell of it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from governance.cases.models import Case, Category, RoutingRule

from ..models import Petition
from ..reference import KIND
from .signs import text_of

# The newest; what was filed long ago was filed under another order of things.
MOST = 20_000
COLUMNS = ("title", "summary", "facts_and_reasons")


def filed_under() -> list[tuple[str, str]]:
    """Texts of petitions and the keys of their categories of the first level, the oldest first."""
    roots = _roots()
    filed = _newest(Petition.objects.filter(category__in=roots), "category_id")
    return [(text, str(roots[key])) for text, key in filed]


def answered_by() -> list[tuple[str, str]]:
    """Texts of petitions and the keys of the units that took them on, the oldest first."""
    accepted = Petition.objects.exclude(accepted_on=None).filter(lead_unit__is_active=True)
    return [(text, str(key)) for text, key in _newest(accepted, "lead_unit_id")]


def names_of_categories() -> Iterator[tuple[str, str]]:
    """What stands in the tree of matters, with the key of the first level above it."""
    roots = _roots()
    for pk, path in Category.objects.filter(pk__in=roots).order_by("path").values_list("pk", "path"):
        yield "\n".join(path.split("/")[1:] or [path]), str(roots[pk])


def names_of_rules() -> Iterator[tuple[str, str]]:
    """What the rules of dispatch name, with the key of the unit that answers for it."""
    rules = RoutingRule.objects.filter(category__kind=KIND, unit__is_active=True).order_by("category__path")
    for path, unit in rules.values_list("category__path", "unit_id"):
        yield "\n".join(path.split("/")), str(unit)


def _newest(found: Any, answer: str) -> Iterable[tuple[str, int]]:
    found = found.filter(merged_into=None).exclude(confidentiality=Case.Confidentiality.RESTRICTED)
    rows = list(found.order_by("-opened_at", "-pk").values_list(*COLUMNS, answer)[:MOST])
    return [(text_of(*words), key) for *words, key in reversed(rows)]


def _roots() -> dict[int, int]:
    """The key of the first level above each category in use."""
    rows = list(Category.objects.filter(kind=KIND, is_active=True).values_list("pk", "path"))
    first = {path: pk for pk, path in rows if "/" not in path}
    return {pk: first[root] for pk, path in rows if (root := path.partition("/")[0]) in first}
