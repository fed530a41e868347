"""Reporting at a desk: what the page asks for, and what it says of the item before it is sent."""

import pytest
from django.urls import reverse

from grid import reference
from grid.events.forms import RESIDENTS
from grid.models import EventItem
from tests.grid.events import LAMP

pytestmark = pytest.mark.django_db
NOISE = "市容环境/噪声油烟扰民"


@pytest.fixture
def desk(cast, login):
    reference.load()
    return login(cast.grid_worker)


def typed(**more) -> dict:
    return {"category": NOISE, "source": "patrol", "area": "凤栖路社区", "summary": "深夜很吵", **more}


def test_what_was_settled_on_the_spot_says_how(desk):
    asked = "当场已处置的，请写明处置情况。"
    page = desk.post(reverse("grid:register"), typed(then_what="settle"))
    assert page.status_code == 422 and asked in page.content.decode()
    for told in ({"then_what": "settle", "settled": "已劝止。"}, {"then_what": "raise"}):
        assert asked not in desk.post(reverse("grid:register"), typed(**told)).content.decode()


def test_it_says_which_items_want_a_picture_at_the_end(desk):
    for item, wanted in ((LAMP, True), (NOISE, False)):
        shown = desk.post(reverse("grid:preview"), typed(category=item)).content.decode()
        assert ("处置完毕时须附照片" in shown) == wanted and "通常按" in shown


def test_a_service_request_has_somebody_who_can_ask_how_it_stands(desk):
    service = EventItem.objects.filter(event_type="service").select_related("category").first()
    asked = "办事人凭末四位查询进展"
    told = typed(category=service.category.path, then_what="keep", source="window")
    page = desk.post(reverse("grid:register"), told)
    assert page.status_code == 422 and asked in page.content.decode() and "深夜很吵" in page.content.decode()
    box = RESIDENTS.box
    named = {box("name", 1): "王芳", box("phone", 1): "13911112222"}
    assert asked not in desk.post(reverse("grid:register"), told | named).content.decode()
