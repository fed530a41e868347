"""Whoever handles a matter signs its answer only where the county lets one person do both, and the paper says so."""

import pytest

from governance.cases.law import county
from governance.cases.models import CountyRule
from governance.cases.steps.possible import open_steps
from tests import builders
from tests.papers.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    """A matter that the head of the unit handles."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "claim", cast.lead, later=4)
    return case


def says(value):
    county.load_reference()
    CountyRule.objects.filter(code="one_person_opinions").update(value=value)


def test_one_person_is_marked_on_the_opinion(cast, held):
    says("one")
    builders.step(held, "issue_opinion", cast.lead, later=5, replay=False, **builders.OPINION)
    assert held.status == "answered"
    assert "一人办理" in text(held.papers.get(code="handling_opinion"))


def test_two_people_where_the_county_wants_two(cast, held):
    says("two")
    builders.step(held, "issue_opinion", cast.lead, later=5, replay=False, **builders.OPINION)
    assert held.status == "handling" and held.proposals.filter(decision="").exists()
    assert "issue_opinion" in {step.name for step in open_steps(held, cast.lead, held.opened_at)}


def test_nothing_is_marked_where_another_signs(cast):
    says("two")
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.lead, later=5, replay=False, **builders.OPINION)
    assert case.status == "answered"
    assert "一人办理" not in text(case.papers.get(code="handling_opinion"))
