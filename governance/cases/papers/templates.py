"""Word templates of papers: the delivered ones, the office's own, and how text gets into them.

A template may name the words of its paper and keep or drop a part by ``if``; loops, calls, filters and everything else
that Jinja can do are refused, so a template cannot compute, only say.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from functools import cache, lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.template.utils import get_app_template_dirs
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from governance.frame.refusals import Refusal
from governance.jobs import archives

from ..files import storage
from ..models import PaperTemplate
from . import parts
from .typesetting import STYLE_OF

LARGEST = 3 * archives.MEGABYTE
LIMITS = archives.Limits(unpacked=30 * archives.MEGABYTE)
ALLOWED_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
TEXT, PARAGRAPH, ROW = qn("w:t"), qn("w:p"), qn("w:tr")
# A column while the template is filled in: its entries, parted and framed by signs that no printable text holds.
COLUMN = re.compile("\u2029([^\u2029]*)\u2029")
# Text directly in an element that may only hold other elements.
STRAY = "|".join(
    f"//w:{name}/text()[normalize-space()]" for name in ("body", "tbl", "tr", "tc", "p", "r", "hdr", "ftr")
)
# What docxtpl would fill in too.
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


class TemplateRefused(Refusal):
    """The uploaded template is not taken; the one in use stays."""

    field = "file"


def current(code: str) -> IO[bytes]:
    """The template a paper is made from now: the office's own, or else the delivered one."""
    own = PaperTemplate.objects.filter(code=code, is_active=True).first()
    return BytesIO(storage.content_of(own.path)) if own else delivered(code)


def folders() -> list[Path]:
    """Where the delivered templates lie: ``papers`` in the centre's templates and in those that an app keeps itself."""
    roots = [settings.BASE_DIR / "templates", *get_app_template_dirs("templates")]
    return [root / "papers" for root in roots if (root / "papers").is_dir()]


def delivered(code: str) -> IO[bytes]:
    """The template that came with the centre."""
    path = next(path for folder in folders() if (path := folder / f"{code}.docx").exists())
    return BytesIO(path.read_bytes())


def render(template: IO[bytes], words: dict[str, str], *, title: str, columns: Iterable[str] = ()) -> bytes:
    """The Word file with the words in their places; line ends in them become paragraphs of the same style.

    Those of ``columns`` become table rows: the row that names them is set once for each of their lines.
    """
    document = DocxTemplate(template)
    document.render_init()
    # LibreOffice spells the relation to the properties differently; a second part of the same name would be added.
    for relation in document.docx.part.package.rels.values():
        if relation.reltype.endswith("/core-properties"):
            relation._reltype = RELATIONSHIP_TYPE.CORE_PROPERTIES
    for name in PROPERTIES:
        setattr(document.docx.core_properties, name, "")
    columns = set(columns)
    document.render({word: _filled(text, word in columns) for word, text in words.items()}, _environment())
    for name in (ROW, PARAGRAPH):
        _spread(document.docx.element, name)
    _hold_signature(document.docx)
    document.docx.core_properties.title = title
    document.docx.core_properties.author = document.docx.core_properties.last_modified_by = words.get("制发单位", "")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _filled(text: str, is_column: bool) -> str:
    # docxtpl makes a paragraph of a bell sign; the words come without control characters.
    return "\u2029" + text.replace("\n", "\u2028") + "\u2029" if is_column else text.replace("\n", "\a")


def _spread(root, name: str) -> None:
    """Every row (or, outside of tables, paragraph) with columns in it stands once for each of their entries."""
    for element in list(root.iter(name)):
        columns = COLUMN.findall("\n".join(text.text or "" for text in element.iter(TEXT)))
        most = max((column.count("\u2028") + 1 for column in columns), default=0)
        for place in range(most):
            copy = deepcopy(element)
            if place + 1 < most:
                _keep_with_next(copy)
            for text in copy.iter(TEXT):
                text.text = COLUMN.sub(lambda column, at=place: _entry(column[1], at), text.text or "")
            element.addprevious(copy)
        if columns:
            element.getparent().remove(element)


def _hold_signature(document) -> None:
    """What stands above the signature goes with it onto a new page, also where a part between them is left out."""
    signature = STYLE_OF["<"]
    for before, block in pairwise(document.iter_inner_content()):
        if isinstance(block, Paragraph) and block.style is not None and block.style.name == signature:
            _keep_with_next(before._element if isinstance(before, Paragraph) else before.rows[-1]._tr)


def _keep_with_next(row) -> None:
    for paragraph in row.iter(PARAGRAPH):
        ParagraphFormat(paragraph).keep_with_next = True


def _entry(column: str, place: int) -> str:
    return dict(enumerate(column.split("\u2028"))).get(place, "")


class _Environment(ImmutableSandboxedEnvironment):
    """What stands in a template is read once a process: papers of a kind are made of the same words."""

    def from_string(self, source: Any, *args: Any, **more: Any) -> Template:
        return _of_words(source)


@cache
def _environment() -> _Environment:
    return _Environment(autoescape=True, undefined=StrictUndefined)


@lru_cache(maxsize=128)
def _of_words(source: str) -> Template:
    return ImmutableSandboxedEnvironment.from_string(_environment(), source)


def check(file: IO[bytes], *, samples: dict[str, str], required: set[str]) -> None:
    """The file can serve as a template: a harmless Word file that says what it must and prints what it names.

    ``samples`` has a text for every word it may use. Raises ``TemplateRefused``.
    """
    _check_file(file)
    try:
        document = DocxTemplate(file)
        document.render_init()
        used = _words_used(document)
    except TemplateError as error:
        raise TemplateRefused("模板里的字段写得不完整或者夹有其他符号，请核对每一处 {{ 和 }}。") from error
    except TemplateRefused:
        raise
    except Exception as error:  # python-docx and lxml raise whatever a broken part makes them stumble over
        raise TemplateRefused("文件打不开，请用 Word 或 WPS 另存为 docx 后再上传。") from error
    unknown = sorted(used - set(samples))
    if unknown:
        raise TemplateRefused(f"模板里有不认识的字段：{'、'.join(unknown)}。请从字段表中选用。")
    missing = [word for word in samples if word in required and word not in used]
    if missing:
        raise TemplateRefused(f"模板缺少必备内容：{'、'.join(missing)}。请把这些字段加进模板。")
    _check_trial(file, samples, used)


def _check_file(file: IO[bytes]) -> None:
    if file.seek(0, 2) > LARGEST:
        raise TemplateRefused(f"模板不能超过 {LARGEST // archives.MEGABYTE} MB。")
    file.seek(0)
    try:
        kind = archives.office_kind(file, LIMITS)
        names = archives.check(file, LIMITS)
    except archives.ArchiveRefused as error:
        raise TemplateRefused(str(error)) from error
    if kind != "docx":
        raise TemplateRefused("模板须是 Word 文档（docx）。")
    if any(name.lower().endswith(".bin") or "/embeddings/" in name.lower() for name in names):
        raise TemplateRefused("模板里嵌有其他文件或控件，请去掉后再上传。")
    try:
        parts.check(file, names)
    except parts.PartRefused as error:
        raise TemplateRefused(str(error)) from error


def _words_used(document: DocxTemplate) -> set[str]:
    """The words that the template names, wherever they stand; raises ``TemplateRefused`` for anything more."""
    sources = [document.get_xml()]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        sources += [document.get_part_xml(part) for _, part in document.get_headers_footers(uri)]
    for part in document.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            sources.append(part.blob.decode())
    environment = _environment()
    used: set[str] = set()
    for source in sources:
        for node in environment.parse(document.patch_xml(source)).iter_child_nodes():
            used |= _names(node)
    return used


def _names(node: nodes.Node) -> set[str]:
    if not isinstance(node, ALLOWED_NODES):
        raise TemplateRefused("模板里只能写字段和“if … endif”，不能写循环、计算和其他语句。")
    names = {node.name} if isinstance(node, nodes.Name) else set()
    for child in node.iter_child_nodes():
        names |= _names(child)
    return names


def _check_trial(file: IO[bytes], samples: dict[str, str], used: set[str]) -> None:
    """Every word the template names comes out as visible text, and nothing stands where Word expects none."""
    file.seek(0)
    try:
        trial = BytesIO(render(file, samples, title=""))
        archives.check(trial, LIMITS)
        shown = text_of(trial)
    except Exception as error:  # whatever breaks here would break when a paper is issued
        raise TemplateRefused("按模板试制文书没有成功，请核对字段的写法。") from error
    lost = sorted(word for word in used if "".join(samples[word].split()) not in "".join(shown.split()))
    if lost:
        raise TemplateRefused(f"试制的文书里没有显示出这些字段：{'、'.join(lost)}。")
    if any(root.xpath(STRAY) for root in _roots(trial)):
        raise TemplateRefused("有的字段写法不对，会使文书打不开。请只写 {{字段}}，花括号里不加其他字母。")


def text_of(file: IO[bytes]) -> str:
    """The visible text of a Word file, one paragraph a line, with headers and footers."""
    paragraphs = (paragraph for root in _roots(file) for paragraph in root.iter(PARAGRAPH))
    return "\n".join("".join(text.text or "" for text in paragraph.iter(TEXT)) for paragraph in paragraphs)


def _roots(file: IO[bytes]) -> list:
    document = Document(file)
    parts = [part for section in document.sections for part in (section.header, section.footer)]
    return [document.element, *(part._element for part in parts)]
