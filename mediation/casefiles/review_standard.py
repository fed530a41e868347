"""The standard by which filed cases are reviewed (卷宗评查), with its weights. Plain Python; the table is data."""

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "file_review.csv"
# Below it a file is not up to standard.
PASSING = 60


@dataclass(frozen=True)
class ReviewItem:
    """One thing that is judged, with the most points it can have."""

    code: str
    title: str
    points: int
    help: str


def _read() -> tuple[ReviewItem, ...]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table)
        return tuple(ReviewItem(row["code"], row["title"], int(row["points"]), row["help"]) for row in rows)


ITEMS = _read()


def verdict(score: int) -> str:
    """What the sum of points amounts to."""
    return "合格" if score >= PASSING else "不合格"
