"""Tables of many rows, put together as one string: a template a row costs more than reading the row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

# So many rows of a long list stand on a phone before the link to the rest; the style sheet counts them too.
FIRST = 15


@dataclass(frozen=True)
class ListColumn:
    """A column: its heading, and what stands in the cell of a row. Text is escaped, finished HTML stands as it is.

    ``label`` is what stands before the cell where a narrow screen shows each row as a card. ``code`` is what an address
    calls it, ``by`` what its head sorts the rows by (governance.frame.pages.sorting); a head without it says nothing.
    """

    heading: str
    cell: Callable[[Any], str]
    css: str = ""
    label: str = ""
    code: str = ""
    by: Any = None

    @property
    def words(self) -> str:
        """The heading as it is read, without what it says of its look."""
        return self.heading.rpartition(":")[2]

    @cached_property
    def opening(self) -> SafeString:
        """The tag that opens each cell."""
        attributes = {"class": self.css, "data-label": self.label}
        return format_html("<td{}>", flatatt({name: value for name, value in attributes.items() if value}))


def _heading(column: str, link: tuple[str, str] | None = None) -> SafeString:
    kind, _, label = column.rpartition(":")
    if kind == "hidden":
        return format_html('<th scope="col"><span class="sr-only">{}</span></th>', label)
    told = {"class": kind} if kind else {}
    if link:
        url, standing = link
        told |= {"aria-sort": standing} if standing else {}
        label = format_html('<a class="sorts" href="{}">{}</a>', url, label)
    return format_html('<th scope="col"{}>{}</th>', flatatt(told), label)


def head_html(headings: Iterable[str]) -> SafeString:
    """The head of a table; ``num:`` stands before a heading above figures, ``hidden:`` before one only to be heard."""
    return format_html("<thead><tr>{}</tr></thead>", SafeString("".join(map(_heading, headings))))


def escaped(told: str) -> str:
    """What text is escaped to; asked once or more a cell, and so without the ways round that Django's own takes."""
    if type(told) is SafeString:
        return told
    return escape(told) if type(told) is str else conditional_escape(told)


def table_html(
    columns: Iterable[ListColumn],
    rows: Iterable,
    links: Mapping[str, tuple] | None = None,
    *,
    folds: bool = False,
) -> SafeString:
    """The table with its headings, a line a row; ``links`` say where the heads lead that sort it, by code.

    Of a long one that ``folds``, the only one of its page, a phone shows the first rows and a link on to the rest.
    """
    columns = tuple(columns)
    heads = "".join(_heading(column.heading, (links or {}).get(column.code)) for column in columns)
    head = f"<thead><tr>{heads}</tr></thead>"
    cells = [(column.opening, column.cell) for column in columns]
    lines = ["".join([f"{opening}{escaped(cell(row))}</td>" for opening, cell in cells]) for row in rows]
    more = len(lines) - FIRST if folds and len(lines) > 3 * FIRST // 2 else 0
    ids = {FIRST: ' id="more"'} if more else {}
    body = "".join(f"<tr{ids.get(place, '')}>{line}</tr>\n" for place, line in enumerate(lines))
    on = f'<a class="short-more" href="#more">列出本页其余 {more} 行</a>' if more else ""
    return SafeString(
        f'<div class="table-wrap{" long" if more else ""}"><table class="table table-cards" data-list>{head}\n'
        f"<tbody>{body}</tbody></table>{on}</div>"
    )
