"""Neighbours quarrel about a leak: the village committee mediates, both payments are made, the file is complete."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

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

from .acts import case_path, take

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = {"mimeType": "image/png", "buffer": picture("PNG")}


def test_it_goes_from_the_application_to_the_paid_subsidy(office, desks):
    appoint_the_mediator(desks)
    number = register_at_the_committee(office, desks)
    sit_down_twice(office, desks, number)
    sign(office, desks, number)
    pay_twice(office, desks, number)
    visit(office, desks, number)
    file(office, desks, number)
    review_and_pay(office, desks, number)
    look_at_the_papers(office, number)
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
        for label, words in zip(("姓名（名称）", "电话", "证件号", "住址"), person, strict=True):
            group.get_by_label(label).fill(words)
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
    page = office.at_desk("village_mediator")
    record(page, number, "03-12T15:00", "双方各自陈述了漏水经过，分歧在数额。", "需要继续调解")
    fits(page)
    desks.comes("03-16 16:00")
    page = office.on_phone("village_mediator")
    record(page, number, "03-16T14:30", "在现场看了渗漏点，孟广田愿意修好并赔偿五千元。", "达成一致", mode="上门、现场")
    fits(page)
    # Each signed page is seen in the timeline, opens larger, and is there to be taken.
    expect(page.get_by_role("link", name="看大图：笔录.png", exact=True)).to_have_count(2)
    expect(page.get_by_role("link", name="笔录.png", exact=True)).to_have_count(2)
    for photo in page.get_by_role("img", name="看大图：笔录.png").all():
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("naturalWidth", 60)


def record(page: Page, number: str, moment: str, content: str, result: str, mode: str = "到场") -> None:
    page.goto(case_path(number))
    page.get_by_role("link", name="记录调解", exact=True).click()
    form = page.locator("#step form")
    form.get_by_label("调解时间").fill(f"2026-{moment}")
    form.get_by_label(mode, exact=True).check()
    form.get_by_label("地点（视频会议链接）").fill("5号楼301室")
    form.get_by_label("参加人").fill("韩素珍、孟广田")
    form.get_by_label("调解记录").fill(content)
    form.get_by_label(result, exact=True).check()
    form.get_by_label("签名的笔录").set_input_files({"name": "笔录.png", **PHOTO})
    fits(page)
    form.get_by_role("button", name="记录调解").click()
    expect(page.get_by_text("“记录调解”已办理。")).to_be_visible()


def sign(office, desks, number: str) -> None:
    """Tue 2026-03-17: a written agreement with a repair and two payments; one sum is missing at first."""
    desks.comes("03-17 10:00")
    page = office.at_desk("village_mediator")
    page.goto(case_path(number))
    page.get_by_role("link", name="达成协议", exact=True).click()
    form = page.locator("#step form")
    form.get_by_role("radio", name="书面协议", exact=True).check()
    form.get_by_label("达成（签名）日期").fill("2026-03-17")
    form.get_by_label("生效日期").fill("2026-03-17")
    form.get_by_label("主要事实、争议事项和各方责任").fill("401室防水层老化渗漏，泡坏301室墙面。")
    form.get_by_label("协议内容").fill("孟广田分两次赔偿韩素珍墙面损失共五千元。")
    for row, (what, amount, due) in enumerate((("首期赔偿款", "", "2026-03-31"), ("余款", "2,000", "2026-04-15"))):
        form.locator(f"[name=items-{row}-what]").fill(what)
        form.locator(f"[name=items-{row}-amount]").fill(amount)
        form.locator(f"[name=items-{row}-manner]").select_option(label="银行转账")
        form.locator(f"[name=items-{row}-due_on]").fill(due)
    form.get_by_label("份数").fill("3")
    form.get_by_label("当事人、调解员已签名").check()
    fits(page)
    form.get_by_role("button", name="达成协议").click()
    expect(form.get_by_text("金额不明确的，法院不予司法确认").first).to_be_visible()
    fits(page)
    expect(form.locator("[name=items-1-what]")).to_have_value("余款")
    form.locator("[name=items-0-amount]").fill("3,000")
    form.get_by_role("button", name="达成协议").click()
    expect(page.get_by_text("“达成协议”已办理。")).to_be_visible()
    expect(page.get_by_role("complementary")).to_contain_text("2026-03-31 周二")
    expect(page.get_by_role("complementary")).to_contain_text("2026-04-15 周三")
    fits(page)


def pay_twice(office, desks, number: str) -> None:
    """The first in time; the second is reminded, late by two days, and shown so."""
    desks.comes("03-30 15:00")
    assert f"履行协议 · 第1项将于 2026-03-31 到期：{number}" in desks.of("village_mediator").inbox()
    page = office.on_phone("village_mediator")
    pay(page, number, "首期赔偿款", "2026-03-30")
    fits(page)
    desks.comes("04-16 09:00")
    page = office.at_desk("village_mediator")
    page.goto(case_path(number))
    expect(page.locator(".case-head .due-line")).to_contain_text("超期 1 天")
    desks.comes("04-17 16:00")
    slip = SimpleUploadedFile("转账凭证.png", PHOTO["buffer"], PHOTO["mimeType"])
    told = {"履行事项": "余款", "履行日期": "2026-04-17", "履行凭证": "转账凭证", "凭证附件": slip}
    desks.of("village_mediator").take(number, "记录履行", told)
    page = office.at_desk("village_mediator")
    take(page, number, "确认履行完毕")
    expect(page.locator(".case-head")).to_contain_text("已履行")
    fits(page)


def pay(page: Page, number: str, what: str, on: str) -> None:
    page.goto(case_path(number))
    page.get_by_role("link", name="记录履行", exact=True).click()
    form = page.locator("#step form")
    item = form.get_by_label("履行事项")
    item.select_option(value=item.locator("option", has_text=what).get_attribute("value"))
    form.get_by_label("履行日期").fill(on)
    form.get_by_label("履行凭证").fill("转账凭证")
    form.get_by_label("凭证附件").set_input_files({"name": "转账凭证.png", **PHOTO})
    form.get_by_role("button", name="记录履行").click()
    expect(page.get_by_text("“记录履行”已办理。")).to_be_visible()


def visit(office, desks, number: str) -> None:
    """A visit is planned at the desk and written down on the phone at the door."""
    desks.of("village_mediator").take(number, "安排回访", {"回访日期": "2026-05-08"})
    desks.comes("05-08 15:00")
    page = office.on_phone("village_mediator")
    told = {"回访日期": "2026-05-08", "回访情况": "墙面已经粉刷，双方和好。"}
    take(page, number, "记录回访", choose=["上门", "满意", "按协议履行"], write=told)
    fits(page)


def file(office, desks, number: str) -> None:
    """What the file lacks is said before it is closed; complete, it has its number and is bound into one PDF."""
    desks.comes("05-11 09:00")
    page = office.at_desk("village_mediator")
    page.goto(case_path(number))
    expect(page.locator("#file")).to_contain_text("请补充双方当事人的身份证明。")
    fits(page)
    page.get_by_role("link", name="卷内材料和组卷").click()
    expect(page.locator("main")).to_contain_text("还缺 1 项")
    fits(page)
    page.get_by_role("link", name="补充材料").click()
    form = page.locator("#step form")
    form.get_by_label("归入").select_option(label="当事人身份证明")
    form.get_by_label("材料", exact=True).set_input_files({"name": "身份证.png", **PHOTO})
    form.get_by_role("button", name="补充卷宗材料").click()
    expect(page.get_by_text("“补充卷宗材料”已办理。")).to_be_visible()
    take(page, number, "归档")
    expect(page.locator("#file")).to_contain_text("（2026）人调字第1号")
    dispute = Track.objects.get().dispute
    take(page, dispute.number, "确认化解", write={"化解情况": "修好防水，赔偿到位。"})
    expect(page.locator("#timeline")).to_contain_text("村（社区）")
    fits(page)

    page.goto(reverse("mediation:file", args=[number]))
    page.get_by_role("button", name="组卷下载").click()
    expect(page.locator("main")).to_contain_text("组卷")
    job = work.run(Job.objects.get().pk, timezone.now())
    assert job.state == Job.State.DONE, job.message
    with page.expect_download() as download:
        page.reload()
    pages = texts(download.value.path())
    whole = "\n".join(pages)
    assert "（2026）人调字第1号" in whole and "孟广田分两次赔偿韩素珍墙面损失共五千元" in whole
    fits(page)


def review_and_pay(office, desks, number: str) -> None:
    """The justice bureau reviews the file and agrees to the subsidy, which stands on the list of the month."""
    desks.comes("05-12 10:00")
    points = {item.title: str(item.points - 1) for item in ITEMS}
    reviewed = desks.of("justice_officer").take(number, "卷宗评查", points)
    assert f"{sum(item.points for item in ITEMS) - len(ITEMS)} 分" in reviewed.part("file")
    assert f"卷宗评查：{number}" in desks.of("village_mediator").inbox()
    page = office.at_desk("village_mediator")
    take(page, number, "申报以案定补", select={"调解员": "任秀英"})
    fits(page)
    assert f"申报以案定补：{number}" in desks.of("justice_officer").inbox()
    page = office.at_desk("justice_officer")
    page.goto(reverse("mediation:list"))
    page.get_by_role("navigation").get_by_role("link", name="以案定补").click()
    expect(page.locator("main")).to_contain_text("50.00")
    fits(page)
    page.get_by_role("link", name="审核").click()
    page.locator("#step form").get_by_role("button", name="同意补贴").click()
    expect(page.get_by_text("“同意补贴”已办理。")).to_be_visible()
    page.goto(reverse("mediation:subsidies"))
    expect(page.locator("main")).to_contain_text("1 件，合计 50.00 元")
    fits(page)
    page.get_by_role("button", name="导出发放表").click()
    job = work.run(Job.objects.latest("id").pk, timezone.now())
    with page.expect_download() as download:
        page.reload()
    rows = sheet_in(download.value.path()).rows
    assert any(number in row and "任秀英" in row for row in rows), rows
    assert job.result_rows == 1
    assert f"同意补贴：{number}" in desks.of("village_mediator").inbox()


def look_at_the_papers(office, number: str) -> None:
    page = office.at_desk("village_mediator")
    page.goto(case_path(number) + "?show=papers")
    titles = page.locator("#timeline .paper a").all_inner_texts()
    for title in ("调解协议书", "调解记录", "权利义务告知书", "回访记录"):
        assert any(title in each for each in titles), titles
    # A party paid late; those who mediated were not.
    page.goto(case_path(number))
    expect(page.locator(".case-head .due-line")).to_contain_text("按期办结")
    expect(page.get_by_role("complementary")).to_contain_text("超期 2 天办结")
    page.goto(case_path(number, "print"))
    fits(page)
