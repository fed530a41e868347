"""The frozen figures of a period, as pages, workbooks and whatever is published read them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from ..access import lines_of
from ..models import ScoredPeriod, ScoreLine, UnitScore
from ..scoring import DEDUCT, HAND, ScoredItem, marked_weight
from .freezing import points_now


@dataclass(frozen=True)
class LineResult:
    """One item of one unit: what it counts for now, and what it was frozen with."""

    item: ScoredItem
    line: ScoreLine
    points: Decimal | None

    @property
    def is_corrected(self) -> bool:
        """True if an objection was right."""
        return bool(self.line.corrections.all())

    @property
    def is_short(self) -> bool:
        """True if it was marked with less than the full mark."""
        return self.points is not None and self.points < self.item.weight

    @property
    def found(self) -> str:
        """What was counted: 96.2%（277/288）, 3 件, or the ground of whoever marked it."""
        if not self.item.part:
            return self.line.ground if self.points is not None or self.item.way != HAND else f"不计：{self.line.ground}"
        if self.line.whole is None:
            return f"{self.line.part} 件（次）"
        if self.points is None:
            return "期间内没有应办的，不计"
        if self.item.way == DEDUCT:
            return f"{self.line.part} 件（次），应有 {self.line.whole}"
        return f"{self.line.part * 100 / self.line.whole:.1f}%（{self.line.part}/{self.line.whole}）"


@dataclass(frozen=True)
class UnitResult:
    """One unit: its total and place as of the last freezing, and its lines in the order of the scheme."""

    unit: Unit
    score: UnitScore
    lines: list[LineResult]

    @property
    def marked_weight(self) -> int:
        """The points of the items of which something was due."""
        return marked_weight((each.item, each.points) for each in self.lines)


def frozen(period: ScoredPeriod, standing: Standing | None = None) -> list[UnitResult]:
    """Every unit in the county's order, or those that the person may read; three statements, whatever their number.

    Without a standing it is everything, for what the county issues itself.
    """
    items = {item.name: item for item in period.scheme.asked}
    lines = period.lines.all() if standing is None else lines_of(period, standing)
    by_unit: dict[int, list[LineResult]] = defaultdict(list)
    for line in lines.defer("behind").prefetch_related("corrections"):
        by_unit[line.unit_id].append(LineResult(items[line.item], line, points_now(line)))
    scores = period.scores.filter(edition=period.edition, unit__in=by_unit).select_related("unit")
    return [
        UnitResult(score.unit, score, by_unit[score.unit_id]) for score in scores.order_by("unit__position", "unit_id")
    ]


def ranked(period: ScoredPeriod) -> int:
    """How many units have a place."""
    return period.scores.filter(edition=period.edition, place__isnull=False).count()
