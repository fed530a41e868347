"""A Word file as a sheet on the screen, on a desk and on a phone: paragraphs and tables in the layout of the paper.

What counts is the Word file; this shows what it says to whoever signs it or looks at it without Word.
"""

from collections.abc import Iterable
from typing import IO

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table
from docx.text.paragraph import Paragraph

from .typesetting import SIGN_OF

# What the layout's own styles look like on screen; the paragraph of an office's own template goes by its alignment.
_LOOKS = {
    "!": "organ",
    "#": "title",
    ">": "number",
    "@": "head",
    "=": "subhead",
    "": "body",
    "<": "sign",
    "-": "note",
    "|": "cell",
}
_ALIGNED = {WD_ALIGN_PARAGRAPH.CENTER: "centre", WD_ALIGN_PARAGRAPH.RIGHT: "right"}


def sheet_of(file: IO[bytes]) -> SafeString:
    """The body of the Word file as HTML; nothing in it is taken for HTML, whoever wrote it."""
    return mark_safe("".join(_blocks(Document(file).iter_inner_content())))


def _blocks(blocks: Iterable[Paragraph | Table]) -> Iterable[str]:
    for block in blocks:
        yield _table(block) if isinstance(block, Table) else _paragraph(block)


def _paragraph(paragraph: Paragraph) -> str:
    sign = SIGN_OF.get(paragraph.style.name if paragraph.style else "")
    alignment = paragraph.alignment
    own = _ALIGNED.get(alignment, "plain") if alignment is not None else "plain"
    look = own if sign is None else _LOOKS[sign]
    left, tab, right = paragraph.text.partition("\t")
    text = f"<span>{escape(left)}</span><span>{escape(right)}</span>" if tab else escape(left)
    return f'<p class="sheet-{look}">{text}</p>'


def _table(table: Table) -> str:
    rows = "".join(f"<tr>{''.join(_cells(row._tr.tc_lst, table))}</tr>" for row in table.rows)
    return f'<table class="sheet-table">{rows}</table>'


def _cells(cells: Iterable, table: Table) -> Iterable[str]:
    for cell in cells:
        if cell.vMerge == "continue":
            continue
        wide = f' colspan="{cell.grid_span}"' if cell.grid_span > 1 else ""
        tall = cell.bottom - cell.top
        yield f"<td{wide}{f' rowspan={chr(34)}{tall}{chr(34)}' if tall > 1 else ''}>{_text(cell, table)}</td>"


def _text(cell, table: Table) -> str:
    lines = [Paragraph(each, table).text for each in cell.p_lst]
    return "<br>".join(escape(line) for line in lines)
