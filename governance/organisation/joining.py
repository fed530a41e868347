"""Joining an area that was given up to the one that took it over, by a person or by whoever runs the site."""

from datetime import datetime

from django.db import transaction

from .areas.merging import merge
from .models import AccessRecord, User
from .records import record


@transaction.atomic
def join_areas(code: str, into: str, *, actor: User | None, at: datetime, ip: str | None = None) -> list[str]:
    """The area and its villages are joined, as ``merge`` says; a sentence on each stands in the security record."""
    said = [f"{former.pk} {former} 已并入 {successor.pk} {successor}。" for former, successor in merge(code, into, at)]
    for sentence in said:
        record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject="行政区划", reason=sentence, ip=ip)
    return said
