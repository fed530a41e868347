"""A term counts by the day on which it ends, in a county with one petition."""

from datetime import date, datetime, timedelta

import pytest

from governance.figures.counting import Asked, Share, share, value
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
