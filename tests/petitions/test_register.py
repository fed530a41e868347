"""The register page: what is typed becomes a petition with its clocks, and nothing that was typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.intake.forms import first_sentence
from governance.cases.law import county
from governance.cases.models import Case, CaseLink, CountyRule
from governance.frame.days import office_day
from governance.notices.models import Notice
from petitions.models import Petition
from tests import builders
from tests.attachments.samples import picture, upload
from tests.papers.reading import text

pytestmark = pytest.mark.django_db

TYPED = {
    "channel": "visit",
    "name_1": "王秀芳",
    "phone_1": "13812342201",
    "id_number_1": "",
    "address_1": "凤栖路社区三期 5 号楼",
    "people_count": "1",
    "area": "韦曲街道 / 凤栖路社区",
    "petition_class": "appeal_request",
    "route": "handling",
    "summary": "要求督促物业修复电梯。两部电梯停运两个月。",
    "then": "open",
}


def typed(**changes):
    return {**TYPED, "received_on": office_day(timezone.now()).isoformat(), **changes}


def register(client, **changes):
    return client.post(reverse("petitions:register"), typed(**changes))


def test_it_registers_a_petition_and_opens_its_page(login, cast):
    client = login(cast.clerk)
    response = register(client)
    petition = Petition.objects.get()
    assert response.url == reverse("cases:case", args=[petition.number])
    assert (petition.title, petition.lead_unit, petition.registered_by) == (
        "要求督促物业修复电梯",
        cast.weiqu,
        cast.clerk,
    )
    assert petition.participants.get().phone == "13812342201"
    assert sorted(petition.clocks.values_list("term_code", flat=True)) == ["petition.notice", "petition.route"]
    assert "已登记" in client.get(response.url).content.decode()


def test_it_counts_from_the_day_the_letter_came(login, cast):
    day = office_day(timezone.now()) - timedelta(days=3)
    register(login(cast.clerk), channel="letter", received_on=day.isoformat())
    assert Petition.objects.get().clocks.first().start_on == day


def test_a_fax_comes_in_with_its_sheet_and_is_answered_by_fax(login, cast, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path
    page = login(cast.clerk).get(reverse("petitions:register")).content.decode()
    assert "data-scan" in page and "scan.js" in page
    register(login(cast.clerk), channel="fax", files=[upload("传真件.png", picture("PNG"))])
    case = Petition.objects.get()
    assert [file.name for file in case.attachments.all()] == ["传真件.png"]
    told = {"to_unit": cast.housing, **builders.TRANSFER, "told_by": "fax"}
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, **told)
    builders.step(case, "accept", cast.handler, later=2, replay=False, told_by="fax", note="按信访程序办理。")
    assert "传真" in text(case.papers.get(code="acceptance_notice"))
    builders.step(case, "issue_opinion", cast.lead, later=9, **builders.OPINION)
    on = office_day(case.opened_at + timedelta(days=10))
    served = {"method": "fax", "receiver": "本人", "proof": "传真发送报告、书面同意", "served_on": on}
    event = builders.step(case, "serve", cast.handler, later=10, **served)
    assert ["送达方式", "传真送达（经信访人书面同意）"] in event.facts["told"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name_1": ""}, "name_1", "请填写信访人姓名"),
        ({"name_1": "长" * 61}, "name_1", "60 个字"),
        ({"area": "月球"}, "area", "没有找到这个地点"),
        ({"summary": ""}, "summary", "请填写诉求概况"),
        ({"phone_1": "打不通"}, "phone_1", "电话里有“打”"),
        ({"name_1": "\u200b\u202e"}, "name_1", "请填写信访人姓名"),
        ({"id_number_1": "610116199001011235"}, "id_number_1", "校验位"),
        ({"people_count": "0"}, "people_count", "人数至少为 1"),
        ({"is_oral": "on"}, "read_back", "请向信访人宣读"),
        ({"phone_2": "13800000000"}, "name_2", "请填写这位信访人的姓名"),
        ({"category": "没有的类别"}, "category", "没有这个内容类别"),
    ],
)
def test_it_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(login, cast, changes, field, sentence):
    response = register(login(cast.clerk), **changes)
    page = response.content.decode()
    assert response.status_code == 422
    (said,) = response.context["form"].errors[field]
    assert sentence in said
    assert "处需要补正" in page and "凤栖路社区三期 5 号楼" in page
    assert not Case.objects.exists()


def test_it_refuses_a_day_that_has_not_come(login, cast):
    tomorrow = office_day(timezone.now()) + timedelta(days=1)
    assert register(login(cast.clerk), received_on=tomorrow.isoformat()).status_code == 422


def test_it_takes_a_letter_without_a_name_and_starts_no_notice(login, cast):
    register(login(cast.clerk), channel="letter", name_1="", phone_1="", address_1="", address_unclear="on")
    petition = Petition.objects.get()
    assert petition.participants.get().name == "未具名"
    assert list(petition.clocks.values_list("term_code", flat=True)) == ["petition.route"]


def test_it_makes_five_people_at_the_window_a_collective_visit_with_representatives(login, cast):
    register(login(cast.clerk), people_count="26", name_2="李强", phone_2="13900000000")
    petition = Petition.objects.get()
    assert (petition.is_collective, petition.people_count) == (True, 26)
    assert set(petition.participants.values_list("part", flat=True)) == {"representative"}


def test_the_county_may_let_ten_people_send_three(login, cast):
    four = {f"name_{place}": f"李{place}" for place in (2, 3, 4)}
    county.load_reference()
    CountyRule.objects.filter(code="representatives").update(value="three")
    response = register(login(cast.clerk), people_count="9", **four)
    assert "推选的代表不超过 3 人" in "".join(response.context["form"].errors["name_4"])
    assert register(login(cast.clerk), people_count="11", **four).status_code == 302
    CountyRule.objects.filter(code="representatives").update(value="five")
    assert register(login(cast.clerk), people_count="9", **four).status_code == 302


def test_it_restricts_an_accusation_before_anybody_can_see_it(login, cast):
    register(login(cast.clerk), petition_class="accusation", accused_unit="区住建局", route="handling")
    petition = Petition.objects.get()
    assert (petition.confidentiality, petition.route, petition.accused_unit) == ("restricted", "", cast.housing)
    client = login(cast.lead)
    assert client.get(reverse("cases:case", args=[petition.number])).status_code == 404


def test_it_says_of_whose_work_a_petition_complains_and_an_accusation_does_not(login, cast):
    register(login(cast.clerk), complained_unit="区住建局")
    petition = Petition.objects.get()
    assert petition.complained_unit == cast.housing
    page = login(cast.clerk).get(reverse("cases:case", args=[petition.number])).content.decode()
    assert "被投诉单位" in page and cast.housing.name in page
    register(login(cast.clerk), petition_class="accusation", accused_unit="区住建局", complained_unit="区住建局")
    assert Petition.objects.get(petition_class="accusation").complained_unit is None


def test_it_asks_once_whom_an_accusation_is_about(login, cast):
    client = login(cast.clerk)
    response = register(client, petition_class="accusation")
    assert response.status_code == 422
    assert "没有说明的，请勾选" in "".join(response.context["form"].errors["accused_unknown"])
    assert register(client, petition_class="accusation", accused_unknown="on").headers["Location"].startswith("/cases/")
    assert Petition.objects.get().lead_unit == cast.centre


def test_it_asks_about_those_whom_the_text_names_and_shuts_the_accused_out(login, cast):
    text = {"summary": "街道办主任何建军收受礼金。", "petition_class": "accusation"}
    response = register(login(cast.clerk), **text, accused_unknown="on")
    assert "文中提到何建军" in "".join(response.context["form"].errors["others_named"])
    register(login(cast.clerk), **text, accused_names="何建军")
    petition = Petition.objects.get()
    assert petition.lead_unit == cast.centre
    assert login(cast.township_lead).get(reverse("cases:case", args=[petition.number])).status_code == 404
    assert not Notice.objects.filter(recipient=cast.township_lead).exists()


def test_it_asks_whether_words_of_an_accusation_are_one(login, cast):
    client, text = login(cast.clerk), {"summary": "村支书贪污补偿款。"}
    response = register(client, **text)
    assert response.status_code == 422 and not Petition.objects.exists()
    assert "文中写到“贪污”" in "".join(response.context["form"].errors["not_accusing"])
    register(client, **text, not_accusing="on")
    assert not Petition.objects.get().is_restricted
    assert register(client, **text, petition_class="accusation", accused_unknown="on").status_code == 302


def test_a_window_that_cannot_keep_it_is_not_led_to_a_page_that_is_not_there(login, cast):
    response = register(login(cast.clerk), petition_class="accusation", accused_unit="韦曲街道办")
    assert Petition.objects.get().lead_unit == cast.centre
    assert response.headers["Location"] == "/"


def test_it_is_not_open_to_those_who_do_not_register(login, cast):
    assert login(cast.handler).get(reverse("petitions:register")).status_code == 403
    assert login(cast.handler).post(reverse("petitions:preview"), typed()).status_code == 403


def test_it_shows_the_clocks_and_the_article_for_the_chosen_class(login, cast):
    client = login(cast.clerk)
    page = client.post(reverse("petitions:preview"), typed()).content.decode()
    assert "第二十二条" in page and "60日内办结" in page
    page = client.post(reverse("petitions:preview"), typed(petition_class="suggestion")).content.decode()
    assert "第二十九条" in page and "60日内办结" not in page
    page = client.post(reverse("petitions:preview"), typed(address_unclear="on")).content.decode()
    assert "书面告知" not in page
    assert not Case.objects.exists()


def test_it_previews_what_is_half_typed(login, cast):
    page = login(cast.clerk).post(reverse("petitions:preview"), {"name_1": "王", "people_count": "x"})
    assert page.status_code == 200 and "第二十二条" in page.content.decode()


def test_it_shows_earlier_petitions_of_the_same_phone(login, cast):
    earlier = builders.petition(cast, people=[builders.person(name="王芳", phone="13812342201")])
    page = login(cast.clerk).post(reverse("petitions:preview"), typed(name_1="另一个名字")).content.decode()
    assert earlier.number in page and "同一人" in page


def test_it_shows_nothing_of_petitions_the_clerk_may_not_see(login, cast):
    hidden = builders.accusation(cast, people=[builders.person(phone="13812342201")], actor=cast.petition_clerk)
    page = login(cast.clerk).post(reverse("petitions:preview"), typed()).content.decode()
    assert hidden.number not in page


def test_it_links_a_repeat_and_marks_it(login, cast):
    earlier = builders.petition(cast, people=[builders.person(phone="13812342201")])
    register(login(cast.clerk), **{f"same_{earlier.pk}": "link"})
    petition = Petition.objects.exclude(pk=earlier.pk).get()
    assert petition.is_repeat
    assert CaseLink.objects.get().kind == "repeat"


def test_it_does_not_say_of_an_ordinary_petition_that_it_repeats_an_accusation(login, cast):
    hidden = builders.accusation(cast, people=[builders.person(phone="13812342201")])
    client = login(cast.clerk)
    page = client.get(register(client, **{f"same_{hidden.pk}": "link"}).url).content.decode()
    assert f"没有与 {hidden.number} 合并或关联" in page
    assert not Petition.objects.exclude(pk=hidden.pk).get().is_repeat
    assert not CaseLink.objects.exists()


def test_it_merges_into_the_earlier_one_when_the_clerk_says_so(login, cast):
    now = timezone.now()
    earlier = builders.petition(cast, at=now - timedelta(days=2), people=[builders.person(phone="13812342201")])
    client = login(cast.clerk)
    response = register(client, **{f"same_{earlier.pk}": "merge"})
    petition = Petition.objects.exclude(pk=earlier.pk).get()
    step = reverse("cases:step", args=[petition.number, "merge"])
    assert response.url.startswith(f"{step}?") and petition.status == "registered"
    form = client.get(response.url).context["step_form"]
    told = {name: form[name].value() for name in ("into", "note")}
    client.post(step, {**told, "told_by": "on_the_spot", "version": petition.version})
    petition.refresh_from_db()
    assert (petition.status, petition.merged_into_id) == ("merged", earlier.pk)
    assert petition.papers.get().code == "merge_notice"


def test_it_takes_nobody_of_the_same_name_for_the_same_person(login, cast):
    earlier = builders.petition(cast, people=[builders.person(name="王秀芳", phone="13900000001", address="别处")])
    client = login(cast.clerk)
    similar = client.post(reverse("petitions:preview"), typed()).context["similar"]
    assert [(row.pk, row.reason) for row in similar] == [(earlier.pk, "同名同镇街")]
    assert [each["value"] for each in similar[0].choices if each["checked"]] == ["none"]
    assert "merge" not in {each["value"] for each in similar[0].choices}
    register(client)
    assert not Petition.objects.latest("id").is_repeat


def test_it_compares_nobody_who_gave_no_name(login, cast):
    builders.petition(cast, people=[builders.person(name="未具名", phone="", address="凤栖路社区三期 5 号楼")])
    nameless = typed(channel="letter", name_1="", phone_1="", address_unclear="on")
    assert not login(cast.clerk).post(reverse("petitions:preview"), nameless).context["similar"]


def test_it_counts_everybody_who_came(login, cast):
    """Five who are named have come, whatever stands in the box (art. 20)."""
    others = {f"name_{place}": f"李{place}" for place in range(2, 6)}
    register(login(cast.clerk), people_count="1", **others)
    petition = Petition.objects.get()
    assert (petition.people_count, petition.is_collective) == (5, True)
    assert set(petition.participants.values_list("part", flat=True)) == {"representative"}


def test_it_leaves_a_different_matter_alone(login, cast):
    earlier = builders.petition(cast, people=[builders.person(phone="13812342201")])
    register(login(cast.clerk), **{f"same_{earlier.pk}": "none"})
    assert not Petition.objects.exclude(pk=earlier.pk).get().is_repeat
    assert not CaseLink.objects.exists()


def test_it_goes_on_to_the_written_notice_when_asked(login, cast):
    response = register(login(cast.clerk), then="notify")
    assert response.url == reverse("cases:step", args=[Petition.objects.get().number, "notify"])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("要求修路。已经三年。", "要求修路"),
        ("  \n要求修路", "要求修路"),
        ("一" * 119 + "。二", "一" * 119),
        ("一" * 40 + "，" + "二" * 100, "一" * 40),
        ("一" * 200, "一" * 120),
        ("！！！小区停水三天。", "小区停水三天"),
        ("……。修路", "修路"),
        ("？？？", "？？？"),
        ("", ""),
    ],
)
def test_it_calls_a_petition_by_the_first_sentence_of_its_request(text, title):
    assert first_sentence(text) == title


def test_of_six_who_came_five_speak_for_all_and_the_sixth_is_not_left_out_in_silence(login, cast):
    client = login(cast.clerk)
    six = {f"name_{place}": f"代表{place}" for place in range(1, 7)} | {"people_count": "30"}
    response = register(client, **six)
    assert response.status_code == 422 and not Petition.objects.exists()
    page = response.content.decode()
    assert "信访人最多填写 5 人，没有位置的：代表6。" in page and "推选代表不超过五人" in page
    # What was typed stands there still.
    assert 'value="代表5"' in page and 'value="30"' in page
    register(client, **{**six, "name_6": ""})
    petition = Petition.objects.get()
    assert petition.people_count == 30
    assert {person.part for person in petition.participants.all()} == {"representative"}
