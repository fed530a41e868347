"""Where a refused address leads back to: a page of what it was about, which can be opened."""

import re

import pytest
from django.urls import resolve

from governance.frame.pages.above import page_above
from tests.access.pages import TABLE
from tests.access.test_urls import routes

KEYS = {"uuid": "0b7f3d5e-9a51-4f4e-8f1b-1b7f3d5e9a51", "int": "5"}


def address(route: str) -> str:
    """The route with keys in their places."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: KEYS.get(found[1], "abc"), route)


def test_what_only_takes_leads_back_to_a_page_that_shows():
    blind = {}
    for route in routes():
        path = address(route)
        match = resolve(path)
        if match.kwargs.keys() & {"number"} or (row := TABLE.get(match.view_name)) is None or row.post is None:
            continue
        back = page_above(path, match)
        shown = TABLE[resolve(back).view_name].get if back else None
        if back and shown is None:
            blind[route] = back
    assert blind == {}


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/registers/camera/5/end/", "/registers/camera/5/"),
        ("/registers/camera/5/", "/registers/camera/5/"),
        ("/publications/5/files/7/take-off/", "/publications/5/"),
        ("/organisation/units/5/close", "/organisation/units/5"),
        ("/duties/patrols/end/", "/duties/patrols/"),
        ("/display", ""),
    ],
)
def test_it_is_the_row_itself_or_the_nearest_page_above(path, back):
    assert page_above(path, resolve(path)) == back
