"""Neighbours quarrel about a leak: the village committee mediates, both payments are made, the file is complete."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from governance.cases.history import broken_history
from governance.jobs import work
from governance.jobs.models import Job
from mediation import reference
from mediation.casefiles.review_standard import ITEMS
from mediation.models import Track
from tests.attachments.samples import picture
from tests.chromium import fits
from tests.mediation.volumes import texts
from tests.workbooks import sheet_in

from .acts import case_path
from .mediating import agreement, promise, sit
from .screens import Desk, Screen, words

PAPERS = "//*[@id='timeline']//*[contains(@class, 'paper')]//a"
pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = {"mimeType": "image/png", "buffer": picture("PNG")}


def test_it_goes_from_the_application_to_the_paid_subsidy(office, desks):
    appoint_the_mediator(desks)
    number = register_at_the_committee(office, desks)
    sit_down_twice(office, desks, number)
    sign(office, desks, number)
    pay_twice(desks, number)
    visit(desks, number)
    file(desks, number)
    review_and_pay(desks, number)
    look_at_the_papers(desks, number)
    assert broken_history() == []


def appoint_the_mediator(desks) -> None:
    """Mon 2026-03-09: the justice bureau enters the village committee and its chair."""
    desks.comes("03-09 09:00")
    reference.load()
    desk, unit = desks.of("justice_officer"), desks.cast.village_committee
    told = {"类型": "村（社区）", "设立日期": "2024-09-02", "备案日期": "2024-09-20"}
    url = reverse("mediation:edit_organisation", args=[unit.pk])
    page = desk.send(desk.get(url).form.type(told), to=url)
    assert page.status == 200 and not page.wrong, page.wrong
    url = reverse("mediation:new_mediator", args=[unit.pk])
    page = desk.send(
        desk.get(url).form.type({"登录账号": "任秀英", "职务": "主任", "是成年公民，公道正派、热心调解": True}), to=url
    )
    assert "已登记调解员任秀英。" in page.text, page.wrong


def register_at_the_committee(office, desks) -> str:
    """Tue 2026-03-10: the party applies, both want mediation, and the committee takes it on at once."""
    desks.comes("03-10 10:00")
    page = office.at_desk("village_mediator")
    page.goto(reverse("mediation:register"))
    for part, person in (
        ("申请人", ("韩素珍", "13922220001", "610116196503120029", "5号楼301室")),
        ("被申请人", ("孟广田", "13922220002", "610116197005141315", "5号楼401室")),
    ):
        group = page.get_by_role("group", name=part, exact=True)
        for label, typed in zip(("姓名（名称）", "电话", "证件号", "住址"), person, strict=True):
            group.get_by_label(label).fill(typed)
    page.get_by_label("纠纷类型").click()
    page.keyboard.type("相邻污染")
    expect(page.get_by_role("option").first).to_contain_text("相邻污染损害防止")
    page.keyboard.press("Enter")
    page.get_by_label("纠纷概况").fill("楼上卫生间漏水，泡坏楼下墙面。双方就赔偿数额有争议。")
    page.get_by_label("涉及金额（元）").fill("5,000")
    page.get_by_label("标题").fill("凤栖路社区5号楼漏水纠纷")
    page.get_by_label("由本单位直接调解").check()
    page.get_by_label("双方当事人同意调解").check()
    page.get_by_label("已告知当事人权利义务").check()
    # One month from 03-10 ends on Fri 04-10.
    expect(page.locator("#preview")).to_contain_text("2026-04-10 周五")
    fits(page)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    case = Track.objects.get()
    assert (case.status, case.lead_unit) == ("accepted", office.cast.village_committee)
    expect(page.locator(".case-head")).to_contain_text(case.number)
    expect(page.locator(".case-head .due-line")).to_contain_text("2026-04-10 周五")
    fits(page)
    return case.number


def sit_down_twice(office, desks, number: str) -> None:
    """First at the table, then at the wet wall, written down on the phone with a photograph of the signed page."""
    told = {"调解员": "任秀英", "确定方式": "双方当事人共同选定"}
    desks.of("village_mediator").take(number, "确定调解员", told)
    desks.comes("03-12 17:00")
    sit(desks.of("village_mediator"), number, "03-12T15:00", **{"签名的笔录": photo("笔录.png")})
    desks.comes("03-16 16:00")
    page = office.on_phone("village_mediator")
    page.goto(case_path(number))
    page.get_by_role("link", name="记录调解", exact=True).click()
    form = page.locator("#step form")
    form.get_by_label("调解时间").fill("2026-03-16T14:30")
    form.get_by_label("上门、现场", exact=True).check()
    form.get_by_label("地点（视频会议链接）").fill("5号楼301室")
    form.get_by_label("参加人").fill("韩素珍、孟广田")
    form.get_by_label("调解记录").fill("在现场看了渗漏点，孟广田愿意修好并赔偿五千元。")
    form.get_by_label("达成一致", exact=True).check()
    form.get_by_label("签名的笔录").set_input_files({"name": "笔录.png", **PHOTO})
    fits(page)
    form.get_by_role("button", name="记录调解").click()
    expect(page.get_by_text("“记录调解”已办理。")).to_be_visible()
    fits(page)
    # Each signed page is seen in the timeline, opens larger, and is there to be taken.
    expect(page.get_by_role("link", name="看大图：笔录.png", exact=True)).to_have_count(2)
    expect(page.get_by_role("link", name="笔录.png", exact=True)).to_have_count(2)
    for each in page.get_by_role("img", name="看大图：笔录.png").all():
        each.scroll_into_view_if_needed()
        expect(each).to_have_js_property("naturalWidth", 60)


def sign(office, desks, number: str) -> None:
    """Tue 2026-03-17: a written agreement with a repair and two payments; one sum is missing at first."""
    desks.comes("03-17 10:00")
    page = office.at_desk("village_mediator")
    page.goto(case_path(number, "steps", "sign_agreement"))
    form = page.locator("#step form")
    form.locator("[name=items-0-what]").fill("首期赔偿款")
    form.locator("[name=items-0-manner]").select_option(label="银行转账")
    fits(page)
    form.get_by_role("button", name="达成协议").click()
    expect(page.get_by_text("处需要补正")).to_be_visible()
    expect(form.locator("[name=items-0-what]")).to_have_value("首期赔偿款")
    fits(page)
    desk = desks.of("village_mediator")
    twice = [promise("首期赔偿款", "银行转账", "03-31"), promise("余款", "银行转账", "04-15", "2,000")]
    told = agreement("03-17", twice, 协议内容="孟广田分两次赔偿韩素珍墙面损失共五千元。")
    page = desk.refused(number, "达成协议", told)
    assert "金额不明确的，法院不予司法确认" in page.text
    assert page.form.rows("履行事项")[1]["事项"] == "余款"
    page = desk.send(page.form.type({"履行事项": [{"金额（元）": "3,000"}]}), to=page.url)
    assert "“达成协议”已办理。" in page.text, page.wrong
    assert "2026-03-31 周二" in beside(page) and "2026-04-15 周三" in beside(page)


def pay_twice(desks, number: str) -> None:
    """The first in time; the second is reminded, late by two days, and shown so."""
    desks.comes("03-30 15:00")
    desk = desks.of("village_mediator")
    assert f"履行协议 · 第1项将于 2026-03-31 到期：{number}" in desk.inbox()
    desk.take(number, "记录履行", paid("首期赔偿款", "2026-03-30"))
    desks.comes("04-16 09:00")
    desk = desks.of("village_mediator")
    assert "超期 1 天" in due(desk.case(number))
    desks.comes("04-17 16:00")
    desk = desks.of("village_mediator")
    desk.take(number, "记录履行", paid("余款", "2026-04-17"))
    page = desk.take(number, "确认履行完毕")
    assert "已履行" in words(page.tree.find_class("case-head")[0])


def paid(what: str, on: str) -> dict:
    return {"履行事项": what, "履行日期": on, "履行凭证": "转账凭证", "凭证附件": photo("转账凭证.png")}


def visit(desks, number: str) -> None:
    """A visit is planned at the desk and written down at the door."""
    desks.of("village_mediator").take(number, "安排回访", {"回访日期": "2026-05-08"})
    desks.comes("05-08 15:00")
    told = {"方式": "上门", "当事人满意度": "满意", "履行情况": "按协议履行"}
    told |= {"回访日期": "2026-05-08", "回访情况": "墙面已经粉刷，双方和好。"}
    desks.of("village_mediator").take(number, "记录回访", told)


def file(desks, number: str) -> None:
    """What the file lacks is said before it is closed; complete, it has its number and is bound into one PDF."""
    desks.comes("05-11 09:00")
    desk = desks.of("village_mediator")
    page = desk.case(number)
    assert "请补充双方当事人的身份证明。" in page.part("file")
    page = desk.get(page.link("卷内材料和组卷"))
    assert "还缺 1 项" in page.text
    told = {"归入": "当事人身份证明", "材料": photo("身份证.png")}
    page = desk.send(desk.get(page.link("补充材料")).form.type(told))
    assert "“补充卷宗材料”已办理。" in page.text, page.wrong
    assert "（2026）人调字第1号" in desk.take(number, "归档").part("file")
    page = desk.take(Track.objects.get().dispute, "确认化解", {"化解情况": "修好防水，赔偿到位。"})
    assert "村（社区）" in page.part("timeline")

    page = desk.press(desk.get(reverse("mediation:file", args=[number])), "组卷下载")
    assert "组卷" in page.text
    whole = "\n".join(texts(io.BytesIO(made(desk).raw)))
    assert "（2026）人调字第1号" in whole and "孟广田分两次赔偿韩素珍墙面损失共五千元" in whole


def review_and_pay(desks, number: str) -> None:
    """The justice bureau reviews the file and agrees to the subsidy, which stands on the list of the month."""
    desks.comes("05-12 10:00")
    desk, mediator = desks.of("justice_officer"), desks.of("village_mediator")
    points = {item.title: str(item.points - 1) for item in ITEMS}
    reviewed = desk.take(number, "卷宗评查", points)
    assert f"{sum(item.points for item in ITEMS) - len(ITEMS)} 分" in reviewed.part("file")
    assert f"卷宗评查：{number}" in mediator.inbox()
    mediator.take(number, "申报以案定补", {"调解员": "任秀英"})
    assert f"申报以案定补：{number}" in desk.inbox()
    menu = desk.get(reverse("mediation:list")).tree.xpath("//nav//a")
    assert "50.00" in desk.get(next(each.get("href") for each in menu if words(each) == "以案定补")).text
    waiting = desk.get(reverse("mediation:subsidies")).tree.xpath("//a[starts-with(normalize-space(), '审核')]/@href")
    page = desk.send(desk.get(waiting[0]).form)
    assert "“同意补贴”已办理。" in page.text, page.wrong
    page = desk.get(reverse("mediation:subsidies"))
    assert "1 件，合计 50.00 元" in page.text
    desk.press(page, "导出发放表")
    rows = sheet_in([made(desk).raw]).rows
    assert any(number in row and "任秀英" in row for row in rows), rows
    assert Job.objects.latest("id").result_rows == 1
    assert f"同意补贴：{number}" in mediator.inbox()


def look_at_the_papers(desks, number: str) -> None:
    desk = desks.of("village_mediator")
    titles = [words(each) for each in desk.get(case_path(number) + "?show=papers").tree.xpath(PAPERS)]
    for title in ("调解协议书", "调解记录", "权利义务告知书", "回访记录"):
        assert any(title in each for each in titles), titles
    # A party paid late; those who mediated were not.
    page = desk.case(number)
    assert "按期办结" in due(page) and "超期 2 天办结" in beside(page)


def photo(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PHOTO["buffer"], PHOTO["mimeType"])


def due(page: Screen) -> str:
    """What the head says of the term that comes next, or of how all ended."""
    return words(page.tree.find_class("due-line")[0])


def beside(page: Screen) -> str:
    """What stands beside the history of the case."""
    return words(page.tree.xpath("//aside")[0])


def made(desk: Desk) -> Screen:
    """The file of the newest job, once a worker has done it."""
    job = work.run(Job.objects.latest("id").pk, timezone.now())
    assert job.state == Job.State.DONE, job.message
    return desk.get(reverse("job-file", args=[job.pk]))
