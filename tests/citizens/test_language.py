"""The pages for citizens in English: whoever asks for it reads no Chinese where words are the house's own."""

import gettext
import re
import struct
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from governance.citizens import codes
from petitions.citizens import progress
from petitions.citizens.asking import ASKS
from petitions.models import Petition
from petitions.reviews.opening import WORDS
from petitions.telling import STANDS
from tests.petitions import reviews as built
from tests.petitions.handing_in import address, fill_in, hand_in, say

pytestmark = pytest.mark.django_db

CHINESE = re.compile("[\u4e00-\u9fff][^<>]*")
HOME = Path(settings.BASE_DIR) / "locale/en/LC_MESSAGES"
# What is data: places, units, what was typed.
DATA = re.compile(
    "长安区|韦曲街道[^<. ]*|郭杜街道|凤栖路[^<]*|广场社区|郭北社区|中文|赵秀英|周."
    "|请求恢复小区供水。?|泵房三天前停用，物业不修。"
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


def test_what_is_wrong_with_a_phone_is_said_in_english_too(english, cast):
    fill_in(english, "people")
    page = say(english, "people", name_1="赵秀英", phone_1="12")
    assert page.status_code == 422 and "wrong number of digits" in page.content.decode()


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
        kept = gettext.GNUTranslations(file)
    source = (HOME / "django.po").read_text(encoding="utf-8")
    written = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.M))
    assert len(written) > 100
    assert {word: said for word, said in written.items() if kept.gettext(word) != said} == {}


def test_whoever_looks_up_reads_it_in_english_too(english, cast):
    hand_in(english)
    petition = Petition.objects.get()
    code = codes.give(petition, at=petition.opened_at)
    address = english.post(reverse("petitions:look_up"), {"number": petition.number, "code": code}).url
    page = english.get(address)
    text = re.sub(r"<details.*?</details>", "", page.content.decode(), flags=re.S)
    assert "What comes next" in text and "You can" in text and "Registered; the competent organ is being found" in text
    assert CHINESE.findall(DATA.sub("", unescape(text))) == []


def test_whatever_may_be_said_of_a_petition_has_english_words():
    with (HOME / "django.mo").open("rb") as file:
        kept = gettext.GNUTranslations(file)
    said = [words for words, _ in (progress.STAGES | progress.HEARD).values()]
    said += [words.format(word) for words in progress.REVIEW_STAGES.values() for word in WORDS.values()]
    said += [words.format(word) for words in progress.NEXT.values() for word in WORDS.values()]
    said += [progress.STANDS_STILL, progress.COME_AND_BE_HEARD, *STANDS.values()]
    said += [words for ask in ASKS.values() for words in (ask.label, ask.lead)]
    assert [words for words in said if kept.gettext(words) == words] == []


@pytest.mark.parametrize("name", ["citizens:privacy", "citizens:contact", "citizens:booking", "publications:notices"])
def test_what_is_said_to_everybody_has_english_words(english, cast, name):
    page = english.get(reverse(name))
    assert CHINESE.findall(DATA.sub("", unescape(main_of(page)))) == []


def main_of(page) -> str:
    text = re.sub(r"<!--.*?-->|<script.*?</script>", "", page.content.decode(), flags=re.S)
    return re.search(r"<main.*?</main>", text, re.S)[0]


def test_what_can_be_asked_once_it_was_answered_is_asked_in_english(english, cast, time_machine):
    petition = built.answered(cast)
    time_machine.move_to(petition.opened_at + timedelta(days=25), tick=False)
    code = codes.give(petition, at=petition.opened_at)
    english.post(reverse("petitions:look_up"), {"number": petition.number, "code": code})
    for name in ("supplement", "appeal", "rate", "withdraw"):
        page = english.get(reverse("petitions:ask_mine", args=[name]))
        assert (
            CHINESE.findall(
                re.sub("公安长安分局|韦曲派出所|韦曲街道办事处|人民政府", "", DATA.sub("", unescape(main_of(page))))
            )
            == []
        )
    shown = main_of(english.get(reverse("petitions:mine")))
    assert "Tue" in shown and "周" not in re.sub(r"<details.*?</details>", "", shown, flags=re.S)
    sent = {"to_unit": cast.police.pk, "claim": ""}
    wrong = english.post(reverse("petitions:ask_mine", args=["appeal"]), sent | {"then": "send"})
    assert "Please fill in: What you ask for" in wrong.content.decode()


def test_a_language_of_the_county_is_offered_with_what_its_translator_wrote(cast, settings, tmp_path):
    folder = tmp_path / "ug" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    word, said = "请选择要办的事", "ئۆزىڭىز تاللاڭ"
    (folder / "django.mo").write_bytes(compiled({"": "Content-Type: text/plain; charset=UTF-8\n", word: said}))
    settings.LANGUAGES = [*settings.LANGUAGES, ("ug", "ئۇيغۇرچە")]
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    client = Client()
    assert 'href="?lang=ug"' in client.get(reverse("publications:front")).content.decode()
    page = client.get(reverse("publications:front"), {"lang": "ug"}).content.decode()
    assert said in page and 'lang="ug"' in page and 'dir="rtl"' in page
    assert "提出信访事项" in page


def test_what_a_translator_gets_is_all_that_is_translated():
    words = re.compile(r'^msgid "(.+)"$', re.M)
    source = (HOME / "django.po").read_text(encoding="utf-8")
    blank = (Path(settings.BASE_DIR) / "locale/citizens.pot").read_text(encoding="utf-8")
    assert words.findall(blank) == words.findall(source)
    assert len(words.findall(source)) == len(set(words.findall(source)))


def test_a_language_that_is_begun_says_nothing_that_no_page_has_and_is_not_offered(cast):
    words = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.M)
    known = dict(words.findall((HOME.parents[1] / "citizens.pot").read_text(encoding="utf-8")))
    begun = dict(words.findall((HOME.parents[1] / "bo/LC_MESSAGES/django.po").read_text(encoding="utf-8")))
    assert begun and begun.keys() <= known.keys()
    # Tibetan letters and nothing else: no word was left as it was.
    assert [said for said in begun.values() if not re.fullmatch("[\u0f00-\u0fff]+", said)] == []
    assert "lang=bo" not in Client().get(reverse("publications:front")).content.decode()


def compiled(words: dict[str, str]) -> bytes:
    """The words as gettext keeps them."""
    rows = sorted((key.encode(), said.encode()) for key, said in words.items())
    start, at = 28 + 16 * len(rows), 0
    keys, values = b"\0".join(key for key, _ in rows) + b"\0", b"\0".join(said for _, said in rows) + b"\0"
    tables = [[], []]
    for side in (0, 1):
        for row in rows:
            tables[side] += [len(row[side]), start + at]
            at += len(row[side]) + 1
    head = [0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0]
    return struct.pack(f"<{7 + 4 * len(rows)}I", *head, *tables[0], *tables[1]) + keys + values
