"""What else stands on the workbench: every line brings the cards that its people should see in the morning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from governance.frame.registry import Registry
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
