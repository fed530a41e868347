"""A check that a phone sends: pictures one by one, twice or wrong, and what the phone is told."""

import hashlib
import json
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from governance.cases.models import Sending
from security.inspections.models import Check
from security.models import Hazard
from tests.attachments.samples import picture

pytestmark = pytest.mark.django_db


class Phone:
    """One phone before the server."""

    def __init__(self, client, world):
        self.client, self.world = client, world

    def told(self, **more) -> dict:
        items = {f"item-{item.pk}": "none" for item in self.world.list.items.all()}
        return {"round": self.world.round.pk, "place": self.world.first.pk, "on": "2026-03-18", **items, **more}

    def send(self, told, photos=(), key=None):
        body = json.dumps({"told": told, "photos": list(photos)})
        url = reverse("security:inspections:phone_report", args=[key or uuid4()])
        return self.client.put(url, body, content_type="application/json")


@pytest.fixture
def phone(world, cast, login, at_noon):
    return Phone(login(cast.clerk), world)


def test_a_check_waits_for_its_last_picture_and_is_one_however_often_it_is_sent(phone, world):
    content = picture("JPEG")
    digest = hashlib.sha256(content).hexdigest()
    exits = world.list.items.get(text="安全出口").pk
    failed = {f"item-{exits}": "failed", f"note-{exits}": "堆放纸箱。", f"photos-{exits}": digest}
    key, told = uuid4(), phone.told(**failed)
    for _ in range(2):
        assert phone.send(told, [digest], key).json() == {"state": "waiting", "missing": [digest]}
    assert not Check.objects.exists()
    url = reverse("security:inspections:phone_photo", args=[key, digest])
    done = phone.client.put(url, content, content_type="image/jpeg").json()
    check = Check.objects.get()
    assert done == {"state": "registered", "number": "平安旅馆", "url": f"/security/inspections/checks/{check.pk}/"}
    assert phone.send(told, [digest], key).json() == done and not Sending.objects.exists()
    other = phone.send(told | {f"note-{exits}": "堆放纸箱，门锁着。"}, [digest], key)
    assert (other.status_code, other.json()) == (409, done | {"state": "differs"})
    assert Hazard.objects.get().attachments.count() == 1


def test_a_picture_that_is_none_is_refused_and_nothing_stands(phone, world):
    content = b"not a picture"
    digest = hashlib.sha256(content).hexdigest()
    exits = world.list.items.get(text="安全出口").pk
    key = uuid4()
    phone.send(phone.told(**{f"item-{exits}": "passed", f"photos-{exits}": digest}), [digest], key)
    url = reverse("security:inspections:phone_photo", args=[key, digest])
    refused = phone.client.put(url, content, content_type="image/jpeg")
    assert refused.status_code == 422 and "没有上传" in str(refused.json()["errors"])
    assert not Check.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"round": 0}, "round"),
        ({"round": "x" * 40}, "round"),
        ({"round": "9" * 30}, "round"),
        ({"place": 0}, "place"),
        ({"place": "9" * 30}, "place"),
        ({"on": "2026-03-19"}, "on"),
        ({"on": "never"}, "on"),
        ({"item-999999": "passed"}, "items"),
        ({"item-" + "9" * 30: "passed"}, "items"),
        ({"note": ["x"]}, "note"),
        ({"note": "字" * 501}, "note"),
        ({"note": "\x00"}, "note"),
    ],
)
def test_what_a_phone_sends_wrong_is_said_at_its_place_and_changes_nothing(phone, wrong, field):
    refused = phone.send(phone.told(**wrong))
    assert refused.status_code == 422 and set(refused.json()["errors"]) == {field}
    assert not Check.objects.exists() and not Sending.objects.exists()


def test_what_accuses_somebody_is_no_check_unasked_from_a_phone_or_a_desk(phone, world, cast, login):
    """信访工作条例 art. 30: the unit that is checked, and those above it, read what a check found."""
    items = {item.text: item.pk for item in world.list.items.all()}
    for name in ("note", f"note-{items['安全出口']}"):
        told = phone.told(**{name: "所长吃回扣"})
        assert "登记为“检举控告”" in phone.send(told).json()["errors"]["not_accusing"]
    page = phone.client.get(reverse("security:inspections:phone")).content.decode()
    assert 'data-accusing="检举 控告' in page and "不是检举控告公职人员" in page
    url = reverse("security:inspections:check", args=[world.round.pk, world.first.pk])
    wrong = login(cast.clerk).post(url, {"key": str(UUID(int=8)), "on": "2026-03-18", "note": "所长吃回扣"})
    assert wrong.status_code == 422 and "不是检举控告公职人员" in wrong.content.decode()
    assert not Check.objects.exists()


def test_a_place_of_another_township_is_refused_to_the_phone(phone, world):
    refused = phone.send(phone.told(place=world.outside.pk))
    assert set(refused.json()["errors"]) == {"place"}


def test_the_phone_knows_the_places_that_wait_and_no_others(phone, world, cast, login):
    url = reverse("security:inspections:phone_state")
    (told,) = phone.client.get(url).json()["rounds"]
    assert [place["name"] for place in told["places"]] == ["平安旅馆", "如意旅馆"]
    (told,) = login(cast.grid_worker).get(url).json()["rounds"]
    assert [place["name"] for place in told["places"]] == ["平安旅馆"]
    assert login(cast.outsider).get(url).json()["rounds"] == []
