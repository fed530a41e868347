"""Whoever leaves is named on no coming day of a roster and for nothing undone; the page says so before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.tasks import end_knowing
from governance.duties.models import Roster, RosterDay, RosterKind, RosterPerson
from governance.duties.rosters import reference as roster_kinds
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.supervision.models import Leader

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return office_day(timezone.now())


@pytest.fixture
def roster(cast, today) -> Roster:
    """Somebody sat yesterday, sits today and tomorrow."""
    roster_kinds.load_reference()
    kind = RosterKind.objects.get(code="reception")
    head = RosterPerson.objects.create(unit=cast.weiqu, kind=kind, name="李文斌", user=cast.handler)
    span = {"first": today - timedelta(days=1), "last": today + timedelta(days=1)}
    how = {"place": "一楼接访室", "phone": "029-85290001", "made_by": cast.clerk, "made_at": timezone.now()}
    made = Roster.objects.create(kind=kind, unit=cast.weiqu, **span, **how)
    RosterDay.objects.bulk_create(
        RosterDay(roster=made, day=span["first"] + timedelta(days=n), person=head) for n in range(3)
    )
    return made


def is_free(roster: Roster, cast, today) -> None:
    """What was sat stays, what comes is free, and whoever arranges it hears."""
    assert list(roster.days.values_list("day", flat=True)) == [today - timedelta(days=1)]
    assert not RosterPerson.objects.filter(user=cast.handler, is_active=True).exists()
    said = Notice.objects.filter(link=reverse("duties:roster", args=[roster.pk]), text__contains="2 天")
    assert cast.clerk.pk in said.values_list("recipient", flat=True)
    roster.refresh_from_db()
    assert roster.version == 2


def test_the_page_says_before_what_is_handed_over_and_then_the_days_are_free(login, cast, roster, today):
    client = login(cast.county)
    page = client.get(reverse("organisation:person", args=[cast.handler.pk])).content.decode()
    assert "还有 2 天排班" in page and reverse("duties:rosters") in page
    client.post(reverse("organisation:close_person", args=[cast.handler.pk]), {"reason": "调离"})
    is_free(roster, cast, today)


def test_whose_last_post_has_ended_is_on_no_wall_from_the_next_hour(cast, roster, today):
    end_knowing()
    assert roster.days.count() == 3
    cast.handler.posts.update(ends_on=today - timedelta(days=1))
    end_knowing()
    is_free(roster, cast, today)
    end_knowing()
    assert Roster.objects.get(pk=roster.pk).version == 2


def test_who_moved_is_expected_where_they_were_on_no_day_and_where_they_are_on_every_one(cast, roster, today):
    post, yesterday = cast.handler.posts.get(), today - timedelta(days=1)
    kind = RosterKind.objects.get(code="reception")
    there = RosterPerson.objects.create(unit=cast.water, kind=kind, name="李文斌", user=cast.handler)
    cast.handler.posts.create(unit=cast.water, role=post.role, starts_on=yesterday)
    here = RosterPerson.objects.filter(user=cast.handler, unit=cast.weiqu)
    cast.handler.posts.create(unit=cast.weiqu, role=post.role, starts_on=yesterday, ends_on=yesterday)
    end_knowing()
    assert list(roster.days.values_list("day", flat=True)) == [yesterday]
    assert not here.filter(is_active=True).exists()
    there.refresh_from_db()
    assert there.is_active


def test_a_leader_who_left_is_proposed_for_no_case(login, cast):
    Leader.objects.create(user=cast.leader, title="副书记", is_head=True)
    login(cast.county).post(reverse("organisation:close_person", args=[cast.leader.pk]), {"reason": "调离"})
    assert not Leader.objects.get(user=cast.leader).is_active
