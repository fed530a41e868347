"""Stock phrases: under every long box of a step, of a person and of a unit, and about nobody."""

import pytest
from django.urls import reverse

from governance.cases.models import StockPhrase
from governance.cases.steps import phrases
from tests import builders

pytestmark = pytest.mark.django_db
BOX, SAID = "issue_opinion.facts", "经实地核查，情况属实。"
PAGE = f"/cases/phrases/?box={BOX}"
BLOCKS = ("request", "facts", "opinion", "legal_basis")


@pytest.fixture
def form(cast):
    """The form of an opinion, as the page shows it to somebody who handles the case."""
    case = builders.petition(cast, replay=False)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    return reverse("cases:step", args=[case.number, "issue_opinion"])


def test_the_four_blocks_of_an_opinion_offer_ones_own_and_the_units(cast, login, form):
    mine = login(cast.handler)
    # The button under the box sends what is written there, and nothing else.
    assert mine.post(PAGE, {"text": SAID}).status_code == 302
    login(cast.lead).post("/cases/phrases/", {"box": BOX, "text": "属于本单位职责。", "unit": cast.housing.pk})
    page = login(cast.handler).get(form).content.decode()
    assert {block for block in BLOCKS if f"box=issue_opinion.{block}" in page} == set(BLOCKS)
    assert page.index(SAID) < page.index("属于本单位职责。")
    assert SAID not in login(cast.lead).get(PAGE).content.decode()
    assert "属于本单位职责。" not in login(cast.water_handler).get(PAGE).content.decode()


def test_what_was_written_and_what_is_offered_stay_after_a_refusal(cast, login, form):
    client = login(cast.handler)
    client.post(PAGE, {"text": SAID})
    version = client.get(form).content.decode().partition('name="version" value="')[2].partition('"')[0]
    refused = client.post(form, {"version": version, "facts": f"已到现场。{SAID}"})
    page = refused.content.decode()
    assert refused.status_code == 422 and f"已到现场。{SAID}</textarea>" in page
    assert f"data-phrase>{SAID}<" in page


@pytest.mark.parametrize("text", ["联系电话 13911112222", "身份证 610102196001011234", "见 XF2026-000001", "  "])
def test_a_phrase_is_about_nobody(cast, login, text):
    refused = login(cast.handler).post(PAGE, {"text": text})
    assert refused.status_code == 422 and not StockPhrase.objects.exists()
    assert text.strip() in refused.content.decode()


def test_the_same_words_stand_once_and_no_more_than_a_list_holds(cast, login):
    client = login(cast.handler)
    for _ in range(2):
        client.post(PAGE, {"text": SAID})
    assert StockPhrase.objects.count() == 1
    for number in range(phrases.MOST - 1):
        client.post(PAGE, {"text": f"第 {number} 种情形。"})
    full = client.post(PAGE, {"text": "再来一条。"})
    assert full.status_code == 422 and f"已有 {phrases.MOST} 条" in full.content.decode()


def test_only_who_leads_the_unit_writes_and_drops_its_phrases(cast, login):
    assert "给谁用" not in login(cast.handler).get(PAGE).content.decode()
    login(cast.lead).post(PAGE, {"text": SAID, "unit": cast.housing.pk})
    phrase = StockPhrase.objects.get()
    drop = f"/cases/phrases/{phrase.pk}/drop/"
    assert login(cast.handler).post(drop).status_code == 403
    assert login(cast.water_handler).post(drop).status_code == 404
    assert login(cast.lead).post(drop).status_code == 302 and not StockPhrase.objects.exists()


def test_every_long_box_of_a_step_has_its_own(cast):
    assert {f"issue_opinion.{block}" for block in BLOCKS} <= set(phrases.boxes())
    assert len(phrases.boxes()) > 80
    assert max(map(len, phrases.boxes())) <= StockPhrase._meta.get_field("box").max_length
