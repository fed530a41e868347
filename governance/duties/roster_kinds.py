"""The delivered kinds of roster."""

import csv
from pathlib import Path

from .models import RosterKind

DATA = Path(__file__).parent / "data" / "roster_kinds.csv"


def load_reference() -> int:
    """Every delivered kind exists; what the county changed stays. Says how many are new."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(RosterKind.objects.values_list("code", flat=True))
    fresh = [RosterKind(position=place, **row) for place, row in enumerate(rows) if row["code"] not in known]
    return len(RosterKind.objects.bulk_create(fresh))
