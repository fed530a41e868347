"""Every village by one standard, from the county's round to the gap that is left, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.assessment.models import Appraisal
from governance.assessment.standards.defining import add_standard
from governance.frame.days import office_day
from tests.assessment.pages import village_posts
from tests.attachments.samples import picture
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = {"name": "工作室.jpg", "mimeType": "image/jpeg", "buffer": picture()}


def test_the_villages_are_accepted_one_by_one_and_the_gap_is_named(cast, page, phone_page, sign_in, accessible):
    standard = add_standard(village_posts(), actor=cast.county, at=timezone.now())
    open_round(sign_in(page, cast.county), standard.code)
    accessible(page)
    mark_itself(sign_in(phone_page, cast.grid_worker), accessible)
    conclude(sign_in(page, cast.township_lead), accessible)
    read_what_came_of_it(sign_in(page, cast.county), standard.code)


def open_round(page: Page, code: str) -> None:
    """All three villages of the county are in it."""
    page.goto("/assessment/")
    page.get_by_role("link", name="村级阵地").click()
    page.get_by_role("link", name="验收批次").click()
    page.get_by_label("批次名称").fill("年中验收")
    page.get_by_label("自评截止日期").fill(str(office_day(timezone.now()) + timedelta(days=9)))
    page.get_by_role("button", name="发起").click()
    expect(page.get_by_role("heading", name="年中验收")).to_be_visible()
    expect(page.get_by_role("row", name="合计")).to_contain_text("3")
    fits(page)


def mark_itself(page: Page, accessible) -> None:
    """On a phone: the item that wants evidence is not taken without it, and what was typed stays."""
    page.goto("/notices/")
    page.get_by_text("请在").first.click()
    expect(page.get_by_role("heading", name="凤栖路社区")).to_be_visible()
    page.get_by_label("有综治工作室 得分").fill("10")
    page.get_by_label("有调解室 得分").fill("12")
    page.get_by_label("有调解室 说明").fill("与警务室合用")
    page.get_by_role("button", name="报送自评").click()
    expect(page.locator("main")).to_contain_text("这一项要上传佐证材料。")
    expect(page.get_by_label("有调解室 说明")).to_have_value("与警务室合用")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("已保存，尚未报送。")
    fits(page)
    accessible(page)
    page.get_by_role("link", name="上传（需要）").click()
    page.locator("input[type=file]").set_input_files([PHOTO])
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("link", name="工作室.jpg")).to_be_visible()
    page.get_by_role("link", name="返回").click()
    page.get_by_role("button", name="报送自评").click()
    expect(page.locator("main")).to_contain_text("自评已报送，等待评定。")


def conclude(page: Page, accessible) -> None:
    """The township agrees with the village but for one item, and says why."""
    page.goto("/assessment/")
    page.get_by_role("link", name="村级阵地").click()
    page.get_by_role("link", name="凤栖路社区").click()
    accessible(page)
    page.get_by_label("有调解室 得分").fill("20")
    page.get_by_role("button", name="评定", exact=True).click()
    expect(page.locator("main")).to_contain_text("与自评不同的，请写明理由。")
    page.get_by_label("有调解室 说明").fill("现场查看，可以单独使用。")
    page.get_by_role("button", name="评定", exact=True).click()
    expect(page.locator("main")).to_contain_text("得分率 87.5%，达标，合格")
    fits(page)


def read_what_came_of_it(page: Page, code: str) -> None:
    """One of the three has its result and passes; the item that lacks leads to the village that lacks it."""
    page.goto(f"/assessment/{code}/rounds/")
    row = page.get_by_role("row", name="年中验收")
    expect(row).to_contain_text("100.0%")
    page.goto(f"/assessment/{code}/gaps/")
    gap = page.get_by_role("row", name="在岗人员不少于 2 名")
    gap.get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_role("link", name="凤栖路社区")).to_be_visible()
    assert Appraisal.objects.filter(state="concluded", passed=True).count() == 1
