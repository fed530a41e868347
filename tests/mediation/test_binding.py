"""Papers and attachments become one PDF, whatever somebody hands in."""

import re
import shutil
from functools import partial
from io import BytesIO
from itertools import pairwise

import docx
import pikepdf
import pytest
from docx.shared import Pt
from PIL import Image
from pypdf import PdfReader

from governance.cases.binding import BoundPaper, ContentsEntry, DataSheet, bind
from governance.cases.papers import typesetting
from governance.jobs import elsewhere

from .volumes import A4, BACK, COVER, WORD, bomb, pdf, stored, texts

SOURCE = """# 韦曲街道人民调解委员会
# 调解协议书
> 长韦调协〔2026〕3号\t签发人：赵敏
@ 张建国、李秀兰：
双方自愿达成协议如下，共计 12,345.60 元。
| 项目 | 金额 | 期限 | 方式
| 赔偿 | 300元 | 2026年5月1日 | 转账
< 韦曲街道人民调解委员会
< 二〇二六年四月一日"""


@pytest.fixture
def volume(tmp_path):
    """Binds the sources as one entry each and gives back what came out with the text of its pages."""

    def made(*sources, **more):
        path = tmp_path / "volume.pdf"
        entries = [ContentsEntry(f"材料{number}", (source,)) for number, source in enumerate(sources, start=1)]
        bound = bind(path, COVER, entries, BACK, **more)
        return bound, texts(path), path

    return made


def paper(tmp_path, source=SOURCE):
    path = tmp_path / "paper.docx"
    path.write_bytes(typesetting.typeset(source, title="调解协议书"))
    return BoundPaper(partial(shutil.copyfile, path), "调解协议书", "0" * 64)


def test_it_puts_cover_contents_numbered_pages_and_back_cover_in_order(volume, tmp_path):
    bound, pages, path = volume(
        DataSheet("情况说明", (("调解员", "赵敏"),), ("经过属实。",)),
        pdf(tmp_path / "a.pdf", "one", "two"),
        paper(tmp_path),
    )

    assert bound.pages == 4
    assert len(pages) == 7
    assert "人民调解卷宗" in pages[0] and "保管期限长期" in pages[0]
    assert re.search("1材料11.*2材料22—3.*3材料34", pages[1])
    assert [re.search("第(.)页", page)[1] for page in pages[2:6]] == ["1", "2", "3", "4"]
    assert "情况说明" in pages[2] and "one" in pages[3] and "two" in pages[4]
    assert "本卷共4页" in pages[6] and "证物一件另行保管" in pages[6] and "页" not in pages[0]
    outline = [item.title for item in PdfReader(path).outline]
    assert outline == ["封面", "卷内目录", "材料1", "材料2", "材料3", "卷内备考表"]
    assert PdfReader(path).page_labels[2:4] == ["1", "2"]


def test_it_prints_an_issued_paper_with_title_table_and_signature(volume, tmp_path):
    _, pages, path = volume(paper(tmp_path))

    for piece in (
        "韦曲街道人民调解委员会调解协议书",
        "长韦调协〔2026〕3号",
        "签发人：赵敏",
        "赔偿300元2026年5月1日转账",
        "二〇二六年四月一日",
    ):
        assert piece in pages[2]
    title, number, signature = (_place(path, 2, piece) for piece in ("调解协议书", "长韦调协", "二〇二六年四月一日"))
    assert title[1] > number[1] > signature[1]
    assert title[0] > number[0] and signature[0] > 250


def _place(path, page, piece):
    """Where on the page a piece of text begins, in points from the lower left."""
    found = []

    def seen(text, matrix, placed, font, size):
        if text.strip().startswith(piece):
            found.append((placed[4] + matrix[4], placed[5] + matrix[5]))

    PdfReader(path).pages[page].extract_text(visitor_text=seen)
    return found[0]


def test_it_never_begins_a_line_with_a_stop_or_ends_one_with_an_opening_bracket(volume, tmp_path):
    sentence = "双方约定：“互不追究。”（见附件）《协议》第2026条，共 12345.60 元；"
    path = volume(DataSheet("说明", (), (sentence * 40,)))[2]
    lines = [line.strip() for line in PdfReader(path).pages[2].extract_text().splitlines() if line.strip()]

    assert len(lines) > 20
    assert not [line for line in lines if line[0] in "，。；：”）》" or line[-1] in "（《“"]
    assert not [pair for pair in pairwise(lines) if pair[0][-1].isdigit() and pair[1][0].isdigit()]


def test_it_marks_a_character_that_no_face_has(volume):
    _, pages, _ = volume(DataSheet("说明", (), ("当事人王𬭚、李𪚥。",)))

    assert "王𬭚、李〔字库缺字U+2A6A5〕。" in pages[2]


def test_it_embeds_only_the_signs_it_prints(volume, tmp_path):
    path = volume(paper(tmp_path), DataSheet("说明", (), ("经过属实。",)))[2]

    assert path.stat().st_size < 250_000
    fonts = [font for page in PdfReader(path).pages for font in page["/Resources"].get("/Font", {}).values()]
    assert all("/FontFile2" in font.get_object()["/FontDescriptor"] for font in fonts if "Song" in str(font))


def test_it_turns_a_picture_upright_and_lays_a_wide_one_across(volume, tmp_path):
    wide = Image.new("RGB", (400, 200), "white")
    wide.paste("red", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    wide.save(tmp_path / "phone.jpg", exif=exif)
    wide.save(tmp_path / "wide.png")

    _, _, path = volume(stored(tmp_path / "phone.jpg", "image/jpeg"), stored(tmp_path / "wide.png", "image/png"))

    pages = PdfReader(path).pages
    assert pages[2].mediabox.width < pages[2].mediabox.height
    assert pages[3].mediabox.width > pages[3].mediabox.height
    upright = pages[2].images[0].image
    assert upright.width < upright.height
    assert upright.getpixel((100, 50))[1] < 50 < upright.getpixel((100, 350))[1]


def test_it_prints_a_word_attachment_with_its_lists_and_tables(volume, tmp_path):
    document = docx.Document()
    document.add_paragraph("第一项主张", style="List Number")
    document.add_paragraph("第二项主张", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并的一格"
    table.cell(1, 1).text = "末格"
    document.add_paragraph("甲方：______    乙方：______").paragraph_format.space_before = Pt(20)
    document.save(tmp_path / "a.docx")

    bound, pages, _ = volume(stored(tmp_path / "a.docx", WORD))

    assert not bound.slips
    assert "1.第一项主张2.第二项主张合并的一格末格甲方：______乙方：______" in pages[2]


def test_it_prints_a_table_that_no_page_can_hold_as_text(volume, tmp_path):
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "长\n" * 300
    table.cell(1, 1).text = "末格"
    document.save(tmp_path / "a.docx")

    bound, pages, _ = volume(stored(tmp_path / "a.docx", WORD))

    assert not bound.slips
    assert "".join(pages).count("长") >= 300 and "末格" in "".join(pages)


@pytest.mark.parametrize(
    ("name", "content_type"), [("a.mp3", "audio/mpeg"), ("a.ofd", "application/ofd"), ("a.jpg", "image/jpeg")]
)
def test_it_stands_a_slip_with_the_checksum_in_for_what_cannot_be_printed(volume, tmp_path, name, content_type):
    (tmp_path / name).write_bytes(b"no pages")
    file = stored(tmp_path / name, content_type)

    bound, pages, _ = volume(file)

    assert bound.slips == [name]
    assert name in pages[2] and file.sha256 in pages[2] and "8字节" in pages[2]


def test_it_says_so_where_a_file_is_not_in_its_place(volume, tmp_path):
    file = pdf(tmp_path / "a.pdf", "one")
    (tmp_path / "a.pdf").unlink()

    bound, pages, _ = volume(file)

    assert bound.slips == ["a.pdf"] and "不在存放处" in pages[2]


def test_it_does_not_open_a_locked_pdf(volume, tmp_path):
    locked = pdf(tmp_path / "a.pdf", "one", encryption=pikepdf.Encryption(user="u", owner="o"))

    bound, pages, _ = volume(locked, DataSheet("后一份", (), ("照常。",)))

    assert bound.slips == ["a.pdf"]
    assert "设有打开密码" in pages[2] and locked.sha256 in pages[2] and "照常" in pages[3]


def test_it_goes_on_after_a_pdf_that_is_broken(volume, tmp_path):
    pdf(tmp_path / "a.pdf", "one")
    (tmp_path / "a.pdf").write_bytes((tmp_path / "a.pdf").read_bytes()[:120])

    bound, pages, _ = volume(stored(tmp_path / "a.pdf", "application/pdf"))

    assert bound.slips == ["a.pdf"] and re.search("已损坏|没有可以打印的页", pages[2])


def test_it_says_where_a_damaged_pdf_could_only_be_mended(volume, tmp_path):
    pdf(tmp_path / "a.pdf", "one", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(re.sub(rb"startxref\n\d+", b"startxref\n99999", content))

    bound, pages, _ = volume(stored(tmp_path / "a.pdf", "application/pdf"))

    assert "one" in pages[2] and "可能不全" in pages[3] and bound.slips == ["a.pdf"]


def test_it_does_not_bind_a_thousand_pages(volume, tmp_path):
    bound, pages, _ = volume(pdf(tmp_path / "a.pdf", *["page"] * 1000))

    assert bound.pages == 1 and "共1000页，超过500页" in pages[2]


def test_it_drops_whatever_a_pdf_would_do(volume, tmp_path):
    def arm(made):
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.Root.OpenAction = script
        made.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", script])),
            EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array(["y", pikepdf.Dictionary(F="y.exe")])),
        )
        page = made.pages[0]
        page.AA = pikepdf.Dictionary(O=script)
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 100, 100],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://evil.example/"),
        )
        page.Annots = made.make_indirect(pikepdf.Array([made.make_indirect(link)]))
        page.PieceInfo = pikepdf.Dictionary(Secret="hidden words")

    _, pages, path = volume(pdf(tmp_path / "a.pdf", "one", change=arm))

    assert "one" in pages[2]
    with pikepdf.open(path) as bound:
        raw = BytesIO()
        bound.save(raw, object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True)
    for mark in (b"JavaScript", b"OpenAction", b"/AA", b"EmbeddedFile", b"evil.example", b"Secret", b"/Annots"):
        assert not re.search(mark + rb"\b", raw.getvalue())


def test_it_keeps_the_seal_that_was_set_on_a_pdf_as_an_annotation(volume, tmp_path):
    def seal(made):
        look = made.make_stream(b"BT /F1 18 Tf 5 5 Td (SEAL) Tj ET")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 40]
        look.Resources = made.pages[0].Resources
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[100, 100, 200, 140],
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
        made.pages[0].Annots = made.make_indirect(pikepdf.Array([made.make_indirect(stamp)]))

    _, pages, _ = volume(pdf(tmp_path / "a.pdf", "one", change=seal))

    assert "SEAL" in pages[2]


def test_it_brings_every_page_to_a4(volume, tmp_path):
    _, _, path = volume(
        pdf(tmp_path / "a.pdf", "large", size=(1684, 1191)), pdf(tmp_path / "b.pdf", "small", size=(300, 400))
    )

    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(path).pages]
    assert sizes == [A4, A4, (842, 595), A4, A4]


def test_it_survives_a_pdf_that_unpacks_to_gigabytes(volume, tmp_path):
    bound, pages, path = volume(pdf(tmp_path / "a.pdf", "one", change=bomb, compress_streams=False))

    assert bound.pages == 1 and path.stat().st_size < 20_000_000
    assert bound.slips == ["a.pdf"] or "第1页" in pages[2]


def test_it_stops_a_reader_that_takes_too_long(volume, tmp_path, monkeypatch):
    monkeypatch.setattr(elsewhere, "WALL_SECONDS", 0.01)

    bound, pages, _ = volume(pdf(tmp_path / "a.pdf", "one"))

    assert bound.slips == ["a.pdf"] and "时间过长" in pages[2]


def test_it_says_after_every_entry_how_far_it_is(volume, tmp_path):
    told = []

    volume(DataSheet("一"), DataSheet("二"), said=told.append)

    assert told == [1, 2]
