"""The monthly report: written from the figures, approved, issued, confirmed in the township; its public one read."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.duties.plans import actions as plans
from governance.jobs import work
from governance.jobs.models import Job
from governance.publications.reference import load_reference
from tests import builders
from tests.chromium import fits

from .screens import Desk, Screen

PUBLIC = "平安报表（公开版）"
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_county_reports_a_month_and_a_citizen_reads_what_is_public(office, phone_page, accessible):
    plans.load_reference()
    load_reference()
    office.comes("03-09 09:00")
    for _ in range(6):
        builders.petition(office.cast)
    office.comes("04-01 09:00")
    made(office.at_desk("county"), accessible)
    approved_and_issued(office, "平安报表", "印发")
    confirm(office.on_phone("clerk"), accessible)
    made_public(office.of("county"))
    approved_and_issued(office, PUBLIC, "发布")
    phone_page.goto(read())
    expect(phone_page.get_by_role("heading", level=1)).to_be_visible()
    fits(phone_page)
    accessible(phone_page)


def made(desk: Page, accessible) -> None:
    """A draft of March, which the county office looks through and hands in."""
    desk.goto("/publications/")
    desk.get_by_role("link", name="平安报表", exact=True).click()
    desk.get_by_role("link", name="按统计指标制作").click()
    expect(desk.get_by_role("heading", name="制作平安报表")).to_be_visible()
    accessible(desk)
    expect(desk.get_by_label("从", exact=True)).to_have_value("2026-03-01")
    desk.get_by_role("button", name="制作", exact=True).click()
    expect(desk.get_by_role("heading", name="制作报告", level=1)).to_be_visible()
    work.run(Job.objects.latest("pk").pk, timezone.now())
    desk.goto("/publications/")
    desk.get_by_role("link", name="平安报表", exact=True).click()
    desk.get_by_role("link", name="长安区2026年3月平安报表").click()
    expect(desk.locator("main")).to_contain_text("信访：收到 6 件")
    expect(desk.locator("main")).to_contain_text("数字截至 2026-04-01")
    fits(desk)
    accessible(desk)
    desk.get_by_role("button", name="提请审批").click()
    expect(desk.locator("main")).to_contain_text("已提请审批。")


def made_public(desk: Desk) -> None:
    """The one for everybody, of the same month, made on the same pages."""
    page = desk.get(desk.get("/publications/").link(PUBLIC))
    page = desk.get(page.link("按统计指标制作"))
    assert f"制作{PUBLIC}" in page.text
    assert "制作报告" in desk.press(page, "制作").text
    work.run(Job.objects.latest("pk").pk, timezone.now())
    page = march(desk, PUBLIC)
    assert "信访：收到 6 件" in page.text and "数字截至 2026-04-01" in page.text
    assert "已提请审批。" in desk.press(page, "提请审批").text


def march(desk: Desk, kind: str) -> Screen:
    """That kind's report of the month."""
    page = desk.get(desk.get("/publications/").link(kind))
    return desk.get(page.link(f"长安区2026年3月{kind}"))


def approved_and_issued(office, kind: str, verb: str) -> None:
    """The leader approves what waits, the county office gives it its number."""
    for who, button, said in (("leader", "批准", "已批准。"), ("county", verb, f"已{verb}。")):
        desk = office.of(who)
        page = desk.press(march(desk, kind), button)
        assert said in page.text
    assert "第1期" in page.text


def confirm(phone: Page, accessible) -> None:
    """The township's clerk finds it among what has to be read."""
    phone.goto("/publications/")
    phone.get_by_role("link", name="长安区2026年3月平安报表").click()
    phone.get_by_role("button", name="确认阅读").click()
    expect(phone.locator("main")).to_contain_text("已确认阅读。")
    expect(phone.locator("main")).to_contain_text("韦曲街道办 · 周晓兰")
    fits(phone)
    accessible(phone)


def read() -> str:
    """Without a login and without a script: the public one alone, with nothing below five; its address."""
    citizen = Desk(None)
    page = citizen.get(citizen.get("/public/").link("公开信息"))
    assert len(page.tree.xpath("//main//li")) == 1
    page = citizen.press(page, "查找", 查找="报表")
    page = citizen.get(page.link("长安区2026年3月平安报表（公开版）"))
    assert "信访：收到 6 件" in page.text
    assert page.link("长安区2026年3月平安报表（公开版）.pdf")
    return page.url
