"""Tables of numbers that open the lists they count: the blocks of every page and workbook of figures."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote_plus, urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .columns import escaped

# Where the code of a figure stands in the address of its list; an address without the place is asked for ``figure``.
CODE = "*"
# What stands where there is nothing to divide by or to compare with.
NONE = "—"


@dataclass(frozen=True)
class Cell:
    """One number or share; ``url`` opens the list that it counts, ``value`` is what a workbook keeps."""

    text: str
    url: str = ""
    value: object = None


@dataclass(frozen=True)
class Row:
    """One line of a table; ``url`` is where its label leads."""

    label: str
    cells: list[Cell]
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Table:
    """A table of figures; ``explains`` says what its columns count, ``first`` what its lines are, ``noted`` what stands
    beside their names."""

    code: str
    title: str
    head: list[str]
    rows: list[Row]
    total: Row | None = None
    explains: str = ""
    first: str = ""
    noted: str = "所在"


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

    The code of a figure and what narrows it down stand in the address of its list. A page has hundreds of them: what is
    short in one is short in all.
    """

    address: str
    query: Mapping[str, object]

    def url(self, code: str, **group: object) -> str:
        """The list of what the figure counts."""
        return self._opening(group)(code)

    def _opening(self, group: Mapping[str, object]) -> Callable[[str], str]:
        """What gives the addresses of the lists of a line, told once for all of its figures."""
        if not self.address:
            return lambda code: ""
        asked, narrowed = self._asked, _told(group)
        if not group.keys().isdisjoint(self.query):
            asked = _told({name: value for name, value in self.query.items() if name not in group})
        before, place, after = self.address.partition(CODE)
        query = "&".join(filter(None, (asked, narrowed)))
        if place:
            after += f"?{query}" if query else ""
        else:
            before, after = f"{before}?figure=", f"&{query}" if query else ""
        return lambda code: f"{before}{quote_plus(code)}{after}"

    @cached_property
    def _asked(self) -> str:
        return _told(self.query)

    def cell(self, counts: Mapping[str, int], code: str, **group: object) -> Cell:
        """A count; nothing is opened where there is nothing."""
        return self.cells(counts, [code], **group)[0]

    def cells(self, counts: Mapping[str, int], codes: Iterable[str], **group: object) -> list[Cell]:
        """One cell a figure."""
        opening = self._opening(group)
        return [Cell(f"{(count := counts[code]):,}", opening(code) if count else "", count) for code in codes]


def _told(query: Mapping[str, object]) -> str:
    return urlencode({name: value for name, value in query.items() if value})


def figures_html(table: Table) -> SafeString:
    """The table as a page shows it: a template a number would cost more than counting it, and what HTML lets out is
    let out: a page has hundreds of them."""
    # A head in a thead heads its column without saying so.
    heads = "".join([f"<th>{escaped(label)}" for label in (table.first, *table.head)])
    lines = "".join([_line(row) for row in table.rows])
    foot = f"<tfoot>{_line(table.total)}" if table.total else ""
    return SafeString(
        '<div class="table-wrap"><table class="table table-dense table-figures">'
        f"<thead><tr>{heads}<tbody>{lines}{foot}</table></div>"
    )


def _line(row: Row) -> str:
    note = format_html(' <span class="grey small">{}</span>', row.note) if row.note else ""
    cells = "".join([f"<td>{linked_html(cell.url, cell.text or NONE)}" for cell in row.cells])
    return f'<tr><th scope="row">{linked_html(row.url, row.label)}{note}{cells}\n'


def linked_html(url: str, text: str) -> SafeString:
    """The text, as a link where there is an address."""
    told = escaped(text)
    return SafeString(f'<a href="{escaped(url)}">{told}</a>' if url else told)


def share(part: int, whole: int) -> str:
    """97.8%, or a dash where there is nothing to divide by."""
    return f"{part * 100 / whole:.1f}%" if whole else NONE


def rate(part: int, whole: int) -> Cell:
    """A share; a workbook has it as text too, so that a dash stays a dash."""
    text = share(part, whole)
    return Cell(text, "", text)


LEVEL = "持平"


def change(before: int, now: int) -> str:
    """−6.1%, +12.0% or 持平; empty where there was nothing before."""
    if not before or now == before:
        return LEVEL if before else ""
    return f"{'+' if now > before else '−'}{abs(now - before) * 100 / before:.1f}%"
