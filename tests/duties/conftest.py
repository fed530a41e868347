import pytest

from governance.duties.meetings import reference as meeting_kinds
from governance.duties.models import DutyPlan, MeetingKind
from governance.duties.plans import actions as plans


@pytest.fixture
def no_plans(db):
    """No plan at all: the test makes its own."""
    DutyPlan.objects.all().delete()


@pytest.fixture
def delivered(cast):
    """The delivered plans stand in the database."""
    plans.load_reference()
    return cast


@pytest.fixture(scope="module")
def kinds(kept) -> dict[str, MeetingKind]:
    meeting_kinds.load_reference()
    return {kind.code: kind for kind in MeetingKind.objects.all()}
