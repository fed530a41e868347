"""On a copy of what few may know stands who took it away and when (信访工作条例 art. 30 para 3, art. 46 item five).

What is kept stays as it was stored. A format without a place for it is handed out as it is.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile

import pikepdf
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from reportlab.pdfgen.canvas import Canvas

from .faces import FILES, FOLDER, SONG, printable, ready

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# From the edge of a page, and the size of the letters there, in points.
MARGIN, SIZE = 14, 9
# A picture's foot line is a thirtieth of its width high, and never too small to read.
SHARE, SMALLEST = 30, 14
BROKEN = (pikepdf.PdfError, PackageNotFoundError, BadZipFile, UnidentifiedImageError, KeyError, ValueError, OSError)


def taken_by(name: str, when: str) -> str:
    """The line: who takes a copy of what few may know, and when."""
    return f"限制知悉 {name} {when} 下载"


def marked(source: BinaryIO, content_type: str, line: str) -> bytes | None:
    """The file with the line at the foot of each page or below the picture, and among its properties; None where its
    format has no place for it or it cannot be opened."""
    mark = MARKERS.get(content_type)
    try:
        return mark(source, line) if mark else None
    except BROKEN:
        return None


def mark_pdf(path: Path, line: str) -> None:
    """The PDF at the path bears the line on each page."""
    with path.open("rb") as file:
        copy = marked(file, "application/pdf", line)
    if copy is not None:
        path.write_bytes(copy)


def noted(source: BinaryIO, line: str) -> bytes | None:
    """The Word file with the line among its properties alone: what is issued goes out on paper as it was signed."""
    try:
        return _word(source, line, shown=False)
    except BROKEN:
        return None


def _pdf(source: BinaryIO, line: str) -> bytes:
    ready()
    written = BytesIO()
    with pikepdf.open(source) as file:
        for page in file.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            with pikepdf.open(_sheet(right - left, top - bottom, line)) as foot:
                page.add_overlay(foot.pages[0], pikepdf.Rectangle(left, bottom, right, top))
        file.docinfo["/Subject"] = line
        file.save(written)
    return written.getvalue()


def _sheet(width: float, height: float, line: str) -> BytesIO:
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=(width, height))
    canvas.setFont(SONG, SIZE)
    canvas.drawString(MARGIN, MARGIN, printable(line))
    canvas.save()
    drawn.seek(0)
    return drawn


def _word(source: BinaryIO, line: str, *, shown: bool = True) -> bytes:
    document = Document(source)
    document.core_properties.comments = line
    for section in document.sections if shown else ():
        feet = [section.footer]
        if section.different_first_page_header_footer:
            feet.append(section.first_page_footer)
        if document.settings.odd_and_even_pages_header_footer:
            feet.append(section.even_page_footer)
        for foot in feet:
            foot.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _picture(source: BinaryIO, line: str) -> bytes:
    with Image.open(source, formats=("JPEG", "PNG")) as picture:
        height = max(picture.width // SHARE, SMALLEST)
        font = ImageFont.truetype(FOLDER / FILES[SONG], height)
        wide = int(font.getlength(line)) + height
        sheet = Image.new("RGB", (max(picture.width, wide), picture.height + 2 * height), "white")
        sheet.paste(picture.convert("RGB"))
        ImageDraw.Draw(sheet).text((height // 2, picture.height + height // 2), line, "black", font)
        written = BytesIO()
        sheet.save(written, picture.format or "JPEG", quality=90)
    return written.getvalue()


MARKERS: dict[str, Callable[[BinaryIO, str], bytes]] = {
    "application/pdf": _pdf,
    WORD: _word,
    "image/jpeg": _picture,
    "image/png": _picture,
}
