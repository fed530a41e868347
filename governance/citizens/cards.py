"""Cards for a wall (公示牌): lines in a large hand, and a code by which any phone opens a page without a login."""

from collections.abc import Iterable
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from governance.cases.binding.faces import BOLD, SONG, ready
from governance.cases.binding.sheets import line

CODE = 44 * mm
# What the lines have room for, and in which sizes they are tried.
WIDTH, HEIGHT, SIZES = 195 * mm, 150 * mm, (20, 17, 14, 12, 10)
Lines = list[tuple[str, str]]


def drawn_cards(title: str, pages: Iterable[tuple[Lines, str]], says: str) -> bytes:
    """One page a card, as PDF: its lines as label and words, and the address that its code opens, under which stands
    what the code is for.
    """
    ready()
    file = BytesIO()
    canvas = Canvas(file, pagesize=landscape(A4))
    canvas.setTitle(title)
    for lines, opens in pages:
        _page(canvas, title, lines, opens, says)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _page(canvas: Canvas, title: str, lines: Lines, opens: str, says: str) -> None:
    width, height = landscape(A4)
    canvas.setFont(BOLD, 34)
    canvas.drawCentredString(width / 2, height - 32 * mm, title)
    y = height - 46 * mm
    for text, tall in fitting([f"{label}：{value}" for label, value in lines]):
        y -= tall
        text.drawOn(canvas, 24 * mm, y)
    code = QrCodeWidget(opens, barWidth=CODE, barHeight=CODE, barLevel="M")
    renderPDF.draw(Drawing(CODE, CODE, code), canvas, width - 72 * mm, 24 * mm)
    canvas.setFont(SONG, 14)
    canvas.drawCentredString(width - 50 * mm, 17 * mm, says)


def fitting(lines: list[str]) -> list[tuple[Flowable, float]]:
    """The lines with their heights, in the largest size at which they fit on the page beside the code."""
    for size in SIZES:
        texts = [line(each, size, lead=1.8) for each in lines]
        found = [(text, text.wrap(WIDTH, HEIGHT)[1]) for text in texts]
        if sum(tall for _, tall in found) <= HEIGHT:
            break
    return found
