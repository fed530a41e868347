"""A publication as a Word file in the layout of official documents, and as PDF beside it."""

import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.shared import Mm, Pt

from governance.cases.binding.word import pages
from governance.cases.papers.typesetting import SHORT, SIGN_OF, typeset, wide
from governance.frame.wording import in_characters, one_line

from ..body import HEADING, PLOT, TABLE, Block, Rows, blocks, drawn
from ..models import Publication
from . import plots

WHOLE = 156
# A letter of a table and what stands beside the text of a cell, in millimetres; the least that words are given.
LETTER, PADDING, ROOM = 2.5, 7, 25
# What is left to each longer column of words before a shorter one may stand in one line.
ENOUGH = 35
# How much of a long text counts, in letters.
LONGEST = 36
# A share and what it is of: where the line must end it ends between the two, and not before the sign of the share.
SHARE, SHARE_PARTED = "%（", "%\N{ZERO WIDTH SPACE}（"
PLOT_MARK = "\N{FULLWIDTH NUMBER SIGN}图"
SIGNS = tuple(sign for sign in SIGN_OF.values() if sign)


def word_of(publication: Publication) -> bytes:
    """The Word file, to be edited on; an issued one bears its number and day."""
    parts = blocks(publication.body, hides_small=publication.kind.hides_small)
    drawings = [part for part in parts if part.kind == PLOT and drawn(part.rows)]
    lines = [*_head(publication), *_lines(parts, drawings), *_foot(publication)]
    made = typeset("\n".join(lines), title=publication.title)
    return _with_plots(made, drawings) if drawings else made


def _head(publication: Publication) -> list[str]:
    head = [f"!{one_line(publication.unit.name)}"]
    if publication.number:
        head.append(f">{publication.number}")
    return [*head, f"#{one_line(publication.title)}"]


def _foot(publication: Publication) -> list[str]:
    foot = [f"<{one_line(publication.unit.name)}"]
    return [*foot, f"<{in_characters(publication.issued_on)}"] if publication.issued_on else foot


def _lines(parts: Iterable[Block], drawings: list[Block]) -> Iterable[str]:
    before = ""
    for part in parts:
        if before == part.kind == TABLE:
            # Two tables without a line between them would be one.
            yield ""
        before = part.kind
        if part.kind == HEADING:
            yield f"={part.text}"
        elif part.kind == TABLE:
            yield from _table(part)
        elif part.kind == PLOT:
            if part in drawings:
                yield f"{PLOT_MARK}{drawings.index(part)}"
        else:
            # What begins like a sign of the layout is text.
            yield f"\N{IDEOGRAPHIC SPACE}{part.text}" if part.text.startswith(SIGNS) else part.text


def _table(part: Block) -> Iterable[str]:
    yield "|*" + "|".join(f"{width:.0f}" for width in _widths(part.rows))
    for row in part.rows:
        yield "|" + "|".join(one_line(cell).replace(SHARE, SHARE_PARTED) for cell in row)


def _widths(rows: Rows) -> list[float]:
    """In millimetres: what is short stands in one line, and so do the shorter words where there is room; the others
    share what is left. Without short ones or without room each by its text. What has one head has one width."""
    heads = rows[0]
    asked: dict[str, int] = {}
    for head, *cells in zip(*rows, strict=True):
        asked[head] = max([asked.get(head, 0), wide(head), *map(wide, cells)])
    fixed = {head: each * LETTER + PADDING for head, each in asked.items() if each <= SHORT}
    left = WHOLE - sum(fixed.get(head, 0) for head in heads)
    for head in sorted(asked.keys() - fixed, key=asked.__getitem__):
        others = sum(each not in fixed for each in heads) - heads.count(head)
        one = asked[head] * LETTER + PADDING
        if others and left - one * heads.count(head) >= ENOUGH * others:
            fixed[head] = one
            left -= one * heads.count(head)
    letters = [min(asked[head], LONGEST) for head in heads if head not in fixed]
    if letters and left >= ROOM * len(letters):
        return [fixed.get(head) or left * min(asked[head], LONGEST) / sum(letters) for head in heads]
    even = [min(asked[head], LONGEST) + SHORT / 3 for head in heads]
    return [WHOLE * each / sum(even) for each in even]


def _with_plots(made: bytes, drawings: list[Block]) -> bytes:
    """Each mark gives way to the picture of its table."""
    document = Document(BytesIO(made))
    for paragraph in document.paragraphs:
        if not paragraph.text.startswith(PLOT_MARK):
            continue
        block = drawings[int(paragraph.text.removeprefix(PLOT_MARK))]
        paragraph.text = ""
        layout = paragraph.paragraph_format
        layout.first_line_indent = Mm(0)
        # The exact pitch of the text would cut a picture off.
        layout.line_spacing = 1.0
        # ... and the picture the last line of the table above it.
        layout.space_before = Pt(8)
        picture = paragraph.add_run().add_picture(BytesIO(plots.bars(block.text, drawn(block.rows))), width=Mm(150))
        picture._inline.docPr.set("descr", block.text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_of(word: bytes) -> bytes:
    """The Word file as pages."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "文稿.docx", Path(folder) / "文稿.pdf"
        source.write_bytes(word)
        pages(source, target, numbered=True)
        return target.read_bytes()
