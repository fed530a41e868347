"""The delivered kinds of meeting."""

import csv
from pathlib import Path

from ..models import MeetingKind

DATA = Path(__file__).parent.parent / "data" / "meeting_kinds.csv"


def load_reference() -> int:
    """Every delivered kind exists; what the county changed stays. Says how many are new."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(MeetingKind.objects.values_list("code", flat=True))
    fresh = [
        MeetingKind(position=place, **row | {"sources": row["sources"].split()})
        for place, row in enumerate(rows)
        if row["code"] not in known
    ]
    return len(MeetingKind.objects.bulk_create(fresh))
