"""Every step × every status × every role, against a table written from the way a grid works and not from the code."""

import pytest

from grid.events.workflow import STATUSES, WORKFLOW
from tests.grid import events
from tests.steps import differences

OPEN = {"reported", "incomplete", "handling", "objected", "checking", "visiting"}

# The village reported it; the township holds it until the housing department does.
WINDOW = {"clerk"}
TOWNSHIP = {"clerk", "township_lead"}
HOUSING = {"handler", "second_handler", "lead"}
SENDERS = {"grid_worker", "clerk", "township_lead"}
OVERSEERS = {"staff", "leader", "county", "grid_worker"}

HELD_BY_HOUSING = OPEN - {"reported", "incomplete"}

# step: {status: who may take it or put it forward}
EXPECTED = {
    # The township never was on the spot.
    "settle": {},
    "dispatch": {"reported": WINDOW},
    "accept": {"reported": WINDOW},
    "raise": {"reported": TOWNSHIP},
    "ask_again": {"reported": WINDOW},
    "complete": {"incomplete": {"grid_worker"}},
    "reject": {"reported": WINDOW, "incomplete": WINDOW},
    "object": {"handling": HOUSING},
    "uphold_objection": {"objected": WINDOW},
    "reject_objection": {"objected": WINDOW},
    "finish": {"handling": HOUSING, "visiting": HOUSING},
    # The department asks, whoever dispatched it agrees.
    "extend": {"handling": HOUSING | WINDOW},
    # What another unit dispatched is lengthened by that unit.
    "extend_own": {},
    "confirm": {"checking": SENDERS},
    "redo": {"checking": SENDERS},
    # What no other unit has sent nor taken on is checked by those above.
    "confirm_above": {},
    "redo_above": {},
    # Nobody asked for visits but in the status that follows from it.
    "agree_visits": {},
    "record_visit": {"visiting": HOUSING},
    "rate": {"closed": SENDERS, "settled": {"grid_worker"}},
    "refer_to_mediation": {"reported": WINDOW},
    "refer_to_petition": {"reported": WINDOW},
    # The event of the table is a quarrel; a danger is tested by itself.
    "refer_to_hazard": {},
    # Whoever reports and may know of it.
    "join": {
        status: SENDERS | {"staff"} | ({"lead"} if status in HELD_BY_HOUSING else set())
        for status in OPEN - {"visiting"}
    },
    "merge": {"reported": TOWNSHIP, "handling": TOWNSHIP},
}
HELD_BY_TOWNSHIP = {"reported", "incomplete"}
for _name, _township, _housing in (
    ("assign", {"township_lead"}, {"lead"}),
    ("invite", {"township_lead"}, {"lead"}),
    ("release", {"township_lead"}, {"lead"}),
    ("share", {"township_lead"}, {"lead"}),
    ("claim", {"township_lead"}, HOUSING),
    ("contribute", {"township_lead"}, HOUSING),
    ("link", TOWNSHIP, HOUSING),
    ("amend", TOWNSHIP, HOUSING),
    # whoever works on it may ask, and decides where they lead
    ("recuse", TOWNSHIP | {"staff", "grid_worker"}, TOWNSHIP | {"staff", "grid_worker"} | HOUSING),
    ("urge", {"staff", "county"}, {"staff", "county"}),
    ("instruct", {"staff", "county", "leader"}, {"staff", "county", "leader"}),
    # nobody instructed
    ("answer_instruction", set(), set()),
    ("comment", TOWNSHIP | OVERSEERS, TOWNSHIP | OVERSEERS | HOUSING),
):
    EXPECTED[_name] = {status: _township if status in HELD_BY_TOWNSHIP else _housing for status in OPEN}


def test_it_has_a_row_for_every_step():
    assert set(EXPECTED) == {step.name for step in WORKFLOW.steps}
    assert {*events.PATHS, "settled"} == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_it_lets_through_and_offers_exactly_the_steps_of_the_table(cast, status):
    case = events.in_status(cast, status)
    expected = {name: by_status.get(status, set()) for name, by_status in EXPECTED.items()}
    assert differences(cast, case, expected) == []
