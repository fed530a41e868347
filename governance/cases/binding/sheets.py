"""The sheets that the volume itself needs: cover, contents, slip, plain sheet, back cover, page numbers."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table

from . import faces
from .lines import WrappedText
from .shapes import BackCover, Cover, DataSheet

WIDTH, HEIGHT = A4
MARGINS = {"left": 25 * mm, "right": 20 * mm, "top": 30 * mm, "bottom": 25 * mm}
FOOT = 25 * mm
# Room that the library leaves inside every frame of text.
PADDING = 6
GREY = HexColor("#555555")
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.6, black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
]


def style(size: float, *, lead: float = 1.5, face: str = faces.SONG, **more) -> ParagraphStyle:
    """A style of that size in points; ``lead`` is the line pitch over the size."""
    faces.ready()
    values = {"fontName": face, "fontSize": size, "leading": size * lead, "wordWrap": "CJK"} | more
    return ParagraphStyle("sheet", **values)


def line(text: str, size: float, **more) -> WrappedText:
    return WrappedText(faces.markup(text), style(size, **more))


def build(path: Path, story: list[Flowable], *, title: str, numbered: bool = False, **margins: float) -> None:
    """The flowables stand on A4 pages in a file, each with its number where asked; ``margins`` in points."""
    edges = {f"{side}Margin": width - PADDING for side, width in (MARGINS | margins).items()}
    document = SimpleDocTemplate(str(path), pagesize=A4, title=title, lang="zh-CN", invariant=1, **edges)
    # A page without anything on it is a page too.
    foot = {"onFirstPage": _number, "onLaterPages": _number} if numbered else {}
    document.build(story or [Spacer(1, 1)], **foot)


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """— 1 — under the text, as in official documents."""
    faces.ready()
    canvas.setFont(faces.SONG, 14)
    canvas.drawCentredString(WIDTH / 2, FOOT, f"— {document.page} —")


def cover(path: Path, said: Cover) -> None:
    centred = {"alignment": TA_CENTER}
    story = [
        Spacer(1, 12 * mm),
        line(said.office, 22, face=faces.BOLD, **centred),
        Spacer(1, 14 * mm),
        line(said.title, 36, face=faces.BOLD, **centred),
        Spacer(1, 8 * mm),
        line(said.number, 16, **centred),
        Spacer(1, 16 * mm),
        _named(said.rows, label=38 * mm, size=14),
    ]
    build(path, story, title=said.title)


def contents(path: Path, lines: Iterable[tuple[str, str, str]]) -> None:
    """Title, note and pages of every entry, numbered."""
    centred = {"alignment": TA_CENTER}
    head = [line(text, 12, face=faces.BOLD, **centred) for text in ("序号", "文书或者材料名称", "文号、日期", "页次")]
    rows = [
        [line(str(number), 12, **centred), line(title, 12), line(note, 10.5), line(pages, 12, **centred)]
        for number, (title, note, pages) in enumerate(lines, start=1)
    ]
    widths = [14 * mm, 72 * mm, 58 * mm, 21 * mm]
    story = [
        line("卷内目录", 22, face=faces.BOLD, **centred),
        Spacer(1, 10 * mm),
        Table([head, *rows], widths, style=GRID, repeatRows=1, splitInRow=1),
    ]
    build(path, story, title="卷内目录")


def back_cover(path: Path, said: BackCover, *, pages: int) -> None:
    remarks = said.remarks or ("无。",)
    story = [
        line("卷内备考表", 22, face=faces.BOLD, alignment=TA_CENTER),
        Spacer(1, 12 * mm),
        line(f"本卷共 {pages} 页（不含封面、目录和本表）。", 14),
        Spacer(1, 6 * mm),
        line("本卷情况说明：", 14, face=faces.BOLD),
        *[line(remark, 14, firstLineIndent=28) for remark in remarks],
        Spacer(1, 16 * mm),
        _named(said.rows, label=38 * mm, size=14),
    ]
    build(path, story, title="卷内备考表")


def plain(path: Path, said: DataSheet) -> None:
    story = [line(said.title, 20, face=faces.BOLD, alignment=TA_CENTER), Spacer(1, 10 * mm)]
    if said.rows:
        story += [_named(said.rows, label=38 * mm, size=13), Spacer(1, 8 * mm)]
    story += [line(text, 13, lead=1.8, firstLineIndent=26) for text in said.paragraphs]
    build(path, story, title=said.title)


def slip(path: Path, *, reason: str, rows: tuple[tuple[str, str], ...]) -> None:
    """A sheet in the place of a file that is kept apart."""
    story = [
        Spacer(1, 30 * mm),
        line("另存材料说明", 20, face=faces.BOLD, alignment=TA_CENTER),
        Spacer(1, 10 * mm),
        line(reason, 13, lead=1.8, firstLineIndent=26),
        Spacer(1, 8 * mm),
        _named(rows, label=38 * mm, size=12),
    ]
    build(path, story, title="另存材料说明")


def page_numbers(landscape: Iterable[bool]) -> BytesIO:
    """A file with one page a page of the content, empty but for its running number at the top right."""
    faces.ready()
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    for number, turned in enumerate(landscape, start=1):
        width, height = (HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT)
        canvas.setPageSize((width, height))
        text = f"第 {number} 页"
        canvas.setFont(faces.SONG, 9)
        room = canvas.stringWidth(text) + 6
        # A scan may be dark up to its edge.
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(width - 10 * mm - room, height - 11 * mm, room, 13, stroke=0, fill=1)
        canvas.setFillColor(GREY)
        canvas.drawRightString(width - 10 * mm - 3, height - 11 * mm + 3.5, text)
        canvas.showPage()
    canvas.save()
    file.seek(0)
    return file


def _named(rows: tuple[tuple[str, str], ...], *, label: float, size: float) -> Flowable:
    """A grid of names and what they name."""
    if not rows:
        return Spacer(1, 1)
    width = WIDTH - MARGINS["left"] - MARGINS["right"] - label
    cells = [[line(name, size, alignment=TA_CENTER), line(text, size)] for name, text in rows]
    return Table(cells, [label, width], style=GRID, splitInRow=1)
