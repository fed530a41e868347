"""Search finds two characters, brackets and whole numbers, in what the reader may see and nowhere else."""

import pytest

from governance.cases.search.cases import holds_number, search
from governance.frame.refusals import Refusal
from tests import builders


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
    ],
)
def test_it_finds_words_of_two_characters_and_brackets_of_any_width(cast, case, text):
    assert [found.pk for found in search(cast.clerk, text)] == [case.pk]


@pytest.mark.parametrize("text", ["防消", "消通", "供水", "凤栖 供水", "欧敏"])
def test_it_does_not_find_pairs_that_do_not_stand_side_by_side(cast, case, text):
    assert not search(cast.clerk, text).exists()


@pytest.mark.parametrize("text", ["13911112222", "139 1111 2222", "61011619900101123x"])
def test_it_finds_a_whole_number_by_its_hash(cast, case, text):
    assert [found.pk for found in search(cast.clerk, text)] == [case.pk]


@pytest.mark.parametrize("text", ["1391111222", "3911112222", "139111122223"])
def test_it_does_not_find_a_part_of_a_number(cast, case, text):
    assert not search(cast.clerk, text).exists()


@pytest.mark.parametrize("text", ["", "  ", "消", "消防 占"])
def test_it_asks_for_two_characters(cast, case, text):
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
    assert holds_number("13911112222")
    assert not holds_number("3号楼")
