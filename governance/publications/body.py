"""What stands in the text of a publication: headings, paragraphs, tables and a plot of the table above. Plain Python.

One paragraph a line. ``= `` begins a heading, ``|`` parts the cells of a row, ``图：`` draws the table above it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADING, TEXT, TABLE, PLOT = "heading", "text", "table", "plot"
PLOT_SIGN = "图："
# Counts from one to four could lead to somebody.
FEWEST = 5
FEW, WITHHELD = f"少于{FEWEST}", "不公布"
TOTALS = ("合计", "总计", "全县", "全区", "全市")
NO_COUNT = re.compile("序号|编号|年度|.*得分|总分|年份|月份|期别|期号|等级|名次|.*(率|占比|环比|同比|%.*)")
COUNT = re.compile(r"\d{1,3}(,\d{3})*|\d+")
POINTS = re.compile(r"\d+\.\d+")

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    """One part of the text; ``rows`` are those of a table, its head first, or of the table that a plot shows."""

    kind: str
    text: str = ""
    rows: Rows = ()

    @property
    def head(self) -> tuple[str, ...]:
        return self.rows[0]

    @property
    def lines(self) -> Rows:
        return self.rows[1:]


def blocks(body: str, *, hides_small: bool = False) -> list[Block]:
    """The parts of the text in their order; with ``hides_small`` no count in a table is below five."""
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*(each.strip() for each in body.splitlines()), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            even = _even(rows)
            found.append(Block(TABLE, rows=without_small(even) if hides_small else even))
            rows = []
        if line:
            found.append(_block(line, found))
    return [each for each in found if each.kind != PLOT or each.rows]


def _block(line: str, before: Sequence[Block]) -> Block:
    if line.startswith("="):
        return Block(HEADING, line.lstrip("= "))
    if line.startswith(PLOT_SIGN):
        tables = [each for each in before if each.kind == TABLE]
        return Block(PLOT, line.removeprefix(PLOT_SIGN).strip(), tables[-1].rows if tables else ())
    return Block(TEXT, line)


def _even(rows: Iterable[tuple[str, ...]]) -> Rows:
    """Every row has as many cells as the longest."""
    rows = list(rows)
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The lines of a table as they stand in a text, and the empty one that parts it from the next."""
    return "\n".join("|" + "|".join(map(_cell, line)) for line in [head, *rows]) + "\n"


def _cell(told: object) -> str:
    """A count as the sentences around the table say it, all else as it is and in one line."""
    return f"{told:,}" if isinstance(told, int) else str(told).replace("|", "／").replace("\n", " ")


def number_of(cell: str) -> int | None:
    """The count that the cell says; None where it says something else."""
    return int(cell.replace(",", "")) if COUNT.fullmatch(cell) else None


def measured(cell: str) -> float | None:
    """The number that the cell says, a count, points or a share; None where it says something else."""
    told = cell.removesuffix("%")
    return float(told) if POINTS.fullmatch(told) else number_of(cell)


def without_small(rows: Rows) -> Rows:
    """The table without counts from one to four, and without what would give one of them away by the sum."""
    head, *lines = rows
    columns = [_column(name, [line[place] for line in lines], lines) for place, name in enumerate(head)]
    return (head, *(tuple(cells) for cells in zip(*columns, strict=True)))


def _column(name: str, cells: list[str], lines: list[tuple[str, ...]]) -> list[str]:
    if NO_COUNT.fullmatch(name):
        return cells
    counts = [number_of(cell) for cell in cells]
    shown = [FEW if count and count < FEWEST else cell for cell, count in zip(cells, counts, strict=True)]
    summed = [place for place, line in enumerate(lines) if line[0] in TOTALS]
    parts = [place for place in range(len(cells)) if place not in summed and counts[place]]
    hidden = [place for place in parts if shown[place] == FEW]
    if len(hidden) == 1 and any(shown[place] != FEW for place in summed):
        others = sorted((place for place in parts if place not in hidden), key=lambda place: counts[place] or 0)
        # Where nothing else is there to hide, the sum itself is.
        for place in others[:1] or summed:
            shown[place] = WITHHELD
    return shown


def drawn(rows: Rows) -> list[tuple[str, float]]:
    """What a plot of the table shows: the name of each row and its first number; sums are left out."""
    head, *lines = rows
    for place in range(1, len(head)):
        counts = [(line[0], measured(line[place])) for line in lines if line[0] not in TOTALS]
        found = [(name, count) for name, count in counts if count is not None]
        if found:
            return found
    return []
