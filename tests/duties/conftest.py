import pytest

from governance.duties import plans
from governance.duties.models import DutyPlan


@pytest.fixture
def no_plans(db):
    """No plan at all: the test makes its own."""
    DutyPlan.objects.all().delete()


@pytest.fixture
def delivered(cast):
    """The delivered plans stand in the database."""
    plans.load_reference()
    return cast
