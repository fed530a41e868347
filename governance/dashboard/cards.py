"""What else stands on the workbench: every line brings the cards that its people should see in the morning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


@dataclass(frozen=True)
class Awaited:
    """What waits for somebody's word and is no step of a case: asked of whoever has the ``permission``.

    ``rows(user, standing, now)`` give each its ``title``, the ``url`` of its page and a ``note`` on who waits for it.
    """

    code: str
    permission: str
    rows: Callable[[User, Standing, datetime], list[dict]]


AWAITED: Registry[Awaited] = Registry("what waits for a word beside the cases", field="awaited")


def rows_awaited(user: Any, standing: Standing, now: datetime) -> list[dict]:
    """All that waits for this person's word, line by line."""
    asked = [each for each in AWAITED.values() if each.permission in standing.permissions]
    return [row for each in asked for row in each.rows(user, standing, now)]
