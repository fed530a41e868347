"""What phones send is taken in once, whole, in any order; what is wrong is said at its place and changes nothing."""

import hashlib
import json
import os
from datetime import timedelta
from io import BytesIO, StringIO
from random import Random
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.cases.files import storage
from governance.cases.models import Attachment, Case, Category, Received, Sending, SentPhoto
from governance.cases.sending import receiving
from governance.maps.models import Boundary
from governance.organisation.models import Post
from governance.organisation.tasks import forget_overdue
from grid import reference
from grid.models import GridEvent, JoinedReport
from grid.phone.receiving import REPORTS as RECEIVER
from tests.builders import OPENED
from tests.grid.events import CLUE, DUMP, LAMP, event, in_status
from tests.grid.pages import open_grid, square

pytestmark = pytest.mark.django_db
# How many reports the great test sends twice; ``make grid-proof`` sends the thousand of a whole winter.
REPORTS = int(os.environ.get("PHONE_REPORTS", "60"))


def picture(number: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8 + number % 64, 8 + number // 64), (70, 90, 110)).save(out, "JPEG")
    return out.getvalue()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def items(db):
    reference.load()
    return {row.path: row.pk for row in Category.objects.filter(kind="grid_event")}


def told(items, item=LAMP, **more) -> dict:
    return {"item": items[item], "text": "南门两盏灯不亮", "then": "raise", "seen_at": _ago(), **more}


def _ago(**how) -> str:
    return (timezone.now() - timedelta(**how or {"minutes": 5})).isoformat()


class Phone:
    """One phone before the server."""

    def __init__(self, client):
        self.client = client

    def report(self, key, told, photos=()):
        body = json.dumps({"told": told, "photos": [digest(photo) for photo in photos]})
        url = reverse("grid:phone_report", args=[key])
        return self.client.put(url, body, content_type="application/json")

    def photo(self, key, content, *, sent=None):
        url = reverse("grid:phone_photo", args=[key, digest(content)])
        return self.client.put(url, content if sent is None else sent, content_type="image/jpeg")


@pytest.fixture
def phone(cast, login):
    return Phone(login(cast.grid_worker))


def test_it_becomes_an_event_when_its_last_picture_is_there(cast, items, phone):
    key, photos = uuid4(), [picture(1), picture(2)]
    answer = phone.report(key, told(items), photos)
    assert (answer.status_code, answer.json()["missing"]) == (202, [digest(photo) for photo in photos])
    assert phone.photo(key, photos[1]).json()["missing"] == [digest(photos[0])]
    assert not GridEvent.objects.exists()
    done = phone.photo(key, photos[0]).json()
    event = GridEvent.objects.get()
    assert done == {"state": "registered", "number": event.number, "url": f"/cases/{event.number}/"}
    assert (event.status, event.lead_unit, event.registered_by) == ("reported", cast.weiqu, cast.grid_worker)
    assert event.attachments.count() == 2 and not Sending.objects.exists()


def test_a_service_request_names_who_asks_and_is_not_done_with_that_of_another(cast, items, phone):
    service = {"item": "代办服务/证照代办", "text": "请代办老年证", "then": "keep"}
    wrong = phone.report(uuid4(), told(items, **service, phone="139")).json()["errors"]
    assert wrong["name"] == "服务请求请填写办事人的姓名。" and "位数不对" in wrong["phone"]
    for name in ("张桂花", "李桂英"):
        assert phone.report(uuid4(), told(items, **service, name=name, phone="13911112222")).json()["number"]
    event = GridEvent.objects.latest("pk")
    person = event.participants.get()
    assert (person.name, person.phone, event.source, event.lead_unit) == (
        "李桂英",
        "13911112222",
        "resident",
        cast.fengqi,
    )
    # Whoever sees a lamp that is out is asked for no name, and none is kept.
    phone.report(uuid4(), told(items, name="张桂花", phone="13911112222"))
    assert not GridEvent.objects.latest("pk").participants.exists()


def test_it_is_one_event_however_often_it_is_sent(cast, items, phone):
    key = uuid4()
    first = phone.report(key, told(items)).json()
    assert phone.report(key, told(items)).json() == first
    assert GridEvent.objects.get().summary == "南门两盏灯不亮"


def test_the_same_with_other_words_or_pictures_is_told_so_and_what_stands_stays(cast, items, phone):
    key, photo = uuid4(), picture(1)
    phone.report(key, told(items), [photo])
    first = phone.photo(key, photo).json()
    for words, photos in (({"text": "换了一句话"}, [photo]), ({}, []), ({}, [photo, picture(2)])):
        again = phone.report(key, told(items, **words), photos)
        assert (again.status_code, again.json()) == (409, first | {"state": "differs"})
    assert phone.report(key, told(items), [photo]).json() == first
    event = GridEvent.objects.get()
    assert (event.summary, event.attachments.count()) == ("南门两盏灯不亮", 1) and not Sending.objects.exists()
    assert len(Received.objects.get().digest) == 64
    Received.objects.update(at=timezone.now() - timedelta(days=61))
    forget_overdue()
    assert phone.report(key, told(items, text="换了一句话")).json() == first


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"item": 0}, "item", "不在清单里"),
        ({"item": "x" * 50}, "item", "不在清单里"),
        ({"text": "  "}, "text", "请写一句情况"),
        ({"text": "长" * 501}, "text", "最多 500 字"),
        ({"then": "vanish"}, "then", ""),
        ({"then": "settle", "settled": ""}, "settled", "写明处置情况"),
        ({"seen_at": "yesterday"}, "seen_at", "时间不对"),
        ({"seen_at": (timezone.now() + timedelta(days=1)).isoformat()}, "seen_at", "核对手机的时间"),
        ({"seen_at": (timezone.now() - timedelta(days=365)).isoformat()}, "seen_at", "超过 30 天"),
        ({"longitude": "108.9"}, "longitude", "都有"),
        ({"longitude": "abc", "latitude": "34"}, "longitude", ""),
        ({"longitude": "1e400", "latitude": "34"}, "longitude", ""),
        ({"text": "\x00"}, "text", ""),
        ({"text": "\ud800abc"}, "text", "读不出来"),
        ({"text": ["甲"]}, "text", "读不出来"),
        ({"seen_at": [1]}, "seen_at", "读不出来"),
        ({"seen_at": True}, "seen_at", "时间不对"),
        ({"seen_at": "0001-01-01T00:00:00+14:00"}, "seen_at", "时间不对"),
        ({"seen_at": "9999-12-31T23:59:59-14:00"}, "seen_at", "时间不对"),
    ],
)
def test_it_says_what_is_wrong_at_its_place_and_keeps_nothing(items, phone, wrong, field, said):
    answer = phone.report(uuid4(), {**told(items), **wrong})
    assert answer.status_code == 422
    assert said in answer.json()["errors"][field]
    assert not GridEvent.objects.exists() and not Sending.objects.exists()


@pytest.mark.parametrize("where", ["text", "place", "settled"])
def test_what_accuses_somebody_is_no_event_unasked_and_holds_up_nothing(items, phone, where):
    """信访工作条例 art. 30: the village, the township and whoever joins it would read it."""
    key, accused = uuid4(), {where: "村主任收受好处费"} | ({"then": "settle"} if where == "settled" else {})
    answer = phone.report(key, told(items, **accused), [picture(1)])
    assert answer.status_code == 422 and "登记信访" in answer.json()["errors"]["not_accusing"]
    assert phone.photo(key, picture(1)).status_code == 422
    assert phone.report(uuid4(), told(items)).json()["state"] == "registered"
    assert GridEvent.objects.get().summary == "南门两盏灯不亮" and not Sending.objects.exists()
    phone.report(key, told(items, **accused, not_accusing="on", distinct="1"), [picture(1)])
    assert phone.photo(key, picture(1)).json()["state"] == "registered"


def test_the_page_that_phones_keep_asks_without_a_signal_too(items, phone):
    page = phone.client.get(reverse("grid:phone")).content.decode()
    for said in ('data-accusing="检举 控告', 'data-asked="文中写到“{}”。', "不是检举控告公职人员"):
        assert said in page


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"told": 1, "photos": []}',
        b'{"told": {}}',
        b"[" * 50_000,
        b"\xff",
        b'{"told": NaN, "photos": []}',
    ],
)
def test_it_answers_what_cannot_be_read_with_a_sentence(phone, body):
    answer = phone.client.put(reverse("grid:phone_report", args=[uuid4()]), body, content_type="application/json")
    assert answer.status_code == 422 and answer.json()["errors"]


@pytest.mark.parametrize("photos", [["\x00"], ["\ud800"], [1], {"a": 1}, "abc", ["0" * 50_000]])
def test_it_takes_no_name_of_a_picture_that_is_none(items, phone, photos):
    body = json.dumps({"told": told(items), "photos": photos})
    answer = phone.client.put(reverse("grid:phone_report", args=[uuid4()]), body, content_type="application/json")
    assert answer.status_code == 422 and answer.json()["errors"]["photos"]
    assert not Sending.objects.exists()


def test_it_keeps_nothing_but_what_it_asks_for(items, phone):
    extra = {"\x00": 1, "a": "\ud800", "b": [[["x"]]], "c": "长" * 5_000}
    assert phone.report(uuid4(), told(items) | extra, [picture(1)]).status_code == 202
    assert set(Sending.objects.get().told) == set(told(items))


def test_it_takes_no_picture_that_is_none_and_none_that_was_damaged(items, phone):
    key, text, photo = uuid4(), b"not a picture", picture(3)
    phone.report(key, told(items), [text, photo])
    assert phone.photo(key, text).status_code == 422
    assert "损坏" in phone.photo(key, photo, sent=photo[:-1]).json()["errors"]["photos"]
    assert phone.photo(key, picture(9)).status_code == 422
    assert phone.photo(uuid4(), photo).status_code == 422
    assert not GridEvent.objects.exists() and not Attachment.objects.exists()


def test_it_takes_nine_pictures_and_not_forty(items, phone):
    answer = phone.report(uuid4(), told(items), [picture(n) for n in range(40)])
    assert answer.status_code == 422 and "最多 9 张" in answer.json()["errors"]["photos"]


def test_what_was_settled_on_the_spot_shows_it_where_the_list_wants_a_picture(items, phone):
    settled = told(items, DUMP, then="settle", settled="已清理。")
    bare = phone.report(uuid4(), settled)
    assert bare.status_code == 422 and "处置后照片" in bare.json()["errors"]["files"]
    key, photo = uuid4(), picture(4)
    phone.report(key, settled, [photo])
    assert phone.photo(key, photo).json()["state"] == "registered"
    event = GridEvent.objects.get()
    assert event.status == "settled" and event.attachments.get().event.step == "settle"


def test_it_places_the_report_asks_at_a_border_and_refuses_the_sea(cast, items, phone):
    first, second = open_grid(), open_grid("610116001002002")
    for grid, west in ((first, 108.9), (second, 108.91)):
        Boundary.objects.create(area=grid.area, geometry=square(west, 34.1), loaded_at=timezone.now())
    assert phone.report(uuid4(), told(items, longitude="108.905", latitude="34.105")).status_code == 200
    assert GridEvent.objects.get().grid == first
    border = told(items, longitude="108.91005", latitude="34.105")
    asked = phone.report(key := uuid4(), border)
    assert asked.status_code == 409
    assert {grid["code"] for grid in asked.json()["grids"]} == {first.area_id, second.area_id}
    assert phone.report(key, {**border, "grid": first.area_id}).status_code == 200
    assert GridEvent.objects.latest("pk").grid == first
    beside = phone.report(uuid4(), told(items, longitude="108.93", latitude="34.105"))
    assert [grid["code"] for grid in beside.json()["grids"]] == [second.area_id]
    sea = phone.report(uuid4(), told(items, longitude="122.5", latitude="31.0"))
    assert sea.status_code == 422 and "不在本县范围内" in sea.json()["errors"]["longitude"]


def test_a_phone_that_is_not_sure_where_it_is_asks_as_far_as_it_may_be_wrong(cast, items, phone):
    """The nearest first; a tap on the map, which is sure, is not asked about."""
    own, beside, far = open_grid(), open_grid("610116001002002"), open_grid("610116001002003")
    for grid, west in ((own, 108.9), (beside, 108.91), (far, 108.95)):
        Boundary.objects.create(area=grid.area, geometry=square(west, 34.1), loaded_at=timezone.now())
    there = {"longitude": "108.905", "latitude": "34.105"}
    asked = phone.report(key := uuid4(), told(items, **there, accuracy="1500"))
    assert asked.status_code == 409 and "定位误差约 1500 米" in asked.json()["sentence"]
    assert [grid["code"] for grid in asked.json()["grids"]] == [own.area_id, beside.area_id]
    assert phone.report(key, told(items, **there, accuracy="1500", grid=beside.area_id)).status_code == 200
    assert GridEvent.objects.get().grid == beside
    assert phone.report(uuid4(), told(items, **there, accuracy="0", distinct="1")).status_code == 200


def test_a_point_in_another_township_is_asked_for_once_and_taken_when_it_is_confirmed(cast, items, phone):
    own, other = open_grid(), open_grid("610116002001001")
    for grid, west in ((own, 108.9), (other, 108.95)):
        Boundary.objects.create(area=grid.area, geometry=square(west, 34.1), loaded_at=timezone.now())
    there = told(items, longitude="108.955", latitude="34.105")
    photo = picture(1)
    asked = phone.report(key := uuid4(), there, [photo])
    assert asked.status_code == 409 and not GridEvent.objects.exists()
    assert [grid["code"] for grid in asked.json()["grids"]] == [other.area_id]
    assert "郭杜街道" in asked.json()["sentence"] and "不在您的乡镇（街道）" in asked.json()["sentence"]
    assert phone.report(key, {**there, "grid": other.area_id}, [photo]).status_code == 202
    assert phone.photo(key, photo).status_code == 200
    made = GridEvent.objects.get()
    assert (made.grid, made.area, made.attachments.count()) == (other, other.area, 1)
    # The same village of the same township as ever is nobody's question.
    assert phone.report(uuid4(), told(items, longitude="108.905", latitude="34.105", distinct="1")).status_code == 200


def test_a_grid_that_the_point_does_not_offer_is_not_believed(cast, items, phone):
    own, beside, other = open_grid(), open_grid("610116001002002"), open_grid("610116002001001")
    bare = told(items, grid=other.area_id)
    assert "本乡镇" in phone.report(uuid4(), bare).json()["errors"]["grid"]
    for grid, west in ((own, 108.9), (beside, 108.92), (other, 108.95)):
        Boundary.objects.create(area=grid.area, geometry=square(west, 34.1), loaded_at=timezone.now())
    assert "本乡镇" in phone.report(uuid4(), bare).json()["errors"]["grid"]
    nowhere = {**bare, "grid": own.area_id, "longitude": "0", "latitude": "0"}
    assert "不在本县范围内" in phone.report(uuid4(), nowhere).json()["errors"]["longitude"]
    inside = told(items, longitude="108.905", latitude="34.105")
    for grid in (beside, other):
        asked = phone.report(key := uuid4(), {**inside, "grid": grid.area_id})
        assert asked.status_code == 409 and [each["code"] for each in asked.json()["grids"]] == [own.area_id]
    assert not GridEvent.objects.exists()
    assert phone.report(key, {**inside, "grid": own.area_id}).status_code == 200
    assert GridEvent.objects.get().grid == own


def test_nobody_takes_the_key_of_a_report_that_joined_another(cast, items, phone, login):
    stands = phone.report(uuid4(), told(items)).json()["number"]
    key = uuid4()
    assert phone.report(key, told(items, join=stands)).status_code == 200
    other = Phone(login(cast.clerk))
    for more in ({}, {"join": stands}, {"distinct": "1"}):
        late = other.report(key, told(items, **more))
        assert (late.status_code, late.json()["errors"]) == (422, {"key": "这件上报属于另一个人。"})


@pytest.mark.django_db(transaction=True)
def test_pictures_that_a_changed_report_shows_no_more_are_gone(cast, items, phone):
    key, photos = uuid4(), [picture(1), picture(2)]
    phone.report(key, told(items), photos)
    phone.photo(key, photos[0])
    file = storage.located(SentPhoto.objects.get().path)
    phone.report(key, told(items), photos[1:])
    assert not SentPhoto.objects.exists() and not file.exists()


def test_nobody_else_sends_or_takes_over_a_report(cast, items, phone, login):
    key, photo = uuid4(), picture(5)
    phone.report(key, told(items), [photo])
    other = Phone(login(cast.clerk))
    assert other.report(key, told(items), [photo]).status_code == 422
    assert other.photo(key, photo).status_code == 422
    assert not GridEvent.objects.exists()
    assert Phone(login(cast.grid_worker)).photo(key, photo).status_code == 200
    other = Phone(login(cast.clerk))
    late = other.report(key, told(items), [photo])
    assert (late.status_code, late.json()["errors"]) == (422, {"key": "这件上报属于另一个人。"})
    assert other.photo(key, photo).status_code == 422
    assert GridEvent.objects.count() == 1


def test_the_phone_is_told_how_the_page_becomes_an_app(client):
    answer = client.get(reverse("grid:phone_manifest"))
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert told["start_url"] == told["scope"] == "/grid/phone/" and "mark" in told["icons"][0]["src"]


def test_who_works_for_a_township_too_reports_for_the_village_and_gets_its_map(cast, items, phone):
    """A township with a code that is greater."""
    role = cast.grid_worker.posts.get().role
    Post.objects.create(user=cast.grid_worker, unit=cast.guodu, role=role, starts_on="2024-01-01")
    phone.report(uuid4(), told(items, then="keep"))
    assert GridEvent.objects.get().lead_unit == cast.fengqi
    assert "/610116001002/" in phone.client.get(reverse("grid:phone_state")).json()["outlines"]


def test_it_tells_the_reporter_what_became_of_theirs_and_nobody_of_others(cast, items, phone, login):
    phone.report(uuid4(), told(items, CLUE))
    mine = phone.client.get(reverse("grid:phone_state")).json()
    assert [each["status"] for each in mine["mine"]] == ["待受理"] and mine["name"] == cast.grid_worker.name
    assert login(cast.township_lead).get(reverse("grid:phone_state")).json()["mine"] == []


@pytest.mark.parametrize("status", ["incomplete", "checking", "handling"])
def test_the_phone_asks_for_what_is_missing_or_to_be_looked_at_and_for_nothing_else(cast, items, phone, status):
    in_status(cast, status)
    (mine,) = phone.client.get(reverse("grid:phone_state")).json()["mine"]
    assert (mine["more"], mine["check"]) == (status == "incomplete", status == "checking")


def test_an_item_out_of_use_is_taken_from_no_phone(items, phone):
    Category.objects.filter(pk=items[LAMP]).update(is_active=False)
    assert "不在清单里" in phone.report(uuid4(), told(items)).json()["errors"]["item"]


def test_what_waits_for_the_reporter_stands_above_all_that_is_newer(cast, items, phone, login):
    old = in_status(cast, "checking")
    for n in range(31):
        event(cast, at=OPENED + timedelta(days=5, minutes=n))
    mine = phone.client.get(reverse("grid:phone_state")).json()["mine"]
    assert (mine[0]["number"], mine[0]["check"]) == (old.number, True)
    assert len(mine) == 30 and not mine[1]["check"] and (mine[0]["when"], mine[1]["when"]) == ("03-10", "03-15")
    JoinedReport.objects.create(event=old, user=cast.township_lead, at=timezone.now())
    joined = login(cast.township_lead).get(reverse("grid:phone_state")).json()["mine"]
    assert [(each["number"], each["check"]) for each in joined] == [(old.number, False)]


def test_the_workbench_leads_a_grid_worker_to_the_phone_and_a_clerk_to_the_desk(cast, login):
    assert (
        f'class="button button-primary" href="{reverse("grid:phone")}"'
        in login(cast.grid_worker).get("/").content.decode()
    )
    assert (
        f'class="button button-primary" href="{reverse("grid:phone")}"'
        not in login(cast.clerk).get("/").content.decode()
    )


def test_every_report_sent_twice_in_any_order_with_pictures_that_fail_is_one_event_with_all_of_them(cast, items):
    chance = Random(7)
    now = timezone.now()
    reports = {
        UUID(int=number): [picture(number * 3 + place) for place in range(chance.randrange(3))]
        for number in range(1, REPORTS + 1)
    }
    sendings = [*reports, *reports]
    chance.shuffle(sendings)
    for key in sendings:
        _send(key, reports[key], chance, cast.grid_worker, told(items, text=f"第 {key.int} 件", distinct="1"), now)
    for key in reports:
        _send(key, reports[key], None, cast.grid_worker, told(items, text=f"第 {key.int} 件", distinct="1"), now)
    events = GridEvent.objects.all()
    assert {event.report_key for event in events} == set(reports) and len(events) == REPORTS
    assert {event.report_key: event.attachments.count() for event in events} == {
        key: len(photos) for key, photos in reports.items()
    }
    assert not Sending.objects.exists()


def _send(key, photos, chance, owner, told, now) -> None:
    """As a phone does it; where ``chance`` is given a picture may get lost, and the rest with it."""
    digests = [digest(photo) for photo in photos]
    answer = receiving.receive(RECEIVER, key, told, digests, owner=owner, at=now)
    for missing in answer.missing:
        if chance is not None and chance.random() < 0.4:
            return
        content = photos[digests.index(missing)]
        receiving.receive_photo(RECEIVER, key, missing, content, owner=owner, at=now)


def test_what_waits_for_its_pictures_is_read_in_no_row_and_opens_in_no_other(cast, items, phone, settings):
    settings.FIELD_KEYS = {"old": "o" * 40}
    keys, photo = [uuid4(), uuid4()], picture(1)
    for key in keys:
        phone.report(key, told(items, text=f"CANARY {key}"), [photo])
    settings.FIELD_KEYS = {"new": "n" * 40, "old": "o" * 40}
    call_command("reseal", stdout=StringIO())
    settings.FIELD_KEYS = {"new": "n" * 40}
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM cases_sending s")
        assert "CANARY" not in str(cursor.fetchall())
    phone.photo(keys[0], photo)
    assert GridEvent.objects.get().summary == f"CANARY {keys[0]}"
    left = Sending.objects.get()
    left.owner = cast.clerk
    with pytest.raises(InvalidTag):
        _ = left.told


@pytest.mark.django_db(transaction=True)
def test_a_report_that_never_came_whole_is_gone_with_its_pictures_after_sixty_days(cast, items, phone):
    keys, photos = (uuid4(), uuid4()), [picture(1), picture(2)]
    for key, days in zip(keys, (61, 59), strict=True):
        phone.report(key, told(items, text="CANARY 举报社区干部"), photos)
        phone.photo(key, photos[0])
        Sending.objects.filter(pk=key).update(received_at=timezone.now() - timedelta(days=days))
    files = {photo.sending_id: storage.located(photo.path) for photo in SentPhoto.objects.all()}
    assert len(files) == 2
    forget_overdue()
    assert list(Sending.objects.values_list("pk", flat=True)) == [keys[1]]
    assert (files[keys[0]].exists(), files[keys[1]].exists()) == (False, True)
    phone.photo(keys[1], photos[1])
    assert GridEvent.objects.get().report_key == keys[1]
    forget_overdue()
    assert files[keys[1]].exists(), "what has become an event keeps its picture"


def test_a_report_of_what_was_hidden_since_is_answered_without_its_number(cast, items, phone):
    key = uuid4()
    number = phone.report(key, told(items)).json()["number"]
    assert phone.report(key, told(items)).json()["number"] == number
    Case.objects.filter(number=number).update(confidentiality="restricted")
    assert phone.report(key, told(items)).json() == {"state": "registered", "number": "", "url": ""}
