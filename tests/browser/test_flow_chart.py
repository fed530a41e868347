"""The flow chart on the page of a case: closed at first, marked where the case stands, readable on a phone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_petition_pages import case_path
from tests.builders import TRANSFER, petition, step
from tests.chromium import fits


def test_it_unfolds_and_shows_where_the_case_stands(phone_page, cast, sign_in, accessible):
    page = phone_page
    case = petition(cast, at=timezone.now().replace(microsecond=0) - timedelta(days=2))
    step(case, "transfer", cast.clerk, to_unit=cast.housing, **TRANSFER)
    sign_in(page, cast.handler).goto(case_path(case))
    chart = page.locator("svg.flow-chart")
    expect(chart).to_be_hidden()
    page.locator("#flow summary").click()
    expect(chart).to_be_visible()
    assert page.locator(".flow-now .flow-name").text_content() == "待受理（现在）"
    assert page.locator(".flow-step.flow-open").count() == 6
    # The letters keep their size; the part scrolls, the page does not.
    assert page.locator(".flow-name").first.evaluate("node => node.getBoundingClientRect().height") >= 14
    fits(page)
    accessible(page)
