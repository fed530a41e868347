"""Every step × status × role of an account meeting of the county's centre."""

from datetime import timedelta

import pytest

from governance.cases.steps import actions
from governance.supervision.accounts import actions as accounts
from governance.supervision.accounts.steps import ACCOUNTS, STATUSES
from tests.steps import differences
from tests.supervision.leading import DATE, TAKEN

pytestmark = pytest.mark.django_db

AT = TAKEN + timedelta(days=20)
OVERSEERS = {"staff", "county"}
EXPECTED = {
    "gather": {"open": OVERSEERS},
    # Nothing is on the list.
    "strike_off": {},
    "keep": {},
    # the leader signs
    "conclude": {"open": OVERSEERS | {"leader"}},
    "comment": {"open": OVERSEERS | {"leader"}},
}


def _concluded(meeting, cast):
    facts = {"held_on": AT.date(), "chair": "冯志远", "attendees": "各单位负责人。"}
    actions.take_step(meeting, "conclude", facts, actor=cast.county, at=AT)


PATHS = {"open": lambda meeting, cast: None, "concluded": _concluded}


def test_it_has_a_row_for_every_step_and_a_path_to_every_status():
    assert set(EXPECTED) == {step.name for step in ACCOUNTS.steps}
    assert set(PATHS) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_it_lets_through_and_offers_exactly_the_steps_of_the_table(cast, status):
    meeting = accounts.open_meeting(DATE, cast.centre, actor=cast.staff, at=AT)
    PATHS[status](meeting, cast)
    meeting.refresh_from_db()
    assert meeting.status == status
    expected = {name: by_status.get(status, set()) for name, by_status in EXPECTED.items()}
    assert differences(cast, meeting, expected) == []
