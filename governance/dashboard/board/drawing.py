"""The plots of the board: a finding in words and a table, from which the page draws."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from governance.figures.counting import totals_by
from governance.figures.measures import MEASURES as ALL
from governance.figures.tables import linked_to
from governance.frame.pages.tables import Cell, Linked, LinkedWords, Row, Table, share

from .plots import MEASURES, MONTHS, UNITS, Plot, plots
from .reading import Board
from .words import by_unit, number

# More rows than these no plot can show; the page of figures has them all.
MOST_ROWS = 8
OF_IT = "其中"


@dataclass(frozen=True)
class Drawn:
    """A plot as the page shows it; ``columns`` of its table are drawn as ``shape``, from the first."""

    plot: Plot
    finding: list[LinkedWords]
    table: Table
    shape: str
    columns: int
    more: int = 0

    @property
    def subject(self) -> str:
        """What the page of figures is asked about for all of its rows."""
        return ALL[self.plot.leading].subject


def drawn(board: Board, units: dict[int, str]) -> list[Drawn]:
    """Every plot, in the order in which the lines brought them."""
    return [_drawn(board, plot, units) for plot in plots()]


def _drawn(board: Board, plot: Plot, units: dict[int, str]) -> Drawn:
    if plot.by == MONTHS:
        return _by_month(board, plot)
    if plot.by == UNITS:
        return _by_unit(board, plot, units)
    if plot.by == MEASURES:
        return _side_by_side(board, plot)
    return _by_group(board, plot)


def _labels(plot: Plot) -> list[str]:
    return [_label(plot, code) for code in plot.codes]


def _label(plot: Plot, code: str) -> str:
    """How the plot calls it: 其中满意 is 满意 where nothing stands of which it is a part."""
    label, alone = ALL[code].label, ALL[plot.leading].label.startswith(OF_IT)
    return label.removeprefix(OF_IT) if alone else label


def _by_month(board: Board, plot: Plot) -> Drawn:
    months, year = board.year.period.months(), board.year
    rows = []
    for month in months:
        counts = Counter({code: board.months[code, month.first] for code in plot.codes})
        linked = linked_to(replace(year, period=month))
        rows.append(Row(f"{month.first:%Y-%m}", linked.cells(counts, plot.codes)))
    sums = Counter({code: sum(board.months[code, month.first] for month in months) for code in plot.codes})
    words = [LinkedWords("近 12 个月")]
    for code in plot.codes:
        words += [LinkedWords(f"{'，' if len(words) > 1 else ''}{_label(plot, code)} "), number(year, sums, code)]
    top = max(months, key=lambda month: board.months[plot.leading, month.first])
    if sums[plot.leading]:
        most = Counter({plot.leading: board.months[plot.leading, top.first]})
        words.append(LinkedWords(f"；{_label(plot, plot.leading)}最多的是 {top.first:%Y} 年 {top.first.month} 月，"))
        words.append(number(replace(year, period=top), most, plot.leading))
    table = Table(plot.code, plot.title, _labels(plot), rows if any(sums.values()) else [], first="月份")
    return Drawn(plot, [*words, LinkedWords("。")], table, "lines", len(plot.measures))


def _by_unit(board: Board, plot: Plot, units: dict[int, str]) -> Drawn:
    linked = linked_to(board.asked)
    theirs = totals_by(board.places, attrgetter("unit"))
    ranked = by_unit(board.places, plot.leading)
    rows = [Row(units[unit], linked.cells(theirs[unit], plot.codes, unit=unit)) for unit, _ in ranked[:MOST_ROWS]]
    said = [(row.label, dict(ranked)[unit], {"unit": unit}) for row, (unit, _) in zip(rows, ranked, strict=False)]
    finding = _finding(board, plot, said)
    table = Table(plot.code, plot.title, _labels(plot), rows, first="单位")
    more = max(len(ranked) - MOST_ROWS, 0)
    return Drawn(plot, finding, table, "bars", len(plot.measures), more)


def _side_by_side(board: Board, plot: Plot) -> Drawn:
    linked, total = linked_to(board.asked), board.total
    beside: list[Any] = [board.against] if board.against else []
    rows = []
    for code in plot.measures:
        cells = [linked.cell(total, code), *(linked_to(column.asked).cell(column.total, code) for column in beside)]
        if plot.whole:
            cells.append(Cell(share(total[code], total[plot.whole])))
        rows.append(Row(ALL[code].label, cells))
    words = [LinkedWords(f"{ALL[plot.leading].label} "), number(board.asked, total, plot.leading)]
    most = max(total[code] for code in plot.measures)
    tops = [code for code in plot.measures if most and total[code] == most]
    for place, top in enumerate(tops):
        words += [LinkedWords(f"{'、' if place else '，最多的是'}{ALL[top].label} "), number(board.asked, total, top)]
    if tops and plot.whole:
        words.append(LinkedWords(f"（{'各 ' if len(tops) > 1 else ''}{share(most, total[plot.whole])}）"))
    head = ["本期", *(column.label for column in beside), *(["占比"] if plot.whole else [])]
    is_drawn = any(column.total[code] for column in (board, *beside) for code in plot.measures)
    table = Table(plot.code, plot.title, head, rows if is_drawn else [], first="项目")
    return Drawn(plot, [*words, LinkedWords("。")], table, "bars", 1 + len(beside))


def _by_group(board: Board, plot: Plot) -> Drawn:
    code = plot.leading
    by = (code, (plot.by,))
    now = _by_key(board.groups[by])
    beside = [(board.against, _by_key(board.groups_against[by]))] if board.against else []
    ranked = sorted(set(now).union(*(then for _, then in beside)), key=lambda key: (-now[key], key))
    names, whole = ALL[code].group(plot.by).names(ranked), sum(now.values())
    rows = []
    for key in ranked[:MOST_ROWS]:
        where: dict[str, object] = {plot.by: key}
        cells = [_cell(linked_to(board.asked), code, now[key], where)]
        cells += [_cell(linked_to(column.asked), code, then[key], where) for column, then in beside]
        rows.append(Row(names.get(key, key), [*cells, Cell(share(now[key], whole))]))
    said = [(names.get(key, key), now[key], {plot.by: key}) for key in ranked if now[key]]
    head = ["本期", *(column.label for column, _ in beside), "占比"]
    table = Table(plot.code, plot.title, head, rows, first="类别")
    finding = _finding(board, plot, said, whole)
    return Drawn(plot, finding, table, "bars", 1 + len(beside), max(len(ranked) - MOST_ROWS, 0))


def _by_key(counts: Counter) -> Counter:
    return Counter({key: count for (key,), count in counts.items()})


def _cell(linked: Linked, code: str, count: int, where: dict[str, object]) -> Cell:
    return linked.cell(Counter({code: count}), code, **where)


def _finding(board: Board, plot: Plot, said: Iterable[tuple[str, int, dict]], whole: int = 0) -> list[LinkedWords]:
    """How much there is of it, and of what most."""
    measure = ALL[plot.leading]
    nothing: tuple[str, int, dict] = ("", 0, {})
    first, *others = [*said, nothing]
    if not first[1]:
        return [LinkedWords(f"{'' if measure.is_now else board.asked.period.label}没有{measure.label}的。")]
    words = [LinkedWords(f"{measure.label} "), number(board.asked, board.total, plot.leading)]
    for place, (name, count, where) in enumerate((first, *others[:2])):
        if count:
            words.append(LinkedWords("、" if place else "，最多的是"))
            url = linked_to(board.asked).url(plot.leading, **where)
            of = f"（{share(count, whole)}）" if whole and not place else ""
            words.append(LinkedWords(f"{name} {count:,} {measure.counts}{of}", url))
    return [*words, LinkedWords("。")]
