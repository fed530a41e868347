"""Tables of numbers that open the lists they count: the blocks of every page and workbook of figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Cell:
    """One number or share; ``url`` opens the list that it counts, ``value`` is what a workbook keeps."""

    text: str
    url: str = ""
    value: object = None
    label: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table; ``url`` is where its label leads."""

    label: str
    cells: list[Cell]
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Table:
    """A table of figures; ``explains`` says what its columns count, ``first`` what its lines are."""

    code: str
    title: str
    head: list[str]
    rows: list[Row]
    total: Row | None = None
    explains: str = ""
    first: str = ""


@dataclass(frozen=True)
class LinkedWords:
    """A piece of a sentence, with the list behind it if it is a figure."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Figure:
    """A single figure, as components/figure.html shows it."""

    label: str
    value: str
    note: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Linked:
    """Makes cells whose numbers open their lists: the page at ``address``, asked for what ``query`` says; without an
    address none of them opens.

    ``labels`` are the figures by code; a code and what narrows it down stand in the address of its list.
    """

    address: str
    query: Mapping[str, object]
    labels: Mapping[str, str]

    def url(self, code: str, **group: object) -> str:
        """The list of what the figure counts."""
        if not self.address:
            return ""
        told = {**self.query, "figure": code, **group}
        return f"{self.address}?{urlencode({name: value for name, value in told.items() if value})}"

    def cell(self, counts: Mapping[str, int], code: str, **group: object) -> Cell:
        """A count; nothing is opened where there is nothing."""
        count = counts[code]
        return Cell(f"{count:,}", self.url(code, **group) if count else "", count, self.labels[code])

    def cells(self, counts: Mapping[str, int], codes: Iterable[str], **group: object) -> list[Cell]:
        """One cell a figure."""
        return [self.cell(counts, code, **group) for code in codes]


def share(part: int, whole: int) -> str:
    """97.8%, or a dash where there is nothing to divide by."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def rate(part: int, whole: int, label: str = "占比") -> Cell:
    """A share; a workbook has it as text too, so that a dash stays a dash."""
    text = share(part, whole)
    return Cell(text, "", text, label)


def change(before: int, now: int) -> str:
    """−6.1%, +12.0% or 持平; empty where there was nothing before."""
    if not before or now == before:
        return "持平" if before else ""
    return f"{'+' if now > before else '−'}{abs(now - before) * 100 / before:.1f}%"
