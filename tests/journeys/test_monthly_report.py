"""The monthly report: written from the figures, approved, issued, confirmed in the township; its public one read."""

import pytest
from django.utils import timezone

from governance.duties.plans import actions as plans
from governance.jobs import work
from governance.jobs.models import Job
from governance.publications.reference import load_reference
from tests import builders

from .screens import Desk, Screen

PUBLIC = "平安报表（公开版）"
pytestmark = pytest.mark.django_db


def test_the_county_reports_a_month_and_a_citizen_reads_what_is_public(desks):
    plans.load_reference()
    load_reference()
    desks.comes("03-09 09:00")
    for _ in range(6):
        builders.petition(desks.cast)
    desks.comes("04-01 09:00")
    made(desks.of("county"), "平安报表")
    approved_and_issued(desks, "平安报表", "印发")
    confirm(desks.of("clerk"))
    made(desks.of("county"), PUBLIC)
    approved_and_issued(desks, PUBLIC, "发布")
    read(Desk(None))


def made(desk: Desk, kind: str) -> None:
    """A draft of March, which the county office looks through and hands in."""
    page = desk.get(desk.get("/publications/").link(kind))
    page = desk.get(page.link("按统计指标制作"))
    assert f"制作{kind}" in page.text
    assert page.form.told("从") == "2026-03-01"
    assert "制作报告" in desk.press(page, "制作").text
    work.run(Job.objects.latest("pk").pk, timezone.now())
    page = march(desk, kind)
    assert "信访：收到 6 件" in page.text and "数字截至 2026-04-01" in page.text
    assert "已提请审批。" in desk.press(page, "提请审批").text


def march(desk: Desk, kind: str) -> Screen:
    """That kind's report of the month."""
    page = desk.get(desk.get("/publications/").link(kind))
    return desk.get(page.link(f"长安区2026年3月{kind}"))


def approved_and_issued(desks, kind: str, verb: str) -> None:
    """The leader approves what waits, the county office gives it its number."""
    for who, button, said in (("leader", "批准", "已批准。"), ("county", verb, f"已{verb}。")):
        desk = desks.of(who)
        page = desk.press(march(desk, kind), button)
        assert said in page.text
    assert "第1期" in page.text


def confirm(desk: Desk) -> None:
    """The township's clerk finds it among what has to be read."""
    page = desk.press(desk.get(desk.get("/publications/").link("长安区2026年3月平安报表")), "确认阅读")
    assert "已确认阅读。" in page.text and "韦曲街道办 · 周晓兰" in page.text


def read(citizen: Desk) -> None:
    """Without a login: the public one alone, with nothing below five."""
    page = citizen.get(citizen.get("/public/").link("公开信息"))
    assert len(page.tree.xpath("//main//li")) == 1
    page = citizen.press(page, "查找", 查找="报表")
    page = citizen.get(page.link("长安区2026年3月平安报表（公开版）"))
    assert "信访：收到 6 件" in page.text
    assert page.link("长安区2026年3月平安报表（公开版）.pdf")
