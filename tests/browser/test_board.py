"""The board, the wall and the map in a browser: drawn from their tables, turning by themselves, leading inside."""

from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.maps.models import Boundary
from tests import builders
from tests.builders import CHINA
from tests.chromium import fits
from tests.dashboard.test_board import ALL, BOARD, NOW, tell
from tests.grid.pages import square

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def spring(cast, time_machine):
    """The county of which the board tells, in the summer that follows."""
    time_machine.move_to(NOW, tick=False)
    tell(cast)
    return cast


def test_a_plot_is_drawn_from_its_table_and_opens_the_list_behind_a_bar(spring, page, plain_page, sign_in, accessible):
    sign_in(page, spring.county).goto(f"{BOARD}?{ALL}")
    plot = page.locator("#petition_channels .plot")
    expect(plot).to_have_attribute("data-ready", "1")
    expect(page.locator("#petition_channels table")).to_be_hidden()
    fits(page)
    accessible(page)
    box = plot.bounding_box()
    plot.click(position={"x": box["width"] / 2, "y": box["height"] / 2 - 10})
    expect(page.get_by_role("heading", level=1)).to_have_text("收到")
    sign_in(plain_page, spring.county).goto(f"{BOARD}?{ALL}")
    expect(plain_page.locator("#petition_channels table")).to_be_visible()


def test_the_wall_turns_renews_itself_and_goes_on_after_a_night_without_network(
    cast, open_context, sign_in, accessible
):
    builders.in_status(cast, "registered", at=timezone.now(), replay=False)
    context = open_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    sign_in(page, cast.county)
    page.clock.install()
    page.goto("/board/wall/?period=month")
    first, second = page.locator(".wall-page").nth(0), page.locator(".wall-page").nth(1)
    expect(first).to_be_visible()
    fits(page)
    accessible(page)
    page.clock.run_for(21_000)
    expect(second).to_be_visible()
    expect(page.locator(".figure b").first).to_have_text("1")
    page.clock.run_for(20_000)
    expect(page.locator(".wall-page").nth(2).locator("[data-ready]").first).to_be_visible()
    context.set_offline(True)
    page.clock.run_for(290_000)
    expect(page.locator(".wall-fault")).to_have_text("网络中断，恢复后自动更新")
    page.clock.fast_forward(9 * 60 * 60 * 1000)
    expect(page.locator(".wall-fault")).to_be_visible()
    builders.in_status(cast, "registered", at=timezone.now(), replay=False)
    context.set_offline(False)
    page.clock.run_for(16_000)
    expect(page.locator(".wall-fault")).to_be_hidden()
    expect(page.locator(".figure b").first).to_have_text("2")
    # A network that wants a login answers in the server's place, then the session ends: the wall asks on through both.
    wall = "**/board/wall/**"
    page.route(wall, lambda route: route.fulfill(status=200, body="<p>请登录无线网络</p>"))
    page.clock.run_for(301_000)
    expect(page.locator(".wall-fault")).to_have_text("服务器没有答复，稍后自动更新")
    page.unroute(wall)
    page.clock.run_for(16_000)
    expect(page.locator(".wall-fault")).to_be_hidden()
    context.clear_cookies()
    page.clock.run_for(301_000)
    expect(page.locator(".wall-fault")).to_have_text("登录已失效，请在本机重新登录")
    expect(page.locator(".figure b").first).to_have_text("2")
    other = context.new_page()
    sign_in(other, cast.county)
    page.clock.run_for(16_000)
    expect(page.locator(".wall-fault")).to_be_hidden()


def test_the_head_of_the_wall_goes_on_to_the_next_month_with_the_figures(cast, open_context, sign_in, time_machine):
    time_machine.move_to(datetime(2026, 12, 5, 23, 50, tzinfo=CHINA))
    page = open_context(viewport={"width": 1920, "height": 1080}).new_page()
    sign_in(page, cast.county)
    page.clock.install()
    page.goto("/board/wall/")
    expect(page.locator(".wall-of")).to_contain_text("2026年11月")
    time_machine.move_to(datetime(2026, 12, 6, 0, 10, tzinfo=CHINA))
    page.clock.run_for(301_000)
    expect(page.locator(".wall-of")).to_contain_text("2026年12月")


def test_the_map_is_coloured_from_its_list_and_leads_inside(spring, page, phone_page, sign_in, accessible):
    Boundary.objects.create(area_id="610116001", geometry=square(108.9, 34.1), loaded_at=NOW)
    for each in (page, phone_page):
        sign_in(each, spring.county).goto(f"/board/map/?{ALL}&level=township")
        expect(each.locator("#map")).to_have_attribute("data-ready", "1")
        accessible(each)
        fits(each)
    assert "latitude" not in page.content()
    page.get_by_role("link", name="韦曲街道").click()
    expect(page.get_by_role("cell", name="凤栖路社区").first).to_be_visible()
