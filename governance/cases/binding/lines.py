"""Paragraphs whose lines end where Chinese lines may end."""

from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import ParaLines, cjkU, makeCJKParaLine

NOT_FIRST = frozenset("，。、；：！？）》〉】〕」』”’％‰℃…—～·,.;:!?)]}%")
NOT_LAST = frozenset("（《〈【〔「『“‘([{￥$№")
# Two dashes and two groups of dots are one sign.
PAIRS = frozenset("—…")
# Rounding of widths.
FUZZ = 1e-6


class WrappedText(Paragraph):
    """A paragraph that keeps signs at the side where they belong and words and figures in one piece (GB/T 15834)."""

    def breakLinesCJK(self, maxWidths):
        if hasattr(self, "blPara") and getattr(self, "_splitpara", False):
            return self.blPara
        widths = maxWidths if isinstance(maxWidths, list | tuple) else [maxWidths]
        self.height = 0
        signs = [sign for frag in self.frags for sign in _signs(frag)]
        lines: list[ParaLines] = []
        start = 0
        while start < len(signs):
            room = widths[min(len(lines), len(widths) - 1)]
            end, forced = _line_end(signs, start, room)
            used = sum(sign.width for sign in signs[start:end])
            lines.append(makeCJKParaLine(signs[start:end], room, used, room - used, forced, False))
            start = end
        return ParaLines(kind=1, lines=lines)


def _signs(frag) -> list[cjkU]:
    """The single signs of a piece; a line break is an empty one."""
    return [cjkU(sign, frag, "utf8") for sign in frag.text] if frag.text else [cjkU("", frag, "utf8")]


def _line_end(signs: list[cjkU], start: int, room: float) -> tuple[int, bool]:
    """Where the line that begins at ``start`` ends, and whether it was told to."""
    used, end = 0.0, start
    while end < len(signs):
        if hasattr(signs[end].frag, "lineBreak"):
            return end + 1, True
        used += signs[end].width
        if used > room + FUZZ and end > start:
            break
        end += 1
    else:
        return end, False
    for place in range(end, start, -1):
        if _may_break(signs[place - 1], signs[place]):
            return place, False
    return end, False


def _may_break(before: str, after: str) -> bool:
    """True between two signs that may stand on two lines."""
    if after in NOT_FIRST or before in NOT_LAST or (before in PAIRS and before == after):
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(sign: str) -> bool:
    """True for letters and figures of the alphabet; blanks of a form may be broken."""
    return sign.isascii() and not sign.isspace() and sign != "_"
