"""Kinds of meeting and of roster that the county lays down itself: planned by at once, gone from the forms once off."""

import pytest
from django.urls import reverse

from governance.duties.meetings import reference as meeting_kinds
from governance.duties.models import MeetingKind, RosterKind
from governance.duties.rosters import reference as roster_kinds
from governance.organisation.models import AccessRecord
from tests.duties import making

pytestmark = pytest.mark.django_db
MEETING = {"name": "平安建设月例会", "sources": ["late", "missing"], "plan_code": "", "basis": "县平安办通知"}
ROSTER = {
    "name": "信访大厅值守",
    "sitter": "值守人员",
    "days": "workdays",
    "a_day": "2",
    "notice": "下列人员按日值守大厅。",
    "basis": "县综治办通知",
}


@pytest.fixture(autouse=True)
def delivered(db):
    meeting_kinds.load_reference()
    roster_kinds.load_reference()


def test_a_meeting_of_the_county_s_own_can_be_planned_at_once(cast, login):
    making.plan("monthly", "monthly", kind="meeting", name="月例会报送")
    county = login(cast.county)
    typed = MEETING | {"plan_code": "monthly", "is_active": "on"}
    assert county.post(reverse("duties:new_meeting_kind"), typed).url == reverse("duties:kinds")
    made = MeetingKind.objects.get(name="平安建设月例会")
    assert (made.sources, made.plan_code, made.version) == (["late", "missing"], "monthly", 1)
    listed = county.get(reverse("duties:kinds")).content.decode()
    assert "超期事项、缺报" in listed and "月例会报送（每月）" in listed
    assert "平安建设月例会" in login(cast.clerk).get(reverse("duties:new_meeting")).content.decode()
    assert AccessRecord.objects.filter(verb="setting", subject="会议种类 平安建设月例会").exists()


def test_a_day_of_receiving_together_keeps_its_plan_when_it_is_changed_and_citizens_are_told_as_the_county_says(
    cast, login
):
    making.plan("reception.joint", "monthly", kind="reception", name="领导联合接访日")
    making.plan("reception.daily", "daily", kind="reception", name="每日接访")
    kind, url = (
        MeetingKind.objects.get(code="joint_reception"),
        reverse("duties:meeting_kind", args=["joint_reception"]),
    )
    county = login(cast.county)
    page = county.get(url).content.decode()
    assert "领导联合接访日（每月）" in page and "每日接访" not in page and kind.is_public
    typed = {"name": kind.name, "sources": kind.sources, "basis": kind.basis, "plan_code": kind.plan_code}
    assert county.post(url, typed | {"is_active": "on", "version": "1"}).status_code == 302
    kind.refresh_from_db()
    assert (kind.plan_code, kind.is_public) == ("reception.joint", False)


def test_a_roster_of_the_county_s_own_has_its_tab_and_its_pool(cast, login):
    county = login(cast.county)
    assert county.post(reverse("duties:new_roster_kind"), ROSTER | {"is_active": "on"}).status_code == 302
    made = RosterKind.objects.get(name="信访大厅值守")
    clerk = login(cast.clerk)
    assert "信访大厅值守" in clerk.get(reverse("duties:rosters")).content.decode()
    pool = clerk.get(reverse("duties:roster_pool", args=[cast.weiqu.pk, made.code]))
    assert pool.status_code == 200 and "信访大厅值守" in pool.content.decode()


def test_what_is_off_is_not_offered_and_what_was_planned_stays(cast, login):
    kind = MeetingKind.objects.get(code="discussion")
    typed = {"name": kind.name, "sources": kind.sources, "basis": kind.basis, "version": "1"}
    url = reverse("duties:meeting_kind", args=["discussion"])
    assert login(cast.county).post(url, typed).status_code == 302
    assert 'value="discussion"' not in login(cast.clerk).get(reverse("duties:new_meeting")).content.decode()
    meeting_kinds.load_reference()
    kind.refresh_from_db()
    assert not kind.is_active, "delivered rows, loaded again, leave what the county switched off"
    assert login(cast.county).post(url, typed).status_code == 409


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        ("duties:new_meeting_kind", MEETING | {"name": "议事例会"}, "已经有同名的种类。"),
        ("duties:new_meeting_kind", MEETING | {"basis": ""}, "请填写依据。"),
        ("duties:new_roster_kind", ROSTER | {"a_day": "9"}, "不能大于 5"),
        ("duties:new_roster_kind", ROSTER | {"name": "值班"}, "已经有同名的种类。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(cast, login, address, typed, said):
    before = MeetingKind.objects.count(), RosterKind.objects.count()
    answer = login(cast.county).post(reverse(address), typed)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert (MeetingKind.objects.count(), RosterKind.objects.count()) == before
