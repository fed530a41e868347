"""What a Word file may consist of, if every paper of the office is to be made from it: nothing that reaches elsewhere.

Parts and relations are read as XML, as Word reads them, whatever way their letters are written, and only the kinds
that a letter needs are let in.
"""

import re
from collections.abc import Iterator
from typing import IO

from docx.oxml.ns import qn
from lxml import etree

from governance.frame.refusals import Refusal
from governance.jobs import archives

RELATIONS = frozenset(
    [
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "image",
        "customXml",
        "customXmlProps",
    ]
)
# By the end of the content type, which says what a part is.
KINDS = frozenset(
    [
        "relationships+xml",
        "core-properties+xml",
        "extended-properties+xml",
        "custom-properties+xml",
        "customXmlProperties+xml",
        "document.main+xml",
        "styles+xml",
        "stylesWithEffects+xml",
        "settings+xml",
        "webSettings+xml",
        "fontTable+xml",
        "theme+xml",
        "numbering+xml",
        "header+xml",
        "footer+xml",
        "footnotes+xml",
        "endnotes+xml",
        "xml",
        "png",
        "jpeg",
        "jpg",
        "gif",
        "bmp",
        "tiff",
        "x-emf",
        "x-wmf",
    ]
)
PICTURES = frozenset(["png", "jpeg", "jpg", "gif", "bmp", "tiff", "x-emf", "x-wmf"])
# Fields that fetch something from elsewhere or run something when the paper is opened.
ACTIVE_FIELDS = re.compile("DDE|INCLUDE|LINK|IMPORT|DATABASE|MACRO|EMBED|AUTOTEXT", re.IGNORECASE)
INSTRUCTIONS = (qn("w:instrText"), qn("w:delInstrText"))
FOREIGN = frozenset(("altChunk", "object", "OLEObject", "control", "subDoc", "attachedTemplate"))


class PartRefused(Refusal):
    """A part of the file has no place in a template."""

    field = "file"


def check(file: IO[bytes], names: frozenset[str]) -> None:
    """The file brings nothing of its own but text, its looks and pictures; raises ``PartRefused`` with a sentence."""
    types = _content_types(file)
    for name in sorted(names - {archives.CONTENT_TYPES}):
        if name.endswith("/"):
            continue
        kind = _kind_of(name, types)
        if kind not in KINDS:
            raise PartRefused("模板里有批注、嵌入的文件、控件或者别的内容，请只留文字、表格和图片后再上传。")
        if kind in PICTURES:
            continue
        root = _read(file, name)
        if kind == "relationships+xml":
            _check_relations(root)
        else:
            _check_content(root)


def _content_types(file: IO[bytes]) -> dict[str, str]:
    """What each part is: by its name, or by the ending of its name."""
    found = {}
    for entry in _read(file, archives.CONTENT_TYPES):
        key = entry.get("PartName") or f".{entry.get('Extension', '')}"
        found[key.lower()] = entry.get("ContentType", "")
    return found


def _kind_of(name: str, types: dict[str, str]) -> str:
    told = types.get(f"/{name}".lower()) or types.get(f".{name.rpartition('.')[2]}".lower(), "")
    return re.split(r"[./]", told.removesuffix(".main+xml"))[-1] + (".main+xml" if told.endswith(".main+xml") else "")


def _read(file: IO[bytes], name: str):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archives.read(file, name), parser)
    except etree.XMLSyntaxError as error:
        raise PartRefused("文件打不开，请用 Word 或 WPS 另存为 docx 后再上传。") from error


def _check_relations(root) -> None:
    for relation in root.iter("{*}Relationship"):
        if relation.get("TargetMode", "").strip().lower() not in ("", "internal"):
            raise PartRefused("模板里有指向外部的链接或图片，请去掉后再上传。")
        if relation.get("Type", "").rpartition("/")[2] not in RELATIONS:
            raise PartRefused("模板里嵌有其他文件或控件，请去掉后再上传。")


def _check_content(root) -> None:
    if any(etree.QName(element).localname in FOREIGN for element in root.iter(etree.Element)):
        raise PartRefused("模板里嵌有其他文件或控件，请去掉后再上传。")
    if ACTIVE_FIELDS.search("".join(_instructions(root))):
        raise PartRefused("模板里有会自动取数或者链接的域，请去掉后再上传。")


def _instructions(root) -> Iterator[str]:
    for element in root.iter(etree.Element):
        if element.tag in INSTRUCTIONS:
            yield element.text or ""
        yield element.get(qn("w:instr"), "")
