"""Whoever has an interest in a petition or its petitioner keeps out of it (信访工作条例 art. 28 para 3)."""

from datetime import timedelta

import pytest

from governance.cases import access
from governance.cases.models import Case
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed
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


def test_a_handler_asks_and_the_head_decides(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "recuse", cast.handler, later=3, person=cast.handler, **INTEREST)
    assert case.handler == cast.handler
    actions.decide(case.proposals.get(), approve=True, actor=cast.lead, at=case.opened_at + timedelta(days=4))
    case.refresh_from_db()
    assert case.handler is None and cast.handler.pk in case.own.recused


def test_whoever_is_recused_learns_nothing_more_of_an_accusation(cast):
    case = builders.accusation(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    assert Case.objects.visible_to(cast.inspector).filter(pk=case.pk).exists()
    builders.step(case, "recuse", None, later=2, person=cast.inspector, **INTEREST)
    assert not Case.objects.visible_to(cast.inspector).filter(pk=case.pk).exists()
