"""What a file is, told from its content. Plain Python; a name is a claim, the bytes are the fact."""

import re
import zipfile
from dataclasses import dataclass
from typing import IO

from governance.frame.refusals import Refusal
from governance.jobs import archives

from . import pdfs

HEAD = 64 * 1024


@dataclass(frozen=True)
class FileType:
    """A kind of file that a case may hold."""

    code: str
    label: str
    mime: str
    extensions: tuple[str, ...]
    is_media: bool = False


OFFICE_MIME = "application/vnd.openxmlformats-officedocument"
TYPES = {
    kind.code: kind
    for kind in (
        FileType("jpg", "图片", "image/jpeg", ("jpg", "jpeg")),
        FileType("png", "图片", "image/png", ("png",)),
        FileType("pdf", "PDF 文件", "application/pdf", ("pdf",)),
        FileType("ofd", "版式文件", "application/ofd", ("ofd",)),
        FileType("docx", "Word 文档", f"{OFFICE_MIME}.wordprocessingml.document", ("docx",)),
        FileType("xlsx", "Excel 表格", f"{OFFICE_MIME}.spreadsheetml.sheet", ("xlsx",)),
        FileType("doc", "Word 文档", "application/msword", ("doc", "wps")),
        FileType("xls", "Excel 表格", "application/vnd.ms-excel", ("xls", "et")),
        FileType("mp4", "视频", "video/mp4", ("mp4",), is_media=True),
        FileType("m4a", "录音", "audio/mp4", ("m4a",), is_media=True),
        FileType("mp3", "录音", "audio/mpeg", ("mp3",), is_media=True),
        FileType("wav", "录音", "audio/wav", ("wav",), is_media=True),
    )
}
EXTENSIONS = {extension: kind for kind in TYPES.values() for extension in kind.extensions}
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SOUND_BRANDS = (b"M4A", b"M4B")
FILM_BRANDS = tuple(b"isom iso2 iso4 iso5 iso6 mp41 mp42 avc1 M4V MSNV 3gp4 3gp5".split())
# Names inside a compound file are UTF-16.
WORD_STREAMS = ("WordDocument".encode("utf-16-le"),)
SHEET_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")
# Where the packager puts a file that a click runs.
PACKAGE_STREAM = "\x01Ole10Native".encode("utf-16-le")


class Disguised(Refusal):
    """The content is none of the accepted types, or two at once; the sentence is for the person who sent it."""


def recognise(file: IO[bytes]) -> FileType:
    """The type by content. Raises ``Disguised``, or ``ArchiveRefused`` or ``PdfRefused`` for what is a trap."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    code = _plain_type(head)
    if code in ("pdf", "mp4", "m4a", "mp3", "wav") and zipfile.is_zipfile(file):
        raise Disguised("文件里夹带了压缩包，不予接收。请把材料分开上传。")
    file.seek(0)
    if head.startswith(ZIP):
        code = archives.office_kind(file)
        archives.check_harmless(file)
    elif head.startswith(COMPOUND):
        code = _compound_type(file)
    elif code == "pdf":
        pdfs.check(file)
    if not code:
        raise Disguised("文件类型不在可接收的范围内。")
    return TYPES[code]


def _plain_type(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if re.match(rb"%PDF-[12]\.\d", head):
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        brand = head[8:12].rstrip()
        return "m4a" if brand in SOUND_BRANDS else "mp4" if brand in FILM_BRANDS else ""
    if head.startswith(b"ID3") or _is_mp3_frame(head):
        return "mp3"
    return ""


def _is_mp3_frame(head: bytes) -> bool:
    """A frame header of layer III with a real bit rate and sample rate: eleven set bits alone prove nothing."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C


def _compound_type(file: IO[bytes]) -> str:
    content = file.read()
    file.seek(0)
    if MACRO_STREAM in content:
        raise Disguised("文件带有宏，不予接收。请另存为不带宏的文件。")
    if PACKAGE_STREAM in content:
        raise Disguised("文件里嵌有程序或者别的文件，不予接收。请把材料单独上传。")
    for code, streams in (("doc", WORD_STREAMS), ("xls", SHEET_STREAMS)):
        if any(name in content for name in streams):
            return code
    return ""
