"""Rain is coming: a warning is drafted, signed by a leader, confirmed by the units of the place, raised and lifted."""

import pytest
from playwright.sync_api import expect

from security.models import Warning

pytestmark = pytest.mark.django_db(transaction=True)


def drafted(office) -> Warning:
    """The centre first writes an end before the beginning, is told so in place, and puts it right."""
    desk = office.at_desk("staff")
    desk.goto("/security/warnings/register/")
    desk.get_by_label("预警地区").click()
    desk.keyboard.type("韦曲街道")
    expect(desk.get_by_role("option").first).to_contain_text("韦曲街道")
    desk.keyboard.press("Enter")
    desk.get_by_label("预警内容").fill("六小时降雨五十毫米以上。")
    desk.get_by_role("radio", name="自然灾害", exact=True).check()
    desk.get_by_role("radio", name="橙色", exact=True).check()
    desk.get_by_label("开始时间").fill("2026-03-11T10:00")
    desk.get_by_label("结束时间").fill("2026-03-11T08:00")
    desk.get_by_label("应对措施").fill("转移低洼处住户。")
    desk.get_by_role("checkbox", name="乡镇街道", exact=True).check()
    desk.get_by_role("checkbox", name="村和社区", exact=True).check()
    expect(desk.get_by_text("发布后发送给 2 个单位")).to_be_visible()
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.get_by_text("结束时间应当晚于开始时间。").first).to_be_visible()
    desk.get_by_label("结束时间").fill("2026-03-11T18:00")
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.get_by_text("已登记，编号")).to_be_visible()
    return Warning.objects.get()


def test_a_warning_is_signed_confirmed_raised_and_lifted(office, accessible):
    office.comes("03-11 09:30")
    warning = drafted(office)
    number = warning.number
    office.of("staff").take(number, "签发预警", said="已提请审批")
    office.comes("03-11 09:40")
    # What waits for the leader is approved or sent back, and not put forward once more.
    assert "签发预警" not in office.of("leader").case(warning).steps
    office.of("leader").approve(number, "签发预警")

    office.comes("03-11 09:50")
    assert f"橙色预警，请确认收到：{number}" in office.of("clerk").inbox()
    desk = office.at_desk("clerk")
    desk.goto("/")
    card = desk.locator("#warnings")
    expect(card.get_by_text("请确认收到")).to_be_visible()
    accessible(desk)
    office.of("clerk").take(number, "确认收到", {"已经采取的措施": "已通知各社区。"})

    office.comes("03-11 10:20")
    staff = office.of("staff")
    page = staff.case(number)
    assert "还有 1 个单位没有确认" in page.text and "逾期未确认" in page.part("receipts")
    assert "确认情况：" in staff.get(page.tree.xpath("//*[@id='receipts']//a/@href")[0]).text
    staff.take(number, "催促确认")
    office.of("grid_worker").take(number, "确认收到")

    office.comes("03-11 11:00")
    told = {"调整为": "红色", "应对措施": "停止户外作业。", "调整理由": "雨势加大。"}
    office.of("staff").take(number, "调整橙色、红色预警", told, said="已提请审批")
    office.comes("03-11 11:02")
    office.of("leader").approve(number, "调整橙色、红色预警")
    office.comes("03-11 11:05")
    office.of("clerk").take(number, "确认收到")
    office.comes("03-11 13:00")
    office.of("leader").take(number, "签发解除预警", {"解除理由": "降雨停止。"})

    warning.refresh_from_db()
    assert (warning.status, warning.level) == ("lifted", "red")
    ended = dict(warning.clocks.values_list("term_code", "outcome"))
    assert ended == {"warning.issue": "met", "warning.confirm_orange": "missed", "warning.confirm_red": "missed"}
    titles = list(warning.papers.order_by("pk").values_list("title", flat=True))
    assert titles == ["预警通知", "预警通知", "预警解除通知"]
