"""The numbers that Word sets before the paragraphs of a list; they stand in no text, but people quote them."""

from collections import defaultdict

from docx.oxml.ns import qn

CHINESE = "〇一二三四五六七八九"
BULLET = "·"
COUNTED_IN_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting")


class Lists:
    """Counts the paragraphs of every list of one file."""

    def __init__(self, document):
        self._levels = _levels(document)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def mark(self, paragraph) -> str:
        """The number or dot that stands before this paragraph, with a space after it; empty outside lists."""
        place = _place(paragraph)
        if place is None:
            return ""
        number, level = place
        levels = self._levels.get(number, {})
        if level not in levels:
            return ""
        form, pattern, start = levels[level]
        counts = self._counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if form == "bullet":
            return f"{BULLET} "
        if form == "none":
            return ""
        for upper in range(level + 1):
            shown = levels.get(upper, (form, "", 1))
            pattern = pattern.replace(f"%{upper + 1}", _numeral(counts.get(upper, shown[2]), shown[0]))
        return f"{pattern} " if pattern else ""


def _place(paragraph) -> tuple[str, int] | None:
    """The list and the level of a paragraph, by itself or by its style."""
    styles: list = []
    style = paragraph.style
    while style is not None and len(styles) < 10:
        styles.append(style.element.pPr)
        style = getattr(style, "base_style", None)
    for properties in (paragraph._p.pPr, *styles):
        told = properties.find(qn("w:numPr")) if properties is not None else None
        if told is not None:
            number, level = told.find(qn("w:numId")), told.find(qn("w:ilvl"))
            if number is None or number.get(qn("w:val")) == "0":
                return None
            return number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
    return None


def _levels(document) -> dict[str, dict[int, tuple[str, str, int]]]:
    """By list and level: the kind of numeral, the pattern around it, and the first number."""
    part = next((p for p in document.part.package.iter_parts() if p.partname == "/word/numbering.xml"), None)
    if part is None:
        return {}
    root = part._element
    patterns = {}
    for abstract in root.iter(qn("w:abstractNum")):
        levels = {}
        for level in abstract.iter(qn("w:lvl")):
            levels[int(level.get(qn("w:ilvl"), "0"))] = (
                _value(level, "w:numFmt", "decimal"),
                _value(level, "w:lvlText", ""),
                int(_value(level, "w:start", "1")),
            )
        patterns[abstract.get(qn("w:abstractNumId"))] = levels
    return {
        one.get(qn("w:numId")): patterns.get(_value(one, "w:abstractNumId", ""), {}) for one in root.iter(qn("w:num"))
    }


def _value(element, name: str, otherwise: str) -> str:
    found = element.find(qn(name))
    return found.get(qn("w:val"), otherwise) if found is not None else otherwise


def _numeral(number: int, form: str) -> str:
    if form in COUNTED_IN_CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return f"{CHINESE[tens] if tens > 1 else ''}{'十' if tens else ''}{CHINESE[ones] if ones else ''}"
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((96 if form == "lowerLetter" else 64) + number)
    return str(number)
