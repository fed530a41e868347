"""What a standard asks, item by item, and what the marks come to. Plain Python."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Item:
    """One item. ``name`` never changes, ``weight`` is its full mark; who lacks a ``must`` one fails the standard.

    With a ``source`` the machine gives the mark from what is kept elsewhere: ``of`` says from which of it, ``least``
    how much makes the full mark. For a mark of a ``proof`` item there must be a file.
    """

    name: str
    group: str
    text: str
    weight: int
    must: bool = False
    proof: bool = False
    source: str = ""
    of: str = ""
    least: int = 0

    def as_dict(self) -> dict:
        """The item as the row of the standard keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Grade:
    """What whoever reaches so many percent is called."""

    name: str
    least: int


def next_name(names: Iterable[str]) -> str:
    """A name that no item of the standard ever had: i1, i2 …"""
    return f"i{1 + max((int(name[1:]) for name in names), default=0)}"


def percent(given: Iterable[Decimal], weights: Iterable[int]) -> Decimal:
    """The marks in percent of the full marks, to a tenth."""
    return (sum(given, Decimal()) * HUNDRED / sum(weights)).quantize(TENTH, ROUND_HALF_UP)


def grade_of(reached: Decimal, grades: Iterable[Grade]) -> str:
    """The highest grade that so many percent reach; empty where they reach none."""
    return next((grade.name for grade in sorted(grades, key=lambda each: -each.least) if reached >= grade.least), "")
