"""The lists that the county extends: what a line of work delivers of each, and what can be chosen now."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from governance.frame.pages.remembered import remembered
from governance.frame.registry import Registry
from governance.frame.rows import Choices

from ..fields.definitions import Sort, as_typed
from ..models import ListChoice


@dataclass(frozen=True)
class CountyList:
    """A list that the county extends: what it is called, where it is chosen from, what is delivered."""

    code: str
    name: str
    where: str
    delivered: Choices = ()


CHOICES = Sort(ListChoice, "选项", "这个选项", as_typed("这张表里已经有同名的选项。", among=("list",)))
COUNTY_LISTS: Registry[CountyList] = Registry("lists that the county extends", field="county_lists")


def load_reference() -> int:
    """Every delivered choice exists; what the county changed stays. Says how many are new."""
    known = set(ListChoice.objects.values_list("list", "code"))
    fresh = [
        ListChoice(list=each.code, code=code, name=name, position=place * 10)
        for each in COUNTY_LISTS.values()
        for place, (code, name) in enumerate(each.delivered, start=1)
        if (each.code, code) not in known
    ]
    return len(ListChoice.objects.bulk_create(fresh))


# A choice that the county has just added may not be offered for so long.
SECONDS = 10


def remembered_of(name: str) -> dict[str, str]:
    """The words of the choices that are in use, by code, as they are or were some seconds ago."""
    return remembered(f"list-{name}", lambda: dict(offered(name)), seconds=SECONDS)


def offered(name: str, besides: str = "") -> list[tuple[str, str]]:
    """What can be chosen now, and ``besides`` what was chosen already."""
    return [(each.code, each.name) for each in among(name, besides)]


def among(name: str, besides: str = "") -> QuerySet[ListChoice]:
    """The same as rows."""
    return ListChoice.objects.filter(Q(is_active=True) | Q(code=besides), list=name)


@dataclass
class Worded:
    """The words of every choice of a list there is or was, by its code; asked for when the first is wanted."""

    name: str

    @cached_property
    def _words(self) -> dict[str, str]:
        return dict(ListChoice.objects.filter(list=self.name).values_list("code", "name"))

    def __getitem__(self, code: str) -> str:
        return self._words.get(code, code)
