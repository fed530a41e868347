"""A round of a township's small hotels on the phone: the network goes in the middle, a failed item becomes a hazard."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from security.models import Check, Hazard
from tests.chromium import fits, goes_on_without_signal
from tests.journeys.test_grid_phone import picture
from tests.security import inspections

pytestmark = pytest.mark.django_db(transaction=True)


def look(page, place: str, *, wrong: str = "") -> None:
    """As a thumb does it: every item right but the one that is named, a picture where one is wanted."""
    page.get_by_role("button", name=f"检查 {place}").tap()
    expect(page.locator("#check-title")).to_contain_text(place)
    for item in inspections.ITEMS:
        box = page.get_by_role("group", name=item["text"])
        box.get_by_text("不合格" if item["text"] == wrong else "合格", exact=True).tap()
        if item["text"] == wrong:
            box.get_by_label("情况").fill("出口堆放纸箱。")
        if item["wants_photo"]:
            box.locator("input[type=file]").set_input_files([picture()])
            expect(page.get_by_alt_text(f"{item['text']}照片 1")).to_be_visible()
    page.get_by_role("button", name="登记检查").tap()


def test_a_round_is_checked_on_the_phone_with_the_network_gone_in_the_middle(cast, field_phone, sign_in, accessible):
    now = timezone.now()
    register = inspections.hotels(cast, now)
    for name in ("平安旅馆", "如意旅馆", "顺风客栈"):
        inspections.hotel(cast, register, name, now)
    plan = inspections.plan(now)
    inspections.checklist(cast, register, plan, now)
    task = inspections.round_of(cast.weiqu, plan, now)

    page = sign_in(field_phone, cast.clerk)
    page.goto("/security/inspections/phone/")
    expect(page.locator("#who")).to_have_text(cast.clerk.name)
    goes_on_without_signal(page)
    page.reload()
    expect(page.get_by_text("还有 3 处")).to_be_visible()
    fits(page)
    accessible(page)
    look(page, "平安旅馆")
    expect(page.locator("#said")).to_have_text("平安旅馆的检查已登记。")
    expect(page.get_by_text("还有 2 处")).to_be_visible()

    page.context.set_offline(True)
    look(page, "如意旅馆", wrong="安全出口")
    expect(page.locator("#said")).to_contain_text("已存在手机里")
    page.reload()
    expect(page.locator("#drafts")).to_contain_text("如意旅馆")
    expect(page.get_by_text("还有 1 处")).to_be_visible()
    look(page, "顺风客栈")
    expect(page.locator("#drafts li")).to_have_count(2)
    assert Check.objects.count() == 1

    page.context.set_offline(False)
    expect(page.locator("#drafts-box")).to_be_hidden()
    expect(page.get_by_text("没有要检查的场所。")).to_be_visible()
    hazard = Hazard.objects.get()
    assert (hazard.place, hazard.grade, hazard.lead_unit) == ("如意旅馆", "grave", cast.weiqu)
    assert hazard.attachments.count() == 1 and Check.objects.count() == 3
    task.refresh_from_db()
    assert task.state == "returned" and task.returns.get().text == "检查 3 处，不合格 1 项。"

    page.goto(f"/security/inspections/{task.pk}/")
    expect(page.get_by_text("已查 3 处")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="查看 如意旅馆").click()
    expect(page.get_by_text(hazard.number)).to_be_visible()
    fits(page)
