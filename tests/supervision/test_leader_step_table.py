"""Every step × status × role of a petition of the housing department that the deputy has in charge."""

from datetime import timedelta

import pytest

from governance.cases.steps import actions
from governance.supervision.leading.steps import LEADING, STATUSES
from tests.steps import differences
from tests.supervision.leading import TAKEN, charged
from tests.supervision.test_leading import report

pytestmark = pytest.mark.django_db

OVERSEERS = {"staff", "county"}
DESK = {"handler", "second_handler", "lead"}
LEADER, UNIT_LEAD = {"leader"}, {"lead"}
RUNNING = ("charged", "reported")
EVERYBODY = OVERSEERS | DESK | {"leader", "clerk", "township_lead"}

EXPECTED = {
    "plan": {"charged": DESK},
    "measure": dict.fromkeys(RUNNING, DESK),
    # the leader's own hand
    "instruct": dict.fromkeys(RUNNING, LEADER),
    "report": {"charged": DESK},
    "strike_off": {"reported": OVERSEERS},
    "send_back": {"reported": OVERSEERS},
    # by the account meeting alone
    "struck_at_meeting": {},
    "redate": {"charged": OVERSEERS},
    "pass_to_head": {"charged": OVERSEERS},
    "change_leader": dict.fromkeys(RUNNING, OVERSEERS),
    # by the scan, when the matter has been passed on
    "follow": {},
    "withdraw": dict.fromkeys(RUNNING, OVERSEERS),
    "invite": dict.fromkeys(RUNNING, UNIT_LEAD),
    "contribute": dict.fromkeys(RUNNING, DESK),
    "release": dict.fromkeys(RUNNING, UNIT_LEAD),
    "urge": dict.fromkeys(RUNNING, OVERSEERS),
    "recuse": dict.fromkeys(RUNNING, OVERSEERS | LEADER),
    "comment": dict.fromkeys(RUNNING, EVERYBODY),
}


def _struck(led, cast):
    report(led, cast)
    actions.take_step(led, "strike_off", {"found": "属实。"}, actor=cast.staff, at=TAKEN + timedelta(days=6))


def _withdrawn(led, cast):
    actions.take_step(led, "withdraw", {"reason": "已进入诉讼。"}, actor=cast.staff, at=TAKEN + timedelta(days=6))


PATHS = {"charged": lambda led, cast: None, "reported": report, "struck_off": _struck, "withdrawn": _withdrawn}


def test_it_has_a_row_for_every_step_and_a_path_to_every_status():
    assert set(EXPECTED) == {step.name for step in LEADING.steps}
    assert set(PATHS) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_it_lets_through_and_offers_exactly_the_steps_of_the_table(cast, status):
    led = charged(cast)
    PATHS[status](led, cast)
    led.refresh_from_db()
    assert led.status == status
    expected = {name: by_status.get(status, set()) for name, by_status in EXPECTED.items()}
    assert differences(cast, led, expected) == []
