"""The kinds of publication that are delivered, from data/; what the county has changed stays as it is."""

from django.db import transaction
from django.utils import timezone

from governance.frame.delivered import rows_of

from .kinds.defining import Definition, add_kind
from .models import PublicationKind

FLAGS = ("hides_small", "has_contacts", "asks_until")
LISTS = ("drafters", "reads_by")


@transaction.atomic
def load_reference() -> int:
    """Every delivered kind stands; says how many are new."""
    standing = set(PublicationKind.objects.values_list("code", flat=True))
    rows = rows_of("publications", "kinds")
    new = [row for row in rows if row["code"] not in standing]
    for row in new:
        add_kind(_definition(row), actor=None, at=timezone.now(), code=row.pop("code"))
    return len(new)


def _definition(row: dict[str, str]) -> Definition:
    told: dict = {name: said for name, said in row.items() if name != "code"}
    told |= {name: row[name].split() for name in LISTS} | {name: row[name] == "1" for name in FLAGS}
    return Definition(**told)
