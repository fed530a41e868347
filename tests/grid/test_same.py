"""What may have been reported already is shown before it is sent again; whoever joins it hears of its end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from governance.cases.files import attachments
from governance.cases.intake.near import Seen, same
from governance.cases.intake.similar import similar
from governance.cases.models import CaseLink, Category, Sending
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.notices.models import Notice
from grid.models import GridEvent, JoinedReport
from grid.vocabulary import HAZARD_PLACES, HAZARDS
from petitions.models import Petition
from security.hazards.vocabulary import KINDS, PLACES
from security.models import Hazard
from tests.builders import step
from tests.grid import events
from tests.grid.events import CLUE, DUMP, LAMP
from tests.grid.pages import open_grid
from tests.grid.test_phone import Phone, items, picture, told  # noqa: F401  (fixtures by name)

pytestmark = pytest.mark.django_db
HERE = {"longitude": "108.905000", "latitude": "34.105000"}


@pytest.fixture
def phone(cast, login):
    return Phone(login(cast.grid_worker))


@pytest.fixture
def earlier(cast, items):  # noqa: F811
    """A lamp that was reported an hour ago, with a picture, at a place."""
    at = timezone.now() - timedelta(hours=1)
    case = events.event(cast, at=at, **HERE)
    photo = SimpleUploadedFile("现场照片1.jpg", picture(1), "image/jpeg")
    attachments.store(case, photo, actor=cast.grid_worker, at=at, event=case.events.first())
    return case


def seen(case, text="南门外路灯不亮", *, category=None, **where):
    return Seen(case.kind, category or case.category, text, case.area, **where)


def found(cast, sight, user=None) -> list[str]:
    return [each.case.number for each in same(sight, user or cast.grid_worker, timezone.now())]


def test_it_is_near_in_place_and_of_the_category_or_in_words(cast, earlier):
    at = {"longitude": 108.905, "latitude": 34.105}
    dump = Category.objects.get(kind="grid_event", path=DUMP)
    assert found(cast, seen(earlier, "", **at)) == [earlier.number]
    assert found(cast, seen(earlier, longitude=108.906, latitude=34.105)) == [earlier.number]
    assert found(cast, seen(earlier, longitude=108.91, latitude=34.105)) == []
    assert found(cast, seen(earlier, category=dump, **at)) == []
    assert found(cast, seen(earlier, earlier.summary)) == [earlier.number]
    assert found(cast, seen(earlier, "别的事情")) == []


def test_what_lies_in_a_grid_is_found_from_its_village(cast, earlier):
    grid = open_grid()
    GridEvent.objects.filter(pk=earlier.pk).update(area=grid.area, longitude=None, latitude=None)
    assert found(cast, Seen(earlier.kind, earlier.category, earlier.summary, grid.area.parent)) == [earlier.number]


def test_at_the_desk_too_and_from_the_grid_beside(cast, earlier):
    grid, beside = open_grid(), open_grid("610116001002002")
    GridEvent.objects.filter(pk=earlier.pk).update(area=grid.area)
    for area, named in ((grid.area.parent, True), (beside.area, True), (cast.area("610116001003"), False)):
        how = {"visible": GridEvent.objects.all(), "parts": [], "at": timezone.now(), "word": "事件"}
        assert bool(similar([], area, earlier.category, [], **how)) == named, area


def test_it_is_open_recent_and_known_to_the_person(cast, earlier):
    assert found(cast, seen(earlier, earlier.summary), cast.outsider) == []
    later = timezone.now() + timedelta(days=31)
    assert same(seen(earlier, earlier.summary), cast.grid_worker, later) == []
    events.PATHS["rejected"](earlier, cast)
    assert found(cast, seen(earlier, earlier.summary)) == []


def test_it_is_shown_with_its_picture_and_one_more_report_joins_it_once(cast, phone, items, earlier):  # noqa: F811
    key, photo = uuid4(), picture(2)
    report = told(items, LAMP, **HERE, text="路灯还是不亮")
    asked = phone.report(key, report, [photo])
    assert (asked.status_code, asked.json()["state"]) == (409, "same")
    (shown,) = asked.json()["events"]
    assert (shown["number"], shown["metres"]) == (earlier.number, 0)
    assert phone.client.get(shown["photo"]).status_code == 200
    assert not Sending.objects.exists()

    for _ in range(2):
        phone.report(key, {**report, "join": earlier.number}, [photo])
        answer = phone.photo(key, photo)
        assert answer.json()["number"] == earlier.number
    assert GridEvent.objects.count() == 1 and earlier.attachments.count() == 2
    assert JoinedReport.objects.get().key == key and not Sending.objects.exists()
    assert "路灯还是不亮" in str(earlier.events.get(step="join").facts)


def test_it_is_another_where_the_person_says_so(cast, phone, items, earlier):  # noqa: F811
    assert phone.report(uuid4(), told(items, LAMP, **HERE, distinct="1")).json()["number"] != earlier.number


def test_what_ended_meanwhile_cannot_be_joined_and_says_so(cast, phone, items, earlier):  # noqa: F811
    report = told(items, LAMP, **HERE, join=earlier.number)
    events.PATHS["rejected"](earlier, cast)
    answer = phone.report(uuid4(), report)
    assert answer.status_code == 422 and "已经办结" in answer.json()["errors"]["join"]
    foreign = events.event(cast, area=cast.area("610116002001"), unit=cast.guodu, actor=cast.staff, then_raise=False)
    assert phone.report(uuid4(), told(items, LAMP, join=foreign.number)).status_code == 422


def test_whoever_joined_and_who_reported_what_was_merged_hear_of_the_end(cast, items):  # noqa: F811
    case = events.event(cast)
    other = events.event(cast, actor=cast.township_lead, unit=cast.weiqu, then_raise=False)
    step(other, "merge", cast.clerk, later=1, into=case, note="同一处。")
    step(case, "join", cast.staff, later=1, note="督查时也看到。")
    events.dispatch(case, cast, later=2)
    step(case, "finish", cast.handler, later=3, note="已更换。")
    Notice.objects.all().delete()
    step(case, "confirm", cast.grid_worker, later=4, note="亮了。", replay=False)
    heard = set(Notice.objects.filter(text__contains="核查通过").values_list("recipient__username", flat=True))
    assert {"staff", "township_lead"} <= heard
    link = CaseLink.objects.get(kind="merged")
    assert (link.case_id, link.other_id) == (other.pk, case.pk)


def test_it_becomes_a_petition_of_the_same_person_and_each_shows_the_other(cast, login, items):  # noqa: F811
    case = events.event(cast, item=CLUE, people=[events.resident()], **HERE)
    facts = {"petition_class": "appeal_request", "reason": "要求物业维修。", "unit": None}
    step(case, "refer_to_petition", cast.clerk, later=1, **facts)
    case.refresh_from_db()
    petition = Petition.objects.get()
    assert (case.status, petition.lead_unit, petition.summary) == ("converted", cast.weiqu, "要求物业维修。")
    assert petition.participants.get().part == "petitioner" and petition.longitude is None
    assert CaseLink.objects.get(kind="origin").other_id == case.pk
    client = login(cast.clerk)
    assert petition.number in client.get(f"/cases/{case.number}/").content.decode()
    assert case.number in client.get(f"/cases/{petition.number}/").content.decode()


def test_nobody_makes_an_accusation_of_it_nor_a_petition_of_nobody(cast, items):  # noqa: F811
    case = events.event(cast, people=[events.resident()])
    with pytest.raises(FactMissing):
        step(case, "refer_to_petition", cast.clerk, later=1, petition_class="accusation", reason="举报。", unit=None)
    nobody = events.event(cast)
    told = {"petition_class": "suggestion", "reason": "建议。", "unit": None}
    with pytest.raises(StepNotPossible, match="没有登记反映人"):
        step(nobody, "refer_to_petition", cast.clerk, later=1, **told)


def test_a_danger_goes_on_as_a_hazard_at_its_place(cast, items):  # noqa: F811
    assert (HAZARDS, HAZARD_PLACES) == (KINDS, PLACES)
    case = events.event(cast, item="消防安全/占用堵塞消防通道", **HERE)
    facts = {"hazard_kind": "fire", "place_kind": "market", "unit": None, "reason": "通道长期被占。"}
    step(case, "refer_to_hazard", cast.clerk, later=1, **facts)
    hazard = Hazard.objects.get()
    assert (hazard.hazard_kind, hazard.lead_unit, str(hazard.longitude)) == ("fire", cast.weiqu, HERE["longitude"])
    assert CaseLink.objects.get(kind="origin").other_id == case.pk
    with pytest.raises(StepNotPossible, match="只有隐患类"):
        step(events.event(cast), "refer_to_hazard", cast.clerk, later=1, **facts)
