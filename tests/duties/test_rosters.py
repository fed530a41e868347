"""Rosters: made for the right days, changed with both names seen, absences visible, two of a kind never overlap."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.duties import afternoon
from governance.duties.models import Roster, RosterAbsence, RosterChange, RosterKind, RosterPerson
from governance.duties.rosters import actions as rosters
from governance.duties.rosters import changes as roster_changes
from governance.duties.rosters import reference as roster_kinds
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.notices.models import Notice
from tests.duties.making import TODAY, moment

AT = moment("2026-11-18T09:00")
LAST = date(2026, 12, 11)
NEXT_YEAR = office_day(timezone.now()).year + 1
MONDAY = date.fromisocalendar(NEXT_YEAR, 2, 1)
FRIDAY = MONDAY + timedelta(days=11)


@pytest.fixture(scope="module")
def delivered(kept):
    roster_kinds.load_reference()


@pytest.fixture
def reception(delivered, cast) -> RosterKind:
    return RosterKind.objects.get(code="reception")


@pytest.fixture
def people(cast, reception) -> list[RosterPerson]:
    named = (("何建军", "党工委书记", cast.township_lead), ("张明", "办事处主任", None), ("李强", "副书记", None))
    return [
        RosterPerson.objects.create(unit=cast.weiqu, kind=reception, name=name, title=title, user=user)
        for name, title, user in named
    ]


def unmade(cast, kind, first=TODAY, last=LAST, **fields) -> Roster:
    values = {"unit": cast.weiqu, "place": "一楼接访室", "phone": "029-85290001", **fields}
    return Roster(kind=kind, first=first, last=last, **values)


def made(cast, kind, **fields) -> Roster:
    roster = unmade(cast, kind, **fields)
    rosters.make(roster, actor=cast.clerk, at=AT)
    return roster


def test_it_seats_one_leader_on_each_working_day_equally_often(cast, reception, people):
    roster = made(cast, reception)
    rows = list(roster.days.order_by("day"))
    working = [TODAY + timedelta(days=n) for n in range(24) if calendar_at_hand().is_working(TODAY + timedelta(days=n))]
    assert [row.day for row in rows] == working
    often = Counter(row.person_id for row in rows)
    assert len(often) == 3 and max(often.values()) - min(often.values()) <= 1


def test_it_seats_duty_on_rest_days_too_and_judges_once_a_week(cast, reception):
    calendar = calendar_at_hand()
    duty, judge = RosterKind.objects.get(code="duty"), RosterKind.objects.get(code="judge")
    assert len(rosters.days_of(duty, TODAY, LAST, calendar)) == 24
    weekly = rosters.days_of(judge, TODAY, LAST, calendar)
    assert weekly == [TODAY, date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)]


def test_it_passes_over_leave_and_evens_out_in_the_next_period(cast, reception, people):
    RosterAbsence.objects.create(person=people[0], first=TODAY, last=date(2026, 11, 20), reason="学习")
    first = made(cast, reception, last=date(2026, 11, 20))
    assert people[0].pk not in set(first.days.values_list("person_id", flat=True))
    second = made(cast, reception, first=date(2026, 11, 23), last=date(2026, 11, 23))
    assert second.days.get().person == people[0]


def test_it_refuses_a_second_roster_of_the_kind_for_the_same_days(cast, reception, people):
    made(cast, reception)
    with pytest.raises(FactMissing) as refused:
        made(cast, reception, first=LAST, last=LAST + timedelta(days=9))
    assert "重叠" in refused.value.errors["first"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Roster.objects.bulk_create([unmade(cast, reception, first=LAST, made_at=AT)])


@pytest.mark.parametrize(
    ("first", "last", "field", "word"),
    [
        (TODAY, TODAY - timedelta(days=1), "last", "早于"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=8), "last", "过去"),
        (TODAY, TODAY + timedelta(days=200), "last", "最多"),
        (date(2026, 11, 21), date(2026, 11, 22), "last", "没有"),
    ],
)
def test_it_refuses_a_period_in_which_nobody_can_sit(cast, reception, people, first, last, field, word):
    with pytest.raises(FactMissing) as refused:
        made(cast, reception, first=first, last=last)
    assert word in refused.value.errors[field]
    assert not Roster.objects.exists()


def test_it_refuses_a_roster_without_people_and_from_strangers(cast, reception):
    with pytest.raises(FactMissing, match="先登记排班人员"):
        made(cast, reception)
    for stranger in (cast.outsider, cast.handler, cast.leader, cast.grid_worker):
        with pytest.raises(StepNotAllowed):
            rosters.make(unmade(cast, reception), actor=stranger, at=AT)


def test_it_swaps_two_days_and_both_days_and_people_know(cast, reception, people):
    roster = made(cast, reception)
    day = roster.days.filter(person=people[0]).order_by("day").first()
    other = roster.days.filter(person=people[1]).order_by("day").last()
    roster_changes.swap(day, other, reason="外出开会", version=1, actor=cast.clerk, at=AT)
    day.refresh_from_db()
    other.refresh_from_db()
    assert (day.person, other.person) == (people[1], people[0])
    assert set(RosterChange.objects.values_list("day_id", "was__name", "now__name", "other_day")) == {
        (day.pk, "何建军", "张明", other.day),
        (other.pk, "张明", "何建军", day.day),
    }
    assert "对调" in Notice.objects.get(recipient=cast.township_lead).text
    with pytest.raises(Refusal, match="周晓兰"):
        roster_changes.swap(day, other, reason="又改", version=1, actor=cast.clerk, at=AT)


def test_it_refuses_a_swap_that_seats_somebody_twice_on_leave_or_yesterday(cast, reception, people):
    roster = made(cast, reception, a_day=2)
    by_day = {}
    for row in roster.days.select_related("person").order_by("day"):
        by_day.setdefault(row.day, []).append(row)
    first, second = list(by_day.values())[:2]
    both = next(row for row in first if row.person_id in {each.person_id for each in second})
    other = next(row for row in second if row.person_id != both.person_id)
    how = {"reason": "调", "version": 1, "actor": cast.clerk}
    with pytest.raises(FactMissing) as twice:
        roster_changes.swap(both, other, at=AT, **how)
    assert "已有班" in twice.value.errors["other"]
    single = next(row for row in first if row.person_id not in {each.person_id for each in second})
    RosterAbsence.objects.create(person=single.person, first=other.day, last=other.day, reason="病假")
    with pytest.raises(FactMissing) as away:
        roster_changes.swap(single, other, at=AT, **how)
    assert "请假" in away.value.errors["other"]
    with pytest.raises(FactMissing) as over:
        roster_changes.swap(single, other, at=moment("2026-12-20T09:00"), **how)
    assert "过去" in over.value.errors["other"]


def test_it_shows_who_did_not_come_and_who_stood_in(cast, reception, people, login):
    roster = made(cast, reception)
    day = roster.days.get(day=TODAY)
    stand_in = next(person for person in people if person.pk != day.person_id)
    roster_changes.mark_absent(day, stand_in, reason="下村处置", version=1, actor=cast.clerk, at=AT)
    day.refresh_from_db()
    assert day.present == stand_in
    page = login(cast.staff).get(reverse("duties:roster", args=[roster.pk])).content.decode()
    assert f"{day.person}缺席，由{stand_in}顶班" in page and "下村处置" in page
    later = roster.days.get(day=date(2026, 11, 19))
    with pytest.raises(FactMissing):
        roster_changes.mark_absent(later, None, reason="不来", version=2, actor=cast.clerk, at=AT)
    roster_changes.mark_present(day, reason="记错", version=2, actor=cast.clerk, at=AT)
    day.refresh_from_db()
    assert day.present == day.person
    assert RosterChange.objects.filter(day=day).count() == 2


def test_it_prints_the_sign_of_the_day_with_who_really_sits(cast, reception, people, login, time_machine):
    time_machine.move_to(AT, tick=False)
    roster = made(cast, reception)
    day = roster.days.get(day=TODAY)
    stand_in = next(person for person in people if person.pk != day.person_id)
    roster_changes.mark_absent(day, stand_in, reason="下村", version=1, actor=cast.clerk, at=AT)
    sign = login(cast.leader).get(reverse("duties:roster_notice", args=[roster.pk]), {"today": ""}).content.decode()
    assert stand_in.name in sign and day.person.name not in sign and "2026-11-19" not in sign


def test_it_gives_a_day_to_another_and_fills_what_is_free(cast, reception, people):
    roster = made(cast, reception, last=TODAY)
    day = roster.days.get()
    another = next(person for person in people if person.pk != day.person_id)
    roster_changes.replace(day, another, reason="出差", version=1, actor=cast.clerk, at=AT)
    assert roster.days.get().person == another
    day.delete()
    assert rosters.fill(roster, 2, actor=cast.clerk, at=AT) == 1
    assert rosters.fill(roster, 3, actor=cast.clerk, at=AT) == 0


def test_it_keeps_somebody_with_days_ahead_in_the_roster(cast, reception, people):
    roster = made(cast, reception)
    with pytest.raises(Refusal, match="改派"):
        rosters.retire_person(people[0], actor=cast.clerk, at=AT)
    roster.days.all().delete()
    rosters.retire_person(people[0], actor=cast.clerk, at=AT)
    back = RosterPerson(unit=cast.weiqu, kind=reception, name="何建军", title="书记")
    assert rosters.enter_person(back, actor=cast.clerk, at=AT).pk == people[0].pk
    with pytest.raises(FactMissing):
        rosters.enter_person(back, actor=cast.clerk, at=AT)


def test_it_keeps_what_was_typed_and_says_what_is_wrong_at_the_field(cast, reception, people, login):
    url = reverse("duties:roster_pool", args=[cast.weiqu.pk, "reception"])
    typed = {
        "act": "make",
        "first": f"{NEXT_YEAR}-01-10",
        "last": f"{NEXT_YEAR}-01-05",
        "a_day": "1",
        "place": "二楼",
        "phone": "1",
    }
    answer = login(cast.clerk).post(url, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "末日不能早于首日。" in page and "二楼" in page
    assert not Roster.objects.exists()


def test_it_makes_and_prints_a_roster_through_its_pages(cast, reception, login):
    client = login(cast.clerk)
    opened = client.get(reverse("duties:roster_open"), {"unit": "韦曲街道办", "kind": "reception"})
    url = opened["Location"]
    for name in ("何建军", "张明"):
        assert client.post(url, {"act": "person", "name": name, "title": "主任"}).status_code == 302
    typed = {
        "first": MONDAY.isoformat(),
        "last": FRIDAY.isoformat(),
        "a_day": "1",
        "place": "一楼接访室",
        "phone": "029-85290001",
    }
    done = client.post(url, {"act": "make", **typed})
    roster = Roster.objects.get()
    assert done["Location"] == reverse("duties:roster", args=[roster.pk])
    notice = client.get(reverse("duties:roster_notice", args=[roster.pk])).content.decode()
    for said in ("接访领导", "何建军", "主任", "一楼接访室", "029-85290001", f"{MONDAY} 周一"):
        assert said in notice
    assert login(cast.outsider).get(reverse("duties:roster", args=[roster.pk])).status_code == 404


def test_whoever_has_an_account_is_not_named_twice(cast, reception, login):
    cast.weiqu.phone = "029-85290001"
    cast.weiqu.save(update_fields=["phone"])
    client, url = login(cast.clerk), reverse("duties:roster_pool", args=[cast.weiqu.pk, "reception"])
    assert client.get(url).context["making"]["phone"].value() == "029-85290001"
    nobody = client.post(url, {"act": "person", "title": "主任"})
    assert nobody.status_code == 422 and "请选平台人员，或者填写姓名。" in nobody.content.decode()
    for told in ({"user": "何建军（township_lead）"}, {"name": "张明"}):
        assert client.post(url, {"act": "person", **told}).status_code == 302
    assert set(RosterPerson.objects.values_list("name", "user")) == {("何建军", cast.township_lead.pk), ("张明", None)}


def test_it_tells_whoever_sits_tomorrow_once(cast, reception, people):
    roster = made(cast, reception)
    day = roster.days.filter(person=people[0]).earliest("day")
    eve = moment(f"{day.day - timedelta(days=1)}T16:00")
    assert [afternoon.foretell(eve), afternoon.foretell(eve)] == [1, 0]
    assert "一楼接访室" in Notice.objects.get(recipient=cast.township_lead).text


def test_the_joint_office_lays_down_who_goes_where_for_the_leaders_of_every_unit(cast, reception):
    outreach = RosterKind.objects.get(code="outreach")
    for name, title in (("何建军", "区住建局局长"), ("冯志远", "副县长")):
        RosterPerson.objects.create(unit=cast.office, kind=outreach, name=name, title=title)
    roster = unmade(cast, outreach, unit=cast.office)
    rosters.make(roster, actor=cast.county, at=AT)
    assert {row.person.title for row in roster.days.all()} == {"区住建局局长", "副县长"}
