"""Every step × every status × every role, against a table written from the regulation and not from the code."""

from datetime import timedelta

import pytest
from django.db import transaction

from governance.cases import actions
from governance.cases.models import Case
from governance.cases.refusals import FactMissing, StepNotAllowed, StepNotPossible
from petitions.workflow import STATUSES, WORKFLOW
from tests import builders

OPEN = {"registered", "routed", "objected", "handling", "answered", "served", "informed", "not_accepted"}

# The petition lies in 韦曲; its window holds it while it is registered, the housing department afterwards.
WINDOW = {"clerk"}
HOUSING_DESK = {"handler", "second_handler"}
HOUSING = {*HOUSING_DESK, "lead"}
TOWNSHIP = {"clerk", "township_lead"}
OVERSEERS = {"staff", "leader", "county"}

# step: {status: who may take it or put it forward}
EXPECTED = {
    "transfer": {"registered": WINDOW},
    "assign_with_report": {"registered": WINDOW},
    "inform": {"registered": WINDOW},
    "accept": {"registered": {"township_lead"}, "routed": HOUSING},
    "not_accept": {"registered": {"township_lead"}, "routed": HOUSING},
    "notify": {"registered": TOWNSHIP, "routed": HOUSING},
    "simplify": {"registered": TOWNSHIP, "routed": HOUSING},
    "object": {"routed": HOUSING},
    "uphold_objection": {"objected": WINDOW},
    "reject_objection": {"objected": WINDOW},
    "issue_opinion": {"handling": HOUSING},
    "reply": {},
    "extend": {"handling": HOUSING},
    "convert": {},
    "serve": {"answered": HOUSING},
    "rate": {"served": HOUSING},
    "report_back": {},
    "archive": {"served": HOUSING, "not_accepted": HOUSING, "informed": TOWNSHIP},
    "reclassify": {"registered": TOWNSHIP, "routed": HOUSING, "handling": HOUSING},
    "hand_on": {"routed": {"lead"}, "handling": {"lead"}},
    "withdraw": {"registered": TOWNSHIP, "routed": HOUSING, "handling": HOUSING},
    "merge": {"registered": TOWNSHIP, "routed": HOUSING, "handling": HOUSING},
}
HELD_BY_TOWNSHIP = {"registered", "informed"}
for _name, _township, _housing in (
    ("assign", {"township_lead"}, {"lead"}),
    ("invite", {"township_lead"}, {"lead"}),
    ("release", {"township_lead"}, {"lead"}),
    ("share", {"township_lead"}, {"lead"}),
    ("claim", {"township_lead"}, HOUSING),
    ("contribute", {"township_lead"}, HOUSING),
    ("link", TOWNSHIP, HOUSING),
    ("amend", TOWNSHIP, HOUSING),
    ("urge", {"staff", "county"}, {"staff", "county"}),
    ("comment", TOWNSHIP | OVERSEERS, TOWNSHIP | OVERSEERS | HOUSING),
):
    EXPECTED[_name] = {status: _township if status in HELD_BY_TOWNSHIP else _housing for status in OPEN}


def test_it_has_a_row_for_every_step():
    assert set(EXPECTED) == {step.name for step in WORKFLOW.steps}
    assert set(builders.PATHS) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_it_allows_exactly_the_steps_of_the_table(cast, status):
    case = builders.in_status(cast, status)
    at = case.events.latest("seq").at + timedelta(hours=1)
    wrong = []
    for person in cast.people:
        person_sees = Case.objects.visible_to(person).filter(pk=case.pk).exists()
        for step in WORKFLOW.steps:
            expected = person.username in EXPECTED[step.name].get(status, set())
            # Who handles it already has nothing to take over.
            expected = expected and not (step.name == "claim" and case.handler_id == person.pk)
            allowed = person_sees and _lets_through(case, step.name, person, at)
            if allowed != expected:
                wrong.append(f"{person.username} {step.name}: {'allowed' if allowed else 'refused'}")
    assert wrong == []


def _lets_through(case, name, person, at) -> bool:
    """True if the step is refused for nothing but missing facts, or is taken; nothing is kept."""
    try:
        with transaction.atomic():
            actions.take_step(case, name, actor=person, at=at, replay=True)
            transaction.set_rollback(True)
    except FactMissing:
        return True
    except (StepNotPossible, StepNotAllowed):
        return False
    return True


@pytest.mark.parametrize("status", STATUSES)
def test_it_offers_on_the_page_what_it_lets_through(cast, status):
    case = builders.in_status(cast, status)
    at = case.events.latest("seq").at + timedelta(hours=1)
    for person in cast.people:
        if Case.objects.visible_to(person).filter(pk=case.pk).exists():
            offered = {step.name for step in actions.open_steps(case, person, at)}
            expected = {name for name, by_status in EXPECTED.items() if person.username in by_status.get(status, ())}
            if case.handler_id == person.pk:
                expected.discard("claim")
            assert offered == expected, person.username
