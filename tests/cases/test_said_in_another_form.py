"""A word that nobody may use, or that is asked about, is found however it is set: older signs, blanks, widths, dots."""

import pytest

from governance.cases.accusations import words_in
from governance.cases.law.rewards import marks_residents, rewards_fewer_petitions

FORMS = ("贪污", "貪污", "贪 污", "贪\u3000污", "贪·污", "贪\u200b污", "贪\n污")


@pytest.mark.parametrize("word", FORMS)
def test_a_word_of_accusation_is_asked_about(word):
    assert words_in(f"他{word}公款。") == ["贪污"]


def test_words_that_only_meet_across_a_full_stop_are_none():
    assert words_in("小便宜不贪。污水横流") == [] and words_in("ＢＲＩＢＥ") == ["bribe"]


@pytest.mark.parametrize("text", ["信访量下降", "信訪量下降", "信 访 量 下 降", "零 进 京", "停訪息訪"])
def test_a_target_of_fewer_petitions_is_refused(text):
    assert rewards_fewer_petitions(text)


@pytest.mark.parametrize("text", ["居民积分", "居民積分", "居 民 积 分"])
def test_points_of_residents_are_refused(text):
    assert marks_residents(text) and not rewards_fewer_petitions(text)
