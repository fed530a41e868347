"""The delivered kinds of roster."""

from dataclasses import dataclass

from governance.frame.registry import Registry
from governance.frame.rows import rows_of

from ..models import RosterKind


@dataclass(frozen=True)
class Elsewhere:
    """A roster that a line of work keeps itself: what it is called and where it is. The rosters' tabs lead there."""

    label: str
    url_name: str


ELSEWHERE: Registry[Elsewhere] = Registry("rosters kept elsewhere", field="rosters", code="url_name")


def load_reference() -> int:
    """Every delivered kind exists; what the county changed stays. Says how many are new."""
    rows = rows_of("governance.duties", "roster_kinds")
    known = set(RosterKind.objects.values_list("code", flat=True))
    fresh = [RosterKind(position=place, **row) for place, row in enumerate(rows) if row["code"] not in known]
    return len(RosterKind.objects.bulk_create(fresh))
