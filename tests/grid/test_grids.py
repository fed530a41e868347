"""Grids opened, changed, merged and served; boundaries taken whole or not at all; the notice card."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from unittest import mock

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.citizens import cards as wall
from governance.duties.patrols import norms
from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.maps.models import Boundary
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord, Area, AreaFigure, Post
from governance.organisation.posts.entrusting import in_hand, let_go
from grid.grids import actions
from grid.grids.card import cards
from grid.grids.rows import TownshipRow, township_rows
from grid.models import FormerNet, Grid, GridPost
from tests.builders import OPENED
from tests.grid import events
from tests.grid.pages import open_grid, square
from tests.maps.test_shapes import FIRST, SECOND, collection, feature
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(days=400)


@pytest.fixture
def staff(cast, login):
    return login(cast.staff)


def test_it_gives_the_next_code_of_the_village_and_never_one_again(cast, staff):
    told = {"village": "韦曲街道 / 凤栖路社区", "name": "凤栖路社区第二网格", "grid_type": "urban", "branch": ""}
    page = staff.post("/grid/grids/new/", told)
    second = Grid.objects.get()
    assert (page.status_code, second.area_id) == (302, "610116001002002")
    first = open_grid()
    actions.merge_grid(second, first, reason="合并", actor=cast.staff, at=LATER)
    staff.post("/grid/grids/new/", {**told, "name": "凤栖路社区第三网格"})
    assert Grid.objects.latest("pk").area_id == "610116001002003"
    assert AccessRecord.objects.filter(subject__contains="610116001002003", reason="新增").exists()


def test_it_refuses_a_village_elsewhere_and_keeps_what_was_typed(cast, login):
    township = login(cast.staff)
    page = township.post("/grid/grids/new/", {"village": "没有的村", "name": "甲", "grid_type": "urban"})
    assert page.status_code == 422
    assert "没有找到这个地点" in page.content.decode() and 'value="甲"' in page.content.decode()
    assert not Grid.objects.exists()


def test_it_has_one_primary_worker_and_keeps_who_served_before(cast, staff):
    grid = open_grid()
    url = f"/grid/grids/{grid.area_id}/"
    for user in (cast.grid_worker, cast.clerk):
        told = {"user": f"{user.name}（{user.username}）", "part": "primary", "since": "2026-03-01"}
        assert staff.post(f"{url}appoint/", told).status_code == 302
    assert [(post.user, post.until) for post in GridPost.objects.order_by("pk")] == [
        (cast.grid_worker, date(2026, 3, 1)),
        (cast.clerk, None),
    ]
    assert staff.post(f"{url}appoint/", told).status_code == 422
    post = GridPost.objects.get(until=None)
    assert staff.post(f"{url}posts/{post.pk}/end/", {"reason": "调离"}).status_code == 302
    page = staff.get(url).content.decode()
    assert "还没有网格员" in page and "以前任职的" in page


@pytest.mark.parametrize("since", ["0202-01-01", "9999-12-31", "2099-01-01", "abc"])
def test_it_refuses_days_that_cannot_be(cast, staff, since):
    grid = open_grid()
    told = {"user": "郝小军（grid_worker）", "part": "worker", "since": since}
    assert staff.post(f"/grid/grids/{grid.area_id}/appoint/", told).status_code == 422
    assert not GridPost.objects.exists()


def test_it_closes_a_grid_into_another_of_its_village(cast, staff):
    grid, into = open_grid(FIRST), open_grid(SECOND)
    for each, west in ((grid, 108.9), (into, 108.91)):
        Boundary.objects.create(area=each.area, geometry=square(west, 34.1), loaded_at=LATER)
    GridPost.objects.create(grid=grid, user=cast.grid_worker, part="worker", since=date(2025, 1, 1))
    staff.post(f"/grid/grids/{FIRST}/nets/", {"kind": "fire", "name": "消防片区", "merged_on": "2026-01-05"})
    page = staff.post(f"/grid/grids/{FIRST}/merge/", {"into": into.pk, "reason": "网格过小"})
    assert page.status_code == 302
    grid.refresh_from_db()
    assert grid.area.successor == into.area and grid.closed_on is not None
    assert not GridPost.objects.filter(until=None).exists()
    assert into.former_nets.get().name == "消防片区"
    joined = Boundary.objects.get(pk=SECOND).geometry["coordinates"][0]
    assert {108.9, 108.92} <= {point[0] for point in joined}
    assert staff.post(f"/grid/grids/{FIRST}/merge/", {"into": into.pk, "reason": "再来"}).status_code == 422


def test_a_grid_that_was_merged_meanwhile_takes_over_no_net_and_nobody(cast):
    grid, into = open_grid(FIRST), open_grid(SECOND)
    read = Grid.objects.get(pk=grid.pk)
    actions.merge_grid(grid, into, reason="网格过小", actor=cast.staff, at=LATER)
    for act, told in (
        (actions.take_over_net, ("fire", "消防片区", date(2026, 1, 5))),
        (actions.appoint, (cast.grid_worker, "worker", date(2026, 1, 5))),
    ):
        with pytest.raises(Refusal, match="已经停用"):
            act(read, *told, actor=cast.staff, at=LATER)
    assert not FormerNet.objects.exists() and not GridPost.objects.exists()


def test_nothing_new_goes_to_a_grid_that_was_merged(cast, staff):
    """Neither at the desk nor by its code nor by a shape; what took it over may be merged in its turn."""
    first, second, third = (open_grid(f"61011600100200{serial}") for serial in (1, 2, 3))
    told = {"area": first.area.name, "source": "window", "summary": "路灯不亮", "then_what": "keep"}
    assert "没有找到这个地点" not in staff.post("/grid/events/register/", told).content.decode()
    for grid, into in ((first, second), (second, third)):
        actions.merge_grid(grid, into, reason="网格过小", actor=cast.staff, at=LATER)
    assert set(Area.objects.filter(pk__in=(FIRST, SECOND)).values_list("successor", flat=True)) == {third.area_id}
    assert "没有找到这个地点" in staff.post("/grid/events/register/", told).content.decode()
    assert events.event(cast, area=first.area).grid == third
    assert f"{FIRST} 已经停用" in load(staff, collection(feature(FIRST))).content.decode()


def test_it_says_to_the_second_what_the_first_changed(cast, staff):
    grid = open_grid()
    told = {"name": "新名", "grid_type": "rural", "branch": "", "version": 1}
    assert staff.post(f"/grid/grids/{grid.area_id}/change/", told).status_code == 302
    page = staff.post(f"/grid/grids/{grid.area_id}/change/", {**told, "name": "别名"})
    assert page.status_code == 409 and "已被他人更新" in page.content.decode()
    assert Area.objects.get(pk=grid.area_id).name == "新名"


def load(client, content: bytes, datum="cgcs2000"):
    file = SimpleUploadedFile("边界.geojson", content, content_type="application/geo+json")
    return client.post("/grid/grids/boundaries/", {"file": file, "datum": datum})


def test_it_takes_a_file_of_shapes_whole_or_names_every_bad_one(cast, staff):
    open_grid(FIRST)
    unknown = feature("610116001003001", west=108.95)
    page = load(staff, collection(feature(FIRST), unknown, {**feature(SECOND), "geometry": None}))
    said = page.content.decode()
    assert page.status_code == 422
    assert "610116001003001 没有登记" in said and "第 3 个图形" in said
    assert not Boundary.objects.exists()
    assert load(staff, collection(feature(FIRST))).status_code == 302
    assert Boundary.objects.get().area_id == FIRST
    assert load(staff, b"nothing").status_code == 422


def test_a_grid_lies_over_none_of_the_next_village_or_township(cast, staff):
    open_grid(FIRST)
    for code in ("610116001003001", "610116002001001"):
        beside = open_grid(code)
        Boundary.objects.create(area=beside.area, geometry=square(108.905, 34.1), loaded_at=OPENED)
        page = load(staff, collection(feature(FIRST)))
        assert page.status_code == 422 and f"{FIRST} 与 {code} 重叠" in page.content.decode()
        beside.area.boundary.delete()


def test_nobody_draws_the_areas_of_another_township(cast, login):
    """All are taken or none; the record names what was drawn."""
    village = "610116002001"
    open_grid(FIRST)
    open_grid(f"{village}001")
    role = cast.staff.posts.get().role
    Post.objects.create(user=cast.clerk, unit=cast.weiqu, role=role, starts_on="2024-01-01")
    township = login(cast.clerk)
    for other in ("610116002", village, f"{village}001", "610116"):
        page = load(township, collection(feature(FIRST), feature(other, west=108.95)))
        assert page.status_code == 422 and f"{other} 不在您管理的范围内" in page.content.decode()
    assert not Boundary.objects.exists()
    assert load(township, collection(feature(FIRST))).status_code == 302
    assert AccessRecord.objects.filter(subject=f"网格边界 {FIRST}", actor=cast.clerk).exists()


def test_a_township_manages_its_own_grids_and_no_others(cast, login):
    role, other = cast.staff.posts.get().role, "610116002001001"
    Post.objects.create(user=cast.clerk, unit=cast.weiqu, role=role, starts_on="2024-01-01")
    own, foreign = open_grid(), open_grid(other)
    post = GridPost.objects.create(grid=foreign, user=cast.grid_worker, part="worker", since=date(2025, 1, 1))
    township = login(cast.clerk)
    changed = {"name": "新名", "grid_type": "rural", "branch": "", "version": 1}
    for door, told in (
        ("change", changed),
        ("appoint", {"user": "郝小军（grid_worker）", "part": "head", "since": "2026-03-01"}),
        (f"posts/{post.pk}/end", {"reason": "调离"}),
        ("nets", {"kind": "fire", "name": "消防片区", "merged_on": "2026-01-05"}),
        ("merge", {"into": own.pk, "reason": "网格过小"}),
    ):
        page = township.post(f"/grid/grids/{other}/{door}/", told)
        assert page.status_code == 403 and "您的岗位不管理这个网格" in page.content.decode(), door
    assert "登记任职" not in township.get(f"/grid/grids/{other}/").content.decode()
    assert "登记任职" in township.get(f"/grid/grids/{own.area_id}/").content.decode()
    foreign.refresh_from_db()
    assert (foreign.version, foreign.closed_on, foreign.posts.get().until) == (1, None, None)
    assert township.post(f"/grid/grids/{own.area_id}/change/", changed).status_code == 302


def test_who_manages_two_places_opens_no_grid_in_a_third(cast, login):
    role, county = cast.staff.posts.get().role, cast.area("610116")
    for unit in (cast.weiqu, cast.guodu):
        Post.objects.create(user=cast.clerk, unit=unit, role=role, starts_on="2024-01-01")
    township = Area.objects.create(code="610116003", name="细柳街道", level="township", parent=county)
    Area.objects.create(code="610116003001", name="细柳村", level="village", parent=township)
    told = {"village": "细柳街道 / 细柳村", "name": "细柳村第一网格", "grid_type": "rural", "branch": ""}
    page = login(cast.clerk).post("/grid/grids/new/", told)
    assert page.status_code == 422 and "这个村（社区）不在您管理的范围内" in page.content.decode()
    assert not Grid.objects.exists()


def test_the_code_on_the_card_opens_the_page_on_which_anybody_reports_to_that_grid(cast, staff, settings):
    """Under the address of the site, wherever the clerk sits who prints it."""
    settings.SITE_URL = "https://zz.example"
    open_grid(FIRST)
    with mock.patch("governance.citizens.cards.QrCodeWidget", wraps=wall.QrCodeWidget) as drawn:
        assert staff.get(f"/grid/grids/{FIRST}/card/", HTTP_HOST="testserver").status_code == 200
    assert drawn.call_args.args == (f"https://zz.example/public/grid/{FIRST}/",)


def test_the_card_says_who_works_there_on_a_page_a_grid(cast, staff):
    for code in (FIRST, SECOND):
        grid = open_grid(code)
        GridPost.objects.create(grid=grid, user=cast.grid_worker, part="primary", since=date(2025, 1, 1))
    answer = staff.get("/grid/grids/610116001/card/")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 2
    assert staff.get(f"/grid/grids/{FIRST}/card/").status_code == 200
    assert staff.get("/grid/grids/610116/card/").status_code == 404


def test_the_card_says_whom_to_call_about_the_worker_also_where_the_village_has_no_unit(cast, staff):
    cast.weiqu.phone = "029-85001234"
    cast.weiqu.save(update_fields=["phone"])
    for code in (FIRST, "610116001003001"):
        grid = open_grid(code)
        lines = cards_lines(grid)
        assert lines[-2:] == [("受理监督", cast.weiqu.name), ("监督电话", "029-85001234")]


def test_the_card_names_no_part_that_nobody_has(cast):
    grid = open_grid()
    GridPost.objects.create(grid=grid, user=cast.grid_worker, part="worker", since=date(2025, 1, 1))
    labels = [label for label, _ in cards_lines(grid)]
    assert labels == ["网格名称", "网格编码", "所属村（社区）", "网格员", "受理监督"]


def cards_lines(grid) -> list[tuple[str, str]]:
    """What the card of the grid says, line by line."""
    with mock.patch("grid.grids.card.drawn_cards") as drawn:
        cards([grid], LATER.date())
    ((lines, _),) = drawn.call_args.args[1]
    return lines


def test_the_list_counts_what_is_vacant_and_shows_it(cast, staff):
    norms.load_reference()
    AreaFigure.objects.create(area_id="610116001002", year=2025, figure="households", value=420)
    grid = open_grid(FIRST)
    open_grid(SECOND)
    GridPost.objects.create(grid=grid, user=cast.grid_worker, part="worker", since=date(2025, 1, 1))
    overview = staff.get("/grid/grids/").content.decode()
    assert "?township=610116001&amp;vacant=1" in overview or "?township=610116001&vacant=1" in overview
    vacant = staff.get("/grid/grids/?township=610116001&vacant=1").content.decode()
    assert SECOND in vacant and FIRST not in vacant
    row = TownshipRow("610116001", "韦曲街道", None, 2, 2, 1, 1, 2)
    assert township_rows(Grid.objects.all(), date(2026, 11, 1)) == [row]
    first, second = sheet_in(staff.get("/grid/grids/staff/")).rows
    assert first[5:] == [420, cast.grid_worker.name, 1, 1, 0] and second[5:] == [420, "", 1, 0, 1]


def test_the_sheet_of_one_township_holds_its_grids_alone(cast, staff):
    open_grid(FIRST)
    open_grid("610116002001001")
    for asked, codes in (("", [FIRST, "610116002001001"]), ("610116002", ["610116002001001"])):
        rows = sheet_in(staff.get(f"/grid/grids/staff/?township={asked}")).rows
        assert [row[2] for row in rows] == codes


def test_a_shape_is_kept_as_it_was_drawn(cast, staff):
    open_grid(FIRST)
    load(staff, collection(feature(FIRST)))
    kept = json.loads(json.dumps(Boundary.objects.get().geometry))
    assert kept["type"] == "Polygon" and [108.9, 34.1] in kept["coordinates"][0]


def test_nobody_who_left_stands_on_a_card_or_counts_as_there(cast):
    """Whoever manages the grid hears that somebody is to be appointed, once."""
    grid = open_grid(FIRST)
    for part in ("primary", "head"):
        GridPost.objects.create(grid=grid, user=cast.grid_worker, part=part, since=date(2025, 1, 1))
    assert "在 1 个网格任职" in [each.said for each in in_hand(cast.grid_worker, LATER.date())][-1]
    for _ in range(2):
        let_go(cast.grid_worker, LATER)
    assert [label for label, _ in cards_lines(grid)] == ["网格名称", "网格编码", "所属村（社区）", "受理监督"]
    assert {post.until for post in grid.posts.all()} == {office_day(LATER)}
    told = Notice.objects.filter(text__contains="请接着任命")
    assert {notice.recipient for notice in told} == {cast.staff, cast.county} and told.count() == 4
    assert not in_hand(cast.grid_worker, LATER.date())


def test_a_card_with_many_people_and_a_long_name_keeps_every_number_on_the_sheet(cast):
    grid = open_grid(branch="党支部" * 20)
    Area.objects.filter(pk=grid.area_id).update(name="凤栖路社区" * 12)
    grid.area.refresh_from_db()
    for part in ("worker", "guide"):
        for user in (cast.grid_worker, cast.clerk, cast.handler, cast.lead):
            GridPost.objects.create(grid=grid, user=user, part=part, since=date(2025, 1, 1))
    lines = [f"{label}：{value}" for label, value in cards_lines(grid)]
    fitting = wall.fitting(lines)
    assert len(fitting) == len(lines) and sum(tall for _, tall in fitting) <= wall.HEIGHT
    # A long line takes several rows, and none of them is wider than its column.
    assert fitting[4][1] >= 2 * fitting[1][1]
    assert all(text.width <= wall.WIDTH for text, _ in fitting)


def test_nobody_serves_as_grid_worker_without_the_post_of_one(cast, staff):
    grid = open_grid()
    user = f"{cast.handler.name}（{cast.handler.username}）"
    told = {"user": user, "part": "worker", "since": "2026-03-01"}
    page = staff.post(f"/grid/grids/{grid.area_id}/appoint/", told)
    assert page.status_code == 422 and "没有上报网格事件的岗位" in page.content.decode()
    assert staff.post(f"/grid/grids/{grid.area_id}/appoint/", {**told, "part": "guide"}).status_code == 302


def test_the_one_with_the_main_charge_stands_first(cast, staff):
    grid = open_grid()
    for part in ("guide", "head", "worker", "primary"):
        GridPost.objects.create(grid=grid, user=cast.grid_worker, part=part, since=date(2025, 1, 1))
    page = staff.get(f"/grid/grids/{grid.area_id}/").content.decode()
    cells = re.findall(r'data-label="身份">(\S+)</td>', page)
    assert cells == ["主责网格员", "网格员", "格长", "指导员"]
