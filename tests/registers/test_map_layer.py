"""What has a place in a register lies on the map, for those who may see the row."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.registers.entries.actions import end_entry, open_entry
from governance.registers.kinds.defining import FieldRow, add_register
from governance.registers.models import Entry, Register
from tests.builders import OPENED
from tests.registers.pages import stores, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(cast):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    placed = replace(told(cast, "韦曲一库"), longitude=108.905, latitude=34.105)
    open_entry(register, told(cast, "没有位置的一库"), actor=cast.clerk, at=OPENED)
    made = open_entry(register, placed, actor=cast.clerk, at=OPENED)
    Entry.objects.update(due_on=None)
    return made


def points_of(client, inside="610116", **more) -> dict:
    return client.get(reverse("dashboard:points", args=[inside]), more).json()


def test_it_lies_where_it_stands_and_leads_to_its_row(cast, login, store):
    client = login(cast.clerk)
    shown = points_of(client)
    ((longitude, latitude, url, title, state, late),) = shown["points"]
    assert (longitude, latitude, title, shown["states"][state], late) == (108.905, 34.105, store.name, "应急仓库", 0)
    assert client.get(url).status_code == 200
    assert points_of(client, show="registers")["points"] == shown["points"]
    assert points_of(client, show="problem")["points"] == []
    assert points_of(client, "610116001002")["points"] == shown["points"]
    assert points_of(client, "610116002")["points"] == []
    assert "台账登记" in client.get(reverse("dashboard:places")).content.decode()


def test_it_is_red_where_it_is_late(cast, login, store):
    Entry.objects.filter(pk=store.pk).update(due_on=timezone.now() - timedelta(days=2))
    client = login(cast.clerk)
    assert [point[5] for point in points_of(client, late="1")["points"]] == [1]
    Entry.objects.filter(pk=store.pk).update(due_on=timezone.now() + timedelta(days=2))
    assert points_of(client, late="1")["points"] == []


def test_it_is_for_those_who_may_see_the_row_while_it_is_in_force(cast, login, store):
    assert points_of(login(cast.outsider))["points"] == []
    Register.objects.update(sight="all")
    assert len(points_of(login(cast.outsider))["points"]) == 1
    Register.objects.update(is_placed=False)
    assert points_of(login(cast.clerk))["points"] == []
    Register.objects.update(is_placed=True)
    end_entry(store, reason="撤销", version=1, actor=cast.clerk, at=OPENED)
    assert points_of(login(cast.clerk))["points"] == []


def test_a_line_is_drawn_along_its_points(cast, login):
    definition = stores()
    definition.name, definition.rows = "输气管道", [*definition.rows, FieldRow("走向", "way")]
    register = add_register(definition, actor=cast.county, at=OPENED)
    way = [[108.9, 34.1], [108.91, 34.12], [108.93, 34.12]]
    made = open_entry(register, told(cast, "南线", f4=way), actor=cast.clerk, at=OPENED)
    shown = points_of(login(cast.clerk), show="registers")
    assert [point[:4] for point in shown["points"]] == [[108.9, 34.1, shown["points"][0][2], "南线"]]
    assert shown["ways"] == [[0, way]]
    page = login(cast.clerk).get(reverse("registers:entry", args=[register.code, made.pk])).content.decode()
    assert "3 个点，约 4.3 公里，108.9,34.1 至 108.93,34.12" in page
    assert points_of(login(cast.outsider), show="registers")["ways"] == []


def test_the_list_beside_the_map_names_what_lies_on_it(cast, login, store):
    """Where registers are what was asked for on every level, else in the village; and no figure of events beside it."""
    client, page = login(cast.clerk), reverse("dashboard:places")
    row = reverse("registers:entry", args=[store.register.code, store.pk])

    def shown(**asked) -> str:
        return client.get(page, asked).content.decode()

    for asked in ({}, {"inside": "610116001002"}):
        told = shown(show="registers", **asked)
        assert store.name in told and f'href="{row}"' in told and "没有位置的一库" not in told
        assert "在办事件" not in told
    assert store.name in shown(inside="610116001002") and store.name not in shown()
    assert store.name not in shown(show="problem", inside="610116001002")
    assert "没有超期、有位置的台账登记。" in shown(show="registers", late="1")
    assert "台账登记、生效预警" in shown() and "没有在办的网格事件" not in shown(show="registers", late="1")
    assert store.name not in login(cast.outsider).get(page, {"show": "registers"}).content.decode()
