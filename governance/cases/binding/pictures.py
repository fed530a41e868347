"""Pictures on A4 pages: upright, as large as fits, no finer than a printer shows."""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps
from reportlab.lib.units import inch, mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from reportlab.platypus import Image as ImageFlowable

from .sheets import HEIGHT, WIDTH

DOTS_PER_INCH = 200
QUALITY = 82
MARGIN = 15 * mm
MOST_PIXELS = 60_000_000


class PictureBroken(Exception):
    """The picture cannot be opened."""


def page(source: Path, path: Path) -> None:
    """The picture stands on one A4 page, upright or across as it is shaped; raises ``PictureBroken``."""
    picture = _opened(source)
    across = picture.width > picture.height
    width, height = (HEIGHT, WIDTH) if across else (WIDTH, HEIGHT)
    room = width - 2 * MARGIN, height - 2 * MARGIN
    shown = _size(picture, *room)
    canvas = Canvas(str(path), pagesize=(width, height), invariant=1, pageCompression=1)
    x, y = (width - shown[0]) / 2, (height - shown[1]) / 2
    canvas.drawImage(ImageReader(_printed(picture, shown)), x, y, *shown)
    canvas.showPage()
    canvas.save()


def flowable(source: BinaryIO, width: float) -> Flowable | None:
    """The picture within a text of that width, at most a third of a page high; None if it cannot be opened."""
    try:
        picture = _opened(source)
    except PictureBroken:
        return None
    shown = _size(picture, width, HEIGHT / 3)
    return ImageFlowable(_printed(picture, shown), *shown)


def _opened(source) -> Image.Image:
    """The picture upright, on white, grey or in colour."""
    try:
        with Image.open(source, formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureBroken
            upright = ImageOps.exif_transpose(picture)
            if upright.has_transparency_data:
                upright = upright.convert("RGBA")
                white = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(white, upright)
            return upright.convert("L" if upright.mode in ("1", "L") else "RGB")
    except Exception as error:  # whatever the reader of pictures stumbles over
        raise PictureBroken from error


def _size(picture: Image.Image, width: float, height: float) -> tuple[float, float]:
    """As large as fits, but no larger than 72 dots to the inch: a stamp is not blown up to a page."""
    scale = min(width / picture.width, height / picture.height, 1)
    return max(picture.width * scale, 1), max(picture.height * scale, 1)


def _printed(picture: Image.Image, shown: tuple[float, float]) -> BytesIO:
    most = tuple(max(1, round(points / inch * DOTS_PER_INCH)) for points in shown)
    smaller = picture.copy()
    smaller.thumbnail(most, Image.Resampling.LANCZOS)
    file = BytesIO()
    smaller.save(file, "JPEG", quality=QUALITY)
    file.seek(0)
    return file
