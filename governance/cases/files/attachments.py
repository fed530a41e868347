"""Attachments: checked by content, cleaned, stored, and handed out through the access door only."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sized
from dataclasses import asdict, dataclass
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from governance.frame.forms import kept_files
from governance.frame.refusals import Refusal
from governance.frame.wording import clipped, one_line
from governance.jobs.archives import MEGABYTE, ArchiveRefused
from governance.jobs.elsewhere import read_elsewhere

from ..models import Attachment
from . import films, storage
from .filetypes import EXTENSIONS, PICTURES, Disguised, FileType, recognise
from .pdfs import PdfRefused

CHUNK = 256 * 1024
NAME_LIMIT = 100
# In one form; more of them come with the next one.
MOST = 20
FORBIDDEN_IN_NAMES = re.compile(r'[<>:"|?*]')
ACCEPTED = "可以上传图片（jpg、png、heic、webp）、PDF、OFD、Word、Excel、录音（mp3、m4a、wav）和视频（mp4、mov）。"
SLOW, BROKEN = "打开图片的时间过长，已停止。", "图片已损坏或者过大，无法打开。"
BROKEN_FILE = "文件已损坏，无法打开。"
logger = logging.getLogger(__name__)


class AttachmentRefused(Refusal):
    """The file is not taken and nothing was stored."""

    field = "files"


@dataclass(frozen=True)
class Taken:
    """A file that was checked, cleaned and stored; its values are the columns of whatever row names it."""

    name: str
    content_type: str
    size: int
    sha256: str
    path: str


def limits() -> str:
    """How many files and how large ones are taken, in words."""
    largest, media = (each // MEGABYTE for each in (settings.ATTACHMENT_MAX_BYTES, settings.ATTACHMENT_MAX_MEDIA_BYTES))
    return f"一次最多 {MOST} 个，每个不超过 {largest} MB，录音录像不超过 {media} MB。"


def check_count(uploads: Sized) -> None:
    """Raises ``AttachmentRefused`` for more files than one form takes."""
    if len(uploads) > MOST:
        said = f"一次最多上传 {MOST} 个文件，这次有 {len(uploads)} 个。前 {MOST} 个已经留下，其余的提交以后再补充。"
        raise AttachmentRefused(said)


def take(upload: UploadedFile) -> Taken:
    """The checked file stands on disk under its cleaned name; raises ``AttachmentRefused``.

    Pictures are written anew, upright and without what the camera added: place, time, owner (PIPL art. 6); film and
    sound of a phone stay as they are but for such notes. What not every desk opens becomes what every desk does, and
    the name follows. The caller writes the row that names it in the same transaction.
    """
    name = clean_name(upload.name)
    try:
        kind = checked(upload, name)
        chunks = _cleaned(upload, kind)
    except Exception as error:
        # Readers of foreign files raise whatever a torn part makes them stumble over.
        kept_files.leave_out(upload)
        if not isinstance(error, AttachmentRefused):
            logger.exception("a file cannot be read")
        sentence = error.sentence if isinstance(error, AttachmentRefused) else BROKEN_FILE
        raise AttachmentRefused(f"“{name}”没有上传：{sentence}") from error
    stored = storage.keep(chunks)
    return Taken(_named(name, kind.kept), kind.kept.mime, stored.size, stored.sha256, stored.path)


def is_picture(upload: UploadedFile | Taken) -> bool:
    """True if its name says a picture; whether the name is true is asked when it is taken."""
    kind = EXTENSIONS.get((upload.name or "").rpartition(".")[2].lower())
    return kind is not None and kind.code in PICTURES


def store(case, upload: UploadedFile | Taken, *, actor, at, event=None) -> Attachment:
    """The checked file stands in the case under its cleaned name; raises ``AttachmentRefused``.

    What was taken before is not checked again.
    """
    with transaction.atomic():
        taken = upload if isinstance(upload, Taken) else take(upload)
        return Attachment.objects.create(
            case_id=case.pk, event=event, uploaded_by=actor, uploaded_at=at, **asdict(taken)
        )


def checked(upload: UploadedFile, name: str) -> FileType:
    """The type of the file, which its name, size and content agree on; raises ``AttachmentRefused``."""
    extension = name.rpartition(".")[2].lower()
    declared = EXTENSIONS.get(extension)
    if declared is None:
        raise AttachmentRefused(f"不接收这种文件。{ACCEPTED}")
    if not upload.size:
        raise AttachmentRefused("文件是空的。")
    largest = settings.ATTACHMENT_MAX_MEDIA_BYTES if declared.is_media else settings.ATTACHMENT_MAX_BYTES
    if upload.size > largest:
        raise AttachmentRefused(f"文件超过 {largest // MEGABYTE} MB。")
    try:
        kind = recognise(content_of(upload))
    except (Disguised, ArchiveRefused, PdfRefused) as error:
        raise AttachmentRefused(str(error)) from error
    if not kind.is_said_by(declared):
        raise AttachmentRefused(f"文件名以 {extension} 结尾，内容却是{kind.label}（{kind.code}），请核对后重新上传。")
    return kind


def content_of(upload: UploadedFile) -> IO[bytes]:
    """The bytes of the upload, from the first on; raises ``AttachmentRefused`` if it has none."""
    if upload.file is None:
        raise AttachmentRefused("文件是空的。")
    upload.file.seek(0)
    return upload.file


def clean_name(name: str | None) -> str:
    """The last part of the name without signs that mislead a reader or a file system; never empty."""
    last = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    stem, dot, extension = FORBIDDEN_IN_NAMES.sub("_", one_line(last)).rstrip(" .").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = stem.strip(" .") or "附件"
    tail = clipped(f".{extension}", NAME_LIMIT // 2) if extension else ""
    return clipped(stem, NAME_LIMIT - len(tail)) + tail


def named_by(title: str, extension: str) -> str:
    """The name of a file that has that title: a stroke in it parts no folders."""
    return clean_name(f"{title.replace('/', '／').replace(chr(92), '＼')}.{extension}")


def _named(name: str, kind: FileType) -> str:
    """The name with an ending of that kind."""
    stem, _, extension = name.rpartition(".")
    return name if extension.lower() in kind.extensions else f"{stem}.{kind.extensions[0]}"


def _cleaned(upload: UploadedFile, kind: FileType) -> Iterable[bytes]:
    if kind.code == "heic":
        return [_decoded(upload)]
    if kind.code in PICTURES:
        return _cleaned_picture(upload, kind)
    if kind.code == "mov":
        return _patched(upload.chunks(CHUNK), films.as_mpeg(content_of(upload)))
    if kind.code in ("mp4", "m4a"):
        return _patched(upload.chunks(CHUNK), films.notes(content_of(upload)))
    return upload.chunks(CHUNK)


def _decoded(upload: UploadedFile) -> bytes:
    """The pixels of a HEIC picture as JPEG, decoded by another process."""
    with NamedTemporaryFile(suffix=".heic") as given, NamedTemporaryFile(suffix=".jpg") as made:
        given.writelines(upload.chunks(CHUNK))
        given.flush()
        told = (given.name, made.name, settings.ATTACHMENT_MAX_PIXELS)
        read_elsewhere("governance.cases.files.heic_reader", *told, refused=AttachmentRefused, slow=SLOW, broken=BROKEN)
        return made.read()


def _patched(chunks: Iterable[bytes], patches: dict[int, bytes]) -> Iterator[bytes]:
    """The same bytes but for the patches, each by its place."""
    start = 0
    for chunk in chunks:
        changed = bytearray(chunk)
        for place, patch in patches.items():
            for at, byte in enumerate(patch, place - start):
                if 0 <= at < len(chunk):
                    changed[at] = byte
        yield bytes(changed)
        start += len(chunk)


def _cleaned_picture(upload: UploadedFile, kind: FileType) -> list[bytes]:
    """The picture's pixels in a new file: no camera data, no second file hidden behind the first."""
    try:
        with Image.open(content_of(upload), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > settings.ATTACHMENT_MAX_PIXELS:
                raise AttachmentRefused(f"图片超过 {settings.ATTACHMENT_MAX_PIXELS // 1_000_000} 百万像素。")
            upright = ImageOps.exif_transpose(picture)
            transparency = upright.info.get("transparency")
            upright.info = {} if transparency is None else {"transparency": transparency}
            file = BytesIO()
            if kind.kept.code == "jpg":
                upright.convert("RGB").save(file, "JPEG", quality=90)
            else:
                upright.save(file, "PNG")
            return [file.getvalue()]
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise AttachmentRefused(BROKEN) from error
