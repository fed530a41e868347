"""What may become a matter of the police is told to them, and no mediation ends on a report that was never made."""

from datetime import timedelta

import pytest

from governance.frame.refusals import FactMissing
from tests import builders, disputes

pytestmark = pytest.mark.django_db


def told(case, cast, **facts) -> dict:
    return {
        "to": cast.station,
        "reported_at": case.opened_at + timedelta(days=9),
        "signs": "一方扬言动手。",
        "measures": "分开双方，请家人陪同。",
    } | facts


def test_it_does_not_end_as_reported_to_the_police_unless_they_were_told(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    with pytest.raises(FactMissing, match="还没有报告公安机关"):
        disputes.terminate(case, cast, ground="escalating")
    builders.step(case, "report_police", cast.mediator, later=10, **told(case, cast))
    disputes.terminate(case, cast, ground="escalating")
    assert case.status == "failed" and case.ending_ground == "escalating"


def test_it_is_the_police_who_are_told_and_not_before_the_quarrel(cast):
    whole = disputes.dispute(cast)
    for wrong in ({"to": cast.housing}, {"reported_at": whole.opened_at - timedelta(days=1)}):
        with pytest.raises(FactMissing) as caught:
            builders.step(whole, "report_police", cast.clerk, later=10, **told(whole, cast, **wrong))
        assert set(caught.value.errors) == set(wrong)
    builders.step(whole, "report_police", cast.clerk, later=10, **told(whole, cast))
    assert "一方扬言动手。" in str(whole.events.get(step="report_police").facts)
