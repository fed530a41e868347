"""What is suggested while a petition is typed: learned from filed ones, and chosen by nobody but the clerk."""

import re
from datetime import timedelta
from importlib import import_module

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse

from governance.cases.models import Category, RoutingRule
from governance.frame.days import office_day
from petitions import reference
from petitions.learning import learned
from petitions.learning.learned import CATEGORY, UNIT
from petitions.learning.signs import BUCKETS, signs
from petitions.models import Petition
from tests import builders

pytestmark = pytest.mark.django_db
THEMES = {
    "城乡建设": ("小区停水", "物业不修电梯", "道路积水没有人管", "楼道堆放杂物"),
    "教育文体": ("学校收费不公开", "孩子入学没有学位", "幼儿园伙食差", "教师补课收钱"),
    "劳动和社会保障": ("工地拖欠工资", "公司不交社保", "工伤没有赔偿", "养老金算错了"),
}
TYPED = {"channel": "letter", "petition_class": "appeal_request", "route": "handling", "people_count": "1"}


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path, db):
    settings.LEARNED_ROOT = tmp_path
    reference.load()


def filed(cast, rounds=4) -> None:
    """Petitions of three themes, filed under theirs, some deeper than the first level."""
    roots = {row.path: row for row in Category.objects.filter(kind="petition", path__in=THEMES)}
    for turn in range(rounds):
        for theme, texts in THEMES.items():
            text = texts[turn % len(texts)]
            made = {"title": f"反映{text}", "summary": f"{text}，请求第{turn}次解决。", "facts_and_reasons": text}
            at = builders.OPENED + timedelta(hours=turn)
            builders.petition(cast, at=at, category=roots[theme].children.first(), **made)


def preview(login, cast, **told):
    day = office_day(builders.OPENED).isoformat()
    client = login(cast.clerk)
    return client.post(reverse("petitions:preview"), TYPED | {"received_on": day} | told).content.decode()


def test_three_categories_are_offered_with_how_often_that_was_right(cast, login, capsys):
    filed(cast, rounds=8)
    assert "供参考的建议" not in preview(login, cast, summary="公司拖欠工资三个月。")
    call_command("learn_categories")
    said = capsys.readouterr().out
    assert "内容类别：用 24 件学习；最近 4 件里，第一个对的 100%" in said and "承办单位：信访件太少" in said
    page = preview(login, cast, summary="公司拖欠工资三个月。")
    offered = page.partition("供参考的建议")[2]
    values = re.findall(r'data-fill="category" data-value="([^"]+)"', " ".join(offered.split()))
    assert values[0] == "劳动和社会保障" and len(values) == 3
    assert "最近 4 件里" in offered and "平台不会替您选择" in offered
    # Nothing is chosen by it, and of too few words nothing is guessed.
    assert "checked" not in offered
    assert "供参考的建议" not in preview(login, cast, summary="你好")
    Category.objects.filter(path="劳动和社会保障").update(is_active=False)
    assert "劳动和社会保障" not in preview(login, cast, summary="公司拖欠工资三个月。").partition("供参考的建议")[2]


def test_the_unit_that_takes_such_matters_on_is_offered_by_name(cast, login):
    filed(cast, rounds=8)
    Petition.objects.update(accepted_on=office_day(builders.OPENED), lead_unit=cast.water)
    Petition.objects.filter(title__contains="电梯").update(lead_unit=cast.housing)
    category = Category.objects.get(kind="petition", path="城乡建设")
    RoutingRule.objects.create(category=category, area=cast.area("610116"), unit=cast.housing)
    call_command("learn_categories")
    offered = preview(login, cast, summary="物业不修电梯，请求解决。").partition("承办单位")[2]
    assert offered.index(cast.housing.name) < offered.index(cast.water.name)


def test_what_few_may_know_is_learned_from_by_nobody(cast):
    filed(cast, rounds=8)
    call_command("learn_categories")
    before = learned.learned(CATEGORY)
    for turn in range(10):
        builders.accusation(cast, summary=f"某人收钱{turn}", category=Category.objects.get(path="纪检监察"))
    call_command("learn_categories")
    again = learned.learned(CATEGORY)
    assert before.trial.examples == again.trial.examples == 24
    assert np.array_equal(before.weights, again.weights)


def test_only_numbers_are_kept_and_a_damaged_file_suggests_nothing(cast, login, settings, caplog):
    filed(cast, rounds=8)
    call_command("learn_categories")
    path = settings.LEARNED_ROOT / "petition_category.npz"
    with np.load(path, allow_pickle=False) as kept:
        assert sorted(kept.files) == ["rarity", "start", "told", "weights"]
        assert "工资" not in str(kept["told"]) and kept["weights"].shape[1] == BUCKETS
    path.write_bytes(b"PK\x03\x04 cut off")
    assert learned.learned(CATEGORY) is None and learned.learned(UNIT) is None
    assert "供参考的建议" not in preview(login, cast, summary="公司拖欠工资三个月。")
    assert "learn_categories writes it anew" in caplog.text


def test_too_few_teach_nothing_and_what_was_learned_before_stays(cast, capsys):
    filed(cast, rounds=8)
    call_command("learn_categories")
    Petition.objects.filter(opened_at__gt=builders.OPENED + timedelta(hours=2)).update(category=None)
    call_command("learn_categories")
    assert "信访件太少，没有学习，原来学到的照旧" in capsys.readouterr().out
    assert learned.learned(CATEGORY).trial.examples == 24
    # Read here alone: what learns takes a second to import, and every worker imports this module.
    training = import_module("petitions.learning.training")
    with pytest.raises(training.TooFew):
        training.learn([training.Example("停水", "1")] * 30, [], on="今天")


def test_signs_do_not_reach_over_lines_and_blanks_count_for_nothing():
    assert signs("停 水\n没人管") == signs("停水\n没人 管")
    assert sum(signs("停水\n管").values()) == 3 + 1
