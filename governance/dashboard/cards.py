"""What else stands on the workbench: every line brings the cards that its people should see in the morning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet

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
    rows: Callable[[object, Standing, datetime], list[dict]]
    first: bool = False


DESK_CARDS: Registry[DeskCard] = Registry("cards of the workbench", field="desk_cards")


PK = F("pk")


@dataclass(frozen=True)
class Awaited:
    """What waits for somebody's word and is no step of a case: asked of whoever has the ``permission``.

    ``words`` say what is to be done, ``waits(user, standing)`` are the records, and ``page`` says by the ``key`` of the
    first where it is seen to.
    """

    code: str
    permission: str
    words: str
    waits: Callable[[User, Standing], QuerySet[Any]]
    page: Callable[[Any], str]
    key: Any = PK


AWAITED: Registry[Awaited] = Registry("what waits for a word beside the cases", field="awaited")


def rows_awaited(user: Any, standing: Standing, now: datetime) -> list[dict]:
    """How much of each waits for this person's word, asked in one statement."""
    asked = [each for each in AWAITED.values() if each.permission in standing.permissions]
    if not asked:
        return []
    keys = (each.waits(user, standing).order_by("pk").values(found_by=each.key)[: MOST_COUNTED + 1] for each in asked)
    found = User.objects.filter(pk=user.pk).values_list(*map(ArraySubquery, keys)).get()
    return [
        {"title": f"{each.words}：{count_words(len(waiting), '件')}", "url": each.page(waiting[0])}
        for each, waiting in zip(asked, found, strict=True)
        if waiting
    ]
