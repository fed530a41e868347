"""Tables in a real browser: rows added to those that are filled in, kept when wrong, on a phone, without scripts."""

import pytest
from playwright.sync_api import expect

from tests import disputes
from tests.chromium import fits
from tests.grid import events
from tests.grid.pages import open_grid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(cast):
    """Where the agreement of a mediation is written down."""
    track = disputes.track(cast)
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    return f"/cases/{track.number}/steps/sign_agreement/"


def rows(page):
    return page.locator("table.rows tbody tr")


def test_it_adds_rows_and_keeps_them_when_something_is_wrong(cast, page, sign_in, accessible, form):
    sign_in(page, cast.mediator)
    page.goto(form)
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="加一行").click()
    page.get_by_role("button", name="加一行").click()
    expect(rows(page)).to_have_count(5)
    fresh = page.locator("#id_items-4-what")
    expect(page.locator("#id_items-4-what")).to_be_focused()
    fresh.fill("赔偿墙面损失")
    page.locator("#id_items-4-amount").fill("3,200元")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#id_items-0-what")).to_have_value("赔偿墙面损失")
    expect(page.locator("#id_items-0-amount")).to_have_value("3,200元")
    expect(page.locator("#id_items-0-manner_error")).to_be_visible()
    expect(rows(page)).to_have_count(4)
    accessible(page)


def test_it_stands_in_a_block_a_row_on_a_phone(cast, phone_page, sign_in, accessible, form):
    sign_in(phone_page, cast.mediator)
    phone_page.goto(form)
    fits(phone_page)
    first, second = phone_page.locator("#id_items-0-what"), phone_page.locator("#id_items-0-amount")
    assert first.bounding_box()["y"] + first.bounding_box()["height"] <= second.bounding_box()["y"]
    assert first.bounding_box()["width"] > 250
    accessible(phone_page)


def test_what_a_day_is_for_stands_apart_from_it_on_a_phone(cast, phone_page, sign_in, form):
    sign_in(phone_page, cast.mediator)
    phone_page.goto("/mediation/tracks/")
    day, note = (phone_page.locator(f"td:has(.cell-note) > {part}").bounding_box() for part in (".due", ".cell-note"))
    assert day["x"] + day["width"] + 5 <= note["x"] or day["y"] + day["height"] <= note["y"]


def test_it_needs_no_script(cast, plain_page, sign_in, form):
    page = plain_page
    sign_in(page, cast.mediator)
    page.goto(form)
    expect(page.get_by_role("button", name="加一行")).to_be_hidden()
    page.locator("#id_items-2-what").fill("修好防水")
    page.get_by_role("button", name="达成协议").click()
    expect(page.locator("#id_items-0-what")).to_have_value("修好防水")
    expect(page.get_by_text("请更正表中标出的内容。").first).to_be_visible()


def test_on_a_phone_the_numbers_of_a_figure_stand_beside_what_they_count(cast, phone_page, sign_in):
    """The first column stays in view; it leaves room for what it is the name of."""
    sign_in(phone_page, cast.county)
    phone_page.goto("/figures/?subject=信访&period=year")
    fits(phone_page)
    for code in ("measures", "rates"):
        number = phone_page.locator(f"#{code} tbody tr").first.locator("td").first
        number.scroll_into_view_if_needed()
        name = phone_page.locator(f"#{code} tbody tr").first.locator("th").bounding_box()
        box = number.bounding_box()
        assert name["x"] + name["width"] <= box["x"] and box["x"] + box["width"] <= 390, code


def test_what_is_late_is_red_where_it_leads_to_its_list_too(cast, page, sign_in):
    open_grid()
    events.event(cast)
    sign_in(page, cast.staff)
    page.goto("/map/?inside=610116001")
    late = page.locator(".cell-missing a").first
    expect(late).to_have_text("1")
    red = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--red').trim()")
    expect(late).to_have_css("color", "rgb({}, {}, {})".format(*bytes.fromhex(red.removeprefix("#"))))
