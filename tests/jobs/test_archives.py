"""What the zip guard lets through and what it turns away, before any parser sees the file."""

import io
import struct
import zipfile

import pytest
from docx import Document

from governance.jobs import archives
from governance.jobs.archives import ArchiveRefused, Limits


def zipped(entries: dict[str, bytes], compression=zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def workbook_types(main: str = "spreadsheetml.sheet.main+xml") -> bytes:
    return f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'.encode()


def test_it_knows_a_word_document_by_its_content():
    file = io.BytesIO()
    Document().save(file)
    assert archives.office_kind(file) == "docx"
    assert file.tell() == 0


def test_it_knows_a_workbook_and_a_fixed_layout_document():
    assert archives.office_kind(zipped({"[Content_Types].xml": workbook_types()})) == "xlsx"
    assert archives.office_kind(zipped({"OFD.xml": b"<ofd/>"})) == "ofd"


def test_it_refuses_a_zip_that_is_no_document():
    with pytest.raises(ArchiveRefused, match="不是 Word 文档"):
        archives.office_kind(zipped({"setup.exe": b"MZ"}))


@pytest.mark.parametrize(
    "entries",
    [
        {"[Content_Types].xml": workbook_types("wordprocessingml.document.main+xml"), "word/vbaProject.bin": b"x"},
        {"[Content_Types].xml": workbook_types("sheet.macroEnabled.main+xml")},
        {"[Content_Types].xml": workbook_types() + b'<x ContentType="application/vnd.ms-office.vbaProject"/>'},
    ],
)
def test_it_refuses_macros(entries):
    with pytest.raises(ArchiveRefused, match="宏"):
        archives.office_kind(zipped(entries))


def test_it_refuses_too_many_entries():
    with pytest.raises(ArchiveRefused, match="4 个部分"):
        archives.check(zipped(dict.fromkeys("abcd", b"x")), Limits(entries=3))


def test_it_refuses_what_unpacks_to_too_much():
    file = zipped({"a": bytes(3000), "b": bytes(3000)}, zipfile.ZIP_STORED)
    assert archives.check(file, Limits(unpacked=6000)) == {"a", "b"}
    with pytest.raises(ArchiveRefused, match="解压后过大"):
        archives.check(file, Limits(unpacked=5999))


def test_it_refuses_a_bomb_by_its_ratio():
    with pytest.raises(ArchiveRefused, match="解压后过大"):
        archives.check(zipped({"sheet1.xml": bytes(5_000_000)}))


@pytest.mark.parametrize("declared", [10, 1_000])
def test_it_refuses_a_size_that_lies(declared):
    content = b"0123456789" * 50
    raw = bytearray(zipped({"a": content}).getvalue())
    central = raw.rfind(b"PK\x01\x02")
    struct.pack_into("<I", raw, central + 24, declared)
    with pytest.raises(ArchiveRefused, match="结构不正常"):
        archives.check(io.BytesIO(raw))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:/x", "a/../../b"])
def test_it_refuses_names_that_climb_out(name):
    with pytest.raises(ArchiveRefused, match="结构不正常"):
        archives.check(zipped({name: b"x"}))


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_it_refuses_a_document_type_wherever_it_stands(code):
    text = ("<?xml version='1.0'?>" + " " * (archives.CHUNK - 25) + "<!DOCTYPE lolz>").encode(code)
    with pytest.raises(ArchiveRefused, match="文档类型"):
        archives.check(zipped({"a.xml": text}), Limits(ratio=10_000))


def test_it_refuses_damage_and_encryption():
    whole = zipped({"a": b"0123456789" * 50}).getvalue()
    damaged = bytearray(whole)
    damaged[35] ^= 0xFF
    encrypted = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.find(mark) + offset] |= 1
    for raw in (b"not a zip", whole[:-30], bytes(damaged), bytes(encrypted)):
        with pytest.raises(ArchiveRefused, match=r"损坏|结构"):
            archives.check(io.BytesIO(raw))


def test_it_refuses_unusual_packing_and_doubled_names():
    with pytest.raises(ArchiveRefused, match="结构不正常"):
        archives.check(zipped({"a": b"x" * 99}, zipfile.ZIP_LZMA))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a", b"one")
        archive.writestr("a", b"two")
    with pytest.raises(ArchiveRefused, match="结构不正常"):
        archives.check(file)


def test_it_takes_a_report_of_many_pictures_with_a_drawing_as_drawing_programs_write_it():
    drawing = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    parts = {f"word/media/image{number}.png": b"x" for number in range(240)}
    assert len(archives.check(zipped(parts | {"word/media/drawing.svg": drawing}))) == 241
    with pytest.raises(ArchiveRefused, match="文档类型"):
        archives.check(zipped({"word/media/drawing.svg": drawing.replace(b"?>", b'?><!ENTITY a "b">')}))
