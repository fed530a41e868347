"""Two people at one case: the second sees what the first did, and loses nothing of what they typed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import builders
from tests.chromium import fits

from .acts import FACTS, case_path, take

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {
    "投诉请求": "请求恢复供水。",
    FACTS: "泵房停用，情况属实。",
    "处理意见": "责成物业三日内修复水泵，并逐户告知。",
    "法律法规依据": "《城市供水条例》第二十二条",
    "复查机关": "长安区人民政府",
    "执行单位": "物业服务企业",
    "执行期限（日）": "20",
}


def test_it_shows_the_second_what_the_first_did_and_keeps_what_was_typed(office):
    case = builders.in_status(office.cast, "handling", at=timezone.now() - timedelta(days=5))
    mine = office.at_desk("handler")
    mine.goto(case_path(case.number))
    mine.get_by_role("link", name="出具处理意见", exact=True).click()
    form = mine.locator("#step form")
    # Who carries it out is asked only where the request is supported; what was typed there is never hidden.
    expect(form.get_by_label("执行单位")).to_be_hidden()
    form.get_by_role("radio", name="予以支持", exact=True).check()
    for label, words in TYPED.items():
        form.get_by_label(label).fill(words)
    form.get_by_role("radio", name="不予支持", exact=True).check()
    expect(form.get_by_label("执行单位")).to_have_value(TYPED["执行单位"])
    expect(form.get_by_label("执行单位")).to_be_visible()
    form.get_by_label("执行单位").fill("")
    form.get_by_label("执行期限（日）").focus()
    expect(form.get_by_label("执行单位")).to_be_hidden()
    form.get_by_role("radio", name="予以支持", exact=True).check()
    form.get_by_label("执行单位").fill(TYPED["执行单位"])

    theirs = office.on_phone("lead")
    take(theirs, case.number, "指定承办人", select={"承办人": "崔丽"}, write={"交代事项": "由崔丽接办。"})

    # Coming back to the window is enough to hear of it; the form stays as it is.
    mine.evaluate("window.dispatchEvent(new Event('focus'))")
    banner = mine.locator("#changes")
    expect(banner).to_contain_text("王海涛 刚才办理了“指定承办人”。")
    expect(form.get_by_label("处理意见")).to_have_value(TYPED["处理意见"])

    form.get_by_role("button", name="出具处理意见").click()
    expect(mine.get_by_role("alert")).to_contain_text(
        "王海涛 刚才办理了“指定承办人”。您填写的内容还在，请核对后再办理。"
    )
    for label, words in TYPED.items():
        expect(form.get_by_label(label)).to_have_value(words)
    expect(form.get_by_role("radio", name="予以支持", exact=True)).to_be_checked()
    expect(mine.get_by_role("main")).to_contain_text("由崔丽接办。")
    case.refresh_from_db()
    assert (case.status, case.handler, case.proposals.count()) == ("handling", office.cast.second_handler, 0)

    form.get_by_role("button", name="出具处理意见").click()
    expect(mine.get_by_text("已提请审批，批准后生效。")).to_be_visible()
    assert case.proposals.get().facts["opinion"] == TYPED["处理意见"]


def test_it_refuses_the_second_of_two_who_decide_the_same(office):
    case = builders.in_status(office.cast, "handling", at=timezone.now() - timedelta(days=5))
    asked = {"days": 10, "reason": "需要鉴定。", "told_by": "post"}
    builders.step(case, "extend", office.cast.handler, at=timezone.now(), replay=False, **asked)
    desk, phone = office.at_desk("lead"), office.on_phone("lead")
    for page in (desk, phone):
        page.goto(case_path(case.number))
    desk.get_by_role("button", name="批准", exact=True).click()
    expect(desk.get_by_text("“延长办理期限”已批准。")).to_be_visible()
    phone.get_by_label("审批意见").fill("理由不足。")
    phone.get_by_role("button", name="退回").tap()
    expect(phone.get_by_text("这项审批已批准，无须再办。")).to_be_visible()
    fits(phone)
    assert case.proposals.get().decision == "approved"
