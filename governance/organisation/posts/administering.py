"""The centre always has somebody who keeps its security and somebody who watches it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.db.models import Q

from governance.frame.refusals import Refusal

from ..models import Post
from ..roles import LABELS
from .guarding import OVERSEERS

NEVER = date.max


@contextmanager
def check_still_administered(today: date) -> Iterator[None]:
    """Raises Refusal if what is done inside leaves a day, from today on, without one of the two administrators.

    What was lacking before may go on lacking. Two such deeds at once are done one after the other.
    """
    list(Group.objects.select_for_update(no_key=True).filter(name__in=OVERSEERS).order_by("pk"))
    before = {role: _first_day_without(role, today) for role in OVERSEERS}
    yield
    for role in OVERSEERS:
        day = _first_day_without(role, today)
        if day < before[role]:
            since = "从现在起" if day == today else f"从 {day} 起"
            raise Refusal(f"{since}就没有{LABELS[role]}了。请先任命接替的人，再办理。")


def _first_day_without(role: str, today: date) -> date:
    """The first day from today on which nobody holds the role; ``NEVER`` if there is none."""
    posts = Post.objects.filter(role__name=role, user__is_active=True, unit__is_active=True)
    spans = posts.filter(Q(ends_on=None) | Q(ends_on__gte=today)).values_list("starts_on", "ends_on")
    day = today
    for starts_on, ends_on in sorted(spans):
        if starts_on > day:
            break
        if ends_on is None:
            return NEVER
        day = max(day, ends_on + timedelta(days=1))
    return day
