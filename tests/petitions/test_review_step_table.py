"""Every step × every status × every role of review and recheck, against a table written from art. 35 and 36."""

from types import SimpleNamespace

import pytest

from petitions.reviews.workflow import RECHECK_WORKFLOW, REVIEW_WORKFLOW
from tests.steps import differences

from . import reviews as built

WORKFLOWS = {workflow.kind: workflow for workflow in (REVIEW_WORKFLOW, RECHECK_WORKFLOW)}
OPEN = ("requested", "examining", "hearing", "decided", "served")
# The police bureau reviews what its station answered, the county's petition office rechecks.
CLERK = {"review": "bureau_clerk", "recheck": "petition_clerk"}
HANDLER = {"review": "bureau_handler", "recheck": "office_handler"}
LEAD = {"review": "bureau_lead", "recheck": "office_lead"}
# The place lies in 韦曲街道, whose people oversee it; the station, and in a recheck its bureau, see how it goes on.
OVERSEERS = {"staff", "leader", "county", "clerk", "township_lead"}
# Whoever signed the review takes no part in its recheck.
ANSWERED = {"review": {"officer"}, "recheck": {"officer", "bureau_clerk", "bureau_handler"}}


def expected(kind: str) -> dict[str, dict[str, set[str]]]:
    handling, lead = {HANDLER[kind], LEAD[kind]}, {LEAD[kind]}
    desk = handling | {CLERK[kind]}
    table = {
        "accept": {"requested": handling},
        "refuse": {"requested": handling},
        "withdraw": dict.fromkeys(("requested", "examining", "hearing"), handling),
        "call_hearing": {"examining": handling},
        "put_off_hearing": {"hearing": handling},
        "hold_hearing": {"hearing": handling},
        "call_off_hearing": {"hearing": handling},
        "decide": {"examining": handling},
        "serve": {"decided": handling},
        # A review waits for the thirty days to ask for a recheck.
        "archive": {} if kind == "review" else {"served": desk},
    }
    for name, who in (
        ("assign", lead),
        ("invite", lead),
        ("release", lead),
        ("share", lead),
        ("claim", handling),
        ("contribute", handling),
        ("link", desk),
        ("amend", desk),
        ("recuse", desk),
        ("urge", {"staff", "county"}),
        ("instruct", {"staff", "county", "leader"}),
        ("answer_instruction", set()),
        ("comment", desk | OVERSEERS | ANSWERED[kind]),
    ):
        table[name] = dict.fromkeys(OPEN, who)
    return table


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_it_has_a_row_for_every_step_and_status(kind):
    assert set(expected(kind)) == {step.name for step in WORKFLOWS[kind].steps}
    assert set(built.PATHS) == set(WORKFLOWS[kind].statuses)


@pytest.mark.parametrize("status", REVIEW_WORKFLOW.statuses)
@pytest.mark.parametrize("kind", WORKFLOWS)
def test_it_lets_through_and_offers_exactly_the_steps_of_the_table(cast, kind, status):
    case = built.in_status(cast, kind, status)
    wanted = {name: by_status.get(status, set()) for name, by_status in expected(kind).items()}
    everybody = SimpleNamespace(people=[*cast.people, *(cast.members[name] for name in built.ENGAGED)])
    assert differences(everybody, case, wanted) == []
