"""Whoever has an interest keeps out: who mediates, who checks, who supervises, as well as who handles a petition."""

from datetime import timedelta

import pytest

from governance.cases import access, registry
from governance.cases.models import Recusal
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed
from mediation.models import Mediator
from tests import builders, disputes
from tests.grid import events
from tests.supervision.test_papers import SIGN, late, order

__all__ = ["late"]
pytestmark = pytest.mark.django_db
INTEREST = {"interest": "person", "reason": "当事人是本人的姐姐。"}


def allowed(person, case) -> list[str]:
    own = type(case).objects.get(pk=case.pk)
    workflow = registry.workflow_of(own)
    return [step.name for step in workflow.steps if access.may_take(person, own, step)]


def test_a_mediator_who_is_recused_takes_no_step_under_any_login(cast):
    track = disputes.track(cast)
    disputes.accept(track, cast)
    disputes.name(track, cast)
    row = track.mediators.get(until=None)
    assert row.mediator.user == cast.mediator
    other = Mediator.objects.get(pk=row.mediator_id)
    other.pk, other._state.adding, other.name, other.user = None, True, "贺兰", None
    other.save()
    builders.step(track, "recuse", cast.mediator, later=4, mediator=row, ground="relative", successor=other)
    assert [each.mediator for each in track.mediators.filter(until=None)] == [other]
    assert allowed(cast.mediator, track) == []
    with pytest.raises(StepNotAllowed):
        builders.step(track, "name_mediator", cast.mediator, later=5, mediator=row, chosen_by="both")


def test_whoever_keeps_out_of_a_dispute_mediates_none_of_it(cast):
    dispute = disputes.dispute(cast)
    builders.step(dispute, "recuse", cast.clerk, later=1, person=cast.mediator, **INTEREST)
    track = disputes.track(cast, of=dispute)
    assert allowed(cast.mediator, track) == []
    with pytest.raises(FactMissing) as refused:
        builders.step(track, "assign", None, later=2, handler=cast.mediator)
    assert "回避" in refused.value.errors["handler"]


def test_a_checker_with_an_interest_does_not_check(cast):
    event = events.in_status(cast, "checking")
    assert "confirm" in allowed(cast.grid_worker, event)
    at = event.opened_at + timedelta(days=4)
    actions.take_step(event, "recuse", {"person": cast.grid_worker, **INTEREST}, actor=cast.clerk, at=at)
    assert allowed(cast.grid_worker, event) == []
    actions.decide(event.proposals.get(decision=""), approve=True, actor=cast.township_lead, at=at)
    assert allowed(cast.grid_worker, event) == []


def test_a_supervisor_with_an_interest_neither_proposes_nor_signs(cast, late):
    case, now = late
    Recusal.objects.create(case=case, person=cast.staff, since=now)
    with pytest.raises(StepNotAllowed):
        order(cast, now, cases=[case])
    paper = order(cast, now, cases=[case], actor=cast.county)
    Recusal.objects.create(case=case, person=cast.leader, since=now)
    actions.take_step(paper, "sign", SIGN, actor=cast.county, at=now)
    with pytest.raises(StepNotAllowed):
        actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.leader, at=now)


def test_a_head_who_checks_an_event_is_judged_by_the_centre_above(cast):
    event = events.in_status(cast, "checking")
    at = event.opened_at + timedelta(days=4)
    told = {"person": cast.township_lead, **INTEREST}
    actions.take_step(event, "recuse", told, actor=cast.township_lead, at=at)
    waiting = event.proposals.get(decision="")
    assert waiting.unit == cast.centre
    assert allowed(cast.township_lead, event) == []
    for other in (cast.township_lead, cast.lead):
        with pytest.raises(StepNotAllowed):
            actions.decide(waiting, approve=True, actor=other, at=at)
    actions.decide(waiting, approve=True, actor=cast.staff, at=at)
    assert allowed(cast.township_lead, event) == []


def test_who_keeps_out_does_not_decide_whether_another_does(cast):
    event = events.in_status(cast, "checking")
    at = event.opened_at + timedelta(days=4)
    actions.take_step(event, "recuse", {"person": cast.township_lead, **INTEREST}, actor=cast.township_lead, at=at)
    waiting = event.proposals.get(decision="")
    interest = Recusal.objects.create(case=event, person=cast.staff, since=at)
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.staff, at=at)
    interest.delete()
    actions.decide(waiting, approve=True, actor=cast.staff, at=at)


def test_who_signs_papers_does_not_approve_their_own_keeping_out(cast, late):
    _, now = late
    paper = order(cast, now)
    actions.take_step(paper, "recuse", {"person": cast.leader, **INTEREST}, actor=cast.staff, at=now)
    with pytest.raises(StepNotAllowed):
        actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.leader, at=now)
    assert allowed(cast.leader, paper) == []


def test_a_supervisor_keeps_out_of_a_paper_when_who_signs_papers_decides_so(cast, late):
    case, now = late
    paper = order(cast, now, cases=[case])
    actions.take_step(paper, "recuse", {"person": cast.staff, **INTEREST}, actor=cast.staff, at=now)
    actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.leader, at=now)
    assert allowed(cast.staff, paper) == []
    assert "reject" in allowed(cast.county, paper)
