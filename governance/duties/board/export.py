"""The board as a table for Excel: a row a unit in the county's fixed order, a column a window, figures at the end."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet
from django.db.models.functions import Left

from governance.jobs.spreadsheets import Column
from governance.organisation.models import Area

from ..models import DutyTask
from .rows import CAME, TOWNSHIP, Board, cell_text
from .rows import WindowColumn as BoardColumn

FIGURES = (("应报", None), ("已报", CAME), *((state.label, (state,)) for state in DutyTask.State if state in CAME[1:]))
LACKING = (DutyTask.State.MISSING,)


def columns_of(board: Board) -> tuple[Column, ...]:
    """Township, unit, every window, and what it comes to."""
    windows = [Column(f"{each.short}（{each.first:%m-%d} 至 {each.last:%m-%d}）", 14) for each in _in_time(board)]
    figures = [Column(label, 8) for label, _ in FIGURES]
    return (Column("镇街", 14), Column("单位", 24), *windows, *figures, Column("缺报", 8), Column("排查到", 8))


def _in_time(board: Board) -> list[BoardColumn]:
    """A table that is filed reads from the oldest window to the newest."""
    return board.columns[::-1]


def rows_of(tasks: QuerySet, board: Board) -> list[tuple]:
    """One row of cells a unit; whoever sent nothing has a row like everybody else."""
    return list(_rows(tasks, board))


def _rows(tasks: QuerySet, board: Board) -> Iterator[tuple]:
    names = dict(Area.objects.filter(level__in=("county", "township")).values_list("code", "name"))
    units: dict[int, tuple[str, str, dict]] = {}
    found = tasks.annotate(township=Left("area_id", TOWNSHIP)).order_by("unit__position", "unit_id", "first")
    for township, unit, name, first, *cell in found.values_list(
        "township", "unit_id", "unit__name", "first", "state", "found", "done", "quota"
    ):
        _, _, cells = units.setdefault(unit, (names.get(township, township), name, {}))
        cells[first] = cell
    for township, name, cells in units.values():
        states = Counter(state for state, *_ in cells.values())
        said = [cell_text(*cells[each.first]) if each.first in cells else "" for each in _in_time(board)]
        figures = [sum(states[state] for state in wanted) if wanted else len(cells) for _, wanted in FIGURES]
        lacking = sum(states[state] for state in LACKING)
        yield (township, name, *said, *figures, lacking, sum(matters for _, matters, *_ in cells.values()))
