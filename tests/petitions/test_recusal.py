"""Whoever has an interest in a petition or its petitioner keeps out of it (信访工作条例 art. 28 para 3)."""

from datetime import timedelta

import pytest

from governance.cases import access
from governance.cases.models import Case
from governance.cases.steps import actions
from governance.cases.steps.possible import open_steps
from governance.dashboard.workbench import approvals
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.standing import standing_now
from petitions.workflow import WORKFLOW
from tests import builders

pytestmark = pytest.mark.django_db
INTEREST = {"interest": "person", "reason": "信访人是本人的姐姐。"}


def recused(case, cast, person, later=3):
    builders.step(case, "recuse", cast.lead, later=later, person=person, **INTEREST)
    return case.own


def test_whoever_is_recused_takes_no_step_and_is_not_named(cast):
    case = recused(builders.in_status(cast, "handling"), cast, cast.handler)
    assert case.handler is None
    case = Case.objects.get(pk=case.pk).own
    assert [step.name for step in WORKFLOW.steps if access.may_take(cast.handler, case, step)] == []
    with pytest.raises(StepNotAllowed):
        builders.step(case, "issue_opinion", cast.handler, later=4, **builders.OPINION)
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "assign", cast.lead, later=4, handler=cast.handler)
    assert "回避" in refused.value.errors["handler"]
    builders.step(case, "assign", cast.lead, later=4, handler=cast.second_handler)
    builders.step(case, "issue_opinion", cast.second_handler, later=5, **builders.OPINION)


def test_whoever_is_recused_approves_nothing_either(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.handler, later=3, **builders.OPINION)
    waiting = case.proposals.get()
    recused(case, cast, cast.lead, later=4)
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.lead, at=case.opened_at + timedelta(days=5))


def test_nobody_decides_whether_they_keep_out_themselves_and_of_a_head_the_organ_above_does(cast):
    case = builders.in_status(cast, "handling")
    at = case.opened_at + timedelta(days=5)
    builders.step(case, "recuse", cast.handler, later=5, person=cast.lead, **INTEREST)
    waiting = case.proposals.get(decision="")
    assert waiting.unit == cast.centre
    for approve in (True, False):
        with pytest.raises(StepNotAllowed):
            actions.decide(waiting, approve=approve, actor=cast.lead, at=at, reason="不成立。")
    with pytest.raises(StepNotAllowed):
        builders.step(case, "issue_opinion", cast.lead, later=6, **builders.OPINION)
    shown, count = approvals(standing_now(cast.staff), 5)
    assert ([*shown], count) == ([waiting], 1)
    assert approvals(standing_now(cast.lead), 5) == ([], 0)
    actions.decide(waiting, approve=True, actor=cast.staff, at=at)
    assert cast.lead.pk in Case.objects.get(pk=case.pk).recused
    assert "issue_opinion" not in [step.name for step in open_steps(Case.objects.get(pk=case.pk), cast.lead, at)]


def test_a_head_who_records_their_own_keeping_out_waits_for_the_organ_above(cast):
    case = builders.in_status(cast, "handling")
    at = case.opened_at + timedelta(days=5)
    builders.step(case, "recuse", cast.lead, later=5, person=cast.lead, **INTEREST)
    waiting = case.proposals.get(decision="")
    builders.step(case, "recuse", None, later=5, person=cast.second_handler, **INTEREST)
    assert case.proposals.get(decision="") == waiting
    actions.decide(waiting, approve=False, actor=cast.staff, at=at, reason="只是同姓。")
    assert Case.objects.get(pk=case.pk).recused == {cast.second_handler.pk}
    builders.step(case, "issue_opinion", cast.lead, later=6, **builders.OPINION)


def test_a_handler_asks_and_the_head_decides(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "recuse", cast.handler, later=3, person=cast.handler, **INTEREST)
    assert case.handler == cast.handler
    with pytest.raises(StepNotAllowed):
        builders.step(case, "issue_opinion", cast.handler, later=3, **builders.OPINION)
    actions.decide(case.proposals.get(), approve=True, actor=cast.lead, at=case.opened_at + timedelta(days=4))
    case.refresh_from_db()
    assert case.handler is None and cast.handler.pk in case.own.recused


def test_whoever_is_recused_learns_nothing_more_of_an_accusation(cast):
    case = builders.accusation(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    assert Case.objects.visible_to(cast.inspector).filter(pk=case.pk).exists()
    builders.step(case, "recuse", None, later=2, person=cast.inspector, **INTEREST)
    assert not Case.objects.visible_to(cast.inspector).filter(pk=case.pk).exists()
