"""The standard by which filed cases are reviewed (卷宗评查), with its weights. Plain Python; the table is data."""

from dataclasses import dataclass

from governance.frame.rows import made_of, rows_of

# Below it a file is not up to standard.
PASSING = 60


@dataclass(frozen=True)
class ReviewItem:
    """One thing that is judged, with the most points it can have."""

    code: str
    title: str
    points: int
    help: str


ITEMS = tuple(made_of(ReviewItem, row) for row in rows_of("mediation", "file_review"))


def verdict(score: int) -> str:
    """What the sum of points amounts to."""
    return "合格" if score >= PASSING else "不合格"


def passed_review(track) -> bool:
    """Nobody has reviewed the filed case, or the last who did found it up to standard."""
    review = track.file_reviews.first()
    return review is None or review.score >= PASSING
