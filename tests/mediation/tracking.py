"""What tests of tracks share: a refusal that changes nothing, clocks that run, an agreement."""

import pytest

from governance.frame.refusals import FactMissing
from tests import builders, disputes
from tests.disputes import day


def refused(case, name, actor, *, later=5, **facts) -> dict:
    """The sentences at the fields; nothing has changed."""
    version = case.version
    with pytest.raises(FactMissing) as refusal:
        builders.step(case, name, actor, later=later, **facts)
    case.refresh_from_db()
    assert case.version == version
    return refusal.value.errors


def running(case) -> set[str]:
    return set(case.clocks.filter(ended_at=None).values_list("term_code", flat=True))


def agreement(case, **facts):
    on = day(case, 5)
    return {**disputes.AGREEMENT, "signed_on": on, "effective_on": on, "items": disputes.items(case), **facts}
