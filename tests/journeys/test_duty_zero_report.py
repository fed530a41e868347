"""A village clerk hands in the day's zero report on the phone: one touch, with name and time."""

import pytest
from playwright.sync_api import expect

from governance.duties.models import DutyPlan, Return
from governance.duties.scan import opening
from tests.chromium import fits
from tests.duties.making import moment, plan

pytestmark = pytest.mark.django_db(transaction=True)
NOW = moment("2026-11-18T16:30")


def test_it_hands_in_a_zero_report_on_a_phone_with_one_touch(cast, phone_page, sign_in, accessible, time_machine):
    time_machine.move_to(NOW, tick=True)
    DutyPlan.objects.all().delete()
    plan("day", name="村（社区）矛盾纠纷日排查", opens_days_ahead=0)
    opening.open_windows(NOW)
    page = sign_in(phone_page, cast.grid_worker)

    page.goto("/duties/")
    button = page.get_by_role("button", name="零报告：村（社区）矛盾纠纷日排查")
    box = button.bounding_box()
    assert box["height"] >= 44 and box["x"] + box["width"] <= 390, "a thumb finds it"
    fits(page)
    button.tap()

    expect(page.get_by_text("已报送：凤栖路社区 村（社区）矛盾纠纷日排查（11月18日 周三）")).to_be_visible()
    expect(page.get_by_text("2026-11-18 周三 16:30 郝小军")).to_be_visible()
    expect(page.get_by_text("没有待报的任务")).to_be_visible()
    assert [(row.kind, row.by, row.on_behalf) for row in Return.objects.all()] == [("zero", cast.grid_worker, False)]
