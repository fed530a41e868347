"""A mediation in hand."""

import pytest

from tests import disputes


@pytest.fixture
def sitting(cast):
    """A people's mediation after its first sitting."""
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    return case
