"""The tables of the list beside the map."""

from operator import attrgetter

from django.urls import reverse
from django.utils.safestring import SafeString

from governance.cases.lists.columns import title_html
from governance.cases.registry import KINDS
from governance.frame.pages.columns import ListColumn, escaped
from governance.frame.pages.tables import linked_html

from .rows import VILLAGE, Chosen, MapArea, Matter
from .shown import in_grids

LATE = '<b class="cell-missing">{}</b>'


def of_areas(rows: list[MapArea], chosen: Chosen) -> list[ListColumn]:
    """The area, what is open in it if that was chosen, and what is counted beside it as far down as somebody does.

    Each number leads to its list, but for what no list shows alone: what a choice or a grid narrows, and what is late
    by the matter's own days where a list goes by those of its parts as well.
    """
    columns = [ListColumn("地方", _name, "cell-title")]
    listed = not chosen.kind and all(len(row.code) <= VILLAGE for row in rows)
    if chosen.counts:
        columns += [
            _numbers(in_grids().label, attrgetter("open"), in_grids().kind if listed else ""),
            _numbers("超期", attrgetter("late"), in_grids().kind if listed else "", also="&due=overdue", red=True),
        ]
    others = chosen.beside if rows and rows[0].others else {}
    return columns + [
        _numbers(label, lambda row, at=at: row.others[at], kind if listed and not chosen.late else "")
        for at, (kind, label) in enumerate(others.items())
    ]


def of_matters(heading: str) -> list[ListColumn]:
    """What lies there, and how it stands."""
    return [ListColumn(heading, title_html, "cell-title"), ListColumn("状态", _state, label="状态")]


def _numbers(label: str, number, kind: str, *, also: str = "", red: bool = False) -> ListColumn:
    page = f"{reverse(KINDS[kind].list_name)}?area=" if kind else ""

    def cell(row: MapArea) -> SafeString:
        found = number(row)
        told = linked_html(f"{page}{row.code}{also}" if page and found else "", str(found))
        return SafeString(LATE.format(told)) if red and found else told

    return ListColumn(f"num:{label}", cell, "num", label)


def _name(row: MapArea) -> str:
    return SafeString(f'<a href="{escaped(row.url)}">{escaped(row.name)}</a>')


def _state(row: Matter) -> str:
    return SafeString(f"{escaped(row.state)} {LATE.format('超期')}") if row.late else row.state
