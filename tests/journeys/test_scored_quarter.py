"""From the county's scheme to the frozen quarter, and a township that objects and is right, in a real browser."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.jobs import work
from governance.jobs.models import Job
from tests.assessment.scored import owed
from tests.attachments.samples import pdf
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)
RECORD = {"name": "检查记录.pdf", "mimeType": "application/pdf", "buffer": pdf()}


def test_a_quarter_goes_from_the_scheme_to_the_freezing_and_a_township_is_upheld(office, cast, accessible):
    office.comes("04-02 09:00")
    owed(cast, cast.weiqu, "missing missing returned zero")
    owed(cast, cast.guodu, "returned returned")
    page = office.at_desk("county")
    write_the_scheme(page, accessible)
    try_it_and_put_it_in_force(page, accessible)
    mark_and_freeze(page, accessible)
    object_to_a_line(office.at_desk("clerk"), accessible)
    answer_it(office.at_desk("staff"), accessible)
    read_what_came_of_it(office.at_desk("clerk"))


def write_the_scheme(page: Page, accessible) -> None:
    """An item that counts petitions as they come in is refused where it was chosen."""
    page.goto("/assessment/schemes/")
    page.get_by_role("link", name="起草方案").click()
    page.get_by_label("方案名称").fill("镇街季度考核")
    page.get_by_label("依据").fill("县委办〔2026〕3号")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="镇街季度考核")).to_be_visible()
    page.get_by_role("link", name="新增项目").click()
    item(page, "收到信访每件扣 1 分", "deduct", "20", "信访：收到")
    page.get_by_label("每一件（次）多少分").fill("1")
    page.get_by_role("button", name="保存项目").click()
    expect(page.locator("main")).to_contain_text("信访事项的数量不得作为考核得分的依据")
    accessible(page)
    page.get_by_label("项目", exact=True).fill("例行任务每少一次扣 0.25 分")
    page.get_by_label("数据来源").select_option(label="例行报送：缺报")
    page.get_by_label("分母（应有多少）").select_option(label="例行报送：应报送")
    page.get_by_label("每一件（次）多少分").fill("0.25")
    saved(page)
    item(page, "例行任务按期报送", "target", "70", "例行报送：按期报送率（比率）", new=True)
    page.get_by_label("目标（%）").fill("100")
    saved(page)
    item(page, "责任书的履行", "hand", "10", "", new=True)
    saved(page)
    expect(page.locator("main")).to_contain_text("合计 100 分")
    fits(page)


def item(page: Page, text: str, way: str, weight: str, source: str, *, new: bool = False) -> None:
    if new:
        page.get_by_role("link", name="新增项目").click()
    page.get_by_label("类别").fill("日常报送")
    page.get_by_label("项目", exact=True).fill(text)
    page.locator(f"input[name=way][value={way}]").check()
    page.get_by_label("分值", exact=False).first.fill(weight)
    if source:
        page.get_by_label("数据来源").select_option(label=source)
    page.get_by_label("数字的依据").fill("县委办〔2026〕3号")


def saved(page: Page) -> None:
    page.get_by_role("button", name="保存项目").click()
    expect(page.locator("main")).to_contain_text("方案改过以后要重新试算")


def try_it_and_put_it_in_force(page: Page, accessible) -> None:
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="试算结果：2025年")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="施行").click()
    expect(page.locator("main")).to_contain_text("方案已施行。")


def mark_and_freeze(page: Page, accessible) -> None:
    """Less than the full mark wants its ground and a file."""
    page.goto("/assessment/periods/")
    page.get_by_role("link", name="发起考核").click()
    page.get_by_label("考核方案").select_option(label="2026年镇街季度考核")
    page.get_by_label("期间").select_option(label="2026年第一季度")
    page.get_by_role("button", name="发起").click()
    expect(page.get_by_role("heading", name="2026年第一季度考核")).to_be_visible()
    page.get_by_role("link", name="责任书的履行").click()
    page.get_by_label("韦曲街道办 得分").fill("8")
    page.get_by_label("郭杜街道办 得分").fill("10")
    page.get_by_role("button", name="保存评分").click()
    expect(page.locator("main")).to_contain_text("请写明依据。")
    accessible(page)
    page.get_by_label("韦曲街道办 依据").fill("两项措施没有落实")
    page.locator("input[type=file]").set_input_files([RECORD])
    page.get_by_role("button", name="保存评分").click()
    expect(page.locator("main")).to_contain_text("“责任书的履行”的评分已保存。")
    page.get_by_role("button", name="核算并冻结").click()
    expect(page.locator("main")).to_contain_text("正在排队")
    work.run(Job.objects.latest("pk").pk, timezone.now())
    page.get_by_role("link", name="查看结果").click()
    expect(page.get_by_role("row", name=re.compile("韦曲街道办.*62.50.*2"))).to_be_visible()
    accessible(page)
    fits(page)


def object_to_a_line(page: Page, accessible) -> None:
    """From the message to the sheet, to the list behind the points, to the objection; the other township is unseen."""
    page.goto("/notices/")
    page.get_by_text("有异议的请在 2026-04-09 以前提出").first.click()
    expect(page.get_by_role("heading", name="韦曲街道办成绩单")).to_be_visible()
    expect(page.locator("main")).to_contain_text("第 2 名，共 2 个单位")
    expect(page.locator("main")).not_to_contain_text("郭杜")
    accessible(page)
    page.get_by_role("link", name="例行任务按期报送").click()
    expect(page.get_by_role("heading", name="按期报送：2")).to_be_visible()
    page.get_by_label("异议理由").fill("系统故障，两次没有报上。")
    page.get_by_role("button", name="提出异议").click()
    expect(page.locator("main")).to_contain_text("异议已提出，等待答复。")
    accessible(page)


def answer_it(page: Page, accessible) -> None:
    page.goto("/assessment/periods/")
    page.get_by_role("link", name="镇街季度考核 2026年第一季度").click()
    page.locator("main").get_by_role("cell", name="韦曲街道办").get_by_role("link").click()
    page.get_by_label("成立，更正得分").check()
    page.get_by_label("更正后得分").fill("70")
    page.get_by_label("答复", exact=True).fill("核实无误，补记两次。")
    accessible(page)
    page.get_by_role("button", name="答复").click()
    expect(page.locator("main")).to_contain_text("已答复：异议成立。")


def read_what_came_of_it(page: Page) -> None:
    page.goto("/assessment/periods/")
    page.get_by_role("link", name="镇街季度考核 2026年第一季度").click()
    expect(page.get_by_role("row", name=re.compile("韦曲街道办.*97.50.*70.00＊"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("更正后第 2 次")
    fits(page)
