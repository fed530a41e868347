"""Sets a plain text as a Word file in the layout of official documents (GB/T 9704).

The source has one paragraph a line; the first sign says what it is, see ``templates/papers/README.md``.
"""

from functools import cache
from io import BytesIO
from itertools import pairwise
from math import ceil
from unicodedata import east_asian_width

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY
TITLE_FACE, BODY_FACE, HEADING_FACE, LATIN_FACE = "方正小标宋简体", "仿宋", "黑体", "Times New Roman"
RED = RGBColor(0xC8, 0x10, 0x10)
# 156 by 225 mm hold 28 characters by 22 lines of size 3 (16 pt).
TEXT_WIDTH = Mm(156)
LINE = Pt(28)
# In a table under a head: what is no wider stands in the middle; so many lines stay together, or rows on top of a page.
SHORT, ON_A_PAGE, ON_TOP = 12, 12, 3
# A letter of a table, and what stands beside the text of a cell, in millimetres.
LETTER, CELL = 2.5, 4

# The letters of a letterhead, and the smallest that a long name may have.
LETTERHEAD, SMALLEST = 30, 22

# sign, style, face, size in points, alignment, first-line indent in characters
STYLES = (
    ("!", "公文发文机关", TITLE_FACE, LETTERHEAD, CENTRE, 0),
    ("#", "公文标题", TITLE_FACE, 22, CENTRE, 0),
    (">", "公文文号", BODY_FACE, 16, BOTH, 0),
    ("@", "公文抬头", BODY_FACE, 16, BOTH, 0),
    ("=", "公文小标题", HEADING_FACE, 16, BOTH, 2),
    ("", "公文正文", BODY_FACE, 16, BOTH, 2),
    ("<", "公文落款", BODY_FACE, 16, RIGHT, 0),
    ("-", "公文附注", BODY_FACE, 14, BOTH, 2),
    ("|", "公文表格", BODY_FACE, 14, BOTH, 0),
)
STYLE_OF = {sign: name for sign, name, *_ in STYLES}
SIGN_OF = {name: sign for sign, name in STYLE_OF.items()}

# What the library's own file brings that stands on our pages, each with what it rests on; of its 160 styles the others
# are two thirds of a megabyte that every paper would be read, filled in and packed with.
CHARACTERS = {"Default Paragraph Font", "Header Char", "Footer Char"}
NEEDED = {"Normal", "Header", "Footer", "Normal Table", "Table Grid", "No List", *CHARACTERS}
LEFT_OUT = ("stylesWithEffects", "customXml", "numbering", "thumbnail")

# A PC without these faces takes the ones named as their stand-ins.
FONT_TABLE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts {nsdecls("w")}>
<w:font w:name="{TITLE_FACE}"><w:altName w:val="宋体"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>
<w:font w:name="{BODY_FACE}"><w:altName w:val="FangSong"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>
<w:font w:name="{HEADING_FACE}"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>
<w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>
<w:font w:name="{LATIN_FACE}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>
</w:fonts>"""


def typeset(source: str, *, title: str) -> bytes:
    """The Word file of the source."""
    document = Document(BytesIO(_blank()))
    document.core_properties.title = title
    lines = [line.rstrip() for line in source.splitlines()]
    while lines:
        if lines[0].startswith("|"):
            rows = []
            while lines and lines[0].startswith("|"):
                rows.append([cell.strip() for cell in lines.pop(0).split("|")[1:]])
            # No page has a seal and nothing above it.
            is_sealed = bool(lines) and lines[0].startswith("<")
            headed = rows[0][0].startswith("*")
            widths = _widths(document, rows)
            if headed and widths:
                _headed_table(document, rows, widths)
            else:
                _table(document, rows, widths, is_sealed=is_sealed)
        else:
            _paragraph(document, lines.pop(0))
    _space(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@cache
def _blank() -> bytes:
    """The page and the styles of every file, on which nothing stands yet; made once a process."""
    document = Document()
    _lighten(document)
    _page(document)
    for style in STYLES:
        _style(document, *style)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _lighten(document) -> None:
    """Only what our pages use of the library's own file is left."""
    styles = document.styles.element
    for style in document.styles:
        if style.name not in NEEDED:
            styles.remove(style.element)
    for holder in (document.part, document.part.package):
        for name, relation in [*holder.rels.items()]:
            if relation.reltype.rpartition("/")[2] in LEFT_OUT:
                del holder.rels[name]


def _page(document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    _page_number(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"
    # Without a language the glyphs of another country may be chosen, with its full stops.
    fonts = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = FONT_TABLE.encode()


def _page_number(paragraph) -> None:
    """— 1 — in the foot, size 4 (14 pt)."""
    paragraph.alignment = CENTRE
    _face(paragraph.add_run("— ").font, "宋体", 14)
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>')
    number = paragraph.add_run("1")
    _face(number.font, "宋体", 14)
    field.append(number._r)
    paragraph._p.append(field)
    _face(paragraph.add_run(" —").font, "宋体", 14)


def _style(document, sign, name, face, size, alignment, indent) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = True
    _face(style.font, face, size)
    layout = style.paragraph_format
    layout.alignment = alignment
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.widow_control = True
    if indent:
        _indent(style.element, firstLineChars=indent * 100, firstLine=int(Pt(size * indent) / 635))
    if sign == "!":
        style.font.color.rgb = RED
        layout.line_spacing = Pt(44)
        layout.space_after = Pt(14)
        _rule(style.element)
    if sign == "#":
        layout.line_spacing = Pt(36)
        layout.keep_with_next = True
    if sign == ">":
        layout.space_before = Pt(14)
        layout.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        layout.space_after = LINE
    if sign == "=":
        layout.keep_with_next = True
    if sign == "<":
        # four characters from the edge: the seal covers name and date
        _indent(style.element, rightChars=400, right=int(Pt(size * 4) / 635))
        layout.keep_together = True
    if sign == "-":
        layout.space_before = Pt(14)
    if sign == "|":
        layout.line_spacing = Pt(22)


def _face(font, face: str, size: int) -> None:
    font.name = LATIN_FACE
    font.size = Pt(size)
    font.element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _indent(element, **twips) -> None:
    properties = element.get_or_add_pPr()
    indent = properties.find(qn("w:ind"))
    if indent is None:
        indent = properties._add_ind()
    for name, value in twips.items():
        indent.set(qn(f"w:{name}"), str(value))


def _rule(element) -> None:
    """A red rule under the letterhead."""
    rule = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="6" w:color="{RED}"/></w:pBdr>'
    )
    element.get_or_add_pPr().insert_element_before(rule, "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def _paragraph(document, line: str) -> None:
    sign = line[:1] if line[:1] in STYLE_OF else ""
    text = line[len(sign) :].strip()
    paragraph = document.add_paragraph(text, style=STYLE_OF[sign])
    if sign == "!" and (fitting := int(TEXT_WIDTH.pt * 2 / max(wide(text), 1))) < LETTERHEAD:
        # A long name stands in one line as long as that can be read from afar.
        for run in paragraph.runs:
            run.font.size = Pt(max(fitting, SMALLEST))


def _table(document, rows: list[list[str]], widths: list | None, *, is_sealed: bool) -> None:
    """A grid: a name and what it names, once or twice a row; or columns of the widths given, which hang together."""
    columns = len(widths) if widths else max(len(row) for row in rows)
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    hangs_together = widths is not None
    if widths is None:
        widths = [Mm(32), Mm(46), Mm(34), Mm(44)] if columns == 4 else [Mm(32), TEXT_WIDTH - Mm(32)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, texts in enumerate(rows, start=1):
        row = table.add_row()
        row.height = LINE
        if not (hangs_together and is_sealed):
            # Of rows that must not be split LibreOffice forgets that they go with the seal.
            _no_split(row)
        cells = list(row.cells)
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
        if len(texts) < columns:
            cells[len(texts) - 1].merge(cells[-1])
        for position, text in enumerate(texts):
            paragraph = _cell(row.cells[position], text)
            if position % 2 == 0:
                paragraph.alignment = CENTRE
            if hangs_together and (is_sealed or place < len(rows)):
                paragraph.paragraph_format.keep_with_next = True


def _headed_table(document, rows: list[list[str]], widths: list) -> None:
    """Columns under a head that every page repeats: what is short stands in the middle, words on the left.

    A short table stays on one page, of a long one the head with the first rows, and the last rows with each other.
    """
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    widest: dict[str, int] = {}
    for head, *cells in zip(*rows, strict=True):
        widest[head] = max([widest.get(head, 0), *map(wide, cells)])
    middle = [widest[head] <= SHORT for head in rows[0]]
    high = [_lines(texts, widths) for texts in rows]
    on_top = ON_TOP if sum(high[:ON_TOP]) <= ON_A_PAGE / 2 else ON_TOP - 1
    kept = len(rows) if sum(high) <= ON_A_PAGE else on_top
    for place, texts in enumerate(rows):
        row = table.add_row()
        _no_split(row)
        if not place:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, width, text, centred in zip(row.cells, widths, texts, middle, strict=True):
            cell.width = width
            paragraph = _cell(cell, text)
            # Words spread over a narrow column would stand apart letter by letter.
            paragraph.alignment = CENTRE if centred or not place else LEFT
            if place < kept - 1 or len(rows) - on_top <= place < len(rows) - 1:
                paragraph.paragraph_format.keep_with_next = True


def _lines(texts: list[str], widths: list) -> int:
    """How many lines a row of a table is high, about."""
    rooms = [max(width.mm - CELL, LETTER) for width in widths]
    return max(ceil(wide(text) * LETTER / room) for text, room in zip(texts, rooms, strict=True))


def wide(text: str) -> int:
    """How many letters it is wide; a Chinese sign is two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _widths(document, rows: list[list[str]]) -> list | None:
    """The widths that the first row gives, taken off the rows; the line above such a table stays with it."""
    if not rows[0][0].startswith(("=", "*")):
        return None
    head = document.paragraphs[-1]
    head.paragraph_format.keep_with_next = True
    _hold(head)
    return [Mm(int(width.strip("=* "))) for width in rows.pop(0)]


def _hold(paragraph: Paragraph) -> None:
    """What stands above it goes with it onto the next page, whichever of the lines that have a condition are left."""
    block, depth = paragraph._p.getprevious(), 0
    while block is not None:
        text = "".join(block.itertext())
        depth += text.startswith("{%p endif") - text.startswith("{%p if")
        rows = block.findall(qn("w:tr"))
        for each in rows[-1].iter(qn("w:p")) if rows else [block]:
            Paragraph(each, paragraph._parent).paragraph_format.keep_with_next = True
        if not depth and not text.startswith("{%p"):
            return
        block = block.getprevious()


def _cell(cell, text: str):
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.text = STYLE_OF["|"], text
    return paragraph


def _no_split(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _space(document) -> None:
    """Room under a letter's title and for the seal; the page with the signature has text above it (GB/T 9704)."""
    for before, paragraph in pairwise(document.paragraphs):
        signs = SIGN_OF[before.style.name], SIGN_OF[paragraph.style.name]
        if signs == ("#", "@"):
            before.paragraph_format.space_after = LINE
        if signs[1] == "<":
            before.paragraph_format.keep_with_next = True
            if signs[0] == "" and wide(before.text) <= SHORT:
                # 特此告知。 is no text that a page with a signature could have above it.
                _hold(before)
            if signs[0] != "<":
                paragraph.paragraph_format.space_before = 2 * LINE
