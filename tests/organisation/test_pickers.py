from datetime import date

import pytest
from django import forms
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.urls import reverse

from governance.organisation import pickers
from governance.organisation.models import AccessRecord, Synonym, Unit
from governance.organisation.reference import load_synonyms

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def values(client, name, query):
    answer = client.get(reverse(f"organisation:{name}") + query)
    assert answer.status_code == 200
    return [line["value"] for line in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=凤栖", ["韦曲街道 / 凤栖路社区", "韦曲街道 / 凤栖路社区 / 凤栖路社区第一网格"]),
        ("?q=韦曲 广场", ["韦曲街道 / 广场社区"]),
        ("?q=郭杜街道 / 郭北", ["郭杜街道 / 郭北社区"]),
        ("?q=610116002", ["郭杜街道", "郭杜街道 / 郭北社区"]),
        ("?q=社区&scope=610116002", ["郭杜街道 / 郭北社区"]),
        ("?q=凤栖&level=village", ["韦曲街道 / 凤栖路社区"]),
        ("?q=街道&level=township", ["韦曲街道", "郭杜街道"]),
        ("?q=没有", []),
        ("?q=%25", []),
        ("?q=%00郭杜&scope=x'y&level=moon", ["郭杜街道", "郭杜街道 / 郭北社区"]),
    ],
)
def test_it_finds_areas_by_name_path_or_code(client, login, cast, query, expected):
    login(cast.clerk)
    assert values(client, "area_search", query) == expected


def test_it_puts_the_places_that_bear_the_word_before_those_below_them(client, login, cast):
    login(cast.clerk)
    assert values(client, "area_search", "?q=韦曲")[0] == "韦曲街道"


def test_it_finds_active_units(client, login, cast):
    login(cast.clerk)
    assert values(client, "unit_search", "?q=住建") == ["长安区住房和城乡建设局"]
    assert values(client, "unit_search", "?q=长安 住房") == ["长安区住房和城乡建设局"]
    assert values(client, "unit_search", "?q=派出所&kind=police") == ["韦曲派出所"]
    cast.water.is_active = False
    cast.water.save(update_fields=["is_active"])
    assert values(client, "unit_search", "?q=水务") == []


def test_what_is_called_just_so_stands_before_what_has_the_words_in_it(client, login, cast):
    login(cast.clerk)
    Unit.objects.filter(pk=cast.fengqi.pk).update(position=999)
    Unit.objects.filter(pk=cast.weiqu.pk).update(short_name="韦曲街道", position=999)
    assert values(client, "unit_search", "?q=凤栖路社区") == [cast.fengqi.name, cast.village_committee.name]
    assert values(client, "unit_search", "?q=韦曲街道")[0] == cast.weiqu.name
    assert values(client, "unit_search", "?q=凤栖路")[0] == cast.village_committee.name


def test_a_unit_is_found_by_each_plate_on_its_door(client, login, cast):
    Unit.objects.filter(pk=cast.weiqu.pk).update(plates="信访办公室、维稳办公室、司法所", formed_from="综治办、信访办")
    assert pickers.Units().named("维稳办公室") == cast.weiqu
    login(cast.county)
    page = client.get(reverse("organisation:unit", args=[cast.weiqu.pk])).content.decode()
    assert "挂信访办公室、维稳办公室、司法所牌子" in page and "由综治办、信访办整合" in page


def test_it_finds_active_people_with_their_posts(client, login, cast):
    login(cast.clerk)
    answer = client.get(reverse("organisation:user_search") + "?q=李文").json()["results"]
    assert answer == [{"value": "李文斌（handler）", "key": str(cast.handler.pk), "hint": "区住建局·承办人"}]
    assert values(client, "user_search", f"?unit={cast.housing.pk}&role=handler") == [
        "李文斌（handler）",
        "崔丽（second_handler）",
    ]


def test_it_tells_the_logins_of_administrators_to_auditors_alone(client, login, cast):
    administrators = {cast.security_admin, cast.audit_admin, cast.system_admin}
    login(cast.clerk)
    found = [value for one in administrators for value in values(client, "user_search", f"?q={one.name}")]
    assert found == []
    with pytest.raises(ValidationError, match="没有找到"):
        pickers.People().named(cast.security_admin.username)
    assert client.get(reverse("organisation:anybody_search") + "?q=a").status_code == 403
    login(cast.audit_admin)
    for one in administrators:
        assert pickers.person_words(one) in values(client, "anybody_search", f"?q={one.username}")


def test_it_gives_no_list_of_everybody(client, login, cast):
    login(cast.clerk)
    for query in ("", "?q=", "?q=%20", "?role=handler"):
        assert values(client, "user_search", query) == []


def test_it_lists_people_at_a_fixed_number_of_queries(client, login, cast, django_assert_max_num_queries):
    login(cast.clerk)
    client.get(reverse("organisation:user_search") + "?q=李")
    with django_assert_max_num_queries(5):
        client.get(reverse("organisation:user_search") + "?q=李")


@pytest.mark.parametrize(
    "words", ["610116001002", "凤栖路社区", "韦曲街道 / 凤栖路社区", "韦曲街道/凤栖路社区", " 凤栖路社区 "]
)
def test_it_reads_an_area_the_way_people_write_it(cast, words):
    assert pickers.Areas().named(words).pk == "610116001002"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("社区", "不止一个"), ("火星", "没有找到"), ("郭杜街道 / 凤栖路社区", "没有找到"), ("/", "不止一个")],
)
def test_it_says_which_areas_could_be_meant(cast, words, sentence):
    with pytest.raises(ValidationError, match=sentence):
        pickers.Areas().named(words)


def test_it_refuses_an_area_outside_the_scope(cast):
    with pytest.raises(ValidationError, match="没有找到"):
        pickers.Areas(scope="610116002").named("610116001002")


@pytest.mark.parametrize("words", ["handler", "李文斌", "李文斌（handler）", "李文斌(handler)", "Handler"])
def test_it_reads_a_person_the_way_people_write_it(cast, words):
    assert pickers.People().named(words) == cast.handler


def test_it_refuses_a_person_who_is_not_in_the_unit(cast):
    with pytest.raises(ValidationError, match="没有找到"):
        pickers.People(on=TODAY, units={cast.water.pk}).named("李文斌")


class Form(forms.Form):
    area = pickers.PickerField(pickers.Areas(scope="610116001", levels=("village",)), label="地点")
    unit = pickers.PickerField(pickers.Units(), label="单位", required=False)
    person = pickers.PickerField(pickers.People(), label="人员", required=False)


def test_it_gives_the_record_itself_and_shows_it_in_words(cast):
    form = Form({"area": "凤栖路", "unit": "区水务局", "person": "崔丽"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["area"].pk == "610116001002"
    assert form.cleaned_data["unit"] == cast.water
    assert form.cleaned_data["person"] == cast.second_handler
    html = Form(initial={"area": cast.area("610116001002"), "unit": cast.water}).as_p()
    assert "韦曲街道 / 凤栖路社区" in html
    assert 'data-picker="/organisation/areas/search?scope=610116001&amp;level=village"' in html


def test_it_keeps_what_was_typed_when_nothing_fits(cast):
    form = Form({"area": "不知道", "unit": ""})
    assert not form.is_valid()
    assert 'value="不知道"' in form.as_p()
    assert "unit" not in form.errors


def test_it_takes_a_key_from_a_program_and_words_from_a_person(cast):
    field = pickers.PickerField(pickers.Units(besides=cast.water.pk), label="单位")
    assert field.clean(cast.housing.pk) == cast.housing
    assert field.prepare_value(cast.housing.pk) == cast.housing.name
    for wrong in (cast.water.pk, 0, True, str(cast.housing.pk), cast.water.name):
        with pytest.raises(ValidationError, match="没有找到这个单位"):
            field.clean(wrong)


def test_it_does_not_suggest_the_unit_it_would_not_take(client, login, cast):
    login(cast.clerk)
    address = pickers.Units(besides=cast.water.pk).url()
    assert address == f"/organisation/units/search?besides={cast.water.pk}"
    assert client.get(f"{address}&q=水务").json()["results"] == []
    assert values(client, "unit_search", "?q=水务&besides=x") == [cast.water.name]


def test_it_reads_the_name_of_one_who_left_only_where_anybody_may_be_meant(cast):
    cast.handler.is_active = False
    cast.handler.save(update_fields=["is_active"])
    assert pickers.Anybody().named("李文斌") == cast.handler
    with pytest.raises(ValidationError, match="没有找到这个人员"):
        pickers.People().named("李文斌")


@pytest.mark.parametrize("letters", ["zjj", "zhujian", "ZHUJIANJU", "qzjj", "jian"])
def test_it_finds_by_initials_and_pinyin(client, login, cast, letters):
    login(cast.clerk)
    assert cast.housing.name in values(client, "unit_search", f"?q={letters}")
    assert cast.water.name not in values(client, "unit_search", f"?q={letters}")
    assert values(client, "area_search", "?q=fqlsq")[0] == "韦曲街道 / 凤栖路社区"
    assert values(client, "user_search", "?q=lwb") == ["李文斌（handler）"]


def test_it_finds_by_what_people_say_and_reads_it_too(client, login, cast):
    login(cast.clerk)
    assert values(client, "unit_search", "?q=自来水公司") == [cast.water.name]
    assert pickers.Units().named("房管") == cast.housing
    Synonym.objects.filter(means="水务局").update(is_active=False)
    caches["remembered"].clear()
    assert values(client, "unit_search", "?q=自来水公司") == []


def test_it_says_that_nothing_is_called_so_and_that_there_are_more(client, login, cast, monkeypatch):
    login(cast.clerk)
    url = reverse("organisation:unit_search")
    assert "没有找到“火星”" in client.get(url, {"q": "火星"}).json()["said"]
    assert "said" not in client.get(url, {"q": "住建"}).json()
    monkeypatch.setattr("governance.organisation.views.search.LIMIT", 1)
    answer = client.get(url, {"q": "区"}).json()
    assert len(answer["results"]) == 1 and "再输入几个字" in answer["said"]


def test_it_opens_as_a_tree(client, login, cast):
    login(cast.clerk)
    url = reverse("organisation:area_search")
    top = client.get(url).json()["results"]
    assert [(line["value"], line["more"]) for line in top] == [("长安区", True)]
    below = client.get(url, {"under": top[0]["key"]}).json()["results"]
    assert [line["value"] for line in below] == ["韦曲街道", "郭杜街道"]
    within = client.get(url, {"scope": "610116002"}).json()["results"]
    assert [line["value"] for line in within] == ["郭杜街道"]
    assert client.get(url, {"under": "x"}).json() == {"results": []}


def test_whoever_keeps_the_organisation_adds_what_people_say(client, login, cast):
    login(cast.county)
    url = reverse("organisation:synonyms")
    page = client.post(url, {"word": "水老虎", "means": "水务局"}, follow=True)
    assert "已新增" in page.content.decode()
    assert values(client, "unit_search", "?q=水老虎") == [cast.water.name]
    again = client.post(url, {"word": "水老虎", "means": "水务局"})
    assert again.context["form"].errors == {"__all__": ["这一条已经有了，停用的请在列表中启用。"]}
    assert "只用汉字" in client.post(url, {"word": "water%", "means": "水务局"}).content.decode()
    synonym = Synonym.objects.get(word="水老虎")
    client.post(reverse("organisation:switch_synonym", args=[synonym.pk]))
    caches["remembered"].clear()
    assert values(client, "unit_search", "?q=水老虎") == []
    reasons = AccessRecord.objects.filter(subject__startswith="常用说法").values_list("reason", flat=True)
    assert sorted(reasons) == ["停用", "新增"]


def test_what_was_switched_off_stays_so_when_the_delivered_words_are_loaded_again(cast):
    Synonym.objects.filter(word="停水").update(is_active=False)
    load_synonyms()
    assert not Synonym.objects.filter(word="停水", is_active=True).exists()
