"""Whoever leaves has nothing in hand any more: their unit hears of it, and the work stands on colleagues' desks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.models import Case
from governance.cases.steps import actions, leaving
from governance.cases.tasks import end_knowing
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.organisation.accounts import actions as accounts
from governance.organisation.models import User
from governance.organisation.standing import standing_now
from governance.publications.access import approves
from governance.publications.models import Publication, PublicationKind
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    case = builders.in_status(cast, "handling")
    assert case.handler == cast.handler
    return case


def waits(case, cast) -> None:
    """Nobody has it, the history names who had it, and the lead of the unit hears."""
    case.refresh_from_db()
    event = case.events.latest("seq")
    assert case.handler is None
    assert (event.step, event.label, event.actor) == (leaving.STEP, "承办人离任", None)
    assert ["原承办人", cast.handler.name] in event.facts["told"]
    assert Notice.objects.filter(recipient=cast.lead, link__contains=case.number, text__contains="承办人离任").exists()


def test_before_an_account_is_closed_its_page_says_what_is_in_hand_and_then_it_waits_for_another(login, cast, case):
    client = login(cast.county)
    page = reverse("organisation:person", args=[cast.handler.pk])
    assert "承办的 1 件未办结事项将没有承办人" in client.get(page).content.decode()
    client.post(reverse("organisation:close_person", args=[cast.handler.pk]), {"reason": "调离"})
    waits(case, cast)
    assert "未办结事项" not in client.get(page).content.decode()
    assert case.number in login(cast.second_handler).get(reverse("petitions:list")).content.decode()


def test_of_a_hidden_case_the_page_says_nothing(login, cast, case):
    type(case).objects.filter(pk=case.pk).update(confidentiality="restricted")
    page = login(cast.county).get(reverse("organisation:person", args=[cast.handler.pk])).content.decode()
    assert "未办结事项" not in page


def test_whose_post_has_ended_has_nothing_in_hand_from_the_next_hour(cast, case):
    end_knowing()
    case.refresh_from_db()
    assert case.handler == cast.handler
    yesterday = office_day(timezone.now()) - timedelta(days=1)
    cast.handler.posts.update(starts_on=yesterday - timedelta(days=400), ends_on=yesterday)
    end_knowing()
    waits(case, cast)


def test_who_has_moved_to_another_unit_leaves_the_case_to_the_old_one(cast, case):
    yesterday = office_day(timezone.now()) - timedelta(days=1)
    post = cast.handler.posts.get()
    cast.handler.posts.create(unit=cast.water, role=post.role, starts_on=yesterday)
    end_knowing()
    case.refresh_from_db()
    assert case.handler == cast.handler
    cast.handler.posts.filter(pk=post.pk).update(starts_on=yesterday - timedelta(days=400), ends_on=yesterday)
    end_knowing()
    waits(case, cast)
    assert not leaving.in_hand(cast.handler)


def test_an_account_that_is_closed_twice_tells_once(cast, case):
    accounts.close_account(cast.handler, actor=cast.county, at=timezone.now(), reason="调离")
    end_knowing()
    assert case.events.filter(step=leaving.STEP).count() == 1


def test_what_was_put_forward_and_drafted_is_named_before_and_told_of_after(login, cast, case):
    builders.step(case, "issue_opinion", cast.handler, at=timezone.now(), replay=False, **builders.OPINION)
    kind = PublicationKind.objects.create(code="memos", name="便函", group="通知")
    publication = Publication.objects.create(kind=kind, title="通知", unit=cast.housing, area=cast.housing.area)
    publication.history.create(at=timezone.now(), by=cast.handler, verb="drafted")
    page = reverse("organisation:person", args=[cast.handler.pk])
    said = login(cast.county).get(page).content.decode()
    assert "提请的 1 项审批还在等候" in said and "起草的 1 件公开发布还没有发布" in said
    accounts.close_account(cast.handler, reason="调离", actor=cast.county, at=timezone.now())
    told = Notice.objects.filter(recipient=cast.lead, text__contains="仍在等候审批")
    assert told.count() == 1
    leaving.tell_of_proposals(cast.handler, timezone.now())
    assert told.count() == 1


def test_what_is_sent_back_to_somebody_who_left_reaches_the_lead(cast, case):
    builders.step(case, "extend", cast.handler, later=20, days=20, reason="鉴定。", told_by="post")
    proposal, at, post = case.proposals.get(), case.opened_at + timedelta(days=21), cast.lead.posts.get()
    cast.second_handler.posts.create(unit=post.unit, role=post.role, starts_on=post.starts_on)
    cast.handler.posts.update(ends_on=office_day(at) - timedelta(days=1))
    actions.decide(proposal, approve=False, actor=cast.second_handler, at=at, reason="补充依据。")
    assert Notice.objects.filter(recipient=cast.lead, text__contains="退回：延长办理期限").exists()


def test_what_only_the_person_could_approve_is_named_before_and_then_somebody_who_can_appoint_hears(login, cast, case):
    builders.step(case, "issue_opinion", cast.handler, at=timezone.now(), replay=False, **builders.OPINION)
    page = reverse("organisation:person", args=[cast.lead.pk])
    said = "有 1 项等候的审批只有这个人能够审批"
    assert said in login(cast.security_admin).get(page).content.decode()
    told = Notice.objects.filter(text__contains="现在没有人能够审批")
    end_knowing()
    assert not told.exists()
    post = cast.lead.posts.get()
    second = cast.second_handler.posts.create(unit=post.unit, role=post.role, starts_on=post.starts_on)
    assert said not in login(cast.security_admin).get(page).content.decode()
    accounts.close_account(cast.lead, reason="调离", actor=cast.security_admin, at=timezone.now())
    end_knowing()
    assert not told.exists()
    second.delete()
    end_knowing()
    end_knowing()
    hear = set(told.values_list("recipient", flat=True))
    assert {cast.county.pk, cast.handler.pk} <= hear and told.count() == len(hear)
    assert all(Case.objects.visible_to(each.recipient).filter(pk=case.pk).exists() for each in told)


def test_a_publication_that_only_the_person_could_approve_is_named_before(login, cast):
    kind = PublicationKind.objects.create(code="memos", name="便函", group="通知", approver="county")
    made = Publication.objects.create(kind=kind, title="通知", unit=cast.housing, area=cast.housing.area)
    Publication.objects.filter(pk=made.pk).update(state=Publication.State.SUBMITTED)
    approving = [each for each in User.objects.all() if approves(made, standing_now(each))]
    made.history.create(at=timezone.now(), by=approving[0], verb="drafted")
    for each in approving[2:]:
        each.posts.all().delete()
    page, said = reverse("organisation:person", args=[approving[1].pk]), "有 1 件公开发布只有这个人能够审批"
    assert said in login(cast.security_admin).get(page).content.decode()
    made.history.create(at=timezone.now(), by=approving[1], verb="changed")
    assert said not in login(cast.security_admin).get(page).content.decode()
