"""What lies in the file of a case: its papers and attachments, in the order in which they came to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from governance.frame.days import office_day

from ..access import veil
from ..binding.marks import WORD
from ..models import Attachment, Paper


@dataclass(frozen=True)
class Piece:
    """One of them: ``name`` is that of the file, ``number`` of the paper, ``step`` the act by which it came."""

    title: str
    name: str
    content_type: str
    path: str
    sha256: str
    by: str
    on: date
    step: str
    url: str
    number: str = ""
    size: int = 0

    @property
    def is_paper(self) -> bool:
        return bool(self.number)


def pieces_of(case, user) -> list[Piece]:
    """Those of them that somebody of the case's own people may read, by the acts of its history."""
    return [
        piece
        for event in case.events.order_by("seq").prefetch_related("papers__unit", "attachments__uploaded_by")
        for piece in _of(case, event, user)
    ]


def _of(case, event, user) -> Iterator[Piece]:
    for paper in event.papers.all():
        if paper.path and not veil.names_hidden(paper, case, user):
            yield _paper(case, event, paper)
    for attachment in event.attachments.all():
        yield _attachment(case, event, attachment)


def _paper(case, event, paper: Paper) -> Piece:
    url = reverse("cases:paper", args=[case.number, paper.pk])
    told = (paper.path, paper.sha256, paper.unit.name, paper.issued_on, event.label, url)
    return Piece(paper.title, f"{paper.title} {paper.number}.docx", WORD, *told, number=paper.number)


def _attachment(case, event, file: Attachment) -> Piece:
    url = reverse("cases:file", args=[case.number, file.pk])
    by = file.uploaded_by.name if file.uploaded_by else event.actor_name
    told = (file.path, file.sha256, by, office_day(file.uploaded_at), event.label, url)
    return Piece(file.name, file.name, file.content_type, *told, size=file.size)
