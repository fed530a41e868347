"""Half an hour with whoever sits by the roster: booked once, given back by code, seen by the unit, and forgotten."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from governance.citizens.booking import actions, views
from governance.citizens.models import Booking
from governance.duties.access import ARRANGE
from governance.duties.meetings import actions as meetings
from governance.duties.meetings import reference as meeting_kinds
from governance.duties.models import Meeting, MeetingKind, Roster, RosterDay, RosterKind, RosterPerson
from governance.duties.rosters import reference as kinds
from governance.frame.days import CHINA
from governance.organisation.models import AccessRecord
from governance.organisation.retention import forget_overdue
from governance.organisation.roles import carrying
from mediation.models import Lawyer, LawyerDuty

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)
TOMORROW = (NOW + timedelta(days=1)).date()
SLIP = re.compile(r"<dd>\s*(.+?)\s*</dd>")
SLOT = "2026-03-11 09:00"


@pytest.fixture(autouse=True)
def sitting(cast, time_machine) -> RosterDay:
    """何建军 sits in 韦曲 tomorrow."""
    time_machine.move_to(NOW, tick=False)
    kinds.load_reference()
    kind = RosterKind.objects.get(code="reception")
    told = {"first": TOMORROW, "last": TOMORROW, "place": "街道办一楼", "phone": "029-85290001", "made_at": NOW}
    roster = Roster.objects.create(kind=kind, unit=cast.weiqu, **told)
    person = RosterPerson.objects.create(unit=cast.weiqu, kind=kind, name="何建军", title="主任")
    return RosterDay.objects.create(roster=roster, day=TOMORROW, person=person)


def address(cast, offer="reception", unit=None) -> str:
    return f"/public/booking/{offer}/{(unit or cast.weiqu).pk}/"


def book(client: Client, cast, slot=SLOT, **changes):
    told = {"slot": slot, "name": "赵秀英", "phone": "13911112222", "about": "停水的事", "key": "k"}
    return client.post(address(cast), told | changes)


def code_of(client: Client, answer) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return SLIP.findall(client.get(answer.url).content.decode())[-1]


def test_it_offers_who_sits_and_books_a_half_hour(client, cast):
    assert address(cast) in client.get("/public/booking/").content.decode()
    page = client.get(address(cast)).content.decode()
    assert page.count("2026-03-11 周三，何建军（主任），街道办一楼") == 1, "the day heads its half hours"
    assert page.count('2026-03-11 周三 </span><span class="slot">') == 9
    code = code_of(client, book(client, cast))
    row = Booking.objects.get()
    assert (row.unit, row.day, f"{row.at_time:%H:%M}") == (cast.weiqu, TOMORROW, "09:00")
    assert "13911112222" not in row.told_sealed and re.fullmatch(r"(\w{4}-){2}\w{4}", code)


def test_whoever_accuses_does_not_book_with_whom_they_accuse(client, cast):
    answer = book(client, cast, about="检举何建军")
    assert answer.status_code == 422 and "选检举控告提出" in answer.content.decode()
    assert not Booking.objects.exists()
    code_of(client, book(client, cast, about="检举何建军", not_accusing="on"))


def test_half_an_hour_of_the_day_on_which_several_units_receive_is_booked_from_its_beginning_on(client, cast, login):
    meeting_kinds.load_reference()
    kind = MeetingKind.objects.get(code="joint_reception")
    told = {"title": "联合接访", "place": "接待中心", "chair": "袁立新", "planned_at": NOW}
    meeting = Meeting.objects.create(kind=kind, unit=cast.office, starts_at=NOW + timedelta(days=1), **told)
    page = client.get(address(cast, "gathering", cast.office)).content.decode()
    assert "2026-03-11 周三，袁立新，接待中心" in page and "10:00" in page and "09:00" not in page
    typed = {"slot": "2026-03-11 10:00", "name": "赵秀英", "phone": "13911112222", "about": "停水的事", "key": "k"}
    made = client.post(address(cast, "gathering", cast.office), typed)
    assert Booking.objects.get().unit == cast.office
    said = client.get(made.url).content.decode()
    assert "联合接访。" in said and "袁立新，接待中心" in said, "who comes must know where to go"
    assert "赵秀英" in login(cast.county).get("/bookings/").content.decode()
    where, english = address(cast, "gathering", cast.office), {"lang": "en"}
    assert "2026-03-11 Wed, 袁立新, 接待中心" in client.get(where, english).content.decode()
    assert "Your name: " in client.post(where, {**typed, "name": ""}).content.decode()
    client.get(where, {"lang": "zh-hans"})
    # The agenda of that day says when somebody comes, and never who.
    assert meetings.gather(meeting, meeting.version, actor=cast.county, at=NOW) == 1
    (point,) = meeting.items.all()
    assert point.text.startswith("10:00 接谈预约") and "赵秀英" not in point.text and "停水" not in point.text
    # Whoever serves at no window has no page above it in the menu.
    assert 'href="/bookings/"' in login(cast.county).get("/duties/").content.decode()


def test_whoever_arranges_days_that_citizens_book_reads_who_comes():
    assert carrying(ARRANGE) <= carrying(views.SEE)


CALLED_OFF, TELL_THEM = "这个时间的接待已经取消或者改期", "已取消或者改期，请告知本人"


def test_who_has_booked_what_is_called_off_reads_it_and_the_unit_reads_whom_to_tell(client, cast, sitting, login):
    code = code_of(client, book(client, cast))
    look = {"code": code}
    assert CALLED_OFF not in client.post("/public/booking-look/", look).content.decode()
    assert TELL_THEM not in login(cast.clerk).get("/bookings/").content.decode()
    sitting.is_absent, sitting.absent_reason = True, "开会。"
    sitting.save()
    assert CALLED_OFF in client.post("/public/booking-look/", look).content.decode()
    assert TELL_THEM in login(cast.clerk).get("/bookings/").content.decode()


def test_a_joint_reception_that_begins_later_is_another_for_who_booked_before(client, cast):
    meeting_kinds.load_reference()
    told = {"title": "联合接访", "place": "接待中心", "chair": "袁立新", "planned_at": NOW, "unit": cast.office}
    kind = MeetingKind.objects.get(code="joint_reception")
    meeting = Meeting.objects.create(kind=kind, starts_at=NOW + timedelta(days=1), **told)
    typed = {"slot": "2026-03-11 10:00", "name": "赵秀英", "phone": "13911112222", "about": "停水的事", "key": "k"}
    client.post(address(cast, "gathering", cast.office), typed)
    row = Booking.objects.get()
    assert actions.fallen_through([row], NOW) == set()
    meeting.starts_at += timedelta(hours=5)
    meeting.save()
    assert actions.fallen_through([row], NOW) == {row.pk}
    # What was, was: the list of the day says nothing of it.
    assert actions.fallen_through([row], NOW + timedelta(days=2)) == set()


def test_what_is_taken_is_offered_to_nobody_else(client, cast):
    book(client, cast)
    assert SLOT not in client.get(address(cast)).content.decode()
    late = book(Client(), cast, key="late")
    assert late.status_code == 422 and "被别人约走" in late.content.decode() and "赵秀英" in late.content.decode()
    assert Booking.objects.count() == 1


def test_two_who_sit_take_two(client, cast, sitting):
    other = RosterPerson.objects.create(unit=cast.weiqu, kind=sitting.roster.kind, name="彭飞")
    RosterDay.objects.create(roster=sitting.roster, day=TOMORROW, person=other)
    answers = [book(Client(), cast, key=key).status_code for key in "abc"]
    assert answers == [302, 302, 422]
    assert set(Booking.objects.values_list("seat", flat=True)) == {0, 1}


def test_sent_twice_is_one(client, cast):
    code_of(client, book(client, cast))
    assert book(client, cast, slot="2026-03-11 09:30").url == "/public/booking-made/"
    assert Booking.objects.count() == 1


def test_whoever_does_not_come_is_not_offered(client, cast, sitting):
    RosterDay.objects.update(is_absent=True, absent_reason="出差")
    assert address(cast) not in client.get("/public/booking/").content.decode()
    assert client.get(address(cast)).url == "/public/booking/"


def test_what_begins_within_the_hour_is_offered_no_more(client, cast, time_machine):
    time_machine.move_to(datetime(2026, 3, 11, 8, 30, tzinfo=CHINA), tick=False)
    page = client.get(address(cast)).content.decode()
    assert "2026-03-11 09:00" not in page and "2026-03-11 10:00" in page


def test_a_lawyer_is_booked_by_the_lawyers_roster(client, cast):
    lawyer = Lawyer.objects.create(name="陈立", firm="长安律师事务所")
    LawyerDuty.objects.create(day=TOMORROW, lawyer=lawyer, place=cast.centre)
    page = client.get(address(cast, "lawyer", cast.centre)).content.decode()
    assert "陈立律师" in page


def test_the_code_shows_and_cancels_it_and_the_slot_is_free_again(client, cast):
    code = code_of(client, book(client, cast))
    stranger = Client()
    shown = stranger.post("/public/booking-look/", {"code": code.lower()}).content.decode()
    assert "2026-03-11 周三 09:00" in shown and "赵秀英" not in shown
    assert stranger.post("/public/booking-look/", {"code": code, "then": "cancel"}).url == "/public/booking/"
    assert Booking.objects.get().told_sealed == ""
    assert SLOT in client.get(address(cast)).content.decode()
    assert str(views.NOTHING) in stranger.post("/public/booking-look/", {"code": code}).content.decode()


def test_guessing_codes_is_slowed_down(client, cast):
    answers = [client.post("/public/booking-look/", {"code": "AAAA-BBBB-CCCC"}).status_code for _ in range(23)]
    assert answers == [422] * views.LOOK.address + [429] * 3


def test_a_flood_of_bookings_from_one_address_is_stopped(client, cast):
    slots = [f"2026-03-11 {hour:02}:{minute:02}" for hour in (9, 10, 15, 16) for minute in (0, 30)]
    answers = [book(Client(), cast, slot, key=slot).status_code for slot in slots]
    assert answers == [302] * views.BOOK.address + [429] * 2


def test_the_unit_sees_who_comes_and_no_other_unit_does(client, cast, login):
    book(Client(), cast)
    seen = login(cast.clerk).get("/bookings/").content.decode()
    assert "赵秀英" in seen and "13911112222" in seen and "停水的事" in seen
    assert AccessRecord.objects.filter(actor=cast.clerk, subject="群众预约").count() == 1
    assert "赵秀英" not in login(cast.petition_clerk).get("/bookings/").content.decode()
    assert login(cast.handler).get("/bookings/").status_code == 403


def test_a_week_after_the_day_nothing_is_left_and_the_record_says_so(client, cast):
    book(client, cast)
    forget_overdue(NOW + timedelta(days=8))
    assert Booking.objects.exists()
    forget_overdue(NOW + timedelta(days=9))
    assert not Booking.objects.exists()
    assert AccessRecord.objects.filter(verb=AccessRecord.Verb.FORGET, subject__contains="群众预约").exists()
