"""What may become an attachment, and what is left of it."""

import hashlib
import io
import zipfile

import pikepdf
import pytest
from django.db import transaction
from pikepdf import Array, Dictionary, Name
from PIL import Image

from governance.cases.files import filetypes, storage
from governance.cases.files.attachments import AttachmentRefused, clean_name, store
from governance.cases.models import Attachment
from governance.frame.seals.sealed_files import PIECE

from . import samples
from .samples import upload


@pytest.fixture
def keep(case, cast, now):
    def keep(name, content):
        return store(case, upload(name, content), actor=cast.handler, at=now)

    return keep


@pytest.mark.parametrize("name", samples.HONEST)
def test_it_stores_every_accepted_type(keep, cast, name):
    content, mime = samples.HONEST[name]
    kept = keep(name, content)
    on_disk = storage.content_of(kept.path)
    assert (kept.name, kept.content_type, kept.size) == (name, mime, len(on_disk))
    assert kept.sha256 == hashlib.sha256(on_disk).hexdigest() == storage.digest_of(kept.path)
    assert kept.uploaded_by == cast.handler
    if not mime.startswith("image/"):
        assert on_disk == content


TURNED = {
    "现场.heic": (samples.heic(), "现场.jpg", "image/jpeg", "JPEG"),
    "改了名的.jpg": (samples.heic(), "改了名的.jpg", "image/jpeg", "JPEG"),
    "微信图片.webp": (samples.picture("WEBP"), "微信图片.jpg", "image/jpeg", "JPEG"),
    "微信图片.jfif": (samples.picture(), "微信图片.jfif", "image/jpeg", "JPEG"),
    "截图.jpg": (samples.picture("PNG"), "截图.png", "image/png", "PNG"),
}


@pytest.mark.parametrize("name", TURNED)
def test_it_turns_what_phones_write_into_what_every_desk_opens(keep, name):
    content, called, mime, form = TURNED[name]
    kept = keep(name, content)
    assert (kept.name, kept.content_type) == (called, mime)
    with Image.open(storage.opened(kept.path)) as picture:
        assert picture.format == form
        left, right = (picture.convert("RGB").getpixel((int(place * picture.width), 5)) for place in (0, 0.9))
        assert left[0] > 200 > 60 > left[2] and right[2] > 200 > 60 > right[0]


def test_it_keeps_a_film_of_a_phone_under_the_brand_that_players_know(keep):
    content = samples.film(b"qt  ", samples.track(b"vide"))
    kept = keep("IMG_0001.MOV", content)
    assert (kept.name, kept.content_type) == ("IMG_0001.mp4", "video/mp4")
    assert storage.content_of(kept.path) == content.replace(b"qt  ", b"mp42")


def test_what_was_changed_in_the_middle_is_not_what_was_stored(db, tmp_path):
    """Each piece shows it when it is read, and not the last alone, with which a file is opened."""
    kept = storage.keep([bytes(2 * PIECE + 5)])
    file = storage.located(kept.path)
    content = bytearray(file.read_bytes())
    content[PIECE] ^= 1
    file.write_bytes(content)
    for read in (storage.content_of, storage.digest_of, lambda path: storage.copied(path, tmp_path / "copy")):
        with pytest.raises(storage.FileChanged):
            read(kept.path)


def test_it_stores_under_a_name_that_tells_nothing(keep):
    kept = keep("李秀英身份证.jpg", samples.picture())
    assert "李秀英" not in kept.path
    assert "." not in kept.path
    assert kept.path != keep("李秀英身份证.jpg", samples.picture()).path


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("安装.exe", b"MZ" + bytes(100), "不接收这种文件"),
        ("网页.html", b"<script>", "不接收这种文件"),
        ("图.svg", b"<svg/>", "不接收这种文件"),
        ("无后缀", samples.picture(), "不接收这种文件"),
        ("现场.jpg.exe", samples.picture(), "不接收这种文件"),
        ("现场.jpg", b"MZ" + bytes(100), "文件类型不在可接收的范围内"),
        ("现场.jpg", b"", "文件是空的"),
        ("现场.pdf", samples.picture("PNG"), r"内容却是图片（png）"),
        ("录像.mp4", samples.film(b"mp42", samples.track(b"soun")), r"内容却是录音（m4a）"),
        ("录音.m4a", samples.film(b"M4A ", samples.track(b"vide")), r"内容却是视频（mp4）"),
        ("表.xlsx", samples.compound("EncryptedPackage"), "设了打开密码"),
        ("现场.heic", samples.heic()[:200], "图片已损坏"),
        ("现场.webp", b"RIFF\x10\0\0\0WEBPVP8 " + bytes(20), "图片已损坏"),
        ("说明.docx", samples.xlsx(), r"内容却是Excel 表格（xlsx）"),
        ("说明.docx", samples.zipped(**{"setup.exe": b"MZ"}), "不是 Word 文档"),
        ("说明.pdf", b"\n%PDF-1.7", "PDF 文件已损坏"),
        ("说明.pdf", b"x\n%PDF-1.7", "文件类型不在可接收的范围内"),
        ("录音.mp3", "utf-16 文本".encode("utf-16"), "文件类型不在可接收的范围内"),
        ("录像.mp4", samples.film(b"avis"), "文件类型不在可接收的范围内"),
        ("旧稿.doc", samples.compound("WordDocument", "_VBA_PROJECT"), "文件带有宏"),
        ("旧稿.doc", samples.compound("OleObject"), "文件类型不在可接收的范围内"),
        ("旧稿.doc", samples.compound("WordDocument", "\x01Ole10Native"), "嵌有程序"),
        ("炸弹.xlsx", samples.zipped(**{"[Content_Types].xml": bytes(40_000_000)}), "解压后过大"),
        ("现场.png", samples.picture("PNG")[:60], "图片已损坏"),
    ],
)
def test_it_refuses_what_is_not_what_it_says(keep, name, content, sentence):
    with pytest.raises(AttachmentRefused, match=sentence) as refusal:
        keep(name, content)
    assert refusal.value.sentence.startswith(f"“{name}”没有上传：")
    assert not Attachment.objects.exists()


RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="http://127.0.0.1:9/x" TargetMode="{}"/></Relationships>'
)


@pytest.mark.parametrize(
    ("entry", "content", "sentence"),
    [
        ("word/embeddings/setup.EXE", b"MZ", "嵌有程序"),
        ("word/embeddings/inner.zip", b"PK", "嵌有程序"),
        ("word/_rels/extra.xml.rels", RELATION.format("oleObject", "Internal"), "嵌有对象"),
        ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0", "嵌有对象"),
        ("xl/activeX/activeX1.BIN", b"\xd0\xcf\x11\xe0", "嵌有对象"),
        ("word/_rels/extra.xml.rels", RELATION.format("aFChunk", "Internal"), "另存一次"),
        ("word/_rels/extra.xml.rels", RELATION.format("control", "Internal"), "嵌有对象"),
        ("word/_rels/extra.xml.rels", RELATION.format("attachedTemplate", "External"), "从别处取"),
        ("word/_rels/extra.xml.rels", RELATION.format("attachedTemplate", "Ext&#101;rnal"), "从别处取"),
        ("word/_rels/extra.xml.rels", RELATION.format("image", "External").encode("utf-16"), "从别处取"),
        ("word/_rels/extra.xml.rels", "<Relationships", "已损坏"),
    ],
)
def test_it_refuses_a_document_that_would_run_or_fetch_something(keep, entry, content, sentence):
    file = io.BytesIO(samples.docx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(entry, content)
    with pytest.raises(AttachmentRefused, match=sentence):
        keep("材料.docx", file.getvalue())


def test_it_takes_a_document_with_a_link_in_its_text(keep):
    file = io.BytesIO(samples.docx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/_rels/extra.xml.rels", RELATION.format("hyperlink", "External"))
    assert keep("材料.docx", file.getvalue()).content_type.endswith("wordprocessingml.document")


def action(**told):
    return Dictionary(Type=Name.Action, **told)


def set_root(name, value):
    return lambda file: setattr(file.Root, name, value(file) if callable(value) else value)


def attach(name: str):
    def change(file):
        file.attachments[name] = pikepdf.AttachedFileSpec(file, b"MZ", filename=name)

    return change


def draw(**told):
    """Something on the page that is not just looked at."""
    return lambda file: setattr(file.pages[0], "Annots", file.make_indirect(Array([Dictionary(**told)])))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (set_root("OpenAction", action(S=Name.JavaScript, JS="app.alert(1)")), "运行的程序"),
        (set_root("OpenAction", action(S=Name.Launch, F="cmd.exe")), "运行的程序"),
        (set_root("AA", Dictionary(WC=action(S=Name.SubmitForm, F="http://127.0.0.1:9/"))), "运行的程序"),
        (set_root("Extra", lambda file: file.make_stream(b"", JS="app.alert(1)")), "运行的程序"),
        (draw(Subtype=Name.Link, A=action(S=Name.GoToR, F="//127.0.0.1/x.pdf")), "运行的程序"),
        (draw(Subtype=Name.RichMedia), "嵌有音像"),
        (set_root("AcroForm", Dictionary(XFA="x")), "动态表单"),
        (attach("setup.exe"), "嵌有别的文件"),
        (attach("invoice.xml.exe"), "嵌有别的文件"),
    ],
)
def test_it_refuses_a_pdf_that_does_more_than_show_something(keep, change, sentence):
    with pytest.raises(AttachmentRefused, match=sentence):
        keep("申请书.pdf", samples.pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate))


@pytest.mark.parametrize(
    "change",
    [
        draw(Subtype=Name.Link, A=action(S=Name.URI, URI="https://example.org/")),
        set_root("OpenAction", lambda file: Array([file.pages[0].obj, Name.Fit])),
        attach("电子发票.xml"),
    ],
)
def test_it_takes_a_pdf_with_links_and_an_invoice_with_its_figures(keep, change):
    content = samples.pdf(change)
    assert storage.content_of(keep("申请书.pdf", content).path) == content


def test_it_refuses_a_pdf_that_it_cannot_look_into(keep):
    locked = samples.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(AttachmentRefused, match="加了密"):
        keep("申请书.pdf", locked)
    with pytest.raises(AttachmentRefused, match="已损坏"):
        keep("申请书.pdf", b"%PDF-1.7\n%%EOF")


@pytest.mark.parametrize(
    ("kind", "sentence"), [("externalLink", "引用了别的文件"), ("xlMacrosheet", "宏表"), ("connections", "数据源")]
)
def test_it_refuses_a_sheet_that_runs_or_asks_another_file(keep, kind, sentence):
    file = io.BytesIO(samples.xlsx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/_rels/extra.xml.rels", RELATION.format(kind, "Internal"))
    with pytest.raises(AttachmentRefused, match=sentence):
        keep("名册.xlsx", file.getvalue())


@pytest.mark.parametrize("part", ["word/comments.xml", "other/document.xml", "word/document2.part"])
def test_it_refuses_a_field_that_starts_a_program_however_it_is_spread(keep, part):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (" D", "DEAU", "TO cmd "))
    file = io.BytesIO(samples.docx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(part, f'<w:p xmlns:w="{space}">{runs}</w:p>')
    with pytest.raises(AttachmentRefused, match="DDE"):
        keep("说明.docx", file.getvalue())


def test_it_takes_place_and_device_out_of_a_film_and_leaves_the_rest_in_place(keep):
    place = samples.box(b"\xa9xyz", b"\0\x12\x15\xc7+34.1600+108.9100/")
    track = samples.box(b"trak", samples.box(b"tkhd", bytes(20)) + samples.box(b"udta", place))
    film = samples.film(b"isom", samples.box(b"moov", samples.box(b"udta", place) + track))
    kept = storage.content_of(keep("录像.mp4", film).path)
    assert len(kept) == len(film) and b"tkhd" in kept and kept.endswith(film[-36:])
    assert film.count(b"udta") == 2 and b"udta" not in kept
    assert kept.count(b"free") == 2


@pytest.mark.parametrize("name", ["申请书.pdf", "录像.mp4", "通话.mp3", "录音.wav"])
def test_it_refuses_a_file_that_is_an_archive_too(keep, name):
    content, _ = samples.HONEST[name]
    with pytest.raises(AttachmentRefused, match="夹带了压缩包"):
        keep(name, content + samples.zipped(**{"evil.jar": b"x"}))


def test_it_takes_place_time_and_owner_out_of_a_photo_and_sets_it_upright(keep):
    sent = samples.located_photo()
    assert b"PhoneMaker" in sent
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    kept = storage.content_of(keep("现场.jpg", sent).path)
    shown = Image.open(io.BytesIO(kept))
    assert not shown.getexif()
    assert b"PhoneMaker" not in kept
    assert b"Exif" not in kept
    assert shown.size == (40, 60)
    red, blue = shown.getpixel((20, 5)), shown.getpixel((20, 55))
    assert red[0] > 200 > red[2]
    assert blue[2] > 200 > blue[0]


def test_it_takes_everything_but_the_pixels_out_of_a_png(keep):
    image, file = Image.new("RGBA", (30, 30), (0, 128, 0, 90)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    image.save(file, "PNG", exif=exif, icc_profile=b"secret place")
    kept = storage.content_of(keep("截图.png", file.getvalue()).path)
    assert b"secret" not in kept
    assert b"eXIf" not in kept
    assert Image.open(io.BytesIO(kept)).getpixel((3, 3)) == (0, 128, 0, 90)


def test_it_keeps_the_transparent_colour_of_a_palette(keep):
    image, file = Image.new("P", (8, 8), 1), io.BytesIO()
    image.putpalette([0, 0, 0, 10, 20, 30])
    image.save(file, "PNG", transparency=1)
    kept = Image.open(storage.opened(keep("截图.png", file.getvalue()).path))
    assert kept.convert("RGBA").getpixel((0, 0)) == (10, 20, 30, 0)


def test_it_leaves_nothing_of_what_hides_behind_a_picture(keep):
    hidden = samples.zipped(**{"evil.class": b"x"}) + b"<script>alert(1)</script>"
    kept = storage.content_of(keep("现场.jpg", samples.picture() + hidden).path)
    assert b"evil" not in kept
    assert b"script" not in kept


def test_it_refuses_a_picture_with_too_many_pixels(keep, settings):
    settings.ATTACHMENT_MAX_PIXELS = 2_000_000
    file = io.BytesIO()
    Image.new("1", (1500, 1400)).save(file, "PNG")
    with pytest.raises(AttachmentRefused, match="超过 2 百万像素"):
        keep("大图.png", file.getvalue())


def test_it_refuses_a_picture_that_is_a_bomb(keep):
    file = io.BytesIO()
    Image.new("1", (16_000, 16_000)).save(file, "PNG")
    with pytest.raises(AttachmentRefused, match=r"像素|过大"):
        keep("大图.png", file.getvalue())


def test_it_allows_film_more_room_than_papers(keep, settings):
    settings.ATTACHMENT_MAX_BYTES = settings.ATTACHMENT_MAX_MEDIA_BYTES = 1024 * 1024
    large = bytes(1024 * 1024)
    with pytest.raises(AttachmentRefused, match="超过 1 MB"):
        keep("申请书.pdf", b"%PDF-1.7" + large)
    settings.ATTACHMENT_MAX_MEDIA_BYTES = 2 * 1024 * 1024
    assert keep("录像.mp4", samples.film() + large).size > 1024 * 1024


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\桌面\\申请书.pdf", "申请书.pdf"),
        ("申\x00请\n书\u202efdp.exe.pdf", "申请 书fdp.exe.pdf"),
        ('a<b>"c|d?.pdf', "a_b__c_d_.pdf"),
        ("  .pdf", "附件.pdf"),
        ("", "附件"),
        (None, "附件"),
        ("...", "附件"),
        ("长" * 300 + ".docx", "长" * 94 + "….docx"),
    ],
)
def test_it_cleans_names(given, kept):
    assert clean_name(given) == kept


@pytest.mark.django_db(transaction=True)
def test_it_removes_the_file_of_a_transaction_that_is_rolled_back(keep):
    with transaction.atomic():
        stays = keep("现场.jpg", samples.picture())
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            goes = keep("现场.jpg", samples.picture())
            assert storage.located(goes.path)
            raise ZeroDivisionError
    assert storage.located(stays.path)
    with pytest.raises(storage.FileGone):
        storage.located(goes.path)


@pytest.mark.django_db(transaction=True)
def test_it_leaves_no_piece_when_the_disk_is_full(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path

    def chunks():
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        storage.keep(chunks())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", ["", "../outside", "/etc/passwd", "aa/missing"])
def test_it_hands_out_nothing_from_outside_the_store(settings, tmp_path, path):
    settings.ATTACHMENT_ROOT = tmp_path / "store"
    (tmp_path / "outside").write_bytes(b"x")
    with pytest.raises(storage.FileGone):
        storage.located(path)


def test_the_accept_list_of_the_file_field_names_every_extension():
    assert {f".{extension}" for extension in filetypes.EXTENSIONS} == set(filetypes.ACCEPT.split(","))
