"""Patrols: begun by the worker, ended by the worker or after half a day, told any number of times, counted by place."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.duties.models import Patrol, Visit, WorkNorm
from governance.duties.patrols import actions, norms, rows
from governance.duties.tasks import scan_duties
from governance.frame.pages.paging import PAGE_SIZE
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import AccessRecord
from governance.organisation.standing import standing_of
from grid.models import GridPost
from tests.duties.making import NOW, TODAY
from tests.duties.test_visits import listed
from tests.grid import events
from tests.grid.pages import open_grid

pytestmark = pytest.mark.django_db
GRID = "610116001002001"


def ago(**how):
    return NOW - timedelta(**how)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(scope="module")
def delivered(kept):
    norms.load_reference()


@pytest.fixture
def worker(delivered, cast):
    """The grid worker of the first grid of 凤栖路社区."""
    GridPost.objects.create(grid=open_grid(), user=cast.grid_worker, part="primary", since=date(2025, 1, 1))
    return cast.grid_worker


def keep(worker, started, ended=None, points=(), key=None, at=NOW, **told):
    told = {"started_at": started.isoformat(), "points": [[p.isoformat(), x, y] for p, x, y in points], **told}
    told |= {"ended_at": ended.isoformat()} if ended else {}
    return actions.keep(key or uuid4(), told, worker=worker, at=at)


def test_it_is_one_patrol_with_all_its_points_however_often_and_in_whatever_order_it_is_told(worker):
    key, started = uuid4(), ago(hours=2)
    points = [(started + timedelta(minutes=n), round(108.9 + n / 1000, 6), 34.1) for n in range(6)]
    keep(worker, started, points=points[3:], key=key)
    keep(worker, started, ended=started + timedelta(hours=1), points=points[:3], key=key)
    keep(worker, started, points=points[2:5], key=key)
    patrol = Patrol.objects.get()
    assert (patrol.area_id, patrol.ended_at, patrol.by_clock) == (GRID, started + timedelta(hours=1), False)
    assert [x for _, x, _ in patrol.points] == [x for _, x, _ in points]


@pytest.mark.parametrize(
    ("started", "ended", "field", "said"),
    [
        (ago(hours=26), ago(hours=1), "ended_at", "最长 12 小时"),
        (NOW + timedelta(hours=3), None, "started_at", "比现在晚"),
        (ago(days=31), None, "started_at", "超过 30 天"),
        (ago(hours=1), ago(hours=2), "ended_at", "早于开始"),
        (ago(hours=1), NOW + timedelta(hours=1), "ended_at", "比现在晚"),
    ],
)
def test_it_refuses_a_patrol_that_cannot_be_and_keeps_nothing(worker, started, ended, field, said):
    with pytest.raises(FactMissing) as refused:
        keep(worker, started, ended)
    assert said in refused.value.errors[field] and not Patrol.objects.exists()


def test_it_takes_no_point_from_before_or_after_and_none_that_is_nowhere(worker):
    started, ended = ago(hours=3), ago(hours=2)
    for moment, x in ((ago(hours=4), 108.9), (ago(hours=1), 108.9), (started, 200)):
        with pytest.raises(FactMissing) as refused:
            keep(worker, started, ended, [(moment, x, 34.1)])
        assert "points" in refused.value.errors
    for points in ([[1, 2]], "x", [["x", 1, 1]], [["2026-11-18T09:00", 1, 1]], 7):
        with pytest.raises(FactMissing):
            actions.keep(uuid4(), {"started_at": started.isoformat(), "points": points}, worker=worker, at=NOW)
    assert not Patrol.objects.exists()


def test_it_stops_by_itself_after_half_a_day_whoever_rings_and_how_late(worker):
    keep(worker, ago(hours=1))
    assert actions.stop_overdue(NOW + timedelta(hours=10)) == 0
    assert actions.stop_overdue(NOW + timedelta(days=3)) == 1
    assert actions.stop_overdue(NOW + timedelta(days=3)) == 0
    patrol = Patrol.objects.get()
    assert (patrol.ended_at - patrol.started_at, patrol.by_clock) == (timedelta(0), True)


def test_what_nobody_ended_counts_to_its_last_sign_of_life(worker):
    """Else whoever never ends a patrol would walk half a day."""
    started = ago(hours=1)
    keep(worker, started, points=[(started + timedelta(minutes=n), 108.9, 34.1) for n in (5, 20)], key=(key := uuid4()))
    actions.stop_overdue(NOW + timedelta(days=1))
    patrol = Patrol.objects.get()
    assert (patrol.ended_at, patrol.by_clock) == (started + timedelta(minutes=20), True)
    late = [(started + timedelta(minutes=40), 108.9, 34.1)]
    keep(worker, started, points=late, key=key, at=NOW + timedelta(days=1))
    patrol.refresh_from_db()
    assert (patrol.ended_at, patrol.by_clock) == (started + timedelta(minutes=40), True)
    assert "计到最后一次定位" in rows.patrol_words(patrol, NOW)["until"]


def test_a_phone_that_went_on_keeps_nothing_from_after_the_end_that_was_said_elsewhere(worker):
    key, started = uuid4(), ago(hours=2)
    keep(worker, started, points=[(started, 108.9, 34.1)], key=key)
    actions.end(worker, at=ago(hours=1))
    keep(worker, started, NOW, points=[(ago(minutes=90), 108.9, 34.1), (ago(minutes=30), 108.9, 34.1)], key=key)
    patrol = Patrol.objects.get()
    assert (patrol.ended_at, len(patrol.points)) == (ago(hours=1), 2)


def test_the_scan_of_every_minute_stops_it(worker, time_machine):
    keep(worker, ago(hours=1))
    time_machine.move_to(NOW + timedelta(hours=12), tick=False)
    scan_duties.run()
    assert Patrol.objects.get().by_clock


def test_a_phone_that_was_without_a_signal_says_the_true_end_of_one_that_the_clock_stopped(worker):
    key, started = uuid4(), ago(hours=1)
    keep(worker, started, key=key)
    later = NOW + timedelta(days=1)
    actions.stop_overdue(later)
    keep(worker, started, NOW, key=key, at=later)
    patrol = Patrol.objects.get()
    assert (patrol.ended_at, patrol.by_clock) == (NOW, False)


def test_one_person_walks_one_patrol_at_a_time(worker):
    keep(worker, ago(hours=5))
    keep(worker, ago(hours=2))
    first, second = Patrol.objects.order_by("started_at")
    assert (first.ended_at, first.by_clock, second.ended_at) == (ago(hours=5), True, None)
    with pytest.raises(FactMissing, match="重叠"):
        keep(worker, ago(hours=3), ago(hours=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Patrol.objects.filter(pk=first.pk).update(ended_at=None)


def test_nobody_tells_of_the_patrol_of_another_or_of_a_grid_that_is_not_theirs(worker, cast):
    key = uuid4()
    keep(worker, ago(hours=1), key=key)
    with pytest.raises(FactMissing, match="另一个人"):
        keep(cast.clerk, ago(hours=1), key=key)
    with pytest.raises(StepNotAllowed):
        keep(cast.clerk, ago(hours=1))
    with pytest.raises(FactMissing, match="不在这个网格"):
        keep(worker, ago(hours=1), area="610116002001001")


def test_points_are_gone_after_a_month(worker):
    started = ago(hours=2)
    keep(worker, started, ago(hours=1), [(started, 108.9, 34.1)])
    actions.stop_overdue(NOW + timedelta(days=29))
    assert Patrol.objects.get().points
    actions.stop_overdue(NOW + timedelta(days=31))
    assert Patrol.objects.get().points == []


@pytest.fixture
def month(worker, cast):
    """Nine hours walked in eighteen days, two reports of which one was rejected, and a visit of the commissioner."""
    for n in range(3):
        keep(worker, ago(days=n, hours=4), ago(days=n, hours=1))
    for number, at in enumerate((ago(days=2), ago(days=1))):
        case = events.event(cast, at=at, grid=GridPost.objects.get().grid)
        if number:
            events.PATHS["rejected"](case, cast)
    leader = listed(cast.weiqu, "董玉", "commissioner")
    told = {"text": "走访两户。", "written_at": NOW, "written_by": cast.clerk, "by_name": "周晓兰"}
    Visit.objects.create(leader=leader, day=TODAY, area=cast.area("610116001002"), **told)


def test_the_township_is_shown_its_places_and_the_county_its_townships(month, cast):
    standing = standing_of(cast.staff, TODAY)
    (row,) = rows.coverage(("610116001",), TODAY, NOW, standing)
    assert (row.name, row.village, row.hours, row.items, row.items_wanted, row.notes) == (
        "凤栖路社区第一网格",
        "凤栖路社区",
        "0.5",
        1,
        10,
        1,
    )
    assert row.short_of_hours and row.short_of_items
    (town,) = rows.coverage(("610116",), TODAY, NOW, standing)
    assert (town.name, town.places, town.workers, town.hours, town.items) == ("韦曲街道", 1, 1, "0.5", 1)
    assert rows.coverage(("610116002",), TODAY, NOW, standing) == []


def test_the_worker_alone_is_shown_what_they_did(month, cast, login):
    own = login(cast.grid_worker).get(reverse("duties:patrols")).content.decode()
    assert "本月日均巡查 0.5 小时（2 小时），有效上报 1 件（10 件）" in " ".join(own.split())
    for reader in (cast.clerk, cast.staff):
        page = login(reader).get(reverse("duties:patrols")).content.decode()
        assert cast.grid_worker.name not in page and "本月日均巡查" not in page


def test_the_pages_of_many_places_are_turned(month, cast, login, monkeypatch):
    (row,) = rows.coverage(("610116001",), TODAY, NOW, standing_of(cast.staff, TODAY))
    many = [replace(row, name=f"第{number}网格") for number in range(1, PAGE_SIZE + 2)]
    monkeypatch.setattr(rows, "coverage", lambda *asked: many)
    client = login(cast.staff)
    page = client.get(reverse("duties:patrols"), {"inside": "610116001"}).content.decode()
    assert "第40网格" in page and "第41网格" not in page and "共 41 个" in page
    page = client.get(reverse("duties:patrols"), {"inside": "610116001", "after": "@2"}).content.decode()
    assert "第41网格" in page and "第40网格" not in page


def test_nobody_is_shown_the_places_of_another_township(month, cast, login):
    client = login(cast.outsider)
    assert "第一网格" not in client.get(reverse("duties:patrols")).content.decode()
    assert client.get(reverse("duties:patrols"), {"inside": "610116001"}).status_code == 404
    assert login(cast.staff).get(reverse("duties:patrols"), {"inside": "610116001"}).status_code == 200


def test_a_department_is_shown_a_township_of_several_workers_and_no_place_of_one(month, cast, login):
    client = login(cast.lead)
    page = client.get(reverse("duties:patrols")).content.decode()
    assert "韦曲街道" not in page and "第一网格" not in page
    assert client.get(reverse("duties:patrols"), {"inside": "610116001"}).status_code == 404
    GridPost.objects.create(
        grid=GridPost.objects.get().grid, user=cast.second_handler, part="worker", since=date(2025, 1, 1)
    )
    page = client.get(reverse("duties:patrols")).content.decode()
    assert "韦曲街道" in page and "1/20" in page and "第一网格" not in page and "inside=" not in page
    assert "第一网格" in login(cast.clerk).get(reverse("duties:patrols")).content.decode()


def test_a_phone_without_a_script_starts_and_ends_it_too(worker, login):
    client = login(worker)
    client.post(reverse("duties:patrol_start"), {"area": GRID})
    assert "巡查中" in client.get(reverse("duties:patrols")).content.decode()
    client.post(reverse("duties:patrol_end"))
    assert Patrol.objects.get().ended_at == NOW
    assert "没有进行中的巡查" in client.post(reverse("duties:patrol_end"), follow=True).content.decode()


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"[" * 50_000, b"\xff", b'{"started_at": {}}'])
def test_it_answers_what_cannot_be_read_with_a_sentence(worker, login, body):
    url = reverse("duties:patrol", args=[uuid4()])
    answer = login(worker).put(url, body, content_type="application/json")
    assert answer.status_code in (400, 422) and answer.json()["errors"]


def test_what_a_phone_tells_is_answered_with_how_it_stands(worker, login):
    told = json.dumps({"started_at": ago(hours=2).isoformat(), "ended_at": ago(minutes=30).isoformat(), "points": []})
    answer = login(worker).put(reverse("duties:patrol", args=[uuid4()]), told, content_type="application/json")
    assert (answer.json()["state"], answer.json()["long"]) == ("kept", "1 小时 30 分")


def test_a_norm_changes_from_the_next_month_on_and_is_recorded(worker, cast, login):
    client = login(cast.county)
    client.post(reverse("duties:work_norm", args=["patrol"]), {"amount": "3", "basis": "本县规定"})
    assert [(norm.amount, str(norm.effective_from)) for norm in WorkNorm.objects.filter(code="patrol")] == [
        (2, "2026-01-01"),
        (3, "2026-12-01"),
    ]
    assert norms.norms_on(TODAY)["patrol"].amount == 2
    assert "3 小时" in AccessRecord.objects.filter(verb="setting").latest("pk").reason
    wrong = client.post(reverse("duties:work_norm", args=["patrol"]), {"amount": "-1", "basis": ""})
    assert wrong.status_code == 422 and "不能小于 0" in wrong.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ended_at": [1]}, "ended_at"),
        ({"started_at": 5}, "started_at"),
        ({"started_at": "0001-01-01T00:00:00+14:00"}, "started_at"),
        ({"area": "\ud800"}, "area"),
        ({"points": "[" * 50_000}, "points"),
        ({"points": [["0001-01-01T00:00:00+14:00", 108.9, 34.1]]}, "points"),
    ],
)
def test_what_a_phone_cannot_mean_is_answered_at_its_place(worker, login, wrong, field):
    told = {"started_at": ago(hours=1).isoformat(), **wrong}
    url = reverse("duties:patrol", args=[uuid4()])
    answer = login(worker).put(url, json.dumps(told), content_type="application/json")
    assert answer.status_code == 422 and answer.json()["errors"][field]
    assert not Patrol.objects.exists()
