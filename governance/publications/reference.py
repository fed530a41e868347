"""The kinds of publication that are delivered, from data/; what the county has changed stays as it is."""

from django.db import transaction
from django.utils import timezone

from governance.frame.rows import made_of, rows_of

from .kinds.defining import Definition, add_kind
from .models import PublicationKind

# What may have been delivered to a kind after the kind itself, as the house learned to do it.
SINCE = ("plan_code", "made_as")
AS_DELIVERED = 1


@transaction.atomic
def load_reference() -> int:
    """Every delivered kind stands, those of before with what was delivered to them since; says how many changed."""
    standing = {kind.code: kind for kind in PublicationKind.objects.select_for_update()}
    changed = 0
    for row in rows_of("governance.publications", "kinds"):
        kind = standing.get(row["code"])
        if kind is None:
            add_kind(made_of(Definition, row), actor=None, at=timezone.now(), code=row["code"])
        elif not _fill(kind, row):
            continue
        changed += 1
    return changed


def _fill(kind: PublicationKind, row: dict) -> bool:
    """True if something was empty of a kind that the county has not changed, and was delivered since."""
    empty = [name for name in SINCE if row[name] and not getattr(kind, name)]
    if kind.version != AS_DELIVERED or not empty:
        return False
    for name in empty:
        setattr(kind, name, row[name])
    kind.save(update_fields=empty)
    return True
