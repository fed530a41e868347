"""The delivered kinds of roster."""

import csv
from pathlib import Path

from ..models import RosterKind

# Rosters that a line of work keeps itself: what they are called and where they are.
ELSEWHERE: list[tuple[str, str]] = []
DATA = Path(__file__).parent.parent / "data" / "roster_kinds.csv"


def load_reference() -> int:
    """Every delivered kind exists; what the county changed stays. Says how many are new."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(RosterKind.objects.values_list("code", flat=True))
    fresh = [RosterKind(position=place, **row) for place, row in enumerate(rows) if row["code"] not in known]
    return len(RosterKind.objects.bulk_create(fresh))


def add_page(label: str, url_name: str) -> None:
    """The rosters' tabs lead to this page too; called in ``AppConfig.ready``."""
    if (label, url_name) not in ELSEWHERE:
        ELSEWHERE.append((label, url_name))
