"""The papers of a step before it is taken: everything happens as it would, is read, and is undone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.safestring import SafeString

from ..files import storage
from ..models import Event
from ..papers.sheets import sheet_of


@dataclass(frozen=True)
class Draft:
    """A paper as it would be issued now."""

    title: str
    sheet: SafeString


def papers_of(deed: Callable[[], Event]) -> list[Draft]:
    """The papers that the deed would issue; afterwards nothing has happened, no number is taken and no file kept.

    Whatever the deed raises is raised here: what would be refused shows no paper.
    """
    with transaction.atomic():
        event = deed()
        drafts = []
        for paper in event.papers.order_by("pk"):
            with storage.opened(paper.path) as file:
                drafts.append(Draft(paper.title, sheet_of(file)))
        transaction.set_rollback(True)
    return drafts
