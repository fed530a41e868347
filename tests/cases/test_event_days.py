"""A step that meets a clock asks on which day that was done, or its table says why the typing is what counts."""

from dataclasses import replace

import pytest

from governance.cases import registry
from governance.cases.soundness import Names, problems
from governance.cases.workflow import Step
from petitions.workflow import WORKFLOW

WORKFLOWS = [kind.workflow for kind in registry.KINDS.values()]
MEETING = [(table, step) for table in WORKFLOWS for step in table.steps if step.meets]


def mistakes(step: Step) -> list[str]:
    table = replace(WORKFLOW, steps=(step,), _by_name={})
    names = Names(permissions={}, papers={}, effects={}, terms={*step.terms})
    return [said for said in problems(table, names) if "why the typing" in said]


@pytest.mark.parametrize(("table", "step"), MEETING, ids=[f"{table.kind}.{step.name}" for table, step in MEETING])
def test_a_step_that_meets_a_clock_tells_its_day_or_says_why_it_needs_none(table, step):
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
