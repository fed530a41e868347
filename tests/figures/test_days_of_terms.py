"""A term counts by the day on which it ends, in a county with one petition."""

from datetime import date, datetime, timedelta

import pytest

from governance.cases.registry import KINDS
from governance.figures.counting import Asked, Share, share, value
from governance.figures.measures import MEASURES
from governance.figures.periods import Period
from governance.organisation.standing import standing_of
from tests import builders
from tests.builders import CHINA

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=CHINA)
TODAY = NOW.date()
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def asked(user, period=YEAR) -> Asked:
    return Asked(standing_of(user, TODAY), period, TODAY)


def test_a_term_counts_once_whether_it_was_done_late_or_not_at_all(cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    case = builders.petition(cast)
    due = case.clocks.get(term_code="petition.route").due
    before, on_it = Period(date(2026, 1, 1), due - timedelta(days=1)), Period(due, due)
    assert share("petition.routed_rate", asked(cast.county, before)).whole == 0
    assert share("petition.routed_rate", asked(cast.county, on_it)) == Share(0, 1)
    case.clocks.filter(term_code="petition.route").update(outcome="missed", ended_at=NOW, alert_at=None)
    assert share("petition.routed_rate", asked(cast.county, on_it)) == Share(0, 1)
    assert share("petition.routed_rate", asked(cast.county, Period(TODAY, TODAY))).whole == 0
    assert value("petition.routed_overdue", asked(cast.county, Period(due, TODAY - timedelta(days=1)))) == 1
    assert value("petition.routed_overdue", asked(cast.county)) == 0


def test_what_ends_today_is_not_late_today(cast):
    case = builders.petition(cast)
    due = case.clocks.get(term_code="petition.route").due
    on_that_day = Asked(standing_of(cast.county, due), YEAR, due)
    assert value("petition.routed_late", on_that_day) == 0
    assert value("petition.routed_late", Asked(standing_of(cast.county, due), YEAR, due + timedelta(days=1))) == 1


def test_no_step_of_a_closed_case_is_counted_nor_begins_or_ends_a_term_that_is():
    """So what is counted of a period belongs to a case that was not closed before it."""
    counted = {term for measure in MEASURES.values() for term in measure.terms}
    steps = {"transfer", "assign_with_report", "reply"}
    assert len(counted) > 15
    for kind in KINDS.values():
        closed = {code for code, status in kind.workflow.statuses.items() if status.closed}
        assert counted.isdisjoint(kind.workflow.statuses[code].clock for code in closed)
        for step in kind.workflow.steps:
            if closed & {*kind.workflow.sources_of(step)}:
                assert step.name not in steps or kind.workflow.kind != "petition"
                moved = {*(start.term for start in step.starts), *step.meets, *step.cancels}
                assert counted.isdisjoint(moved), (kind.workflow.kind, step.name)
