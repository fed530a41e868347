"""A village is joined to another: its grids go on there with their people, and what was open in them is found there."""

from datetime import date, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from governance.cases.models import Case, RoutingRule
from governance.cases.routing.rules import nearest_rule
from governance.duties.models import Patrol
from governance.duties.patrols import actions as patrols
from governance.duties.patrols.rows import coverage
from governance.frame.days import office_day
from governance.maps.models import Boundary
from governance.maps.placing import place
from governance.organisation.areas import lying
from governance.organisation.areas.merging import merge
from governance.organisation.models import Area
from governance.organisation.standing import standing_now
from grid.models import FormerNet, Grid, GridEvent, GridPost
from grid.work import grids_of, staffed
from tests.grid import events
from tests.grid.pages import open_grid, square
from tests.grid.test_phone import items, phone, told  # noqa: F401

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = "610116001002", "610116001003", "610116002001"
FIRST, GOES_ON = f"{OLD}001", f"{NEW}002"
SINCE = date(2025, 1, 1)


@pytest.fixture
def joined(cast):
    """凤栖路社区 with one grid became part of 广场社区, which has one of its own; the event had been open there."""
    own, grid = open_grid(f"{NEW}001"), open_grid(FIRST, branch="第二支部")
    for each, west in ((own, 108.92), (grid, 108.9)):
        Boundary.objects.create(area=each.area, geometry=square(west, 34.1), loaded_at=timezone.now())
    Boundary.objects.create(area_id=OLD, geometry=square(108.9, 34.1), loaded_at=timezone.now())
    GridPost.objects.create(grid=grid, user=cast.grid_worker, part="primary", since=SINCE)
    FormerNet.objects.create(grid=grid, kind="fire", name="消防片区", merged_on=SINCE)
    event = events.event(cast, longitude="108.905", latitude="34.105", at=timezone.now() - timedelta(minutes=1))
    pairs = merge(OLD, NEW, timezone.now())
    assert [(former.pk, into.pk) for former, into in pairs] == [(FIRST, GOES_ON), (OLD, NEW)]
    return event


def test_its_grids_go_on_under_new_codes_with_their_people(cast, joined):
    today = office_day(timezone.now())
    new, old = Grid.objects.get(area=GOES_ON), Grid.objects.get(area=FIRST)
    assert (new.area.name, new.branch, new.grid_type) == (old.area.name, "第二支部", "urban")
    assert (old.closed_on, old.area.successor_id) == (today, GOES_ON)
    assert [(post.user, post.part, post.since) for post in new.posts.all()] == [(cast.grid_worker, "primary", SINCE)]
    assert old.posts.get().until == today and new.former_nets.get().name == "消防片区"
    assert [area.pk for area in grids_of(cast.grid_worker, today)] == [GOES_ON]
    assert staffed("610116001", today) == {f"{NEW}001": 0, GOES_ON: 1}


def test_its_ground_lies_in_them(cast, joined):
    assert place(108.905, 34.105).inside == GOES_ON and place(108.925, 34.105).inside == f"{NEW}001"
    # The village that took it over had no shape of its own.
    assert Boundary.objects.get(area=NEW).geometry["type"] == "Polygon"
    assert not Boundary.in_use().filter(area__code__startswith=OLD).exists()


def test_what_was_open_in_it_is_listed_and_counted_there(cast, login, joined):
    client = login(cast.staff)
    for inside, below in (("610116001", NEW), (NEW, GOES_ON)):
        assert client.get(reverse("dashboard:points", args=[inside])).json()["areas"][below][1] == 1, inside
    for inside in (NEW, GOES_ON):
        page = client.get(reverse("dashboard:places"), {"inside": inside}).content.decode()
        assert (joined.title in page) == (inside == GOES_ON)
        assert len(client.get(reverse("dashboard:points", args=[inside])).json()["points"]) == 1
    assert OLD not in client.get(reverse("dashboard:places"), {"inside": "610116001"}).content.decode()
    listed = client.get(reverse("grid:events"), {"scope": "all", "area": "韦曲街道 / 广场社区"}).content.decode()
    assert joined.number in listed
    # It goes on with the unit and the people that had it.
    joined.refresh_from_db()
    assert joined.closed_at is None and Case.objects.visible_to(cast.grid_worker).filter(pk=joined.pk).exists()


def test_a_phone_that_names_the_old_code_is_understood(cast, items, phone, joined):  # noqa: F811
    told_before = {"grid": FIRST, "longitude": "108.905", "latitude": "34.105", "distinct": "1"}
    assert phone.report(uuid4(), told(items, **told_before)).status_code == 200
    assert GridEvent.objects.latest("pk").grid.area_id == GOES_ON
    started = timezone.now() - timedelta(hours=1)
    patrols.keep(
        uuid4(), {"started_at": started.isoformat(), "area": FIRST}, worker=cast.grid_worker, at=timezone.now()
    )
    assert Patrol.objects.get().area_id == GOES_ON


def test_what_was_walked_in_it_counts_where_it_goes_on(cast, joined):
    now = timezone.now()
    Patrol.objects.create(
        key=uuid4(),
        worker=cast.grid_worker,
        unit=cast.fengqi,
        area_id=FIRST,
        started_at=now,
        ended_at=now + timedelta(hours=4),
    )
    standing = standing_now(type(cast.clerk).objects.get(pk=cast.clerk.pk))
    # The day itself is over by tomorrow; of the hours a day those that are over are the measure.
    rows = coverage((OLD[:9],), office_day(now), now + timedelta(days=1), standing)
    row = {row.village + row.name: row for row in rows}["广场社区凤栖路社区第一网格"]
    assert row.items == 1 and float(row.hours) > 0


def test_the_card_on_the_wall_leads_to_the_grid_that_took_it_over(client, cast, joined):
    here = f"/public/grid/{FIRST}/"
    page = client.get(here).content.decode()
    assert "广场社区 · 凤栖路社区第一网格" in page and "公示牌上的网格已并入" in page
    assert "已并入" not in client.get(f"/public/grid/{GOES_ON}/").content.decode()
    sent = {"item": events.listed().pk, "summary": "路灯又不亮了。", "key": "k", "then": "send"}
    assert client.post(here, sent).status_code == 302
    made = GridEvent.objects.latest("pk")
    assert (made.grid.area_id, made.lead_unit, made.area_id) == (GOES_ON, cast.fengqi, GOES_ON)


def test_a_township_that_is_joined_takes_the_grids_of_its_villages_with_it(cast):
    open_grid(f"{OTHER}001")
    new = Area.objects.create(code="610116030", name="新街道", level="township", parent_id="610116")
    Area.objects.create(code="610116030001", name=Area.objects.get(pk=OTHER).name, level="village", parent=new)
    merge(OTHER[:9], new.pk, timezone.now())
    assert [grid.area_id for grid in Grid.in_use()] == ["610116030001001"]


def test_whatever_looks_through_an_area_finds_what_was_joined_to_it(cast, login, joined):
    page = login(cast.staff).get(reverse("grid:grid", args=[GOES_ON])).content.decode()
    assert "1 件</a>" in page and f'href="/grid/grids/{FIRST}/"' in page
    gone = login(cast.staff).get(reverse("grid:grid", args=[FIRST])).content.decode()
    assert f'href="/grid/grids/{GOES_ON}/"' in gone


def test_a_map_of_what_was_given_up_is_that_of_where_it_goes_on(cast, login, joined):
    client = login(cast.staff)
    for old, new in ((OLD, NEW), (FIRST, GOES_ON)):
        answer = client.get(reverse("dashboard:places"), {"inside": old, "show": "problem", "late": "1"})
        assert (answer.status_code, answer.url) == (302, f"/map/?show=problem&late=1&inside={new}")
    gone = client.get(reverse("grid:grid", args=[FIRST])).content.decode()
    assert "网格已经停用，没有人在任。" in gone and "还没有网格员" not in gone


def test_grids_that_were_left_open_before_they_went_on_by_themselves_go_on_too(cast):
    own, grid = open_grid(f"{NEW}001"), open_grid(FIRST, branch="第二支部")
    Boundary.objects.create(area=grid.area, geometry=square(108.9, 34.1), loaded_at=timezone.now())
    GridPost.objects.create(grid=grid, user=cast.grid_worker, part="primary", since=SINCE)
    FormerNet.objects.create(grid=grid, kind="fire", name="消防片区", merged_on=SINCE)
    Area.objects.filter(pk=OLD).update(successor=NEW)
    lying.forget_joined()
    import_module("grid.migrations.0015_grids_of_joined_villages_go_on").go_on(apps, None)
    assert {each.area_id for each in Grid.in_use()} == {own.area_id, GOES_ON}
    new, today = Grid.objects.get(area=GOES_ON), office_day(timezone.now())
    assert new.branch == "第二支部" and new.former_nets.get().name == "消防片区"
    assert new.posts.get().user == cast.grid_worker and grid.posts.get().until == today
    assert place(108.905, 34.105).inside == GOES_ON
    assert Area.objects.get(pk=FIRST).successor_id == GOES_ON


def test_who_answers_there_answers_still_unless_the_other_says_otherwise(cast):
    category = events.listed().category
    rule = RoutingRule.objects.create(category=category, area_id=OLD, unit=cast.housing)
    merge(OLD, NEW, timezone.now())
    # What was open there, and what is reported there now.
    assert nearest_rule(category, OLD) == nearest_rule(category, GOES_ON) == nearest_rule(category, NEW) == rule
    assert nearest_rule(category, f"{OTHER}001") is None
    of_its_own = RoutingRule.objects.create(category=category, area_id=NEW, unit=cast.water)
    assert nearest_rule(category, OLD) == nearest_rule(category, GOES_ON) == of_its_own


def test_who_oversees_a_township_that_took_another_over_begins_there_still(cast, login):
    new = Area.objects.create(code="610116030", name="新街道", level="township", parent_id="610116")
    for village in Area.objects.filter(parent=OTHER[:9]):
        Area.objects.create(code=f"{new.pk}{village.pk[-3:]}", name=village.name, level="village", parent=new)
    merge(OTHER[:9], new.pk, timezone.now())
    client = login(cast.outsider)
    assert client.get(reverse("dashboard:map")).context["place"] == new.name
    assert client.get(reverse("dashboard:places")).context["inside"].pk == new.pk
    assert client.get(reverse("figures:figures")).context["filter_form"].data["area"] == new.pk


def test_the_map_of_the_board_counts_what_came_in_before_where_it_goes_on(cast, joined, login):
    today = office_day(timezone.now())
    asked = {"period": "custom", "start": today - timedelta(days=7), "end": today, "area": "", "level": "village"}
    page = login(cast.county).get(reverse("dashboard:map"), asked | {"figure": "grid_event.received"})
    assert {row.code: row.number for row in page.context["rows"]} == {NEW: 1}
