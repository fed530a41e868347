"""Every village by one standard, from the county's round to the gap that is left.

How its pages look in a browser is asked of every kind of page at once, in ``access/test_accessible``.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from governance.assessment.models import Appraisal
from governance.assessment.standards.defining import add_standard
from governance.frame.days import office_day
from tests.assessment.pages import village_posts
from tests.attachments.samples import picture

from .screens import Desk, Screen, words

pytestmark = pytest.mark.django_db


def test_the_villages_are_accepted_one_by_one_and_the_gap_is_named(cast):
    standard = add_standard(village_posts(), actor=cast.county, at=timezone.now())
    open_round(Desk(cast.county))
    mark_itself(Desk(cast.grid_worker))
    conclude(Desk(cast.township_lead))
    read_what_came_of_it(Desk(cast.county), standard.code)


def row(page: Screen, name: str):
    """The line of a table that has that name."""
    return next(each for each in page.tree.xpath("//main//tr") if name in words(each))


def open_round(desk: Desk) -> None:
    """All three villages of the county are in it."""
    page = desk.get(desk.get(desk.get("/assessment/").link("村级阵地")).link("验收批次"))
    told = {"批次名称": "年中验收", "自评截止日期": str(office_day(timezone.now()) + timedelta(days=9))}
    page = desk.press(page, "发起", **told)
    assert page.tree.xpath("//h1[normalize-space()='年中验收']")
    assert "3" in words(row(page, "合计"))


def mark_itself(desk: Desk) -> None:
    """The item that wants evidence is not taken without it, and what was typed stays."""
    inbox = desk.get("/notices/")
    page = desk.press(inbox, next(words(each) for each in inbox.tree.xpath("//main//button") if "请在" in words(each)))
    assert page.tree.xpath("//h1[normalize-space()='凤栖路社区']")
    told = {"有综治工作室 得分": "10", "有调解室 得分": "12", "有调解室 说明": "与警务室合用"}
    page = desk.press(page, "报送自评", **told)
    assert "这一项要上传佐证材料。" in page.text
    assert page.form.told("有调解室 说明") == "与警务室合用"
    page = desk.press(page, "保存")
    assert "已保存，尚未报送。" in page.text
    page = desk.get(page.link("上传（需要）"))
    page = desk.press(page, "上传", 上传佐证=SimpleUploadedFile("工作室.jpg", picture(), "image/jpeg"))
    assert page.link("工作室.jpg")
    assert "自评已报送，等待评定。" in desk.press(desk.get(page.link("返回")), "报送自评").text


def conclude(desk: Desk) -> None:
    """The township agrees with the village but for one item, and says why."""
    page = desk.get(desk.get(desk.get("/assessment/").link("村级阵地")).link("凤栖路社区"))
    page = desk.press(page, "评定", **{"有调解室 得分": "20"})
    assert "与自评不同的，请写明理由。" in page.text
    page = desk.press(page, "评定", **{"有调解室 说明": "现场查看，可以单独使用。"})
    assert "得分率 87.5%，达标，合格" in page.text


def read_what_came_of_it(desk: Desk, code: str) -> None:
    """One of the three has its result and passes; the item that lacks leads to the village that lacks it."""
    assert "100.0%" in words(row(desk.get(f"/assessment/{code}/rounds/"), "年中验收"))
    gap = row(desk.get(f"/assessment/{code}/gaps/"), "在岗人员不少于 2 名")
    where = next(each.get("href") for each in gap.xpath(".//a") if words(each) == "1")
    assert desk.get(where).link("凤栖路社区")
    assert Appraisal.objects.filter(state="concluded", passed=True).count() == 1
