"""The map and its list say the same, of what the reader may know and of nothing else."""

import gzip
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from shapely.geometry import shape
from shapely.ops import unary_union

from governance.cases.models import Case
from governance.dashboard.places.rows import MapArea
from governance.maps.models import Boundary
from governance.maps.outlines import version_of
from governance.organisation.models import Area
from grid.grids.actions import merge_grid
from grid.grids.rows import grid_rows
from grid.models import GridEvent
from tests import builders
from tests.builders import OPENED
from tests.disputes import dispute
from tests.grid import events
from tests.grid.pages import open_grid, square

pytestmark = pytest.mark.django_db
# Address, area and number of what leads from the map to a list.
LED = re.compile(r'<a href="([^"]+area=(\d+)[^"]*)">(\d+)</a>')


def map_of(client, inside="", **more):
    return client.get(reverse("dashboard:places"), ({"inside": inside} if inside else {}) | more)


def points_of(client, inside="610116", **more) -> dict:
    """What the script is told of points."""
    return client.get(reverse("dashboard:points", args=[inside]), more).json()


def outlines_of(client, code: str, length: int, **more):
    return client.get(reverse("maps:outlines", args=[code, length]), more)


def features(answer) -> list[dict]:
    return json.loads(gzip.decompress(answer.content))["features"]


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
        assert points_of(client, inside or "610116")["areas"][below] == ["late", 1, 1]
    for inside in ("610116", "610116001", "610116001002", "610116001002001"):
        answer = points_of(client, inside)
        assert [point[2] for point in answer["points"]] == [f"/cases/{placed.number}/"] and answer["states"] == [
            "网格事件 待受理"
        ]
    assert placed.title in map_of(client, "610116001002001").content.decode()


def test_petitions_are_counted_and_never_placed(cast, login, placed):
    page = map_of(login(cast.staff))
    told = '<td class="num" data-label="信访件"><a href="/petitions/?area=610116001">1</a></td>'
    assert told in page.content.decode()
    assert "不在图上" not in page.content.decode()


@pytest.mark.parametrize(("inside", "late", "links"), [("610116", "", 5), ("610116001", "", 4), ("610116", "1", 2)])
def test_every_number_is_the_number_of_its_list(cast, login, placed, inside, late, links):
    dispute(cast)
    builders.petition(cast, area=cast.area("610116002"), title="另一个镇街的信访件")
    client = login(cast.staff)
    led = LED.findall(map_of(client, inside, late=late).content.decode())
    assert [number for *_, number in led] == ["1"] * links
    for address, code, number in led:
        page = client.get(unescape(address))
        assert len(page.context["rows"]) == int(number), address
        assert f'value="{code}" selected' in page.content.decode(), "the list says what it is narrowed to"


def test_it_draws_grids_of_a_whole_county_and_lists_those_where_something_is_open(cast, login, placed):
    open_grid("610116001002002")
    page = map_of(login(cast.staff), level="15")
    assert list(points_of(login(cast.staff), level="15")["areas"]) == ["610116001002001"]
    assert "凤栖路社区第一网格" in page.content.decode()
    assert "第2网格" not in page.content.decode()


def test_it_shows_what_was_chosen(cast, login, placed):
    client = login(cast.staff)
    events.event(cast, item=events.CLUE, longitude="108.906", latitude="34.106")
    assert len(points_of(client)["points"]) == 2
    assert [point[2] for point in points_of(client, show="problem")["points"]] == [f"/cases/{placed.number}/"]
    assert points_of(client, show="suggestion")["points"] == []
    assert points_of(client, show="suggestion")["areas"] == {}
    assert len(points_of(client, late="1", show="nonsense")["points"]) == 2


def test_whatever_was_chosen_is_counted_and_nothing_beside_it(cast, login, placed):
    client = login(cast.staff)
    heads = {
        "": {"在办事件", "信访件", "矛盾纠纷"},
        "problem": {"在办事件"},
        "dispute": {"矛盾纠纷"},
        "registers": set(),
    }
    for kind, said in heads.items():
        page = map_of(client, show=kind).content.decode()
        assert {word for word in heads[""] if f"{word}</th>" in page} == said, kind


def page_of(client, inside="", **more) -> str:
    return re.sub(r"\s*\n\s*", "", map_of(client, inside, **more).content.decode())


def test_it_begins_where_the_reader_works(cast, login, placed):
    for person, place in ((cast.grid_worker, "凤栖路社区"), (cast.township_lead, "韦曲街道"), (cast.staff, "长安区")):
        assert f"<h1>{place} 现在的在办事项</h1>" in page_of(login(person)), person


def test_it_says_what_is_counted_and_when(cast, login, placed):
    page = page_of(login(cast.staff), "610116001", show="problem", late="1")
    assert "<h1>韦曲街道 现在超期的问题</h1>" in page and re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d 在办的", page)


def test_what_was_chosen_stays_chosen_on_the_way_down_and_back(cast, login, placed):
    page = map_of(login(cast.staff), "610116001", show="problem", late="1").content.decode()
    assert "/map/?show=problem&amp;late=1&amp;inside=610116001002" in page
    assert 'href="/map/?show=problem&amp;late=1&amp;inside=610116"' in page


def test_only_what_is_late_is_listed_where_only_that_was_asked_for(cast, login, placed):
    """Also where nothing is."""
    fresh = events.event(cast, at=timezone.now(), title="刚刚上报的一件", grid=placed.grid)
    client = login(cast.staff)
    assert fresh.title in map_of(client, placed.grid.area_id).content.decode()
    page = map_of(client, placed.grid.area_id, late="1").content.decode()
    assert placed.title in page and fresh.title not in page
    GridEvent.objects.filter(pk=placed.pk).update(next_due_at=timezone.now() + timedelta(days=1))
    assert "没有超期的网格事件。" in map_of(client, late="1", show="problem").content.decode()


def test_a_village_lists_what_lies_in_none_of_its_grids(cast, login, placed):
    """Else its figure would be more than the figures of its grids, and nobody could say of what."""
    loose = events.event(cast, title="说不清在哪个网格的一件")
    page = map_of(login(cast.staff), "610116001002").content.decode()
    assert "没有定到网格的事件" in page and loose.title in page
    assert loose.title not in map_of(login(cast.staff), "610116001").content.decode()


def test_every_level_lists_what_lies_in_none_of_the_places_it_tells_apart(cast, login, placed):
    GridEvent.objects.filter(pk=placed.pk).update(area="610116001", grid=None)
    client = login(cast.staff)
    for inside, level, noun in (("610116001", "", "村（社区）"), ("610116001", "15", ""), ("", "12", "")):
        page = map_of(client, inside, **({"level": level} if level else {})).content.decode()
        assert placed.title in page and (not noun or f"没有定到{noun}的事件" in page), (inside, level)
    assert placed.title not in map_of(client).content.decode()
    assert placed.title not in map_of(client, "610116001002").content.decode()


def test_beside_what_is_late_nothing_is_counted_that_is_in_time(cast, login, placed):
    client = login(cast.staff)
    dispute(cast)
    all_of_them = map_of(client, "610116001", show="dispute")
    assert '<td class="num" data-label="矛盾纠纷">1</td>' in all_of_them.content.decode()
    Case.objects.filter(kind="dispute").update(next_due_at=timezone.now() + timedelta(days=3))
    late = map_of(client, "610116001", show="dispute", late="1").content.decode()
    assert '<td class="num" data-label="超期矛盾纠纷">0</td>' in late or "超期矛盾纠纷" not in late
    Case.objects.filter(kind="dispute").update(next_due_at=timezone.now() - timedelta(days=3))
    late = map_of(client, "610116001", show="dispute", late="1").content.decode()
    assert '<td class="num" data-label="超期矛盾纠纷">1</td>' in late


def test_nobody_reads_a_zero_where_nothing_is_counted(cast, login, placed):
    """Petitions and disputes are counted down to the village and no further."""
    client = login(cast.staff)
    assert "信访件</th>" in map_of(client, "610116001").content.decode()
    for inside, more in (("610116001002", {}), ("", {"level": "15"})):
        page = map_of(client, inside, **more).content.decode()
        assert "凤栖路社区第一网格" in page and "信访件</th>" not in page and 'data-label="信访件"' not in page


@pytest.mark.parametrize(("opened", "late", "light"), [(2, 1, "late"), (2, 0, "open"), (0, 0, "calm")])
def test_an_area_is_red_for_what_is_late_and_plain_for_nothing(opened, late, light):
    assert MapArea("610116001", "韦曲街道", "", opened, late).light == light


def test_what_lay_in_a_merged_grid_lies_in_the_one_that_took_it_over(cast, login, placed):
    """Else the village's figure would be more than those of its grids, and no list would name the event."""
    into = open_grid("610116001002002")
    merge_grid(placed.grid, into, reason="网格过小", actor=cast.staff, at=OPENED)
    client = login(cast.staff)
    assert points_of(client, "610116001002")["areas"] == {into.area_id: ["late", 1, 1]}
    assert placed.title in map_of(client, into.area_id).content.decode()
    assert [point[2] for point in points_of(client, into.area_id)["points"]] == [f"/cases/{placed.number}/"]
    assert "1 件</a>" in client.get(f"/grid/grids/{into.area_id}/").content.decode()
    assert [row.open_events for row in grid_rows([into], cast.staff, OPENED.date())] == [1]


def test_a_grid_has_the_colour_of_what_lies_in_it(cast, login, placed):
    assert points_of(login(cast.staff), placed.grid.area_id)["areas"] == {placed.grid.area_id: ["late", 1, 1]}


def test_a_dispute_with_a_place_lies_on_the_map_of_those_who_may_know_of_it(cast, login, placed):
    case = dispute(cast)
    Case.objects.filter(pk=case.pk).update(longitude="108.904", latitude="34.104")
    assert case.number in json.dumps(points_of(login(cast.staff), show="dispute"))
    assert case.number not in json.dumps(points_of(login(cast.outsider)))
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    assert case.number not in json.dumps(points_of(login(cast.staff)))


def test_a_dispute_that_comes_out_of_an_event_lies_where_the_event_lay(cast, login, placed):
    clue = events.event(cast, item=events.CLUE, longitude="108.906", latitude="34.106")
    events.PATHS["converted"](clue, cast)
    found = Case.objects.get(kind="dispute")
    assert (str(found.longitude), str(found.latitude)) == ("108.906000", "34.106000")


def test_no_petition_can_be_given_a_place(cast):
    case = builders.petition(cast)
    with pytest.raises(IntegrityError, match="no_petition_lies_on_a_map"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(longitude="108.9", latitude="34.1")


def test_it_says_nothing_of_another_township_by_page_point_count_list_or_api(cast, login, placed):
    client = login(cast.outsider)
    for inside in ("", "610116001", "610116001002", "610116001002001"):
        for more in ({}, {"level": "15"}, {"show": "problem"}, {"late": "1"}):
            page = map_of(client, inside, **more)
            assert placed.number not in page.content.decode() and placed.title not in page.content.decode()
            assert points_of(client, inside or "610116", **more) == {
                "states": [],
                "points": [],
                "ways": [],
                "areas": {},
            }
    for url in ("/grid/events/?scope=all", "/api/cases/?scope=all", "/cases/?scope=all"):
        answer = client.get(url)
        assert answer.status_code == 200
        assert placed.number not in answer.content.decode() and placed.summary not in answer.content.decode()
    for url in (f"/cases/{placed.number}/", f"/api/cases/{placed.number}/"):
        assert client.get(url).status_code == 404


def test_shapes_are_kept_for_good_under_the_address_of_their_version(cast, login, placed):
    client = login(cast.staff)
    version = version_of("610116001002")
    first = outlines_of(client, "610116001002", 15, v=version)
    assert [each["properties"]["code"] for each in features(first)] == ["610116001002001"]
    assert "immutable" in first["Cache-Control"]
    assert f"v={version}" in map_of(client, "610116001002").content.decode()
    Boundary.objects.update(loaded_at=OPENED.replace(year=2027))
    assert "no-cache" in outlines_of(client, "610116001002", 15, v=version)["Cache-Control"]
    assert version_of("610116001002") != version
    # A new name is a new version too.
    version = version_of("610116001002")
    Area.objects.filter(pk="610116001002001").update(name="新名")
    assert version_of("610116001002") != version


def test_shapes_seen_from_far_are_coarse_and_leave_no_gap(cast, login):
    """Two grids with a wavy border between them."""
    wave = [[108.9 + n / 5000, 34.1 + (n % 2) / 100_000] for n in range(51)]
    for serial, south in ((1, 34.0), (2, 34.2)):
        ring = [[108.9, south], *wave, [108.91, south], [108.9, south]]
        grid = open_grid(f"61011600100200{serial}")
        Boundary.objects.create(area=grid.area, geometry={"type": "Polygon", "coordinates": [ring]}, loaded_at=OPENED)
    client = login(cast.staff)
    coarse, fine = (features(outlines_of(client, "610116", 15, **more)) for more in ({}, {"fine": ""}))
    points = [sum(len(each["geometry"]["coordinates"][0]) for each in shapes) for shapes in (coarse, fine)]
    assert points[0] < points[1] / 5
    assert unary_union([shape(each["geometry"]) for each in coarse]).geom_type == "Polygon"


@pytest.mark.parametrize("inside", ["nowhere", "610116009", "²", "9" * 200])
def test_it_knows_no_other_place(cast, login, inside):
    client = login(cast.staff)
    assert map_of(client, inside).status_code == 404
    assert client.get(reverse("dashboard:points", args=[inside])).status_code == 404
    assert outlines_of(client, inside, 15).status_code == 404
    assert outlines_of(client, "610116", 7).status_code == 404


def test_a_list_of_matters_that_is_cut_says_so(login, cast, placed, monkeypatch):
    for where in ("rows", "views"):
        monkeypatch.setattr(f"governance.dashboard.places.{where}.MOST_ROWS", 1)
    code = placed.grid.area_id
    assert "这里只列" not in map_of(login(cast.staff), code).content.decode()
    events.event(cast, longitude="108.906", latitude="34.106")
    page = map_of(login(cast.staff), code).content.decode()
    assert "多于 1 件，这里只列最近登记的 1 件" in page
