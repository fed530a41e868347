"""What else stands on the workbench: every line brings the cards that its people should see in the morning."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet
from django.urls import reverse

from governance.cases.workflow import SUPERIOR, Step
from governance.frame.database.written import READERS, WrittenFor
from governance.frame.pages.paging import MOST_COUNTED, count_words
from governance.frame.registry import Registry
from governance.organisation.models import User
from governance.organisation.standing import Standing


@dataclass(frozen=True)
class DeskCard:
    """A card of the workbench; ``rows(user, standing, now)`` fill its template, and without any it is not shown.

    What cannot wait for its turn in the working list comes ``first``, above the figures.
    """

    code: str
    template: str
    rows: Callable[[User, Standing, datetime], list[dict]]
    first: bool = False


DESK_CARDS: Registry[DeskCard] = Registry("cards of the workbench", field="desk_cards")


PK = F("pk")


@dataclass(frozen=True)
class Awaited:
    """What waits for somebody's word and lies with no unit of theirs: asked of whoever has the ``permission``.

    ``words`` say what is to be done, ``waits(user, standing)`` are the records, and ``page`` says by the ``key`` of the
    first where it is seen to.
    """

    code: str
    permission: str
    words: str
    waits: Callable[[User, Standing], QuerySet[Any]]
    page: Callable[[Any], str]
    key: Any = PK


def awaited_step(model: Any, step: Step, words: str, page: str, *, by_another: bool = False) -> Awaited:
    """The cases of the model that wait for the step, for whoever oversees their places and may take it; not for whoever
    registered them where it is ``by_another``. All of them stand on the list ``page``."""
    (status,) = step.sources
    waits = partial(_waiting_for, model, step, by_another)
    return Awaited(
        f"{page}.{step.name}", step.permission, words, waits, lambda key: reverse(page, query={"status": status})
    )


def _waiting_for(model: Any, step: Step, by_another: bool, user: User, standing: Standing) -> QuerySet[Any]:
    """Nobody judges what their own unit reports."""
    found = model.objects.visible_to(user).filter(standing.inside("area", step.permission), status__in=step.sources)
    if step.reach == SUPERIOR:
        found = found.exclude(lead_unit__in=standing.units_with(step.permission))
    return found.exclude(registered_by=user.pk) if by_another else found


AWAITED: Registry[Awaited] = Registry("what waits for a word beside the cases", field="awaited")


def rows_awaited(user: User, standing: Standing, now: datetime) -> list[dict]:
    """How much of each waits for this person's word, asked in one statement."""
    asked = _asked_of(standing)
    if not asked:
        return []
    (found,) = _waiting(copy(user), standing).rows()
    return [
        {"title": f"{each.words}：{count_words(len(waiting), '件')}", "url": each.page(waiting[0])}
        for each, waiting in zip(asked, found, strict=True)
        if waiting
    ]


def _asked_of(standing: Standing) -> list[Awaited]:
    return [each for each in AWAITED.values() if each.permission in standing.permissions]


@lru_cache(maxsize=READERS)
def _waiting(user: User, standing: Standing) -> WrittenFor:
    """What asks for the keys of each, for a reader whose posts stand so."""

    def keys() -> QuerySet:
        found = (each.waits(user, standing).order_by("pk").values(found_by=each.key) for each in _asked_of(standing))
        return User.objects.filter(pk=user.pk).values_list(*(ArraySubquery(each[: MOST_COUNTED + 1]) for each in found))

    return WrittenFor(keys)
