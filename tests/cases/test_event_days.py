"""A step that ends a clock asks on which day that happened, or its table says why the typing is what counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from governance.cases import registry
from governance.cases.models import Clock
from governance.cases.soundness import Names, problems
from governance.cases.steps import actions
from governance.cases.workflow import Step
from governance.frame.days import office_day
from petitions.workflow import WORKFLOW
from tests import builders, disputes

WORKFLOWS = [kind.workflow for kind in registry.KINDS.values()]
ENDING = [(table, step) for table in WORKFLOWS for step in table.steps if table.ends_clocks(step)]


def mistakes(step: Step) -> list[str]:
    table = replace(WORKFLOW, steps=(step,))
    names = Names(permissions={}, papers={}, effects={}, terms={*step.terms})
    return [said for said in problems(table, names) if "why the typing" in said]


@pytest.mark.parametrize(("table", "step"), ENDING, ids=[f"{table.kind}.{step.name}" for table, step in ENDING])
def test_a_step_that_ends_a_clock_tells_its_day_or_says_why_it_needs_none(table, step):
    told = [fact for fact in step.facts if fact.name == step.met_on]
    if step.met_as_taken:
        assert not told and step.met_as_taken.endswith("。")
    else:
        assert [fact.kind for fact in told] in (["date"], ["moment"])
        assert told[0].past_only, "what has happened does not lie ahead"


def test_a_table_that_does_neither_is_found_at_start_up():
    serve = WORKFLOW.step("execute")
    assert mistakes(serve) == []
    assert mistakes(replace(serve, met_on="")) != []
    assert mistakes(replace(serve, met_as_taken="由这一步作出。")) != []


def test_what_only_cancels_or_closes_is_asked_too():
    recall, archive = WORKFLOW.step("recall"), WORKFLOW.step("archive")
    assert not recall.met_on and recall.cancels and mistakes(recall) == []
    assert mistakes(replace(recall, meets=(), met_as_taken="")) != []
    assert mistakes(replace(archive, meets=(), cancels=(), met_as_taken="")) != []


# Who takes the step that ends it, in which matter, and what is told of the day on which it happened.
WITHDRAWN = {
    "petition": (lambda cast: builders.in_status(cast, "handling"), "withdraw", "township_lead", builders.WITHDRAWAL),
    "dispute": (disputes.dispute, "withdraw", "clerk", {"reason": "自行和解。"}),
}


@pytest.mark.django_db
def test_what_is_late_is_let_off_by_nobody_alone(cast):
    """Whoever owed it and writes down an earlier withdrawal asks whoever oversees it; one of today ends at once."""
    withdrawn = disputes.dispute(cast)
    owed = withdrawn.clocks.filter(ended_at=None, is_window=False).earliest("due_at")
    told = {"actor": cast.clerk, "at": owed.due_at + timedelta(days=30), "reason": "自行和解。"}
    builders.step(withdrawn, "withdraw", **told, withdrawn_on=owed.due)
    owed.refresh_from_db()
    assert (withdrawn.status, owed.outcome, withdrawn.proposals.count()) == ("registered", "", 1)
    at_once = disputes.dispute(cast)
    builders.step(at_once, "withdraw", **told)
    assert (at_once.status, at_once.proposals.count()) == ("withdrawn", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", WITHDRAWN)
@pytest.mark.parametrize(("days_after", "outcome"), [(-1, "cancelled"), (1, "missed")])
def test_what_was_withdrawn_by_the_day_and_typed_later_was_not_missed(cast, kind, days_after, outcome):
    make, name, actor, told = WITHDRAWN[kind]
    case = make(cast)
    owed = Clock.objects.filter(case_id=case.pk, ended_at=None, is_window=False).exclude(due_at=None)
    clock = owed.order_by("due_at").first()
    on = clock.due + timedelta(days=days_after)
    at = clock.due_at + timedelta(days=30)
    builders.step(case, name, getattr(cast, actor), at=at, **told, withdrawn_on=on)
    for waiting in case.proposals.filter(decision=""):
        actions.decide(waiting, approve=True, actor=cast.staff, at=at)
    clock.refresh_from_db()
    assert (clock.outcome, office_day(clock.ended_at)) == (outcome, on)
