"""What an item of a scheme comes to by what was counted, and who stands where. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

from .items import HUNDRED

CENT = Decimal("0.01")
NONE = Decimal(0)
TARGET, BANDS, DEDUCT, BONUS, HAND, VETO = "target", "bands", "deduct", "bonus", "hand", "veto"
WAYS = (
    (TARGET, "达标计分"),
    (BANDS, "分档计分"),
    (DEDUCT, "按次扣分"),
    (BONUS, "按次加分"),
    (HAND, "人工评分"),
    (VETO, "一票否决"),
)
OF_A_SHARE, BY_COUNT = (TARGET, BANDS), (DEDUCT, BONUS)
NOTHING_DUE = "；期间内没有应办的不计"
OWN, AREA = "unit", "area"
SCOPES = ((OWN, "本单位"), (AREA, "辖区"))


@dataclass(frozen=True)
class Band:
    """Who reaches so many percent, and fewer than ``high``, is given the points; 100 is in the band that ends there."""

    low: Decimal
    high: Decimal
    points: Decimal

    def holds(self, reached: Decimal) -> bool:
        """True if that share lies in it."""
        return self.low <= reached and (reached < self.high or reached == self.high == HUNDRED)

    def meets(self, other: "Band") -> bool:
        """True if some share lies in both."""
        return self.low < other.high and other.low < self.high


@dataclass(frozen=True)
class ScoredItem:
    """One item. ``name`` never changes, ``weight`` is its full mark: those of a scheme come to a hundred.

    A share is ``part`` of the sum of ``whole``, each the code of a measure. What is counted by the piece has a part
    alone, unless it is taken off the item's own mark: then ``whole`` is what was due, without which nobody earns it.
    ``scope``: what is the unit's own, or whatever lies in its area. ``cap``: the most that is deducted or added.
    ``pilot`` names the tasks of the pilot programme of which it tells.
    """

    name: str
    group: str
    text: str
    way: str
    basis: str
    weight: int = 0
    source: str = ""
    part: str = ""
    whole: tuple[str, ...] = ()
    scope: str = OWN
    target: Decimal = NONE
    each: Decimal = NONE
    cap: Decimal = NONE
    bands: tuple[Band, ...] = ()
    pilot: tuple[str, ...] = ()

    def as_dict(self) -> dict:
        """The item as the row of the scheme keeps it; numbers with a point as text."""
        told = {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()}
        told["bands"] = [[str(band.low), str(band.high), str(band.points)] for band in self.bands]
        return told | {"whole": list(self.whole), "pilot": list(self.pilot)}

    @classmethod
    def of(cls, row: Mapping) -> "ScoredItem":
        """The item that the row keeps."""
        told = dict(row)
        told |= {name: Decimal(told[name]) for name in ("target", "each", "cap")}
        bands = tuple(Band(*map(Decimal, band)) for band in told.pop("bands"))
        return cls(**told | {"whole": tuple(told["whole"]), "bands": bands, "pilot": tuple(told.get("pilot", ()))})

    @property
    def codes(self) -> tuple[str, ...]:
        """The measures that it is worked out from."""
        return (*((self.part,) if self.part else ()), *self.whole)

    @property
    def rule(self) -> str:
        """How it is marked, in words."""
        return f"{_RULES[self.way](self)}{NOTHING_DUE if self.whole else ''}"

    @property
    def lacks_base(self) -> bool:
        """True if a unit that owed nothing would be given its full mark."""
        return self.way == DEDUCT and bool(self.weight) and not self.whole


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _deducts(item: ScoredItem) -> str:
    most = item.cap or item.weight
    return f"每一件（次）扣 {_plain(item.each)} 分，最多扣 {_plain(Decimal(most))} 分"


_RULES = {
    TARGET: lambda item: f"达到 {_plain(item.target)}% 得满分，不到的按比例",
    BANDS: lambda item: "；".join(
        f"{_plain(band.low)}%—{_plain(band.high)}% 得 {_plain(band.points)} 分" for band in item.bands
    ),
    DEDUCT: _deducts,
    BONUS: lambda item: f"每一件（次）加 {_plain(item.each)} 分，最多加 {_plain(item.cap)} 分",
    HAND: lambda item: "由考核单位评分，写明依据",
    VETO: lambda item: "有一件即否决，不排名",
}


@dataclass(frozen=True)
class Reached:
    """What was counted for an item: so many, of so many for a share; ``hand`` is what somebody gave it."""

    part: int = 0
    whole: int | None = None
    hand: Decimal | None = None


def points_of(item: ScoredItem, found: Reached) -> Decimal | None:
    """The points; None where nothing was due, where nobody has marked it, and for what gives none."""
    if item.way == DEDUCT and found.whole == 0 and not found.part:
        return None
    if item.way in OF_A_SHARE:
        return _of_share(item, found.part, found.whole or 0)
    if item.way == DEDUCT:
        return item.weight - min(item.each * found.part, item.cap or Decimal(item.weight))
    if item.way == BONUS:
        return min(item.each * found.part, item.cap)
    return found.hand if item.way == HAND else None


def _of_share(item: ScoredItem, part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    reached = Decimal(part) * HUNDRED / whole
    if item.way == BANDS:
        return next((band.points for band in item.bands if band.holds(reached)), NONE)
    return (item.weight * min(reached / item.target, Decimal(1))).quantize(CENT, ROUND_HALF_UP)


def total_of(marked: Iterable[tuple[ScoredItem, Decimal | None]]) -> Decimal | None:
    """The points in all; None where none of the items with a weight could be marked.

    What was not due takes no part: the other items stand for the whole hundred. What has no weight of its own is added
    or taken off afterwards, and nobody falls below nothing.
    """
    rows = [(item, points) for item, points in marked if points is not None]
    weights = sum(item.weight for item, _ in rows)
    if not weights:
        return None
    basis = sum((points for item, points in rows if item.weight), NONE) * HUNDRED / weights
    besides = sum((points for item, points in rows if not item.weight), NONE)
    return max(NONE, basis + besides).quantize(CENT, ROUND_HALF_UP)


def marked_weight(marked: Iterable[tuple[ScoredItem, Decimal | None]]) -> int:
    """How many of the hundred points could be given or kept back: those of the items of which something was due."""
    return sum(item.weight for item, points in marked if points is not None)


def places_of(totals: Mapping[int, Decimal | None]) -> dict[int, int]:
    """The place of each that has a total: equal totals share one, and the next stands after all of them."""
    ranked = {key: total for key, total in totals.items() if total is not None}
    return {key: 1 + sum(other > total for other in ranked.values()) for key, total in ranked.items()}
