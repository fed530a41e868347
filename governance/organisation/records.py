"""The one way to write the security record."""

from collections.abc import Callable
from datetime import datetime

from governance.frame.days import office_day
from governance.frame.registry import Registry
from governance.frame.wording import clipped

from .models import AccessRecord, User
from .standing import standing_of

# Each takes the texts of a page and gives them back without what their readers may not meet in them.
VEILS: Registry[Callable[[list[str]], list[str]]] = Registry(
    "veils over the security record", field="veils", code="__name__"
)


def record(
    verb: str,
    *,
    actor: User | None,
    at: datetime,
    subject: str = "",
    reason: str = "",
    succeeded: bool = True,
    ip: str | None = None,
    actor_name: str = "",
) -> AccessRecord:
    """One row stands in the record; ``actor=None`` with a name is somebody who could not be identified.

    What is hidden is not named in it. Without an ``ip`` it is the one from which the person's request came.
    """
    subject, reason = as_shown([subject, reason])
    return AccessRecord.objects.create(
        at=at,
        actor=actor,
        actor_name=actor.name if actor else (actor_name or "系统"),
        actor_post=clipped(standing_of(actor, office_day(at)).title, 120) if actor else "",
        verb=verb,
        subject=clipped(subject, 200),
        reason=clipped(reason, 300),
        succeeded=succeeded,
        ip=ip or (actor.came_from if actor else None),
    )


def as_shown(texts: list[str]) -> list[str]:
    """The texts as the readers of the record see them: nothing in them names what has been hidden since."""
    for veil in VEILS.values():
        texts = veil(texts)
    return texts
