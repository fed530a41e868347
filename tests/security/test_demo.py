"""The demo county decides things, and at every gate something waits; of its clues nobody learns too much."""

from datetime import datetime

import pytest
import time_machine

from governance.cases import deadlines
from governance.cases.access.proof import breaches
from governance.cases.law import terms
from governance.frame.days import CHINA, office_day
from governance.organisation import demo as county
from governance.organisation import reference
from security.assessments import demo
from security.clues import demo as clue_demo
from security.clues.steps import WORKFLOW
from security.models import Clue, RiskAssessment
from tests import ground

pytestmark = pytest.mark.django_db
# A Thursday.
NOW = datetime(2026, 11, 19, 16, 30, tzinfo=CHINA)


def test_it_tells_of_decisions_at_every_turn_once():
    with time_machine.travel(NOW, tick=False):
        ground.clear()
        terms.load_reference(NOW)
        reference.load()
        county.load(office_day(NOW))
        assert demo.load(NOW) == sum(scene.count for scene in demo.SCENES) == RiskAssessment.objects.count()
        deadlines.scan(NOW)
        found = set(RiskAssessment.objects.values_list("status", flat=True))
        assert found == {"drafted", "published", "answering", "checking", "deciding", "going", "postponed"}
        going = RiskAssessment.objects.get(status="going")
        days = going.clocks.filter(term_code="risk.condition").values_list("due", flat=True)
        assert {due < NOW.date() for due in days} == {True, False}
        assert demo.load(NOW) == 0


def test_it_tells_of_clues_in_every_state_and_lets_nobody_know_whom_they_are_about():
    with time_machine.travel(NOW, tick=False):
        ground.clear()
        terms.load_reference(NOW)
        reference.load()
        county.load(office_day(NOW))
        assert clue_demo.load(NOW) == len(clue_demo.CLUES) == Clue.objects.count()
        deadlines.scan(NOW)
        assert set(Clue.objects.values_list("status", flat=True)) == set(WORKFLOW.statuses)
        assert breaches(office_day(NOW)) == []
        assert clue_demo.load(NOW) == 0
