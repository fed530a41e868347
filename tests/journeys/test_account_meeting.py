"""A month's account meeting: one promise struck off with proof, one kept with a new date, the minutes signed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.supervision.models import AccountMeeting, LeaderCase
from tests import builders
from tests.attachments.samples import picture
from tests.supervision.leading import charged, leaders

pytestmark = pytest.mark.django_db

PROOF = SimpleUploadedFile("居民签字确认.png", picture("PNG"), "image/png")


@pytest.fixture
def promised(desks):
    """Two petitions that the deputy took in June and promised to settle by the tenth of July."""
    cast = desks.cast
    at = desks.comes("06-18 10:00")
    _, deputy = leaders(cast)
    found = []
    for title in ("凤栖路社区停水", "广场社区电梯停运"):
        case = builders.in_status(cast, "served", title=title)
        found.append(charged(cast, subject=case, leader=deputy, promised_on=date(2026, 7, 10), at=at))
    return found


def test_a_meeting_strikes_off_one_promise_and_moves_the_other(desks, promised):
    water, lift = promised
    desks.comes("07-09 09:00")
    desk = desks.of("staff")
    page = desk.press(desk.get("/supervision/accounts/"), "列出清单")
    assert "共 2 项：待交账 2 项，已销号 0 项，保留并改期 0 项" in page.text
    page = desk.get(page.link_that_says(water.title))
    page = desk.press(page, "销号", 销号依据="已恢复供水，居民签字确认。", 证明材料=PROOF)
    assert "已销号：已恢复供水，居民签字确认。" in page.text

    meeting = AccountMeeting.objects.get()
    page = desk.get(desk.case(meeting).link_that_says(lift.title))
    page = desk.press(page, "保留并改期")
    assert "请填写没有完成的原因。" in page.text
    told = {"没有完成的原因": "维修资金没有到位。", "下一步措施": "街道先行垫付。", "新的期限": "2026-08-10"}
    page = desk.press(page, "保留并改期", **told)
    assert "共 2 项：待交账 0 项，已销号 1 项，保留并改期 1 项" in page.text

    told = {"召开日期": "2026-07-09", "主持人": "冯志远", "参加人员": "各有关单位负责人。"}
    desks.of("staff").take(meeting.number, "形成纪要", told, said="已提请审批，批准后生效。")
    assert "交账会纪要" in desks.of("leader").approve(meeting.number, "形成纪要").part("timeline")

    ended = {led.pk: led.status for led in LeaderCase.objects.all()}
    assert ended == {water.pk: "struck_off", lift.pk: "charged"}
    assert LeaderCase.objects.get(pk=lift.pk).promised_on == date(2026, 8, 10)
