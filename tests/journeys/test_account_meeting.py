"""A month's account meeting: one promise struck off with proof, one kept with a new date, the minutes signed."""

from datetime import date

import pytest
from playwright.sync_api import expect

from governance.supervision.models import AccountMeeting, LeaderCase
from tests import builders
from tests.attachments.samples import picture
from tests.chromium import fits
from tests.supervision.leading import charged, leaders

pytestmark = pytest.mark.django_db(transaction=True)

PROOF = [{"name": "居民签字确认.png", "mimeType": "image/png", "buffer": picture("PNG")}]


@pytest.fixture
def promised(office):
    """Two petitions that the deputy took in June and promised to settle by the tenth of July."""
    cast = office.cast
    at = office.comes("06-18 10:00")
    _, deputy = leaders(cast)
    found = []
    for title in ("凤栖路社区停水", "广场社区电梯停运"):
        case = builders.in_status(cast, "served", title=title)
        found.append(charged(cast, subject=case, leader=deputy, promised_on=date(2026, 7, 10), at=at))
    return found


def test_a_meeting_strikes_off_one_promise_and_moves_the_other(office, promised):
    water, lift = promised
    office.comes("07-09 09:00")
    desk = office.at_desk("staff")
    desk.goto("/supervision/accounts/")
    desk.get_by_role("button", name="列出清单").click()
    expect(desk.get_by_text("共 2 项：待交账 2 项，已销号 0 项，保留并改期 0 项")).to_be_visible()

    desk.get_by_role("link", name=water.title).click()
    desk.get_by_label("销号依据").fill("已恢复供水，居民签字确认。")
    desk.locator("input[type=file]").set_input_files(PROOF)
    desk.get_by_role("button", name="销号", exact=True).click()
    expect(desk.get_by_text("已销号：已恢复供水，居民签字确认。")).to_be_visible()

    phone = office.on_phone("staff")
    meeting = AccountMeeting.objects.get()
    phone.goto(f"/cases/{meeting.number}/")
    fits(phone)
    phone.get_by_role("link", name=lift.title).click()
    fits(phone)
    phone.get_by_role("button", name="保留并改期").click()
    expect(phone.get_by_text("请填写没有完成的原因。").first).to_be_visible()
    phone.get_by_label("没有完成的原因").fill("维修资金没有到位。")
    phone.get_by_label("下一步措施").fill("街道先行垫付。")
    phone.get_by_label("新的期限").fill("2026-08-10")
    phone.get_by_role("button", name="保留并改期").click()
    expect(phone.get_by_text("共 2 项：待交账 0 项，已销号 1 项，保留并改期 1 项")).to_be_visible()
    fits(phone)

    told = {"召开日期": "2026-07-09", "主持人": "冯志远", "参加人员": "各有关单位负责人。"}
    office.of("staff").take(meeting.number, "形成纪要", told, said="已提请审批，批准后生效。")
    assert "交账会纪要" in office.of("leader").approve(meeting.number, "形成纪要").part("timeline")

    ended = {led.pk: led.status for led in LeaderCase.objects.all()}
    assert ended == {water.pk: "struck_off", lift.pk: "charged"}
    assert LeaderCase.objects.get(pk=lift.pk).promised_on == date(2026, 8, 10)
