"""The one way to write the security record."""

from datetime import datetime

from governance.frame.days import office_day

from .models import AccessRecord, User
from .standing import standing_of


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
    """One row stands in the record; ``actor=None`` with a name is somebody who could not be identified."""
    return AccessRecord.objects.create(
        at=at,
        actor=actor,
        actor_name=actor.name if actor else (actor_name or "系统"),
        actor_post=standing_of(actor, office_day(at)).title[:120] if actor else "",
        verb=verb,
        subject=subject[:200],
        reason=reason[:300],
        succeeded=succeeded,
        ip=ip,
    )
