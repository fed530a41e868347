"""A signature never stands alone on a page (GB/T 9704): every paper, with short, usual and long contents."""

import re
from datetime import datetime
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat
from pypdf import PdfReader

from governance.cases.binding.word import pages
from governance.cases.papers import issue as papers
from governance.cases.papers import templates
from governance.cases.papers.typesetting import STYLE_OF
from governance.frame.days import CHINA
from governance.frame.wording import as_papers_say, minute_in_figures, quoted

LINE = "经核实，反映的情况属实，应当由责任单位限期办理。"
BY_HAND = "年　　月　　日"
OWN = ("文书名称", "依据", "文号")


def made(code: str, lines: int | None) -> bytes:
    """The paper as it is delivered: of no lines with next to nothing in it, of some so much longer than usual."""
    kind = papers.KINDS[code]
    words = papers.samples(kind)
    if lines is None:
        words = {word: text if word in OWN else text[:2] for word, text in words.items()}
    elif lines:
        longest = max((word for word in words if word not in OWN), key=lambda word: len(words[word]))
        words[longest] += f"\n{LINE}" * lines
    return templates.render(templates.delivered(code), words, title=kind.title)


def stays(block) -> bool:
    paragraphs = [block] if isinstance(block, Paragraph) else block.rows[-1].cells[0].paragraphs
    return all(ParagraphFormat(paragraph._p).keep_with_next for paragraph in paragraphs)


@pytest.mark.parametrize("lines", [None, 0, 30], ids=["short", "usual", "long"])
def test_what_stands_above_a_signature_goes_with_it(lines):
    loose = []
    for code in papers.KINDS:
        blocks = list(Document(BytesIO(made(code, lines))).iter_inner_content())
        for place, block in enumerate(blocks[1:]):
            signs = isinstance(block, Paragraph) and block.style.name == STYLE_OF["<"]
            if signs and not stays(blocks[place]):
                loose.append(code)
    assert loose == []


@pytest.mark.parametrize("lines", [None, 0, 30], ids=["short", "usual", "long"])
def test_no_page_has_only_a_closing_word_or_the_boxes_for_names(lines):
    alone = []
    for code in papers.KINDS:
        document = Document(BytesIO(made(code, lines)))
        blocks = list(document.iter_inner_content())
        for above, (head, below) in zip(blocks, pairwise(blocks[1:]), strict=False):
            closes = isinstance(below, Paragraph) and below.style.name == STYLE_OF["<"] and is_short(head)
            signs = isinstance(below, Table) and below.rows[0].cells[-1].text == BY_HAND
            if (closes or signs) and not stays(above):
                alone.append(code)
    assert alone == []


def test_the_boxes_for_names_go_with_the_day_below_them_in_libreoffice_too():
    """It forgets so of rows that must not be split."""
    held = []
    for code in papers.KINDS:
        for above, below in pairwise(Document(BytesIO(made(code, 0))).iter_inner_content()):
            if isinstance(above, Table) and isinstance(below, Paragraph) and above.rows[-1].cells[-1].text == BY_HAND:
                held += [code] if above._tbl.xpath(".//w:cantSplit") and below.style.name == STYLE_OF["<"] else []
    assert held == []


def is_short(block) -> bool:
    """特此告知。 and its like: no text that a page could have above its signature."""
    return isinstance(block, Paragraph) and block.text.startswith("特此")


def test_times_and_days_in_papers_are_said_as_papers_say_them():
    assert minute_in_figures(datetime(2026, 11, 21, 14, 30, tzinfo=CHINA)) == "2026年11月21日 14:30"
    assert as_papers_say("公示之日：2026-10-08，编号 12026-10-081") == "公示之日：2026年10月8日，编号 12026-10-081"
    assert quoted("“五老”结对帮带") == "“‘五老’结对帮带”"
    iso = re.compile(r"\d{4}-\d\d-\d\d")
    assert not [code for code, kind in papers.KINDS.items() if iso.search("".join(papers.samples(kind).values()))]


def test_papers_are_tried_with_the_names_of_no_county():
    of_the_demo = re.compile("长安|韦曲|西安|长[综信法]|区(?=住|级|医|委|政|信|司)")
    named = {code: of_the_demo.findall("".join(papers.samples(kind).values())) for code, kind in papers.KINDS.items()}
    assert {code: found for code, found in named.items() if found} == {}


def last_page(word: bytes, folder) -> tuple[int, str]:
    source, target = folder / "文书.docx", folder / "文书.pdf"
    source.write_bytes(word)
    pages(source, target)
    printed = PdfReader(target).pages
    return len(printed), re.sub(r"\s", "", printed[-1].extract_text())


@pytest.mark.parametrize(("code", "longer"), [("copy_notice", (0, 16, 20)), ("service_receipt", (0, 1, 8))])
def test_however_long_it_is_the_last_page_says_something_above_the_signature(tmp_path, code, longer):
    numbers = set()
    for lines in longer:
        word = made(code, lines)
        signature = [
            re.sub(r"\s", "", paragraph.text)
            for paragraph in Document(BytesIO(word)).paragraphs
            if paragraph.style.name == STYLE_OF["<"]
        ]
        number, said = last_page(word, tmp_path)
        for text in signature:
            said = said.replace(text, "")
        numbers.add(number)
        assert number == 1 or len(said) > 10, (lines, said)
    assert len(numbers) > 1, "no page break passed the signature"
