"""Leaking pipes that no office can mend alone: asked for, decided, worked on together, reported, closed."""

import pytest
from playwright.sync_api import expect

from security.models import JointTask

pytestmark = pytest.mark.django_db(transaction=True)


def asked(office) -> JointTask:
    """The township asks."""
    desk = office.at_desk("clerk")
    desk.goto("/security/joint-tasks/register/")
    desk.get_by_label("任务地点").click()
    desk.keyboard.type("凤栖路社区")
    expect(desk.get_by_role("option").first).to_contain_text("凤栖路社区")
    desk.keyboard.press("Enter")
    desk.get_by_label("需要联动的事项").fill("三处渗漏影响路面，单独一家办不了。")
    desk.get_by_role("radio", name="提请协调", exact=True).check()
    desk.get_by_role("radio", name="突出问题联治", exact=True).check()
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.get_by_text("已登记，编号")).to_be_visible()
    return JointTask.objects.get()


def test_a_joint_task_is_decided_worked_on_and_closed_by_who_asked(office):
    office.comes("03-10 09:30")
    task = asked(office)
    number = task.number
    office.comes("03-11 10:00")
    told = {"期限（日）": "30", "决定": "住建牵头，水务查漏。", "交办理由": "属住建职责。"}
    office.of("staff").take(number, "决定联动", {"牵头单位": "长安区住房和城乡建设局", **told})

    office.comes("03-12 09:00")
    assert number in office.of("lead").inbox()
    order = {"承担单位": "长安区水务局", "指令内容": "三日内查清漏点。", "须到现场": True}
    office.of("lead").take(number, "下达指令", order)
    office.comes("03-12 09:05")
    office.of("water_handler").take(number, "签收指令")
    office.comes("03-12 09:50")
    water = office.of("water_handler")
    water.take(number, "报告到场", {"到场时间": "2026-03-12T09:45"})
    water.take(number, "报告指令结果", {"指令": "第1号指令：三日内查清漏点。", "结果": "查清两处漏点。"})
    water.take(number, "记工作日志", {"日期": "2026-03-12", "当日工作": "开挖一处。"})

    lead = office.of("lead")
    assert "查清两处漏点。" in lead.case(number).part("orders")
    page = lead.take(number, "确定成员", {"成员": [{"人员": "李文斌", "分工": "统筹"}]})
    assert "李文斌" in page.part("members")
    office.comes("03-20 09:00")
    office.of("lead").take(number, "报告结果", {"结果": "漏点修复。"})
    office.of("clerk").take(number, "确认办结", {"确认意见": "路面恢复。"})

    task.refresh_from_db()
    assert (task.status, task.result) == ("closed", "漏点修复。")
    assert set(task.clocks.values_list("term_code", "outcome")) == {
        ("joint.decide", "met"),
        ("joint.result", "met"),
        ("joint.close", "met"),
        ("joint.receive", "met"),
        ("joint.arrive", "met"),
    }
