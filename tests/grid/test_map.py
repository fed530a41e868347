"""The map and its list say the same, of what the reader may know and of nothing else."""

import json
import re

import pytest
from django.urls import reverse

from grid.models import Boundary
from tests import builders
from tests.builders import OPENED
from tests.grid import events
from tests.grid.pages import open_grid, square

pytestmark = pytest.mark.django_db


def told(page, name: str):
    """What the page tells its script."""
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page.content.decode(), re.S)
    return json.loads(found[1])


def map_of(client, inside=""):
    return client.get(reverse("grid:map"), {"inside": inside} if inside else {})


@pytest.fixture
def placed(cast):
    """An event in a grid of 凤栖路社区, long overdue, and a petition at the same place."""
    grid = open_grid()
    Boundary.objects.create(area=grid.area, geometry=square(108.9, 34.1), loaded_at=OPENED)
    builders.petition(cast, title="不在图上的信访件")
    return events.event(cast, longitude="108.905000", latitude="34.105000")


def test_it_counts_what_is_open_and_late_on_every_level(cast, login, placed):
    client = login(cast.staff)
    assert placed.grid.area_id == "610116001002001"
    for inside, below in (("", "610116001"), ("610116001", "610116001002"), ("610116001002", "610116001002001")):
        assert told(map_of(client, inside), "map-lights")[below][2:] == [1, 1]
    assert [point[2] for point in told(map_of(client), "map-points")] == [placed.number]
    assert placed.title in map_of(client, "610116001002001").content.decode()


def test_petitions_are_counted_and_never_placed(cast, login, placed):
    page = map_of(login(cast.staff))
    assert '<td class="num" data-label="信访件">1</td>' in page.content.decode()
    assert "不在图上" not in page.content.decode()


def test_it_says_nothing_of_another_township_to_those_who_see_only_theirs(cast, login, placed):
    for inside in ("", "610116001", "610116001002", "610116001002001"):
        page = map_of(login(cast.outsider), inside)
        assert told(page, "map-points") == []
        assert all(light[2:] == [0, 0] for light in told(page, "map-lights").values())
        assert placed.number not in page.content.decode() and placed.title not in page.content.decode()


def test_shapes_are_sent_once_for_a_version(cast, login, placed):
    client = login(cast.staff)
    url = reverse("grid:outlines", args=["610116001002"])
    first = client.get(url)
    assert [shape["properties"]["code"] for shape in first.json()["features"]] == ["610116001002001"]
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    Boundary.objects.update(loaded_at=OPENED.replace(year=2027))
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("inside", ["nowhere", "610116009", "²", "9" * 200])
def test_it_knows_no_other_place(cast, login, inside):
    assert map_of(login(cast.staff), inside).status_code == 404
