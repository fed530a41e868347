import pytest

from governance.duties.models import DutyPlan
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
