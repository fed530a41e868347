"""Small honest files of every accepted type, made in memory."""

import io
import struct
import wave
import zipfile
from functools import cache

import pikepdf
import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from xlsxwriter import Workbook


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """The content as a browser hands it in; the declared type is a claim nobody believes."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def picture(kind: str = "JPEG", size=(60, 40), exif=None) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    file = io.BytesIO()
    image.save(file, kind, **({"exif": exif} if exif else {}))
    return file.getvalue()


def located_photo() -> bytes:
    """A photo taken upright at 34.16 N, 108.91 E with somebody's phone."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif[0x9003] = "2026:11:20 08:30:00"
    exif.get_ifd(0x8825).update(
        {1: "N", 2: tuple(map(IFDRational, (34, 9, 36))), 3: "E", 4: tuple(map(IFDRational, (108, 54, 36)))}
    )
    return picture(exif=exif)


@cache
def docx(text: str = "情况说明") -> bytes:
    document, file = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


@cache
def xlsx() -> bytes:
    file = io.BytesIO()
    with Workbook(file) as book:
        book.add_worksheet().write(0, 0, "姓名")
    return file.getvalue()


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def pdf(change=lambda file: None, **saving) -> bytes:
    """One empty page; ``change`` may add to it."""
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        change(file)
        file.save(out, **saving)
    return out.getvalue()


def compound(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + b"".join(name.encode("utf-16-le") for name in streams)


def sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as track:
        track.setnchannels(1)
        track.setsampwidth(2)
        track.setframerate(8000)
        track.writeframes(bytes(800))
    return file.getvalue()


def film(brand: bytes = b"isom", *boxes: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(12) + b"".join(boxes) + box(b"mdat", bytes(28))


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def track(handler: bytes) -> bytes:
    """A track as recorders write it: a handler that says what it is."""
    return box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12)))))


def heic() -> bytes:
    """Left half red, right half blue, as an iPhone keeps it."""
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.open(io.BytesIO(picture(size=(128, 64))))).save(file)
    return file.getvalue()


HONEST = {
    "现场.jpg": (picture(), "image/jpeg"),
    "现场.JPEG": (picture(), "image/jpeg"),
    "截图.png": (picture("PNG"), "image/png"),
    "申请书.pdf": (pdf(), "application/pdf"),
    "系统导出.pdf": (b"\xef\xbb\xbf\r\n" + pdf(), "application/pdf"),
    "公文.ofd": (zipped(**{"OFD.xml": b"<ofd:OFD/>"}), "application/ofd"),
    "说明.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "名册.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "旧稿.doc": (compound("WordDocument"), "application/msword"),
    "旧稿.wps": (compound("WordDocument"), "application/msword"),
    "旧表.xls": (compound("Workbook"), "application/vnd.ms-excel"),
    "录像.mp4": (film(), "video/mp4"),
    "录音.m4a": (film(b"M4A ", track(b"soun")), "audio/mp4"),
    "录音机.m4a": (film(b"mp42", track(b"soun")), "audio/mp4"),
    "录像2.mp4": (film(b"mp42", track(b"soun"), track(b"vide")), "video/mp4"),
    "通话.mp3": (b"ID3\x04" + bytes(100), "audio/mpeg"),
    "通话2.mp3": (b"\xff\xfb\x90\x64" + bytes(400), "audio/mpeg"),
    "录音.wav": (sound(), "audio/wav"),
}
