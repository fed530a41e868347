"""A line is drawn on the map with the mouse, put right, and saved; what is typed is drawn as well."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.maps.models import Boundary
from governance.registers.entries.actions import open_entry
from governance.registers.kinds.defining import FieldRow, add_register
from tests.builders import OPENED
from tests.chromium import fits
from tests.grid.pages import square
from tests.registers.pages import stores, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line(cast):
    Boundary.objects.create(area=cast.area("610116001002"), geometry=square(108.9, 34.1), loaded_at=timezone.now())
    wanted = stores()
    wanted.rows.append(FieldRow("走向", "way"))
    register = add_register(wanted, actor=cast.county, at=OPENED)
    return open_entry(register, told(cast, "韦曲一库"), actor=cast.clerk, at=OPENED)


def test_a_line_is_tapped_put_right_and_saved(cast, page, sign_in, accessible, line):
    sign_in(page, cast.clerk)
    page.goto(f"/registers/{line.register.code}/{line.pk}/change/")
    text, field = page.get_by_label("走向"), page.locator("[data-pick-way]")
    field.get_by_role("button", name="在地图上画线").click()
    canvas = field.locator(".leaflet-container")
    expect(canvas).to_be_visible()
    for x, y in ((200, 100), (260, 160), (320, 120), (330, 130)):
        canvas.click(position={"x": x, "y": y})
    expect(field.locator(".pick-corner")).to_have_count(4)
    field.get_by_role("button", name="退一点").click()
    expect(field.locator("[data-pick-said]")).to_contain_text("3 个点，约")
    before = text.input_value().split("\n")
    field.locator(".pick-corner").nth(1).drag_to(canvas, target_position={"x": 260, "y": 220})
    after = text.input_value().split("\n")
    assert (after[0], after[2]) == (before[0], before[2]) and after[1] != before[1]
    fits(page)
    accessible(page)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("dd", has_text="3 个点，约")).to_be_visible()
    line.refresh_from_db()
    name = next(each.name for each in line.register.asked if each.label == "走向")
    assert [f"{east},{north}" for east, north in line.facts[name]] == after


def test_a_place_is_tapped_beside_its_degrees(cast, page, sign_in, line):
    sign_in(page, cast.clerk)
    page.goto(f"/registers/{line.register.code}/{line.pk}/change/")
    field = page.locator("[data-pick-form]")
    field.get_by_role("button", name="在地图上点位置").click()
    field.locator(".leaflet-container").click(position={"x": 300, "y": 150})
    expect(field.locator("[data-pick-said]")).to_contain_text("已选位置（108.")
    assert page.get_by_label("经度").input_value().startswith("108.9")
    page.get_by_label("纬度").fill("34.105")
    page.get_by_label("经度").fill("108.905")
    page.get_by_label("经度").blur()
    expect(field.locator("[data-pick-said]")).to_contain_text("108.905, 34.105")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(lambda url: "/change/" not in url)
    line.refresh_from_db()
    assert (line.longitude, line.latitude) == (108.905, 34.105)
