"""A major incident at two in the morning: from the first call to the final report, the county told in time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.cases import deadlines
from security.models import Incident
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)


def reported(office, accessible) -> Incident:
    """The police station's duty officer reports kind, place and what happened, on the phone."""
    phone = office.on_phone("clerk")
    phone.goto("/security/incidents/register/")
    fits(phone)
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_text("请选择类型。").or_(phone.get_by_text("请从列表中选择类型。")).first).to_be_visible()
    phone.get_by_role("radio", name="安全事故", exact=True).check()
    phone.get_by_role("radio", name="重大", exact=True).check()
    phone.get_by_label("概况").fill("三号楼五层起火，有人员被困。")
    phone.get_by_label("发生地").click()
    phone.keyboard.type("凤栖路社区")
    expect(phone.get_by_role("option").first).to_contain_text("凤栖路社区")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("登记后立即发送给当日值班领导")).to_be_visible()
    accessible(phone)
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_text("已登记，编号")).to_be_visible()
    fits(phone)
    return Incident.objects.get()


def test_a_major_incident_at_night(office, accessible):
    office.comes("03-11 02:00")
    case = reported(office, accessible)
    number = case.number
    assert case.clocks.get(term_code="incident.acknowledge").due_at == case.opened_at + timedelta(minutes=15)

    office.comes("03-11 02:06")
    leader = office.of("leader")
    assert f"重大事件，请签收：{number}" in leader.inbox()
    leader.take(number, "值班领导签收", {"批示意见": "全力救人，随时续报。"})
    told = {"报给谁": "市委政法委值班室", "报出时间": "2026-03-11T02:10", "报告内容": "消防、医疗已到场。"}
    office.comes("03-11 02:12")
    office.of("staff").take(number, "上报快报", told)
    told = {"承担单位": "长安区住房和城乡建设局", "指令内容": "查勘楼体结构安全。"}
    office.of("staff").take(number, "下达指令", told)

    desk = office.at_desk("staff")
    desk.goto(f"/cases/{number}/")
    desk.get_by_role("link", name="打开指挥页").click()
    orders = desk.locator("#command table")
    expect(orders.get_by_text("查勘楼体结构安全。")).to_be_visible()
    fits(desk)

    office.comes("03-11 02:30")
    office.of("handler").take(number, "签收指令")
    # Somebody else has done something meanwhile: the page of command shows it by itself.
    expect(orders.get_by_text("03-11 02:30")).to_be_visible()
    office.comes("03-11 02:50")
    office.of("handler").take(number, "报告到场", {"到场时间": "2026-03-11T02:48"})
    office.comes("03-11 03:40")
    told = {"指令": "第1号指令：查勘楼体结构安全。", "结果": "结构安全，可以复电。"}
    office.of("handler").take(number, "报告指令结果", told)

    office.comes("03-11 03:50")
    hurt = {"死亡（人）": "0", "失踪（人）": "0", "受伤（人）": "2"}
    clerk = office.of("clerk")
    clerk.take(number, "续报", {"处置进展": "明火扑灭，两人送医。", **hurt})
    clerk.take(number, "处置完毕", {"处置结果": "住户已安置。"})
    office.comes("03-16 10:00")
    final = {"原因和性质": "楼道充电起火。", "处置结果和善后": "伤者出院。", "教训和改进措施": "清理楼道。", **hurt}
    page = office.of("township_lead").take(number, "终报", final)
    assert "案事件终报" in page.part("timeline")

    case.refresh_from_db()
    assert (case.status, case.injured, case.acknowledged_by) == ("closed", 2, office.cast.leader)
    ended = dict(case.clocks.values_list("term_code", "outcome"))
    assert ended == {
        "incident.acknowledge": "met",
        "incident.report_up": "met",
        "incident.verify": "met",
        "incident.progress": "met",
        "incident.final": "met",
        "order.receive": "missed",
        "order.arrive": "met",
    }
    assert deadlines.scan(timezone.now()).fired == 0
