"""Word files as printed text: paragraphs, alignment, lists, tables and pictures, in the order of the file.

Not a word processor: columns, anchored shapes and fields are set where their paragraph stands. What a reader of the
file sees as text is never left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, PageBreak, Spacer, Table
from reportlab.platypus.doctemplate import LayoutError

from . import faces, pictures, sheets
from .lines import WrappedText
from .word_lists import Lists

ALIGNMENTS = {
    WD_ALIGN_PARAGRAPH.CENTER: TA_CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT: TA_RIGHT,
}
# Word's own size where a file names none.
PLAIN_SIZE = 10.5
LARGEST_SIZE = 72
WIDEST_INDENT = 120
BOLD_FACES = ("黑体", "SimHei", "小标宋", "雅黑")
WIDTH = sheets.WIDTH
# Who has so much of a page before them stands at its top.
FRESH = 150 * mm
# A heading and the first rows of a list.
BEGINNING = 60 * mm
NARROWEST, WIDEST = 12 * mm, 50 * mm
PARAGRAPH, TABLE, RUN, TEXT_BOX = qn("w:p"), qn("w:tbl"), qn("w:r"), qn("w:txbxContent")
WRAPPERS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag"))
GONE = (qn("w:del"), qn("w:moveFrom"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
HEAD_ROW = qn("w:tblHeader")
PICTURE, RELATION = qn("a:blip"), qn("r:embed")
# Word leaves no room of its own above and below the text of a cell.
GRID = [*sheets.GRID, ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]
# Two texts in one line, one at each edge.
HALF_PADDING = 8
HALVES = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]
SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


def pages(source: Path, path: Path, *, numbered: bool = False) -> None:
    """The Word file stands on A4 pages at ``path``; whatever the parser stumbles over comes through as it is.

    ``numbered``: each page says which it is; those of a volume are numbered through when it is bound.
    """
    document = Document(str(source))
    section = document.sections[0]
    edges = {side: _edge(getattr(section, f"{side}_margin")) for side in ("left", "right", "top", "bottom")}
    width = WIDTH - edges["left"] - edges["right"]
    told: dict[str, Any] = {"title": source.name, "numbered": numbered, **edges}
    try:
        sheets.build(path, _with_lists(_Writer(document, width).story()), **told)
    except LayoutError:
        # A table that no page can hold, such as a cell longer than a page beside a merged one.
        sheets.build(path, list(_Writer(document, width, tables=False).story()), **told)


def _with_lists(story: Iterable[Flowable]) -> list[Flowable]:
    """What stays with a list stays with its first rows: the whole of it would take both to the next page."""
    found: list[Flowable] = []
    for flowable in story:
        if isinstance(flowable, _Listed):
            start = len(found)
            while start and found[start - 1].getKeepWithNext():
                start -= 1
                found[start].keepWithNext = False
            found.insert(start, CondPageBreak(BEGINNING))
        found.append(flowable)
    return found


def _edge(length) -> float:
    return min(max(length.pt if length is not None else 25 * mm, NARROWEST), WIDEST)


@dataclass
class _Writer:
    """Turns the blocks of one file into flowables of a width."""

    document: WordDocument
    width: float
    tables: bool = True

    def __post_init__(self):
        self.lists = Lists(self.document)

    def story(self) -> Iterator[Flowable]:
        section = self.document.sections[0]
        yield from self._edge_text(section.header)
        yield from self._blocks(self.document.element.body, self.document._body, self.width)
        yield from self._edge_text(section.footer)

    def _edge_text(self, part) -> Iterator[Flowable]:
        """Header and footer once; a mere page number is not text."""
        if any(character.isalpha() for paragraph in part.paragraphs for character in paragraph.text):
            yield from self._blocks(part._element, part, self.width)

    def _blocks(self, element, parent, width: float) -> Iterator[Flowable]:
        for child in element:
            if child.tag == PARAGRAPH:
                yield from self._paragraph(WordParagraph(child, parent), width)
            elif child.tag == TABLE:
                yield from self._table(WordTable(child, parent), width)
            elif child.tag in WRAPPERS:
                yield from self._blocks(child, parent, width)

    def _paragraph(self, paragraph: WordParagraph, width: float) -> Iterator[Flowable]:
        look = _Look(paragraph)
        runs = list(_runs(paragraph))
        if look.told("page_break_before"):
            yield PageBreak()
        mark = self.lists.mark(paragraph)
        text = faces.markup(mark) + "".join(_marked(run, look) for run in runs)
        left, tab, right = text.partition("\N{IDEOGRAPHIC SPACE}" * 2)
        if tab and right and look.has_right_tab():
            halves = [
                [
                    WrappedText(left, look.style(indent=False)),
                    WrappedText(right, look.style(indent=False, alignment=TA_RIGHT)),
                ]
            ]
            words = "".join(_text(run) for run in runs).partition("\t")[2]
            room = min(stringWidth(words, faces.SONG, look.size) + HALF_PADDING, width * 0.7)
            yield Spacer(1, look.space("space_before"))
            yield Table(halves, [width - room, room], style=HALVES)
            yield Spacer(1, look.space("space_after"))
        elif text.strip():
            yield WrappedText(text, look.style())
        elif not any(_holds_more(run) for run in runs):
            yield Spacer(1, look.leading)
        if look.has_rule():
            yield HRFlowable(width="100%", thickness=2, color=look.color(), spaceBefore=4, spaceAfter=14)
        for run in runs:
            yield from self._beside_text(run, paragraph, width)

    def _beside_text(self, run: Run, paragraph: WordParagraph, width: float) -> Iterator[Flowable]:
        """Pictures, text boxes and page breaks of a run, after the paragraph's text."""
        for blip in run._r.iter(PICTURE):
            part = paragraph.part.related_parts.get(blip.get(RELATION))
            picture = pictures.flowable(BytesIO(part.blob), width) if part is not None else None
            yield picture or WrappedText(faces.markup("〔此处图片无法打印，见原件〕"), sheets.style(PLAIN_SIZE))
        for box in run._r.iter(TEXT_BOX):
            if not any(above.tag == FALLBACK for above in box.iterancestors()):
                yield from self._blocks(box, paragraph._parent, width)
        if any(br.get(qn("w:type")) == "page" for br in run._r.iter(qn("w:br"))):
            yield PageBreak()

    def _table(self, table: WordTable, width: float) -> Iterator[Flowable]:
        rows = [list(row.cells) for row in table.rows]
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        if not self.tables:
            for row in rows:
                for cell in dict.fromkeys(row):
                    yield from self._blocks(cell._tc, cell, width)
            return
        widths = _widths(table, columns, width)
        cells, spans = self._cells(rows, widths)
        if _has_head(table):
            yield _Listed(cells, widths, style=GRID, repeatRows=1, spaceBefore=4, spaceAfter=4)
            return
        # As Word has it: the last row stays with what follows if its paragraphs are to.
        if not any(paragraph.paragraph_format.keep_with_next for paragraph in rows[-1][0].paragraphs):
            yield _grid(cells, spans, widths, spaceBefore=4, spaceAfter=4)
            return
        cut = min([len(cells) - 1, *(y for _, y, _, down in spans if down == len(cells) - 1)])
        if cut:
            yield _grid(cells[:cut], spans, widths, spaceBefore=4)
        last = _grid(
            cells[cut:], [(x, y - cut, right, down - cut) for x, y, right, down in spans], widths, spaceAfter=4
        )
        last.keepWithNext = True
        yield last

    def _cells(self, rows: list[list], widths: list[float]) -> tuple[list, list[tuple[int, int, int, int]]]:
        """What stands in each cell, and which reach over several: from where to where."""
        # Rows of an irregular table may be short.
        grid = [[*row, *[None] * (len(widths) - len(row))] for row in rows]
        cells, spans, placed = [], [], set()
        for y, row in enumerate(grid):
            line: list[list | str] = []
            for x, cell in enumerate(row):
                if cell is None or cell._tc in placed:
                    line.append("")
                    continue
                placed.add(cell._tc)
                right, down = _span(grid, x, y)
                if (right, down) != (x, y):
                    spans.append((x, y, right, down))
                line.append(list(self._blocks(cell._tc, cell, sum(widths[x : right + 1]) - 12)) or "")
            cells.append(line)
        return cells, spans


def _has_head(table: WordTable) -> bool:
    properties = table.rows[0]._tr.trPr
    return properties is not None and properties.find(HEAD_ROW) is not None


class _Listed(Table):
    """A list under a head that every page repeats. A row is parted only where no page would hold it."""

    def split(self, availWidth, availHeight):
        self.splitInRow = 0
        parts = super().split(availWidth, availHeight)
        if parts or availHeight < FRESH:
            return parts
        self.splitInRow = 1
        return super().split(availWidth, availHeight)


def _grid(cells: list, spans: list, widths: list[float], **spaces: float) -> Table:
    """The rows as one table; ``spans`` are the cells that are joined, of which only those of these rows count."""
    joined = [("SPAN", (x, y), (right, down)) for x, y, right, down in spans if y >= 0 and down < len(cells)]
    return Table(cells, widths, style=[*GRID, *joined], splitInRow=1, **spaces)


def _span(grid: list, x: int, y: int) -> tuple[int, int]:
    """The last column and row of the merged cell that begins here."""
    own, right, down = grid[y][x]._tc, x, y
    while right + 1 < len(grid[y]) and grid[y][right + 1] is not None and grid[y][right + 1]._tc is own:
        right += 1
    while down + 1 < len(grid) and all(c is not None and c._tc is own for c in grid[down + 1][x : right + 1]):
        down += 1
    return right, down


def _widths(table: WordTable, columns: int, width: float) -> list[float]:
    """The file's widths, scaled to what there is; even ones where it has none."""
    told = [column.width.pt if column.width else 0 for column in table.columns][:columns]
    if len(told) < columns or not all(told):
        return [width / columns] * columns
    scale = min(1, width / sum(told))
    return [max(part * scale, 14) for part in told]


def _runs(paragraph: WordParagraph) -> Iterator[Run]:
    """Every run that shows, in links and accepted insertions too; deleted and hidden text does not."""
    for element in paragraph._p.iter(RUN):
        above = list(element.iterancestors())
        inside = above[: above.index(paragraph._p)]
        if any(one.tag in GONE or one.tag == TEXT_BOX for one in inside):
            continue
        run = Run(element, paragraph)
        if not run.font.hidden:
            yield run


def _text(run: Run) -> str:
    parts = []
    for child in run._r:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in SIGNS and child.get(qn("w:type")) not in ("page", "column"):
            parts.append(SIGNS[child.tag])
    return "".join(parts)


def _holds_more(run: Run) -> bool:
    return any(True for _ in run._r.iter(PICTURE, TEXT_BOX))


def _marked(run: Run, look: "_Look") -> str:
    """The text of a run with its size, weight, line and colour."""
    text = faces.markup(_text(run))
    if not text:
        return ""
    attributes = []
    size = run.font.size.pt if run.font.size else None
    if size and size != look.size:
        attributes.append(f'size="{min(size, LARGEST_SIZE):g}"')
    color = run.font.color.rgb if run.font.color is not None and run.font.color.type else None
    if color is not None:
        attributes.append(f'color="#{color}"')
    if attributes:
        text = f"<font {' '.join(attributes)}>{text}</font>"
    if run.bold or _is_bold_face(_east_face(run._r.rPr)):
        text = f"<b>{text}</b>"
    return f"<u>{text}</u>" if run.underline else text


def _east_face(properties) -> str:
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    return (fonts.get(qn("w:eastAsia")) or "") if fonts is not None else ""


def _is_bold_face(name: str) -> bool:
    return any(face in name for face in BOLD_FACES)


class _Look:
    """How a paragraph looks: what it says itself, or else its style, or the style that one is based on."""

    def __init__(self, paragraph: WordParagraph):
        self._styles: list = []
        style = paragraph.style
        while style is not None and len(self._styles) < 10:
            self._styles.append(style)
            style = getattr(style, "base_style", None)
        self._formats = [paragraph.paragraph_format, *(style.paragraph_format for style in self._styles)]
        self._properties = [paragraph._p.pPr, *(style.element.pPr for style in self._styles)]
        self.size = min(self._font("size").pt if self._font("size") else PLAIN_SIZE, LARGEST_SIZE)
        self.bold = bool(self._font("bold")) or any(_is_bold_face(_east_face(s.element.rPr)) for s in self._styles[:1])
        self.leading = self._leading()

    def told(self, name: str):
        return next((value for one in self._formats if (value := getattr(one, name)) is not None), None)

    def _font(self, name: str):
        return next((value for style in self._styles if (value := getattr(style.font, name)) is not None), None)

    def space(self, name: str) -> float:
        length = self.told(name)
        return length.pt if length is not None else 0

    def color(self):
        color = next((s.font.color.rgb for s in self._styles if s.font.color is not None and s.font.color.type), None)
        return HexColor(f"#{color}") if color is not None else black

    def style(self, *, indent: bool = True, **more):
        face = faces.BOLD if self.bold else faces.SONG
        values = {
            "alignment": ALIGNMENTS.get(self.told("alignment"), TA_LEFT),
            "textColor": self.color(),
            "spaceBefore": self.space("space_before"),
            "spaceAfter": self.space("space_after"),
            "keepWithNext": bool(self.told("keep_with_next")),
        }
        if indent:
            values |= {
                "leftIndent": self._indent("left_indent", "left"),
                "rightIndent": self._indent("right_indent", "right"),
                "firstLineIndent": self._indent("first_line_indent", "firstLine"),
            }
        return sheets.style(self.size, lead=self.leading / self.size, face=face, **values | more)

    def _indent(self, name: str, attribute: str) -> float:
        """Points; an indent in characters goes before one in units of length, as in Word."""
        for properties in self._properties:
            element = properties.find(qn("w:ind")) if properties is not None else None
            characters = element.get(qn(f"w:{attribute}Chars")) if element is not None else None
            if characters:
                return min(float(characters) / 100 * self.size, WIDEST_INDENT)
        return min(self.space(name), WIDEST_INDENT)

    def _leading(self) -> float:
        """The line pitch in points, never so small that lines run into one another."""
        spacing, rule = self.told("line_spacing"), self.told("line_spacing_rule")
        if spacing is None:
            pitch = self.size * 1.4
        elif rule in (WD_LINE_SPACING.EXACTLY, WD_LINE_SPACING.AT_LEAST):
            pitch = spacing.pt
        else:
            pitch = self.size * 1.3 * float(spacing)
        return min(max(pitch, self.size * 1.15), self.size * 4)

    def has_right_tab(self) -> bool:
        return any(
            tab.get(qn("w:val")) == "right"
            for properties in self._properties
            if properties is not None
            for tab in properties.iter(qn("w:tab"))
        )

    def has_rule(self) -> bool:
        return any(
            properties.find(f"{qn('w:pBdr')}/{qn('w:bottom')}") is not None
            for properties in self._properties
            if properties is not None
        )
