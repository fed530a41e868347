"""Zip-based files (docx, xlsx, ofd) are looked through before anything unpacks them.

Sizes that a zip declares can lie, and parsers believe different ones of them, so every entry is unpacked to the end of
its stream and counted here, under a limit. Plain Python.
"""

import copy
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from lxml import etree

from governance.frame.refusals import Refusal

MEGABYTE = 1024 * 1024
CHUNK = 256 * 1024
# A document type can name other files or blow up to gigabytes; no office program writes one.
DOCTYPES, ENTITIES = (
    tuple(mark.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")) for mark in ("<!DOCTYPE", "<!ENTITY")
)
TAIL = max(map(len, DOCTYPES)) - 1
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
TEXT_PARTS = b"wordprocessingml"
# What may stand before the first sign of a part, in whichever of the codes.
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
# What a desk would run when the file is opened: entries by their names, parts by the last word of their relation.
RUNNING = (".exe", ".dll", ".msi", ".bat", ".cmd", ".com", ".scr", ".ps1", ".js", ".vbs", ".hta", ".lnk", ".jar")
PACKED = (".zip", ".rar", ".7z")
# Where an office program keeps an object, whether anything in the document leads there or not.
OBJECT = re.compile(r"/(embeddings|activex)/[^/]*\.(bin|ole)$", re.IGNORECASE)
EMBEDDED = frozenset({"oleobject", "control", "activexcontrolbinary", "vbaproject"})
# A page of the web, or another document, that Word only takes in when it opens the file.
PASTED = "afchunk"
SHEET_PROGRAMS = frozenset({"xlmacrosheet", "xlintlmacrosheet", "dialogsheet"})
ELSEWHERE = frozenset({"externallink", "externallinkpath", "connections", "querytable"})
# A field of Word that has another program do something, however its letters are spread over the text.
FIELDS = ("{*}instrText", "{*}delInstrText")
DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
FETCHED = frozenset({"attachedtemplate", "subdocument", "frame", "oleobject", "image"})
OBJECTS_INSIDE = "文件里嵌有对象（OLE、控件或者别的文档），不予接收。请另存时去掉，材料单独上传。"
PASTED_INSIDE = "文件里夹着网页或者别的文档，打开时才并进来，不予接收。请用 Word 或 WPS 打开，另存一次后再上传。"
MACRO_MARKS = (b"macroenabled", b"vbaproject", b"vbadata")


class ArchiveRefused(Refusal):
    """The file is not taken; the sentence is for the person who sent it."""


@dataclass(frozen=True)
class Limits:
    """What an honest office file stays under: number of entries, bytes unpacked, unpacked over packed."""

    entries: int = 2000
    unpacked: int = 200 * MEGABYTE
    ratio: int = 100


OFFICE = Limits()


def check(file: IO[bytes], limits: Limits = OFFICE) -> frozenset[str]:
    """The names in the archive, every entry having been unpacked once within the limits.

    Raises ``ArchiveRefused`` for a damaged, encrypted, overfull or overlapping archive and for a document type.
    """
    packed = file.seek(0, 2)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > limits.entries:
                raise ArchiveRefused(f"文件内部有 {len(entries)} 个部分，超过 {limits.entries} 个，不予接收。")
            names = frozenset(_safe_name(entry) for entry in entries)
            if (
                len(names) != len(entries)
                or sum(entry.compress_size for entry in entries) > packed
                or any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries)
            ):
                raise ArchiveRefused("文件内部结构不正常，不予接收。")
            budget = min(limits.unpacked, max(packed, 1) * limits.ratio)
            for entry in entries:
                budget -= _unpacked_size(archive, entry, budget)
            return names
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ArchiveRefused("文件已损坏或者加了密，无法打开。") from error
    finally:
        file.seek(0)


def office_kind(file: IO[bytes], limits: Limits = OFFICE) -> str:
    """``docx``, ``xlsx`` or ``ofd`` by content; raises ``ArchiveRefused`` for macros and for anything else."""
    names = check(file, limits)
    if "OFD.xml" in names:
        return "ofd"
    if CONTENT_TYPES not in names:
        raise ArchiveRefused("文件不是 Word 文档或 Excel 表格。")
    types = read(file, CONTENT_TYPES)
    lowered = types.lower()
    if any(mark in lowered for mark in MACRO_MARKS) or any("vbaproject" in name.lower() for name in names):
        raise ArchiveRefused("文件带有宏，不予接收。请另存为不带宏的文件。")
    for mark, kind in MAIN_PARTS.items():
        if mark in types:
            return kind
    raise ArchiveRefused("文件不是 Word 文档或 Excel 表格。")


def check_harmless(file: IO[bytes]) -> None:
    """Raises ``ArchiveRefused`` for a document that brings a program or another file along, or fetches one."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    file.seek(0)
    if any(name.lower().endswith((*RUNNING, *PACKED)) for name in names):
        raise ArchiveRefused("文件里嵌有程序或者压缩包，不予接收。请把材料单独上传。")
    if any(OBJECT.search(name) for name in names):
        raise ArchiveRefused(OBJECTS_INSIDE)
    is_text = CONTENT_TYPES in names and TEXT_PARTS in read(file, CONTENT_TYPES)
    for name in names:
        if name.lower().endswith(".rels"):
            _check_relations(_tree(read(file, name)))
        elif is_text and name != CONTENT_TYPES and (content := read(file, name)).lstrip(BEFORE_XML).startswith(b"<"):
            # The relations name the parts of a text: they may lie anywhere, by any name.
            _check_fields(_tree(content))


def _tree(content: bytes) -> etree._Element:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ArchiveRefused("文件已损坏，请重新保存后再上传。") from error


def _check_fields(part: etree._Element) -> None:
    """Raises ``ArchiveRefused`` for a field that starts another program."""
    words = "".join(each.text or "" for each in part.iter(*FIELDS))
    words += " ".join(value for each in part.iter("{*}fldSimple") for value in each.attrib.values())
    if DDE.search(words):
        raise ArchiveRefused("文件里有启动别的程序的域（DDE），不予接收。请删去后再上传。")


def _check_relations(relations: etree._Element) -> None:
    """Raises ``ArchiveRefused`` for what the program that opens the file would run or fetch, however it is written."""
    for relation in relations.iter("{*}Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2].lower()
        if kind == PASTED:
            raise ArchiveRefused(PASTED_INSIDE)
        if kind in EMBEDDED:
            raise ArchiveRefused(OBJECTS_INSIDE)
        if kind in SHEET_PROGRAMS:
            raise ArchiveRefused("表格里有宏表，不予接收。请另存为不带宏的文件。")
        if kind in ELSEWHERE:
            raise ArchiveRefused("表格引用了别的文件或者数据源，不予接收。请断开链接，改成数值后再上传。")
        if kind in FETCHED and relation.get("TargetMode", "").lower() == "external":
            raise ArchiveRefused("文件一打开就要从别处取模板或者内容，不予接收。请另存为普通文档。")


def read(file: IO[bytes], name: str) -> bytes:
    """One entry of an archive that ``check`` has let through."""
    with zipfile.ZipFile(file) as archive:
        content = archive.read(name)
    file.seek(0)
    return content


def _safe_name(entry: zipfile.ZipInfo) -> str:
    parts = entry.filename.split("/")
    if entry.filename.startswith("/") or ".." in parts or "\\" in entry.orig_filename or ":" in entry.filename:
        raise ArchiveRefused("文件内部结构不正常，不予接收。")
    return entry.filename


def _unpacked_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> int:
    """Bytes the entry unpacks to. The declared size is set aside, so that the stream itself says where it ends."""
    honest = copy.copy(entry)
    honest.file_size = 1 << 62
    # Drawing programs name the document type of an SVG; what could do harm in one is an entity.
    marks = ENTITIES if entry.filename.lower().endswith(".svg") else DOCTYPES
    size, tail = 0, b""
    with archive.open(honest) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > budget:
                raise ArchiveRefused("文件解压后过大，不予接收。")
            seen = tail + chunk
            if any(mark in seen for mark in marks):
                raise ArchiveRefused("文件含有不允许的文档类型声明，不予接收。")
            tail = seen[-TAIL:]
    if size != entry.file_size:
        raise ArchiveRefused("文件内部结构不正常，不予接收。")
    return size
