"""What a person was told: reading it, page by page, and marking it read."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import lru_cache

from django.db.models import Q, QuerySet, Value

from governance.frame.database.written import READERS, WrittenFor
from governance.frame.registry import Registry
from governance.organisation.navigation import Counted, Reader
from governance.organisation.standing import Standing

from .models import Notice

UNREAD = "unread"
# The bell need not tell 1,000 from 2,000, and counting them would cost every page.
COUNT_CAP = 999
# Each gives the keys of the subjects that are confided to a person and of which that person may know now.
KNOWN_SUBJECTS: Registry[Callable[..., QuerySet]] = Registry(
    "subjects known to a person", field="known_subjects", code="__name__"
)


def _shown_to(user) -> QuerySet:
    """The person's messages; of what is confided those about subjects of which they may know now, and none while the
    account is not known to be in its owner's hands."""
    shown = Q(restricted=False)
    if user.handed_by_id is None:
        for known in KNOWN_SUBJECTS.values():
            shown |= Q(subject_key__in=known(user))
    return Notice.objects.filter(shown, recipient=user)


def unread_count(user) -> int:
    """How many messages the person has not read, at most 999."""
    return _unread(user).count()


def _unread(user) -> QuerySet:
    return _shown_to(user).filter(read_at=None).order_by()[:COUNT_CAP]


def _counted(reader: Reader) -> QuerySet:
    return _unread(reader.user).values_list(Value(UNREAD), flat=True)


BELL = Counted(_counted, (UNREAD,))


def messages_of(user, *, only_unread: bool = False, kind: str = "") -> QuerySet:
    """The person's messages, of one kind or of all."""
    notices = _shown_to(user)
    if only_unread:
        notices = notices.filter(read_at=None)
    return notices.filter(kind=kind) if kind else notices


def newest(user, standing: Standing, most: int) -> list[Notice]:
    """The person's last messages, no more than ``most``."""
    return _newest(copy(user), standing, user.handed_by_id, most).objects()


@lru_cache(maxsize=READERS)
def _newest(user, standing: Standing, handed_by: int | None, most: int) -> WrittenFor:
    return WrittenFor(lambda: messages_of(user)[:most])


def mark_read(user, notice_id: int, *, at: datetime) -> Notice | None:
    """The message is read since its first opening; None if the person has no such message."""
    found = _shown_to(user).filter(id=notice_id)
    found.filter(read_at=None).update(read_at=at)
    return found.first()


def mark_all_read(user, *, up_to: int, kind: str = "", at: datetime) -> int:
    """Everything up to the newest message that was on screen is read; what came in meanwhile stays unread."""
    return messages_of(user, only_unread=True, kind=kind).filter(id__lte=up_to).update(read_at=at)


def newest_id(user) -> int:
    """The mark for mark_all_read; 0 if there is no message."""
    return _shown_to(user).order_by("-id").values_list("id", flat=True).first() or 0
