"""From the county's scheme to the frozen quarter, and a township that objects and is right.

How its pages look in a browser is asked of every kind of page at once, in ``access/test_accessible``.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from governance.jobs import work
from governance.jobs.models import Job
from tests.assessment.scored import owed
from tests.attachments.samples import pdf

from .screens import Desk, Screen, words

pytestmark = pytest.mark.django_db
BASIS, IN_TIME = "县委办〔2026〕3号", "例行报送：按期报送率（比率）"
QUARTER = "镇街季度考核 2026年第一季度"


def test_a_quarter_goes_from_the_scheme_to_the_freezing_and_a_township_is_upheld(desks):
    desks.comes("04-02 09:00")
    cast = desks.cast
    owed(cast, cast.weiqu, "missing missing returned zero")
    owed(cast, cast.guodu, "returned returned")
    county = desks.of("county")
    page = write_the_scheme(county)
    assert "合计 100 分" in page.text
    try_it_and_put_it_in_force(county, page)
    mark_and_freeze(county)
    object_to_a_line(desks.of("clerk"))
    answer_it(desks.of("staff"))
    read_what_came_of_it(desks.of("clerk"))


def write_the_scheme(desk: Desk) -> Screen:
    """An item that counts petitions as they come in is refused where it was chosen."""
    page = desk.get(desk.get("/assessment/schemes/").link("起草方案"))
    page = desk.send(page.form.type({"方案名称": "镇街季度考核", "依据": BASIS}), to=page.url)
    assert "镇街季度考核" in page.text, page.wrong
    page = desk.get(page.link("新增项目"))
    counted = {"项目": "收到信访每件扣 1 分", "计分方式": "按次扣分", "分值": "20", "数据来源": "信访：收到"}
    told = {"类别": "日常报送", "数字的依据": BASIS, "每一件（次）多少分": "1"}
    page = desk.send(page.form.type(told | counted), to=page.url)
    assert "信访事项的数量不得作为考核得分的依据" in page.text
    mended = {"项目": "例行任务每少一次扣 0.25 分", "数据来源": "例行报送：缺报"}
    mended |= {"分母（应有多少）": "例行报送：应报送", "每一件（次）多少分": "0.25"}
    page = desk.send(page.form.type(mended), to=page.url)
    assert "方案改过以后要重新试算" in page.text, page.wrong
    for told in (
        {"项目": "例行任务按期报送", "计分方式": "达标计分", "分值": "70", "数据来源": IN_TIME, "目标（%）": "100"},
        {"项目": "责任书的履行", "计分方式": "人工评分", "分值": "10"},
    ):
        page = desk.get(page.link("新增项目"))
        page = desk.send(page.form.type({"类别": "日常报送", "数字的依据": BASIS, **told}), to=page.url)
        assert "方案改过以后要重新试算" in page.text, page.wrong
    return page


def try_it_and_put_it_in_force(desk: Desk, page: Screen) -> None:
    page = desk.press(page, "试算")
    assert page.card("试算结果：2025年")
    assert "方案已施行。" in desk.press(page, "施行").text


def mark_and_freeze(desk: Desk) -> None:
    """Less than the full mark wants its ground and a file."""
    page = desk.get(desk.get("/assessment/periods/").link("发起考核"))
    told = {"考核方案": "2026年镇街季度考核", "期间": "2026年第一季度"}
    period = desk.send(page.form.type(told), to=page.url)
    assert "2026年第一季度考核" in period.text, period.wrong
    page = desk.get(period.link("责任书的履行"))
    page = desk.press(page, "保存评分", **{"韦曲街道办 得分": "8", "郭杜街道办 得分": "10"})
    assert "请写明依据。" in page.text
    record = SimpleUploadedFile("检查记录.pdf", pdf(), "application/pdf")
    told = {"韦曲街道办 依据": "两项措施没有落实", "上传依据": record}
    page = desk.press(page, "保存评分", **told)
    assert "“责任书的履行”的评分已保存。" in page.text
    waiting = desk.press(desk.get(period.url), "核算并冻结")
    assert "正在排队" in waiting.text
    work.run(Job.objects.latest("pk").pk, timezone.now())
    page = desk.get(desk.get(waiting.url).link("查看结果"))
    assert line(page, "韦曲街道办.*62.50.*2")


def line(page: Screen, like: str) -> str:
    """The row of a table that reads so."""
    rows = [words(row) for row in page.tree.xpath("//tr")]
    return next((row for row in rows if re.search(like, row)), "")


def object_to_a_line(desk: Desk) -> None:
    """From the message to the sheet, to the list behind the points, to the objection; the other township is unseen."""
    inbox = desk.get("/notices/")
    told = next(words(each) for each in inbox.tree.xpath("//main//button") if "有异议的请在" in words(each))
    assert "有异议的请在 2026-04-09 以前提出" in told
    page = desk.press(inbox, told)
    assert page.tree.xpath("//h1[normalize-space()='韦曲街道办成绩单']")
    assert "第 2 名，共 2 个单位" in page.text and "郭杜" not in page.text
    page = desk.get(page.link("例行任务按期报送"))
    assert "按期报送：2" in page.text
    page = desk.press(page, "提出异议", 异议理由="系统故障，两次没有报上。")
    assert "异议已提出，等待答复。" in page.text


def answer_it(desk: Desk) -> None:
    page = desk.get(desk.get("/assessment/periods/").link_that_says(QUARTER))
    cell = next(each for each in page.tree.xpath("//main//td//a") if words(each) == "韦曲街道办")
    told = {"异议是否成立": "成立，更正得分", "更正后得分": "70", "答复": "核实无误，补记两次。"}
    page = desk.press(desk.get(cell.get("href")), "答复", **told)
    assert "已答复：异议成立。" in page.text


def read_what_came_of_it(desk: Desk) -> None:
    page = desk.get(desk.get("/assessment/periods/").link_that_says(QUARTER))
    assert line(page, "韦曲街道办.*97.50.*70.00＊")
    assert "更正后第 2 次" in page.text
