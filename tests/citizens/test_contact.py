"""Where citizens turn to, and who receives them this week."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from governance.duties.meetings import reference as meeting_kinds
from governance.duties.models import Meeting, MeetingKind, Roster, RosterDay, RosterKind, RosterPerson
from governance.duties.rosters import reference as kinds
from governance.frame.days import office_day, office_moment
from governance.registers import reference as registers
from governance.registers.models import Entry, Register

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def delivered(kept):
    kinds.load_reference()
    registers.load_reference()


@pytest.fixture
def today(delivered):
    return office_day(timezone.now())


def sits(cast, day, name: str, **more) -> RosterDay:
    kind = RosterKind.objects.get(code="reception")
    told = {"first": day, "last": day, "place": "街道办一楼", "phone": "029-85290001", "made_at": timezone.now()}
    roster = Roster.objects.create(kind=kind, unit=cast.weiqu, **told)
    person = RosterPerson.objects.create(unit=cast.weiqu, kind=kind, name=name, title="主任")
    return RosterDay.objects.create(roster=roster, day=day, person=person, **more)


def page(client) -> str:
    return client.get("/public/contact/").content.decode()


def test_it_names_who_receives_this_week_and_nobody_after_or_before(client, cast, today):
    sits(cast, today, "何建军")
    sits(cast, today + timedelta(days=6), "彭飞")
    sits(cast, today + timedelta(days=7), "下周的人")
    sits(cast, today - timedelta(days=1), "昨天的人")
    told = page(client)
    assert "何建军（主任）" in told and "彭飞" in told and "街道办一楼" in told and "029-85290001" in told
    assert "下周的人" not in told and "昨天的人" not in told


def test_whoever_does_not_come_is_not_named(client, cast, today):
    sits(cast, today, "何建军", is_absent=True, absent_reason="出差")
    assert "何建军" not in page(client)


def test_it_shows_the_rows_of_the_register_in_force_and_nothing_sealed(client, cast, today):
    register = Register.objects.get(code="contacts")
    fields = {field.label: field.name for field in register.asked}
    facts = {fields["号码、网址或者邮箱"]: "029-85290000", fields["时间"]: "工作日 8:30–12:00"}
    told = {"register": register, "unit": cast.petitions, "area_id": "610116", "entered_on": today, "facts": facts}
    point = Entry(name="信访咨询投诉电话", in_charge="任静", checked_on=today, **told)
    point.phone = "13800000009"
    point.save()
    Entry.objects.create(name="停用的电话", ended_on=today, **told)
    shown = page(client)
    for words in ("信访咨询投诉电话", "029-85290000", "工作日 8:30–12:00", "任静", "长安区信访局", "最近一次试通"):
        assert words in shown, words
    assert "13800000009" not in shown and "停用的电话" not in shown


def test_each_office_is_a_part_of_its_own_the_county_before_the_townships(client, cast, today):
    sits(cast, today, "何建军")
    register = Register.objects.get(code="contacts")
    told = {"register": register, "unit": cast.petitions, "area_id": "610116", "entered_on": today, "facts": {}}
    Entry.objects.create(name="信访咨询投诉电话", **told)
    shown = page(client)
    county, township = shown.index(f"<h2>{cast.petitions.name}</h2>"), shown.index(f"<h2>{cast.weiqu.name}</h2>")
    assert county < shown.index("信访咨询投诉电话") < township < shown.index("何建军")
    assert shown.count("<details") == 2 and shown.count("open>") == 1


def test_it_says_what_to_do_where_nothing_is_published(client, cast, today):
    assert "还没有公布" in page(client)


def test_the_front_page_leads_to_every_page_for_citizens(client, cast):
    front = client.get("/public/").content.decode()
    for address in ("/public/petitions/", "/public/petitions-look/", "/public/contact/", "/public/privacy/"):
        assert f'href="{address}"' in front


def test_the_privacy_page_says_how_long_and_what_for(client, cast):
    told = client.get("/public/privacy/").content.decode()
    assert "24 小时" in told and "5 年" in told and "第四十四条" in told


def gathers(cast, code: str = "joint_reception", **changes):
    meeting_kinds.load_reference()
    told = {
        "kind": MeetingKind.objects.get(code=code),
        "unit": cast.office,
        "title": "三季度第二次",
        "chair": "袁立新副区长",
    }
    at = office_moment(office_day(timezone.now()) + timedelta(days=20), time(9, 30))
    made = Meeting.objects.create(
        **told | {"starts_at": at, "place": "信访接待中心一楼", "planned_at": timezone.now()} | changes
    )
    made.units.set([cast.housing, cast.water])
    return made


def test_it_names_the_day_on_which_several_units_receive_together(client, cast, today):
    meeting = gathers(cast)
    shown = page(client)
    assert "09:30 联合接访" in shown and "袁立新副区长" in shown and "信访接待中心一楼" in shown
    assert cast.housing.name in shown and cast.water.name in shown and "三季度第二次" not in shown
    assert "近七天的领导接访没有公布" not in shown, "there is a day, and maybe no telephone"
    client.cookies["public_language"] = "en"
    assert "09:30 Several offices together" in page(client)
    client.cookies.pop("public_language")
    meeting.state, meeting.cancel_reason = Meeting.State.CANCELLED, "改期"
    meeting.save(update_fields=["state", "cancel_reason"])
    assert "袁立新副区长" not in page(client)


def test_of_other_meetings_nothing_is_told(client, cast, today):
    gathers(cast, "joint")
    assert "袁立新副区长" not in page(client)
