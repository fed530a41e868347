"""The map at a desk, with no base map: areas in their colours, a point that gathers, and one click further down."""

import re

import pytest
from playwright.sync_api import expect

from governance.maps.models import Boundary
from tests.builders import OPENED
from tests.grid import events
from tests.grid.pages import open_grid, square

from .screens import Desk, words

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_drawn_without_a_base_map_and_leads_down(cast, open_page, sign_in):
    grid = open_grid()
    for area in (grid.area, grid.area.parent, grid.area.parent.parent):
        Boundary.objects.create(area=area, geometry=square(108.9, 34.1), loaded_at=OPENED)
    events.event(cast, longitude="108.905000", latitude="34.105000")
    page = sign_in(open_page(), cast.staff)
    page.goto("/map/")
    expect(page.locator("#map")).to_have_attribute("data-ready", "1")
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator(".map-point.late")).to_have_count(1)
    page.locator("#map").click(position={"x": 200, "y": 120})
    expect(page).to_have_url(re.compile(r"inside=610116001$"))
    expect(page.get_by_role("link", name="凤栖路社区")).to_be_visible()
    page.get_by_label("只看超期").check()
    page.get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile("late=1"))
    expect(page.locator("#map")).to_have_attribute("data-ready", "1")


def test_without_a_script_there_is_the_list_and_no_empty_box(cast):
    case = events.event(cast, grid=open_grid())
    desk = Desk(cast.staff)
    page = desk.get("/map/")
    assert page.tree.get_element_by_id("map").get("hidden") is not None
    for name in ("韦曲街道", "凤栖路社区", case.grid.area.name, case.title):
        page = desk.get(page.link(name))
    assert case.title in words(page.tree.xpath("//h1")[0])
