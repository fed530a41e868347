"""The pictures of the grid: reporting on the phone, the map, and what comes to the door and to the window."""

from playwright.sync_api import Page, expect

from .shots import CENTRE, REGISTRAR, Shot, at

WORKER = "haoxiaojun"


def fill(page: Page) -> None:
    """The page knows who holds the phone, and an item is chosen."""
    expect(page.locator("#who")).not_to_be_empty()
    page.get_by_role("radio", name="路灯损坏", exact=True).check()


def see_door(page: Page) -> None:
    """The lower half: what was reported, and what somebody at the door can have registered."""
    expect(page.locator("#door-box")).to_be_visible()
    page.locator("#mine-box").scroll_into_view_if_needed()
    page.locator("#doors").scroll_into_view_if_needed()


def drawn(page: Page) -> None:
    """The map has its shapes and points."""
    expect(page.locator("#map[data-ready]")).to_be_visible()


def pick(page: Page) -> None:
    """The map on which the place is tapped is open."""
    page.get_by_role("button", name="在地图上点位置").click()
    expect(page.locator(".pick-map.leaflet-container")).to_be_visible()


SHOTS = (
    Shot("grid-phone", at(WORKER, "/grid/phone/"), fill, phone=True),
    Shot("grid-door", at(WORKER, "/grid/phone/"), see_door, phone=True),
    Shot("grid-map", at(CENTRE, "/map/"), drawn, tallest=900),
    Shot("grid-events", at(REGISTRAR, "/grid/events/"), tallest=700),
    Shot("grid-place", at(REGISTRAR, "/mediation/register/"), pick, part="[data-pick]"),
    Shot("counter", at(REGISTRAR, "/counter/"), tallest=800),
)
