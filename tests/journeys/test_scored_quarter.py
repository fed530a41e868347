"""From the county's scheme to the frozen quarter, and a township that objects and is right, in a real browser."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.assessment.models import Scheme
from governance.jobs import work
from governance.jobs.models import Job
from tests.assessment.scored import owed
from tests.attachments.samples import pdf
from tests.chromium import fits

from .screens import Desk, words

pytestmark = pytest.mark.django_db(transaction=True)
BASIS, IN_TIME = "县委办〔2026〕3号", "例行报送：按期报送率（比率）"
RECORD = {"name": "检查记录.pdf", "mimeType": "application/pdf", "buffer": pdf()}


def test_a_quarter_goes_from_the_scheme_to_the_freezing_and_a_township_is_upheld(office, cast, accessible):
    office.comes("04-02 09:00")
    owed(cast, cast.weiqu, "missing missing returned zero")
    owed(cast, cast.guodu, "returned returned")
    write_the_scheme(office, accessible)
    page = office.at_desk("county")
    page.goto(reverse("assessment:scheme", args=[Scheme.objects.get().pk]))
    expect(page.locator("main")).to_contain_text("合计 100 分")
    fits(page)
    try_it_and_put_it_in_force(page, accessible)
    mark_and_freeze(office, page, accessible)
    object_to_a_line(office.at_desk("clerk"), accessible)
    answer_it(office.at_desk("staff"), accessible)
    read_what_came_of_it(office.of("clerk"))


def write_the_scheme(office, accessible) -> None:
    """An item that counts petitions as they come in is refused where it was chosen."""
    desk = office.of("county")
    page = desk.get(desk.get("/assessment/schemes/").link("起草方案"))
    page = desk.send(page.form.type({"方案名称": "镇街季度考核", "依据": BASIS}), to=page.url)
    assert "镇街季度考核" in page.text, page.wrong
    refuse_and_mend(office.at_desk("county"), page.url, accessible)
    for told in (
        {"项目": "例行任务按期报送", "计分方式": "达标计分", "分值": "70", "数据来源": IN_TIME, "目标（%）": "100"},
        {"项目": "责任书的履行", "计分方式": "人工评分", "分值": "10"},
    ):
        page = desk.get(desk.get(page.url).link("新增项目"))
        page = desk.send(page.form.type({"类别": "日常报送", "数字的依据": BASIS, **told}), to=page.url)
        assert "方案改过以后要重新试算" in page.text, page.wrong


def refuse_and_mend(page: Page, url: str, accessible) -> None:
    page.goto(url)
    page.get_by_role("link", name="新增项目").click()
    page.get_by_label("类别").fill("日常报送")
    page.get_by_label("项目", exact=True).fill("收到信访每件扣 1 分")
    page.get_by_role("radio", name="按次扣分", exact=True).check()
    page.get_by_label("分值", exact=False).first.fill("20")
    page.get_by_label("数据来源").select_option(label="信访：收到")
    page.get_by_label("数字的依据").fill(BASIS)
    page.get_by_label("每一件（次）多少分").fill("1")
    page.get_by_role("button", name="保存项目").click()
    expect(page.locator("main")).to_contain_text("信访事项的数量不得作为考核得分的依据")
    accessible(page)
    page.get_by_label("项目", exact=True).fill("例行任务每少一次扣 0.25 分")
    page.get_by_label("数据来源").select_option(label="例行报送：缺报")
    page.get_by_label("分母（应有多少）").select_option(label="例行报送：应报送")
    page.get_by_label("每一件（次）多少分").fill("0.25")
    page.get_by_role("button", name="保存项目").click()
    expect(page.locator("main")).to_contain_text("方案改过以后要重新试算")


def try_it_and_put_it_in_force(page: Page, accessible) -> None:
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="试算结果：2025年")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="施行").click()
    expect(page.locator("main")).to_contain_text("方案已施行。")


def mark_and_freeze(office, page: Page, accessible) -> None:
    """Less than the full mark wants its ground and a file."""
    desk = office.of("county")
    opened = desk.get(desk.get("/assessment/periods/").link("发起考核"))
    told = {"考核方案": "2026年镇街季度考核", "期间": "2026年第一季度"}
    opened = desk.send(opened.form.type(told), to=opened.url)
    assert "2026年第一季度考核" in opened.text, opened.wrong
    page.goto(opened.url)
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


def read_what_came_of_it(desk: Desk) -> None:
    links = desk.get("/assessment/periods/").tree.xpath("//main//a")
    url = next(each.get("href") for each in links if "镇街季度考核 2026年第一季度" in words(each))
    page = desk.get(url)
    rows = [words(row) for row in page.tree.xpath("//tr")]
    assert any(re.search("韦曲街道办.*97.50.*70.00＊", row) for row in rows), rows
    assert "更正后第 2 次" in page.text
