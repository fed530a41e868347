"""A petition from the window to the archive, with a deadline missed on the way and said so to the end."""

import io
import re
import zipfile
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from governance.cases.history import broken_history
from governance.cases.models import Category, Clock
from petitions.models import Petition
from tests.chromium import fits

from .acts import case_path, inbox, take
from .screens import words

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_it_goes_from_the_window_to_the_archive_and_stays_late_after_a_missed_deadline(office):
    number = register_at_the_window(office)
    transfer_and_accept(office, number)
    ask_for_more_time(office, number)
    miss_the_new_date(office, number)
    answer_late(office, number)
    serve_rate_and_archive(office, number)
    say_honestly_that_it_was_late(office, number)
    hand_out_the_papers(office, number)
    assert broken_history() == []


def register_at_the_window(office) -> str:
    """Tue 2026-03-10: typed by keyboard alone, place and category found by typing."""
    Category.objects.create(kind="petition", name="供水", path="城乡建设/供水")
    office.comes("03-10 10:00")
    page = office.at_desk("clerk")
    page.goto("/")
    page.keyboard.press("n")
    expect(page).to_have_title("登记信访件 · 县综治中心")
    expect(page.get_by_label("姓名（名称）").first).to_be_focused()
    for typed in ("赵秀英", "13911112222", "", "凤栖路社区3组8号"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.get_by_label("发生地").focus()
    page.keyboard.type("凤栖")
    expect(page.get_by_role("option", name="韦曲街道 / 凤栖路社区").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("发生地")).to_have_value("韦曲街道 / 凤栖路社区")
    page.get_by_label("内容类别").focus()
    # Faster than the line answers: what is taken is what answers the words that stand there.
    page.keyboard.type("供水")
    page.keyboard.press("Enter")
    expect(page.get_by_label("内容类别")).to_have_value("城乡建设 › 供水")
    # Fifteen days from 03-10 end on Wed 03-25.
    expect(page.locator("#preview")).to_contain_text("2026-03-25 周三")
    page.get_by_label("诉求概况").focus()
    page.keyboard.type("小区停水三天，请求尽快恢复供水。")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    petition = Petition.objects.get()
    assert (petition.category.name, petition.area.name) == ("供水", "凤栖路社区")
    return petition.number


def transfer_and_accept(office, number: str) -> None:
    office.comes("03-11 09:30")
    told = {"有权处理的单位": "长安区住房和城乡建设局", "转送理由": "属于住建部门职责。"}
    office.of("clerk").take(number, "转送", {**told, "告知信访人去向": "短信或网上告知"})

    office.comes("03-12 14:00")
    page = office.on_phone("handler")
    assert f"转送：{number}" in inbox(page)
    take(page, number, "受理", choose=["短信或网上告知"])
    fits(page)
    # Sixty days from 03-12: the 19 left of March, 30 of April, 11 of May, a Monday.
    expect(page.get_by_text("2026-05-11 周一").first).to_be_visible()


def ask_for_more_time(office, number: str) -> None:
    """Three workdays before the due date the handler hears; asked for in time, ten days are granted."""
    # Sat 05-09 makes up for a holiday: the workdays before Mon 05-11 are 05-09, 05-08 and 05-07.
    office.comes("05-07 09:00")
    call_command("scan_deadlines", at="2026-05-07T09:00")
    assert f"办结答复将于 2026-05-11 到期：{number}" in inbox(office.on_phone("handler"))
    assert "将于" not in office.of("lead").inbox()

    office.comes("05-08 10:00")
    page = office.on_phone("handler")
    asked = {"延长（日）": "10", "延期理由": "水泵须向厂家订购，情况复杂。"}
    take(page, number, "延长办理期限", choose=["上门送达"], write=asked, said="已提请审批，批准后生效。")
    fits(page)
    expect(page.get_by_text("2026-05-11 周一").first).to_be_visible()

    page = office.at_desk("lead")
    page.goto("/")
    row = page.locator("#approvals tr:has(.row-link)")
    expect(row).to_have_count(1)
    expect(row.get_by_role("link", name=re.compile("^延长办理期限："))).to_be_visible()
    expect(page.locator("#approvals .paper-page").first).to_be_visible()
    expect(page).to_have_title(re.compile("^工作台"))
    row.get_by_role("link", name=re.compile("^审批：延长办理期限")).click()
    waiting = page.locator("section", has=page.get_by_role("heading", name="等待审批：延长办理期限"))
    expect(waiting).to_contain_text("水泵须向厂家订购")
    waiting.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_text("“延长办理期限”已批准。")).to_be_visible()
    expect(page.locator(".due-line")).to_contain_text("2026-05-21 周四")
    expect(page.locator("#timeline").get_by_role("link", name="延期告知书")).to_be_visible()
    page.locator(".due-line a").click()
    expect(page.locator("main")).to_contain_text("延期")


def miss_the_new_date(office, number: str) -> None:
    """The rungs begin anew for the new date; each tells those who are above the one before."""
    office.comes("05-21 09:00")  # the due day
    call_command("scan_deadlines", at="2026-05-21T09:00")
    assert f"办结答复 2026-05-21 到期：{number}" in office.of("lead").inbox()
    assert number not in office.of("staff").inbox()

    office.comes("05-22 09:00")  # one working day over
    call_command("scan_deadlines", at="2026-05-22T09:00")
    assert f"超期未办结，建议制发督办文书：{number}" in office.of("staff").inbox()
    assert number not in office.of("leader").inbox()
    links = [words(each) for each in office.of("staff").get("/").tree.xpath("//main//a")]
    assert "拟抄告单：区住建局" in links
    assert any("已超期" in each and "1" in each for each in links), links

    office.comes("05-29 09:00")  # six working days over
    call_command("scan_deadlines", at="2026-05-29T09:00")
    page = office.on_phone("leader")
    assert f"超期未办结，建议制发督办文书：{number}" in inbox(page)
    fits(page)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("超期 8 天")
    fits(page)


def answer_late(office, number: str) -> None:
    office.comes("06-01 15:00")
    four_blocks = {
        "投诉请求": "请求恢复供水。",
        "事实和理由": "泵房停用，情况属实。",
        "结论": "予以支持",
        "处理意见": "责成物业三日内修复水泵。",
        "法律法规依据": "《城市供水条例》第二十二条",
        "执行单位": "物业服务企业",
        "执行期限（日）": "20",
        "复查机关": "长安区人民政府",
    }
    office.of("handler").take(number, "出具处理意见", four_blocks, said="已提请审批，批准后生效。")
    assert Petition.objects.get().status == "handling"

    office.comes("06-02 09:30")  # Tue, twelve days over
    page = office.on_phone("lead")
    page.goto(case_path(number))
    page.get_by_role("button", name="批准", exact=True).tap()
    expect(page.get_by_text("“出具处理意见”已批准。")).to_be_visible()
    fits(page)
    clock = Clock.objects.get(term_code="petition.handle")
    assert (clock.due.isoformat(), clock.outcome) == ("2026-05-21", "missed")


def serve_rate_and_archive(office, number: str) -> None:
    office.comes("06-03 10:00")
    served = {"送达日期": "2026-06-03", "收件人": "赵秀英", "送达凭证": "本人签收", "送达方式": "直接送达"}
    office.of("handler").take(number, "送达", served)
    page = office.at_desk("clerk")
    page.goto(case_path(number, "steps/rate"))
    page.get_by_label("分别评价", exact=True).check()
    page.get_by_role("group", name="对办理单位的评价").get_by_label("基本满意", exact=True).check()
    page.get_by_role("group", name="对登记、转送单位的评价").get_by_label("满意", exact=True).check()
    page.get_by_label("电话回访").check()
    page.get_by_label("评价日期").fill("2026-06-03")
    page.locator("#step").get_by_role("button", name="记录满意度评价").click()
    expect(page.get_by_text("“记录满意度评价”已办理。")).to_be_visible()
    done = {"执行完毕日期": "2026-06-03", "执行情况": "水泵已经更换。"}
    office.of("handler").take(number, "登记执行情况", done)

    # The thirty days to ask for review end on Fri 07-03.
    office.comes("07-06 10:00")
    handler = office.of("handler")
    checked = "登记、告知、办理文书和送达（告知）凭证齐全"
    assert f"请确认：{checked}。" in handler.refused(number, "归档").text
    handler.take(number, "归档", {checked: True})


def say_honestly_that_it_was_late(office, number: str) -> None:
    page = office.at_desk("leader")
    page.goto(case_path(number))
    expect(page.locator(".due-line")).to_contain_text("超期办结")
    expect(page.get_by_role("complementary").get_by_text("超期 12 天办结")).to_be_visible()
    # Routed, told, told of the transfer, served and filed in time.
    expect(page.get_by_text("按期办结")).to_have_count(7)
    assert "超期 12 天办结" in office.of("leader").case(number, "print").text
    for page in (office.at_desk("leader"), office.on_phone("leader")):
        page.goto("/petitions/?scope=closed")
        row = page.locator("[data-list] tbody tr")
        expect(row).to_contain_text("超期办结")
        expect(row).to_contain_text("已归档")
        fits(page)


def hand_out_the_papers(office, number: str) -> None:
    desk = office.of("handler")
    papers = desk.get(case_path(number) + "?show=papers").tree.get_element_by_id("timeline").find_class("paper")
    links = [paper.xpath(".//a") for paper in papers]
    titles = ["送达回证", "信访处理意见书", "延期告知书", "受理告知书", "告知书", "转送函"]
    assert [words(opens) for opens, _ in links] == titles
    for title, (_, takes) in zip(titles, links, strict=True):
        assert words(takes) == "下载"
        reply = desk.get(takes.get("href"))
        assert reply.headers["Content-Type"] == WORD
        assert unquote(reply.headers["Content-Disposition"]).startswith(f"attachment; filename*=UTF-8''{title}")
        with zipfile.ZipFile(io.BytesIO(reply.raw)) as word:
            assert number in word.read("word/document.xml").decode(), title
