"""The kinds of publication that are delivered, from data/; what the county has changed stays as it is."""

from django.db import transaction
from django.utils import timezone

from governance.frame.rows import made_of, rows_of

from .kinds.defining import Definition, add_kind
from .models import PublicationKind


@transaction.atomic
def load_reference() -> int:
    """Every delivered kind stands; says how many are new."""
    standing = set(PublicationKind.objects.values_list("code", flat=True))
    rows = rows_of("governance.publications", "kinds")
    new = [row for row in rows if row["code"] not in standing]
    for row in new:
        add_kind(made_of(Definition, row), actor=None, at=timezone.now(), code=row["code"])
    return len(new)
