"""The pages for citizens in English: whoever asks for it reads no Chinese where words are the house's own."""

import gettext
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.petitions.handing_in import address, fill_in, say

pytestmark = pytest.mark.django_db

CHINESE = re.compile("[\u4e00-\u9fff][^<>]*")
HOME = Path(settings.BASE_DIR) / "locale/en/LC_MESSAGES"
# What is data: places, units, what was typed.
DATA = re.compile(
    "长安区|韦曲街道[^<. ]*|郭杜街道|凤栖路[^<]*|广场社区|郭北社区|中文|赵秀英|周."
    "|请求恢复小区供水。|泵房三天前停用，物业不修。"
)


@pytest.fixture
def english():
    client = Client()
    assert client.get(reverse("publications:front"), {"lang": "en"}).status_code == 200
    return client


def chinese_on(page) -> list[str]:
    text = re.sub(r"<!--.*?-->|<script.*?</script>", "", page.content.decode(), flags=re.S)
    return CHINESE.findall(DATA.sub("", unescape(text)))


def test_every_page_of_handing_in_can_be_read(english, cast):
    pages = [english.get(reverse("publications:front")), english.get(reverse("petitions:hand_in"))]
    for until in ("place", "village", "people", "files", "check"):
        fill_in(english, until)
        pages.append(english.get(address(until)))
    assert [(page.request["PATH_INFO"], left) for page in pages if (left := chinese_on(page))] == []
    done = english.get(say(english, "check").url)
    assert "Registered" in done.content.decode()
    assert '<html lang="en"' in done.content.decode()
    assert chinese_on(english.get(reverse("petitions:look_up"))) == []


def test_what_is_wrong_is_said_in_english_too(english, cast):
    page = english.post(reverse("petitions:hand_in"), {"petition_class": "suggestion", "summary": ""})
    assert page.status_code == 422 and "Please fill in: Your request." in page.content.decode()
    page = english.post(reverse("petitions:hand_in"), {"petition_class": "suggestion", "summary": "He took a Bribe"})
    assert page.status_code == 422 and "This does not accuse an official" in page.content.decode()


def test_nobody_else_reads_english(english, cast, login):
    assert "请选择要办的事" in Client().get(reverse("publications:front")).content.decode()
    client = login(cast.staff)
    client.cookies["public_language"] = "en"
    assert "工作台" in client.get("/").content.decode()
    assert english.get(reverse("publications:front"), {"lang": "tlh"}).status_code == 200
    page = english.get(reverse("publications:front"), {"lang": "zh-hans"})
    assert "请选择要办的事" in page.content.decode()
    assert "请选择要办的事" in english.get(reverse("publications:front")).content.decode()


def test_what_is_compiled_is_what_is_written():
    with (HOME / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = (HOME / "django.po").read_text(encoding="utf-8")
    written = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.M))
    assert len(written) > 100
    assert {word: said for word, said in written.items() if compiled.gettext(word) != said} == {}
