"""What a file is, told from its content. Plain Python; a name is a claim, the bytes are the fact."""

import re
import zipfile
from dataclasses import dataclass
from typing import IO

from governance.frame.refusals import Refusal
from governance.jobs import archives

from . import films, pdfs

HEAD = 64 * 1024


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken; ``becomes``: the kind in which it is kept, where not every desk opens it.

    ``form``: kinds of one form are kept under their right name, whatever the name said.
    """

    code: str
    label: str
    mime: str
    extensions: tuple[str, ...]
    is_media: bool = False
    becomes: str = ""
    form: str = ""

    @property
    def kept(self) -> "FileType":
        """The kind in which it is kept."""
        return TYPES[self.becomes or self.code]

    def is_said_by(self, declared: "FileType") -> bool:
        """True if a name that says the other kind may stand over this content."""
        return self == declared or (self.form != "" and self.form == declared.form)


OFFICE_MIME = "application/vnd.openxmlformats-officedocument"
TYPES = {
    kind.code: kind
    for kind in (
        FileType("jpg", "图片", "image/jpeg", ("jpg", "jpeg", "jfif"), form="picture"),
        FileType("png", "图片", "image/png", ("png",), form="picture"),
        FileType("webp", "图片", "image/webp", ("webp",), becomes="jpg", form="picture"),
        FileType("heic", "图片", "image/heic", ("heic", "heif"), becomes="jpg", form="picture"),
        FileType("pdf", "PDF 文件", "application/pdf", ("pdf",)),
        FileType("ofd", "版式文件", "application/ofd", ("ofd",)),
        FileType("docx", "Word 文档", f"{OFFICE_MIME}.wordprocessingml.document", ("docx",)),
        FileType("xlsx", "Excel 表格", f"{OFFICE_MIME}.spreadsheetml.sheet", ("xlsx",)),
        FileType("doc", "Word 文档", "application/msword", ("doc", "wps")),
        FileType("xls", "Excel 表格", "application/vnd.ms-excel", ("xls", "et")),
        FileType("mp4", "视频", "video/mp4", ("mp4", "m4v"), is_media=True, form="film"),
        FileType("mov", "视频", "video/quicktime", ("mov",), is_media=True, becomes="mp4", form="film"),
        FileType("m4a", "录音", "audio/mp4", ("m4a",), is_media=True),
        FileType("mp3", "录音", "audio/mpeg", ("mp3",), is_media=True),
        FileType("wav", "录音", "audio/wav", ("wav",), is_media=True),
    )
}
EXTENSIONS = {extension: kind for kind in TYPES.values() for extension in kind.extensions}
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)
PICTURES = frozenset(kind.code for kind in TYPES.values() if kind.form == "picture")

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Who recorded it says neither whether there is a picture nor what the file is called: recorders of phones write any.
MEDIA_BRANDS = tuple(b"M4A M4B isom iso2 iso4 iso5 iso6 mp41 mp42 avc1 M4V MSNV 3gp4 3gp5".split())
QUICKTIME = b"qt"
HEIC_BRANDS = tuple(b"heic heix heim heis mif1".split())
# Names inside a compound file are UTF-16.
WORD_STREAMS = ("WordDocument".encode("utf-16-le"),)
SHEET_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
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
    if code in ("pdf", "mp4", "mov", "mp3", "wav") and zipfile.is_zipfile(file):
        raise Disguised("文件里夹带了压缩包，不予接收。请把材料分开上传。")
    file.seek(0)
    if head.startswith(ZIP):
        code = archives.office_kind(file)
        archives.check_harmless(file)
    elif head.startswith(COMPOUND):
        code = _compound_type(file)
    elif code == "pdf":
        pdfs.check(file)
    elif code == "mp4" and not films.has_pictures(file):
        code = "m4a"
    if not code:
        raise Disguised("文件类型不在可接收的范围内。")
    return TYPES[code]


def _plain_type(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*%PDF-[12]\.\d", head):
        return "pdf"
    if head[:4] == b"RIFF":
        return {b"WAVE": "wav", b"WEBP": "webp"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12].rstrip())
    if head.startswith(b"ID3") or _is_mp3_frame(head):
        return "mp3"
    return ""


def _by_brand(brand: bytes) -> str:
    if brand in HEIC_BRANDS:
        return "heic"
    return "mov" if brand == QUICKTIME else "mp4" if brand in MEDIA_BRANDS else ""


def _is_mp3_frame(head: bytes) -> bool:
    """A frame header of layer III with a real bit rate and sample rate: eleven set bits alone prove nothing."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C


def _compound_type(file: IO[bytes]) -> str:
    content = file.read()
    file.seek(0)
    if LOCKED_STREAM in content:
        raise Disguised("文件设了打开密码，不能核对内容，不予接收。请去掉密码后再上传。")
    if MACRO_STREAM in content:
        raise Disguised("文件带有宏，不予接收。请另存为不带宏的文件。")
    if PACKAGE_STREAM in content:
        raise Disguised("文件里嵌有程序或者别的文件，不予接收。请把材料单独上传。")
    for code, streams in (("doc", WORD_STREAMS), ("xls", SHEET_STREAMS)):
        if any(name in content for name in streams):
            return code
    return ""
