"""The tables of the list beside the map."""

from operator import attrgetter

from django.utils.safestring import SafeString

from governance.cases.lists.columns import title_html
from governance.frame.pages.columns import ListColumn, escaped

from .rows import Chosen, MapArea, Matter
from .shown import in_grids

LATE = '<b class="cell-missing">{}</b>'


def of_areas(rows: list[MapArea], chosen: Chosen) -> list[ListColumn]:
    """The area, what is open in it if that was chosen, and what is counted beside it as far down as somebody does."""
    columns = [ListColumn("地方", _name, "cell-title")]
    if chosen.counts:
        columns += [_numbers(in_grids().label, attrgetter("open")), _numbers("超期", _late)]
    others = chosen.beside.values() if rows and rows[0].others else ()
    return columns + [_numbers(label, lambda row, at=at: row.others[at]) for at, label in enumerate(others)]


def of_matters(heading: str) -> list[ListColumn]:
    """What lies there, and how it stands."""
    return [ListColumn(heading, title_html, "cell-title"), ListColumn("状态", _state, label="状态")]


def _numbers(label: str, cell) -> ListColumn:
    return ListColumn(f"num:{label}", lambda row: escaped(cell(row)), "num", label)


def _name(row: MapArea) -> str:
    return SafeString(f'<a href="{escaped(row.url)}">{escaped(row.name)}</a>')


def _late(row: MapArea) -> str:
    return SafeString(LATE.format(row.late)) if row.late else "0"


def _state(row: Matter) -> str:
    return SafeString(f"{escaped(row.state)} {LATE.format('超期')}") if row.late else row.state
