"""The page of the templates: for those who keep the reference data, with a sentence at the field when it goes wrong."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from governance.cases.models import PaperTemplate
from governance.cases.papers import issue as papers

from .test_replacing import with_line

CODE = "inform_notice"
WHY = {"reason": "新版有误"}
PAGE = f"/settings/papers/{CODE}/"


def word(content: bytes, name="新模板.docx"):
    return {"file": SimpleUploadedFile(name, content)}


@pytest.fixture
def keeper(login, cast):
    return login(cast.county)


def test_it_lists_every_paper_with_the_template_in_use(keeper):
    keeper.post(PAGE, word(with_line("本局模板")))
    page = keeper.get(reverse("cases:paper_templates")).content.decode()
    for kind in papers.KINDS.values():
        assert kind.title in page
    assert page.count("本单位第 1 版") == 1
    assert page.count("随平台提供") == len(papers.KINDS) - 1


def test_it_takes_a_new_template_and_goes_back(keeper):
    response = keeper.post(PAGE, word(with_line("本局模板")), follow=True)
    assert "告知书已改用第 1 版模板。" in response.content.decode()
    assert PaperTemplate.objects.get().is_active
    response = keeper.post(f"{PAGE}0/use/", WHY, follow=True)
    assert "告知书已改用随平台提供的模板。" in response.content.decode()
    assert not PaperTemplate.objects.get().is_active
    keeper.post(f"{PAGE}1/use/", WHY)
    assert PaperTemplate.objects.get().is_active
    assert keeper.post(f"{PAGE}2/use/", WHY).status_code == 404
    assert PaperTemplate.objects.get().is_active


def test_it_says_at_the_field_what_is_wrong(keeper):
    response = keeper.post(PAGE, word(with_line("{{局长}}")))
    assert response.status_code == 422
    assert "模板里有不认识的字段：局长。请从字段表中选用。" in response.content.decode()
    for upload, sentence in (({}, "请选择 Word 文档。"), (word(b""), "文件是空的。")):
        response = keeper.post(PAGE, upload)
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert not PaperTemplate.objects.exists()


def test_it_shows_every_word_a_template_may_use(keeper):
    page = keeper.get(PAGE).content.decode()
    for word in papers.KINDS[CODE].vocabulary:
        assert "{{" + word + "}}" in page


def test_it_hands_out_each_version_and_a_sample(keeper):
    keeper.post(PAGE, word(with_line("本局模板")))

    def lines(url):
        response = keeper.get(url)
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        document = Document(io.BytesIO(b"".join(response.streaming_content)))
        return [paragraph.text for paragraph in document.paragraphs]

    assert "{{告知内容}}" in lines(f"{PAGE}0/")
    assert "本局模板" not in lines(f"{PAGE}0/")
    assert "本局模板" in lines(f"{PAGE}1/")
    assert papers.samples(papers.KINDS[CODE])["告知内容"] in lines(f"{PAGE}sample/")
    assert keeper.get(f"{PAGE}2/").status_code == 404
    assert keeper.get("/settings/papers/unknown/").status_code == 404


@pytest.mark.parametrize("person", ["clerk", "handler", "lead", "leader", "staff", "audit_admin", "security_admin"])
def test_nobody_else_may_look_at_or_change_templates(login, cast, person):
    client = login(getattr(cast, person))
    assert client.get(reverse("cases:paper_templates")).status_code == 403
    for url in (PAGE, f"{PAGE}0/", f"{PAGE}sample/"):
        assert client.get(url).status_code == 403
    assert client.post(PAGE, word(with_line("本局模板"))).status_code == 403
    assert client.post(f"{PAGE}0/use/").status_code == 403
    assert not PaperTemplate.objects.exists()


def test_the_system_administrator_keeps_them_too(login, cast):
    assert login(cast.system_admin).get(PAGE).status_code == 200
