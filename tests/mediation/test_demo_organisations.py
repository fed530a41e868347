"""The organisations of the demo county: real rows by real verbs, some with something to mend."""

from collections import Counter
from datetime import datetime

import pytest
from django.core.management import call_command

from governance.organisation import demo as people
from mediation.demo import organisations
from mediation.models import Committee, GuideJudge, Lawyer, LawyerDuty, Mediator, Training
from mediation.organisations.rules import committee_findings
from tests import ground
from tests.builders import CHINA

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)


@pytest.fixture(scope="module")
def county(kept):
    ground.clear()
    call_command("load_reference", verbosity=0)
    people.load(NOW.date())
    organisations.load(NOW)


def test_it_loads_once(county):
    counts = [model.objects.count() for model in (Committee, Mediator, Training, GuideJudge, Lawyer, LawyerDuty)]
    assert organisations.load(NOW) == 0
    assert [
        model.objects.count() for model in (Committee, Mediator, Training, GuideJudge, Lawyer, LawyerDuty)
    ] == counts
    assert all(counts)


def test_it_has_committees_in_order_and_some_to_mend(county):
    lacking = {
        str(committee.unit.short_name): {finding.rule for finding in committee_findings(committee, NOW.date())}
        for committee in Committee.objects.select_related("unit")
    }
    assert lacking["凤栖路调委会"] == set()
    assert lacking["广场调委会"] >= {"term", "women", "seats_least", "chair"}
    assert lacking["区物业调委会"] == {"room", "legal_adviser"}
    assert "filing" in lacking["郭杜调委会"]


def test_it_gives_those_who_log_in_their_place_among_the_mediators(county):
    for name in ("renxiuying", "zhengguoping", "baixiufang", "shenlan"):
        assert Mediator.objects.get(user__username=name, is_active=True).position == "chair"


def test_it_has_forty_two_lawyers_who_sit_equally_often(county):
    often = Counter(LawyerDuty.objects.values_list("lawyer_id", flat=True))
    assert len(often) == Lawyer.objects.count() == 42
    assert max(often.values()) - min(often.values()) <= 1
