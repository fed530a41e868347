"""The office's own templates: what is taken, what is refused in which words, and the way back."""

import io
import zipfile
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from governance.cases.files import storage
from governance.cases.models import PaperTemplate
from governance.cases.papers import issue as papers
from governance.cases.papers import office_templates
from governance.cases.papers import templates as paper_templates
from governance.cases.papers.templates import TemplateRefused, delivered
from governance.organisation.models import AccessRecord
from tests import builders
from tests.attachments import samples
from tests.journeys.screens import Desk

from .reading import text

CODE = "inform_notice"


def edited(change=lambda document: None, code: str = CODE) -> bytes:
    """The delivered template after somebody worked on it in Word."""
    document, file = Document(delivered(code)), io.BytesIO()
    change(document)
    document.save(file)
    return file.getvalue()


def with_line(line: str, code: str = CODE) -> bytes:
    return edited(lambda document: document.add_paragraph(line), code)


def rezipped(content: bytes, **changed: bytes) -> bytes:
    """The same file with entries added or replaced (``__`` in a name stands for a slash)."""
    changed = {name.replace("__", "/"): body for name, body in changed.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, body in changed.items():
            new.writestr(name, body)
    return file.getvalue()


@pytest.fixture
def replace(cast):
    def replace(content: bytes, name="我局告知书.docx"):
        upload = SimpleUploadedFile(name, content)
        at = timezone.now()
        return office_templates.replace(papers.KINDS[CODE], upload, actor=cast.county, at=at, ip="10.0.0.9")

    return replace


@pytest.fixture
def inform(cast):
    def inform():
        case = builders.petition(cast)
        builders.step(case, "inform", cast.clerk, later=1, replay=False, **builders.INFORM)
        return case.papers.get()

    return inform


def test_a_new_template_is_used_from_then_on_and_old_papers_stay(replace, inform, cast):
    before = inform()
    template = replace(with_line("咨询电话：029-85290000"))
    after = inform()
    assert "029-85290000" in text(after)
    assert "029-85290000" not in text(before)
    assert (template.version, template.name, template.uploaded_by) == (1, "我局告知书.docx", cast.county)
    assert template.sha256 == storage.digest_of(template.path)


def test_the_office_goes_back_to_an_older_version_or_to_the_delivered_one(replace, inform, cast):
    kind, how = papers.KINDS[CODE], {"actor": cast.county, "at": timezone.now(), "reason": "改回", "ip": None}
    replace(with_line("第一版"))
    replace(with_line("第二版"))
    assert "第二版" in text(inform())
    office_templates.use(kind, 1, **how)
    assert "第一版" in text(inform())
    office_templates.use(kind, 0, **how)
    shown = text(inform())
    assert "第一版" not in shown
    assert "第二版" not in shown
    with pytest.raises(PaperTemplate.DoesNotExist):
        office_templates.use(kind, 3, **how)
    assert PaperTemplate.objects.count() == 2


def test_the_office_replaces_a_template_on_its_pages(cast):
    desk = Desk(cast.county)
    page = desk.get(desk.get(reverse("cases:paper_templates")).link("答复书"))
    wrong = SimpleUploadedFile("坏模板.docx", with_line("{{局长}}", code="reply_notice"))
    refused = desk.press(page, "更换模板", 新模板=wrong)
    assert "模板里有不认识的字段：局长。请从字段表中选用。" in refused.text
    good = SimpleUploadedFile("好模板.docx", with_line("联系电话：029-85290000", code="reply_notice"))
    page = desk.press(refused, "更换模板", 新模板=good)
    assert "答复书已改用第 1 版模板。" in page.text
    sample = desk.get(reverse("cases:paper_template_sample", args=["reply_notice"]))
    assert quote("答复书样张.docx") in sample.headers["Content-Disposition"]
    page = desk.press(desk.get(page.link("改用这一版")), "改用", 事由="新版有误")
    assert "答复书已改用随平台提供的模板。" in page.text


def test_every_change_stands_in_the_security_record(replace, cast):
    replace(with_line("第一版"))
    office_templates.use(papers.KINDS[CODE], 0, actor=cast.county, at=timezone.now(), reason="改回", ip=None)
    rows = AccessRecord.objects.filter(verb="setting", actor=cast.county).order_by("pk")
    assert [(row.subject, row.reason) for row in rows] == [
        ("文书模板 告知书", "上传并启用第 1 版（我局告知书.docx）"),
        ("文书模板 告知书", "改用随平台提供的模板：改回"),
    ]


def add_picture_link(document):
    document.part.relate_to("http://198.51.100.7/seal.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)


def add_field(document):
    run = document.add_paragraph().add_run()
    for piece in ("INCLUDE", 'TEXT "\\\\\\\\server\\\\share\\\\x.docx"'):
        run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>{piece}</w:instrText>"))


def relations(content: bytes, *, encoding: str = "utf-8") -> bytes:
    """The relations of the document, with one more that is written so."""
    with zipfile.ZipFile(io.BytesIO(edited())) as archive:
        told = archive.read("word/_rels/document.xml.rels").decode()
    told = told.replace("UTF-8", encoding).replace("</Relationships>", content.decode() + "</Relationships>")
    return rezipped(edited(), **{"word___rels__document.xml.rels": told.encode(encoding)})


TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DISGUISED = f'<Relationship Id="x" Type="{TYPE}/attachedTemplate" Target="http://x/x.dotm" TargetMode="Ext&#101;rnal"/>'
PLAIN = f'<Relationship Id="x" Type="{TYPE}/image" Target="http://x/x.png" TargetMode="External"/>'
COMMENTS = f'<Relationship Id="x" Type="{TYPE}/comments" Target="comments.xml"/>'
CHUNK = f'<Relationship Id="x" Type="{TYPE}/aFChunk" Target="chunk.html"/>'


def add_deleted_field(document):
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(f"<w:delInstrText {nsdecls('w')}>DDE&#65;UTO c:\\\\x</w:delInstrText>"))


def add_chunk(document):
    document.element.body.insert(0, parse_xml(f"<w:altChunk {nsdecls('w')}/>"))


def drop_reasons(document):
    for paragraph in document.paragraphs:
        if "告知内容" in paragraph.text or "签发人" in paragraph.text:
            paragraph.clear()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a document", "文件已损坏或者加了密，无法打开。"),
        (samples.xlsx(), "模板须是 Word 文档（docx）。"),
        (edited() + bytes(4 * 1024 * 1024), "模板不能超过 3 MB。"),
        (with_line("{{承办人}}和{{电话}}"), "模板里有不认识的字段：承办人、电话。请从字段表中选用。"),
        (edited(drop_reasons), "模板缺少必备内容：文号、签发人、告知内容。请把这些字段加进模板。"),
        (with_line("{{信访人"), "模板里的字段写得不完整或者夹有其他符号，请核对每一处 {{ 和 }}。"),
        (with_line("{{信访 人}}"), "模板里的字段写得不完整或者夹有其他符号，请核对每一处 {{ 和 }}。"),
        (with_line("{% if 信访人 %}没有结束"), "模板里的字段写得不完整或者夹有其他符号，请核对每一处 {{ 和 }}。"),
        (with_line("{% for x in 信访人 %}{{x}}{% endfor %}"), "不能写循环、计算和其他语句"),
        (with_line("{{ 信访人 * 100000 }}"), "不能写循环、计算和其他语句"),
        (with_line("{{ ''.__class__.__mro__ }}"), "不能写循环、计算和其他语句"),
        (with_line("{{ 信访人|upper }}"), "不能写循环、计算和其他语句"),
        (with_line("{% set x = 信访人 %}"), "不能写循环、计算和其他语句"),
        (with_line("{% include '/etc/passwd' %}"), "不能写循环、计算和其他语句"),
        (with_line("{% if not 信访人 %}{{称谓}}{{处理单位}}{% endif %}"), "试制的文书里没有显示出这些字段：处理单位。"),
        (with_line("{{r 信访人}}"), "有的字段写法不对，会使文书打不开"),
        (with_line("{{p 信访人}}"), "有的字段写法不对，会使文书打不开"),
        (edited(add_picture_link), "模板里有指向外部的链接或图片"),
        (edited(add_field), "模板里有会自动取数或者链接的域"),
        (edited(add_deleted_field), "模板里有会自动取数或者链接的域"),
        (edited(add_chunk), "模板里嵌有其他文件或控件"),
        (relations(DISGUISED.encode()), "模板里有指向外部的链接或图片"),
        (relations(PLAIN.encode(), encoding="UTF-16"), "模板里有指向外部的链接或图片"),
        (relations(CHUNK.encode()), "模板里嵌有其他文件或控件"),
        (relations(COMMENTS.encode()), "模板里嵌有其他文件或控件"),
        (rezipped(edited(), **{"word__x.html": b"<x/>"}), "请只留文字、表格和图片"),
        (rezipped(edited(), word__vbaProject="x"), "文件带有宏"),
        (rezipped(edited(), word__embeddings__oleObject1="x"), "模板里嵌有其他文件或控件"),
        (rezipped(edited(), **{"word__activeX__activeX1.bin": b"x"}), "模板里嵌有其他文件或控件"),
        (rezipped(edited(), **{"word__document.xml": b"<broken"}), "文件打不开"),
        (rezipped(edited(), **{"word__document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "文档类型声明"),
    ],
)
def test_a_bad_template_is_refused_in_one_sentence_and_nothing_changes(replace, content, sentence):
    replace(with_line("第一版"))
    files = set(storage.root().rglob("*"))
    with pytest.raises(TemplateRefused) as refusal:
        replace(content)
    assert sentence in refusal.value.sentence
    assert PaperTemplate.objects.get().is_active
    assert set(storage.root().rglob("*")) == files


def test_a_template_that_says_less_when_there_is_nothing_to_say_is_taken(replace):
    def add(document):
        for line in ("{%p if 处理单位 and not 称谓 %}", "由{{处理单位}}办理。", "{%p endif %}", "{# 备注 #}"):
            document.add_paragraph(line)

    with pytest.raises(TemplateRefused, match="没有显示出"):
        replace(edited(add))
    replace(edited(lambda document: document.add_paragraph("{% if 处理单位 %}由{{处理单位}}办理。{% endif %}")))


def test_words_in_head_and_foot_are_checked_too(replace):
    def head(line):
        return lambda document: document.sections[0].header.paragraphs[0].add_run(line)

    with pytest.raises(TemplateRefused, match="不认识的字段：局长"):
        replace(edited(head("{{局长}}")))
    assert replace(edited(head("{{制发单位}}"))).is_active


def test_properties_of_the_uploaded_file_are_never_run_as_a_template(replace, inform):
    def author(document):
        document.core_properties.author = "{{ 1/0 }}"
        document.core_properties.title = "{% for x in range(10) %}x{% endfor %}"

    replace(edited(author))
    assert Document(storage.opened(inform().path)).core_properties.title == "告知书"


def test_a_word_split_by_the_speller_is_still_found(replace, inform):
    def add(document):
        paragraph = document.add_paragraph("经办：{")
        paragraph.add_run("{签发")
        paragraph.add_run("人}").bold = True
        paragraph.add_run("}")

    replace(edited(add))
    assert "经办：周晓兰" in text(inform())


WIDE = ("1", "修好卫生间防水"), ("2", "赔偿＆<b>{{墙面}}</b>")


def with_columns(add) -> str:
    """What a template shows whose words 序号 and 事项 are columns with two entries."""
    document, template = Document(), io.BytesIO()
    add(document)
    document.save(template)
    words = {"序号": "\n".join(row[0] for row in WIDE), "事项": "\n".join(row[1] for row in WIDE), "人": "赵秀英"}
    made = paper_templates.render(template, words, title="", columns=("序号", "事项"))
    return paper_templates.text_of(io.BytesIO(made))


def test_a_table_row_that_names_columns_stands_once_for_each_entry():
    def add(document):
        table = document.add_table(rows=3, cols=2)
        for cell, words in zip(
            [cell for row in table.rows for cell in row.cells],
            ("序号", "事项", "第{{序号}}项", "{{事项}}（{{人}}）", "合计", "两项"),
            strict=True,
        ):
            cell.paragraphs[0].text = words

    lines = with_columns(add).split("\n")
    items = ["第1项", "修好卫生间防水（赵秀英）", "第2项", "赔偿＆<b>{{墙面}}</b>（赵秀英）"]
    assert [line for line in lines if line] == ["序号", "事项", *items, "合计", "两项"]


def test_columns_outside_of_a_table_become_paragraphs():
    shown = with_columns(lambda document: document.add_paragraph("{{序号}}、{{事项}}。"))
    assert "1、修好卫生间防水。\n2、赔偿＆<b>{{墙面}}</b>。" in shown


def test_only_one_template_of_a_paper_is_in_use(replace):
    replace(with_line("第一版"))
    second = replace(with_line("第二版"))
    in_use = PaperTemplate.objects.order_by("version").values_list("version", "is_active")
    assert list(in_use) == [(1, False), (2, True)]
    assert paper_templates.current(CODE).read() == storage.content_of(second.path)


def test_a_template_saved_by_libreoffice_gives_a_sound_file(replace, inform):
    with zipfile.ZipFile(io.BytesIO(edited())) as archive:
        relations = archive.read("_rels/.rels")
    spelt = relations.replace(b"package/2006/relationships/metadata", b"officedocument/2006/relationships/metadata")
    assert spelt != relations
    replace(rezipped(edited(), **{"_rels__.rels": spelt}))
    with zipfile.ZipFile(storage.opened(inform().path)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(names) == len(set(names))
