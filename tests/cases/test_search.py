"""Search finds two characters, brackets and whole numbers, in what the reader may see and nowhere else."""

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.cases.people.same import of_same_people
from governance.cases.search.bigrams import make_findable
from governance.cases.search.cases import holds_number, pairs_of, search
from governance.frame.refusals import Refusal
from tests import builders, disputes


@pytest.fixture
def case(cast):
    return builders.petition(
        cast,
        title="凤栖路社区（二期）消防通道被占",
        summary="请求清理［东门］通道。",
        people=[builders.person(name="欧阳慧敏", phone="13911112222", id_number="61011619900101123X")],
    )


@pytest.mark.parametrize(
    "text",
    [
        "消防",
        "通道",
        "（二期）",
        "(二期)",
        "［东门］",
        "[东门]",
        "欧阳",
        "慧敏",
        "凤栖 消防",
        "清理[东门]通道",
        "  消防  ",
        "消防 占",
        "占 消防",
        "欧 阳",
        "欧",
    ],
)
def test_it_finds_words_of_two_characters_and_brackets_of_any_width(cast, case, text):
    assert [found.pk for found in search(cast.clerk, text)] == [case.pk]


def test_a_family_name_is_looked_up_beside_the_reader_and_not_among_all_who_are_called_so(cast, case):
    assert "cases_participant" not in str(search(cast.clerk, "欧").query)
    case.participants.update(name="司徒慧敏")
    make_findable(case, list(case.participants.all()))
    case.save(update_fields=["grams"])
    assert not search(cast.clerk, "欧").exists()
    assert [found.pk for found in search(cast.clerk, "司")] == [case.pk]


@pytest.mark.parametrize("text", ["防消", "消通", "供水", "凤栖 供水", "欧敏", "消", "阳", "消防 水", "欧 敏"])
def test_it_does_not_find_pairs_that_do_not_stand_side_by_side(cast, case, text):
    assert not search(cast.clerk, text).exists()


@pytest.mark.parametrize(
    "text", ["13911112222", "139 1111 2222", "+86 139-1111-2222", "１３９１１１１２２２２", "61011619900101123x"]
)
def test_it_finds_a_whole_number_by_its_hash(cast, case, text):
    assert [found.pk for found in search(cast.clerk, text)] == [case.pk]


@pytest.mark.parametrize("text", ["1391111222", "3911112222", "139111122223"])
def test_it_does_not_find_a_part_of_a_number(cast, case, text):
    assert not search(cast.clerk, text).exists()


@pytest.mark.parametrize("text", ["", "  ", "a", "3", "\u200b", "·"])
def test_it_asks_for_a_word_or_a_family_name(cast, case, text):
    with pytest.raises(Refusal, match="两个字"):
        search(cast.clerk, text)


def test_it_finds_nothing_for_those_who_may_not_know(cast, case):
    for person in (cast.outsider, cast.handler, cast.system_admin):
        assert not search(person, "消防").exists()


def test_it_writes_no_phone_number_into_an_address(cast, case, login):
    client = login(cast.clerk)
    posted = client.post("/search/", {"q": "13911112222"})
    assert posted.status_code == 200
    assert case.number in posted.content.decode()
    asked = client.get("/search/", {"q": "13911112222"}).content.decode()
    assert case.number not in asked
    assert "不写进网址" in asked
    words = client.post("/search/", {"q": "消防"})
    assert (words.status_code, words["Location"]) == (302, "/search/?q=%E6%B6%88%E9%98%B2")


def test_it_knows_a_case_number_from_a_phone_number():
    assert not holds_number("XF2026-000123")
    assert not holds_number("2026-000123")
    assert not holds_number("ＸＦ2026000123")
    assert holds_number("13911112222")
    assert holds_number("EA1234567")
    assert holds_number("2026000123")
    assert not holds_number("3号楼")


@pytest.mark.parametrize("typed", ["{}", " {} "])
def test_a_case_number_leads_to_its_page_however_it_is_typed(cast, case, login, typed):
    for number in (case.number, case.number.replace("-", ""), case.number.lower(), case.number.replace("XF", "ＸＦ")):
        led = login(cast.clerk).get("/search/", {"q": typed.format(number)})
        assert (led.status_code, led["Location"]) == (302, f"/cases/{case.number}/")
    assert [found.pk for found in search(cast.clerk, case.number.removeprefix("XF"))] == [case.pk]


def test_a_case_number_in_a_text_is_looked_up_by_its_last_digits(cast):
    named = builders.petition(cast, summary="与 XF2026-004471 反映的是同一件事。")
    assert [each.pk for each in search(cast.clerk, "xf2026004471")] == [named.pk]
    assert pairs_of("xf2026-004471") == pairs_of("004471") == ["00", "04", "44", "47", "71"]
    assert not search(cast.clerk, "XF2025-004471").exists()


@pytest.mark.parametrize("text", ["买买提·艾力", "买买提•艾力", "买买提.艾力", "买买提艾力", "艾力"])
def test_a_name_is_found_however_its_dot_is_set(cast, text):
    named = builders.petition(cast, people=[builders.person(name="买买提．艾力")])
    assert named.participants.get().name == "买买提·艾力"
    assert [found.pk for found in search(cast.clerk, text)] == [named.pk]


def test_whoever_gives_two_numbers_is_found_and_recognised_by_each(cast):
    first = builders.petition(cast, people=[builders.person(name="金某", phone="029-85290000转8012、13800138001")])
    assert first.participants.get().phone_mask == "029****8012、138****8001"
    for text in ("（029）85290000转8012", "+8613800138001"):
        assert [found.pk for found in search(cast.clerk, text)] == [first.pk]
    again = [builders.person(name="金先生", phone="0086 138 0013 8001")]
    assert [found.pk for found in of_same_people(again, Case.objects.all())] == [first.pk]


def test_the_box_for_another_number_suggests_what_has_the_words(client, login, cast, case):
    other = builders.petition(cast, title="消防通道又被占")
    disputes.dispute(cast, title="消防通道纠纷")
    login(cast.clerk)
    box = client.get(reverse("cases:step", args=[case.number, "merge"])).context["step_form"].fields["into"]
    address = str(box.widget.attrs["data-picker"])

    def suggested(words):
        return client.get(f"{address}&q={words}").json()

    [found] = suggested("消防")["results"]
    assert found["value"] == other.number and found["hint"].startswith("消防通道又被占（")
    assert suggested("") == {"results": []}
    nobody = suggested("13911112222")
    assert nobody["results"] == [] and "不按电话" in nobody["said"], "a box that stays shut seems to be broken"
    assert "没有找到" in suggested("消防栓")["said"]
    # What is written after a whole number is taken with the next key.
    builders.petition(cast, title=f"催问 {other.number} 的消防通道")
    for whole in (other.number, other.number.lower().replace("-", "")):
        assert [each["value"] for each in suggested(whole)["results"]] == [other.number]
    login(cast.outsider)
    assert suggested("消防")["results"] == [], "of what the reader may not know of nothing is said"
