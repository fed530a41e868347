"""What a person was told: reading it, page by page, and marking it read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from .models import Notice

PAGE = 30
# The bell need not tell 1,000 from 2,000, and counting them would cost every page.
COUNT_CAP = 999


@dataclass(frozen=True)
class Page:
    """Messages newest first, and where the next page begins (empty at the end)."""

    notices: list[Notice]
    next_before: str


def unread_count(user) -> int:
    """How many messages the person has not read, at most 999."""
    return Notice.objects.filter(recipient=user, read_at=None)[:COUNT_CAP].count()


def page_of(user, *, only_unread: bool, kind: str = "", before: str = "") -> Page:
    """One page of the person's messages; a ``before`` that is no place in the list means the first page."""
    notices = _mine(user, kind).order_by("-created_at", "-id")
    if only_unread:
        notices = notices.filter(read_at=None)
    if place := _place(before):
        at, last = place
        notices = notices.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=last))
    found = list(notices[: PAGE + 1])
    shown = found[:PAGE]
    return Page(shown, f"{shown[-1].created_at.isoformat()}_{shown[-1].id}" if len(found) > PAGE else "")


def mark_read(user, notice_id: int, *, at: datetime) -> Notice | None:
    """The message is read since its first opening; None if the person has no such message."""
    Notice.objects.filter(recipient=user, id=notice_id, read_at=None).update(read_at=at)
    return Notice.objects.filter(recipient=user, id=notice_id).first()


def mark_all_read(user, *, up_to: int, kind: str = "", at: datetime) -> int:
    """Everything up to the newest message that was on screen is read; what came in meanwhile stays unread."""
    return _mine(user, kind).filter(read_at=None, id__lte=up_to).update(read_at=at)


def newest_id(user) -> int:
    """The mark for mark_all_read; 0 if there is no message."""
    return Notice.objects.filter(recipient=user).order_by("-id").values_list("id", flat=True).first() or 0


def _mine(user, kind: str):
    notices = Notice.objects.filter(recipient=user)
    return notices.filter(kind=kind) if kind else notices


def _place(before: str) -> tuple[datetime, int] | None:
    at, _, last = before.rpartition("_")
    try:
        place = datetime.fromisoformat(at), int(last)
    except ValueError:
        return None
    return place if place[0].tzinfo and 0 <= place[1] < 2**63 else None
