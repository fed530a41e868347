"""Photos as the browser shows them: small in the page, larger when opened. Stored pictures are our own JPEG and PNG."""

from io import BytesIO

from PIL import Image

from . import storage

# Pixels of the longer side.
SIZES = {"small": 240, "large": 1600}
SHOWN = frozenset({"image/jpeg", "image/png"})


def scaled(path: str, size: str) -> bytes:
    """The stored picture as a JPEG no larger than the size says; raises ``FileGone`` if it is not there."""
    most = SIZES[size]
    with storage.opened(path) as stored, Image.open(stored, formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (most, most))
        picture.thumbnail((most, most))
        file = BytesIO()
        _on_white(picture).save(file, "JPEG", quality=82)
    return file.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    sheet = Image.new("RGB", picture.size, "white")
    clear = picture.convert("RGBA")
    sheet.paste(clear, mask=clear)
    return sheet
