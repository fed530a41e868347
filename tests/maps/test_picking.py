"""Where a matter lies is tapped on the map of its register page, checked against the boundaries, and never demanded."""

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.maps.models import Boundary
from governance.organisation.models import Area
from mediation import reference
from mediation.models import Dispute
from tests.grid.pages import open_grid, square
from tests.mediation.test_register import typed

pytestmark = pytest.mark.django_db
INSIDE = {"longitude": "108.905000", "latitude": "34.105000"}


@pytest.fixture
def desk(cast, login):
    reference.load()
    for code, west in (("610116001002001", 108.9), ("610116001003001", 108.91)):
        grid = open_grid(code)
        Boundary.objects.create(area=grid.area, geometry=square(west, 34.1), loaded_at=timezone.now())
    return login(cast.clerk)


def register(client, **more):
    return client.post(reverse("mediation:register"), typed(**more))


def place_of(case: Dispute) -> tuple:
    return case.area.name, str(case.longitude), str(case.latitude)


def test_a_quarrel_lies_where_the_clerk_tapped_and_on_the_map_of_those_who_may_see_it(desk, cast, login):
    assert register(desk, **INSIDE).status_code == 302
    case = Dispute.objects.get()
    assert place_of(case) == ("凤栖路社区", "108.905000", "34.105000")
    address = reverse("dashboard:points", args=["610116"])
    assert [point[2] for point in desk.get(address).json()["points"]] == [f"/cases/{case.number}/"]
    assert login(cast.outsider).get(address).json()["points"] == []


def test_a_tap_alone_says_the_village(desk):
    assert register(desk, area="", longitude="108.915", latitude="34.105").status_code == 302
    assert Dispute.objects.get().area.name == "广场社区"


def test_no_tap_is_no_place_and_no_fault(desk):
    assert register(desk, longitude="", latitude="").status_code == 302
    assert Dispute.objects.get().longitude is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"longitude": "122.5", "latitude": "31.0"}, "不在本县范围内"),
        ({"longitude": "108.915", "latitude": "34.105"}, "地图上的位置在韦曲街道 / 广场社区，与发生地不同"),
        ({"longitude": "108.905", "latitude": ""}, "位置不全"),
        ({"longitude": "1e400", "latitude": "34"}, "位置不对"),
        ({"longitude": "108.905", "latitude": "91"}, "位置不对"),
        ({"longitude": "<b>", "latitude": "34"}, "位置不对"),
    ],
)
def test_it_says_what_is_wrong_with_a_place_and_keeps_what_was_typed(desk, wrong, said):
    answer = register(desk, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "楼上卫生间漏水" in page
    assert not Dispute.objects.exists()


def test_a_petition_is_asked_for_no_point(desk):
    assert "data-pick-open" not in desk.get(reverse("petitions:register")).content.decode()
    assert "data-pick-open" in desk.get(reverse("mediation:register")).content.decode()
    assert "data-pick-open" in desk.get(reverse("grid:register")).content.decode()


def test_what_lies_in_an_area_that_was_given_up_lies_in_none(desk):
    Area.objects.filter(boundary__isnull=False).update(successor="610116002001")
    assert register(desk, longitude="122.5", latitude="31.0").status_code == 302
