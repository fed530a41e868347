"""The two faces that print, and how a text is made ready for them."""

import re
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[3] / "static" / "vendor" / "print"
SONG, BOLD = "Song", "SongBold"
FILES = {SONG: "NotoSerifSC_400Regular.ttf", BOLD: "NotoSerifSC_700Bold.ttf"}
LONG_CODE = re.compile("<([0-9A-F]{5,6})>")
_short_codes = ttfonts.makeToUnicodeCMap


def _utf_16_codes(name: str, characters: list[int]) -> str:
    """What the signs of a face mean, for search and copying.

    The library writes a rare character (beyond U+FFFF, as in many names) in five digits; readers know UTF-16 only.
    """
    return LONG_CODE.sub(
        lambda code: f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>", _short_codes(name, characters)
    )


@cache
def ready() -> frozenset[int]:
    """The faces can be used from now on; the characters they have."""
    ttfonts.makeToUnicodeCMap = _utf_16_codes
    for face, file in FILES.items():
        pdfmetrics.registerFont(TTFont(face, FOLDER / file))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(SONG, bold, italic, BOLD if bold else SONG)
            addMapping(BOLD, bold, italic, BOLD)
    return frozenset(pdfmetrics.getFont(SONG).face.charToGlyph)


def printable(text: str) -> str:
    """The text with a plain mark where the face has no such character, so that nobody takes a gap for nothing."""
    known = ready()
    shown = []
    for character in text:
        if ord(character) in known or character == "\n":
            shown.append(character)
        elif character == "\t":
            shown.append("\N{IDEOGRAPHIC SPACE}" * 2)
        elif character.isprintable():
            shown.append(f"〔字库缺字 U+{ord(character):X}〕")
    return "".join(shown)


def markup(text: str) -> str:
    """The text for a paragraph; spaces side by side stay, for a form's blanks are made of them."""
    return escape(printable(text)).replace("  ", "\N{NO-BREAK SPACE}" * 2).replace("\n", "<br/>")
