"""The lawyers' roster is fair, leaves what stands and is changed by agreement only."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.duties.rosters.rotation import rotation
from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from mediation.lawyers import roster
from mediation.models import Lawyer, LawyerDuty
from tests.builders import CHINA
from tests.journeys.screens import Desk

MARCH = date(2026, 3, 1)
# Sunday 1 March 2026, so that every working day of the month lies ahead.
AT = datetime(2026, 3, 1, 9, 0, tzinfo=CHINA)


def weekdays(month):
    days = (month + timedelta(days=n) for n in range((roster.next_month(month) - month).days))
    return [day for day in days if day.weekday() < 5]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 50), st.integers(1, 4), st.integers(1, 3))
def test_it_lets_all_sit_equally_often_over_months(count, months, a_day):
    lawyers, held, month = list(range(count)), [], MARCH
    for _ in range(months):
        made = rotation(dict.fromkeys(weekdays(month), a_day), lawyers, held, since=month)
        assert len(set(made)) == len(made)
        assert Counter(day for day, _ in made) == dict.fromkeys(weekdays(month), min(a_day, count))
        held += made
        month = roster.next_month(month)
    often = Counter(lawyer for _, lawyer in held)
    assert max(often.values()) - min(often[lawyer] for lawyer in lawyers) <= 1


def test_it_does_not_send_a_newcomer_every_day_to_catch_up():
    held = rotation(dict.fromkeys(weekdays(MARCH), 1), [1, 2], since=MARCH)
    first = date(2026, 4, 1)
    april = rotation(dict.fromkeys(weekdays(first), 1), [1, 2, 3], held, since=first)
    often = Counter(lawyer for _, lawyer in april)
    assert max(often.values()) - min(often.values()) <= 1


def test_it_counts_the_duties_that_stand_and_sends_nobody_twice_on_a_day():
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    made = rotation({monday: 1, tuesday: 1}, [1, 2], [(monday, 1)], since=MARCH)
    assert made == [(monday, 2), (tuesday, 1)]
    assert rotation({monday: 1}, [1], [(monday, 1)], since=MARCH) == []


@pytest.fixture
def lawyers(cast):
    return [Lawyer.objects.create(name=name, firm="长信律师事务所") for name in ("甲某", "乙某", "丙某", "丁某")]


def generate(cast, month=MARCH, a_day=1, at=AT):
    return roster.generate(cast.centre, month, a_day=a_day, actor=cast.staff, at=at)


def refused(field, act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert list(caught.value.errors) == [field or ""]
    return str(caught.value)


def test_it_fills_the_working_days_and_no_others(cast, lawyers):
    # September 2026: 25 to 27 is Mid-Autumn, Sunday the 20th is worked.
    assert generate(cast, date(2026, 9, 1)) == 22
    days = list(LawyerDuty.objects.values_list("day", flat=True))
    assert days == roster.working_days(date(2026, 9, 1), calendar_at_hand())
    assert date(2026, 9, 20) in days
    assert date(2026, 9, 25) not in days


def test_it_leaves_the_past_and_what_stands(cast, lawyers):
    LawyerDuty.objects.create(day=date(2026, 3, 12), lawyer=lawyers[2], place=cast.centre)
    later = datetime(2026, 3, 11, 15, 0, tzinfo=CHINA)
    assert generate(cast, at=later) == 14
    assert LawyerDuty.objects.order_by("day").first().day == date(2026, 3, 11)
    assert LawyerDuty.objects.get(day=date(2026, 3, 12)).lawyer == lawyers[2]
    assert generate(cast, at=later) == 0
    assert generate(cast, a_day=2, at=later) == 15
    often = Counter(LawyerDuty.objects.values_list("lawyer", flat=True))
    assert max(often.values()) - min(often.values()) <= 1


def test_it_sends_nobody_to_two_centres_on_one_day(cast, lawyers):
    Lawyer.objects.filter(pk__in=[lawyer.pk for lawyer in lawyers[2:]]).update(is_active=False)
    generate(cast)
    assert roster.generate(cast.mediation, MARCH, a_day=2, actor=None, at=AT) == 22
    by_day = Counter(LawyerDuty.objects.values_list("day", flat=True))
    assert set(by_day.values()) == {2}


def test_it_refuses_a_month_with_nobody_or_with_no_day_left(cast):
    assert "先登记律师" in refused(None, generate, cast)
    Lawyer.objects.create(name="甲某", firm="长信律师事务所")
    assert "没有今天以后的工作日" in refused(None, generate, cast, date(2026, 2, 1))


def test_it_swaps_two_days(cast, lawyers):
    generate(cast)
    first, second = LawyerDuty.objects.order_by("day")[:2]
    roster.swap(first, second, actor=cast.staff, at=AT)
    before = (first.lawyer_id, second.lawyer_id)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.lawyer_id, first.lawyer_id) == before


def test_it_refuses_a_swap_that_seats_somebody_twice_or_changes_the_past(cast, lawyers):
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    rows = [
        LawyerDuty.objects.create(day=day, lawyer=lawyer, place=cast.centre)
        for day, lawyer in ((monday, lawyers[0]), (tuesday, lawyers[1]), (tuesday, lawyers[0]))
    ]
    assert "甲某在 2026-03-03 已有值班" in refused("other", roster.swap, *rows[:2], actor=None, at=AT)
    late = datetime(2026, 3, 3, 9, 0, tzinfo=CHINA)
    refused("other", roster.swap, *rows[:2], actor=None, at=late)
    refused("lawyer", roster.replace, rows[0], lawyers[3], actor=None, at=late)
    refused(None, roster.cancel, rows[0], reason="律师请假", actor=None, at=late)
    assert LawyerDuty.objects.get(pk=rows[0].pk).lawyer == lawyers[0]


def test_it_puts_another_lawyer_on_a_day(cast, lawyers):
    duty = LawyerDuty.objects.create(day=date(2026, 3, 2), lawyer=lawyers[0], place=cast.centre)
    Lawyer.objects.filter(pk=lawyers[1].pk).update(is_active=False)
    lawyers[1].refresh_from_db()
    refused("lawyer", roster.replace, duty, lawyers[1], actor=None, at=AT)
    roster.replace(duty, lawyers[2], actor=None, at=AT)
    assert LawyerDuty.objects.get().lawyer == lawyers[2]
    roster.cancel(duty, reason="律师请假", actor=None, at=AT)
    assert not LawyerDuty.objects.exists()
    assert "刚被别人改动" in refused(None, roster.replace, duty, lawyers[3], actor=None, at=AT)


def test_it_keeps_a_lawyer_with_coming_duties_in_the_rotation(cast, lawyers):
    generate(cast)
    lawyers[0].is_active = False
    assert "还有 6 天值班" in refused(
        "is_active", roster.change_lawyer, lawyers[0], ["is_active"], version=None, actor=None, at=AT
    )
    LawyerDuty.objects.filter(lawyer=lawyers[0]).delete()
    roster.change_lawyer(lawyers[0], ["is_active"], version=None, actor=None, at=AT)
    assert not Lawyer.objects.get(pk=lawyers[0].pk).is_active


def test_the_bureau_gives_a_day_to_somebody_else_and_makes_a_month_on_its_pages(cast):
    sits, free = (Lawyer.objects.create(name=name, firm="陕西长信律师事务所") for name in ("陈晓明", "李静怡"))
    tomorrow = office_day(timezone.now()) + timedelta(days=1)
    duty = LawyerDuty.objects.create(day=tomorrow, lawyer=sits, place=cast.centre)
    desk = Desk(cast.justice_officer)
    page = desk.get(f"{reverse('mediation:roster')}?month={tomorrow:%Y-%m}")
    page = desk.press(desk.get(page.link_that_says("陈晓明")), "改派", 改由哪位律师值班="李静怡（陕西长信律师事务所）")
    assert "排班已改动。" in page.text
    duty.refresh_from_db()
    assert duty.lawyer == free
    assert "人次。" in desk.press(desk.get(page.link_that_says("下月")), "生成排班").text
    assert LawyerDuty.objects.count() > 10
