"""Turns one HEIC picture into JPEG in a process of its own: ``python -m … FILE OUT PIXELS``.

Its decoder is large and its input is a stranger's: that is why this process has little memory and time, and why nobody
imports it. Exit status 3 with a sentence on stdout is a refusal.
"""

import sys

import pillow_heif
from PIL import Image, ImageOps

from governance.jobs.archives import MEGABYTE
from governance.jobs.elsewhere import REFUSED, limit_process

OUTPUT = 64 * MEGABYTE


def fault(path: str, out: str, pixels: int) -> str:
    """Why the picture is not taken; nothing once it stands in ``out``, upright and with its pixels alone."""
    with Image.open(path, formats=("HEIF",)) as picture:
        if picture.width * picture.height > pixels:
            return f"图片超过 {pixels // 1_000_000} 百万像素。"
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.info = {}
        upright.save(out, "JPEG", quality=90)
    return ""


def main(path: str, out: str, pixels: str) -> int:
    """The exit status; see the module."""
    limit_process(OUTPUT)
    pillow_heif.register_heif_opener(thumbnails=False)
    said = fault(path, out, int(pixels))
    sys.stdout.buffer.write(said.encode())
    return REFUSED if said else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
