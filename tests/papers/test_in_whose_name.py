"""A paper bears the name, the number and the seal of the organ of the post by which somebody acts."""

from datetime import timedelta

import pytest

from governance.organisation.models import Post
from tests import builders
from tests.security import hazards

pytestmark = pytest.mark.django_db
ADVICE = {"advice_kind": "work", "flaw": "delay", "facts": "推诿。", "advice": "改进。"}
CADRE = {"cadre_office": "区委组织部", "weight": "ordinary", "situation": "推诿。"}


def advised(cast, name, facts):
    case = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk)
    builders.step(case, "transfer", cast.petition_clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    builders.step(case, name, cast.petition_clerk, later=10, replay=False, **facts)
    return case.papers.get()


def told_of_a_cadre(cast):
    case = builders.accusation(cast, unit=cast.petitions, actor=cast.petition_clerk)
    builders.step(case, "transfer", cast.petition_clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(case, "notify_cadre_office", cast.petition_clerk, later=10, replay=False, **CADRE)
    return case.papers.get()


def rechecked(cast):
    case = hazards.in_status(cast, "rechecking")
    builders.step(case, "pass", cast.clerk, later=11, replay=False, note="照明正常。")
    return case.papers.get()


def listed(cast):
    case = hazards.hazard(cast)
    hazards.order(case, cast)
    builders.step(case, "list", cast.staff, later=2, replay=False, reason="整改难度大。")
    return case.papers.get()


def reported(cast):
    case = builders.petition(cast, is_urgent=True)
    builders.step(case, "invite", cast.township_lead, unit=cast.housing, note="排险。")
    moment = case.opened_at + timedelta(hours=2)
    told = {"reported_to": ["government", "department", "conference"], "situation": "停水。", "measures": "送水。"}
    builders.step(case, "report_urgent", cast.handler, at=moment, replay=False, reported_at=moment, **told)
    return case.papers.get()


@pytest.mark.parametrize(
    ("issue", "unit"),
    [
        (lambda cast: advised(cast, "advise", ADVICE), "petitions"),
        (told_of_a_cadre, "petitions"),
        (rechecked, "weiqu"),
        (listed, "centre"),
        (reported, "housing"),
    ],
    ids=["advice", "cadre office", "recheck", "listing", "report of a partner"],
)
def test_it_is_of_the_organ_that_acts_and_not_of_the_one_that_holds_the_matter(cast, issue, unit):
    paper = issue(cast)
    organ = getattr(cast, unit)
    assert (paper.unit, paper.contents["制发单位"]) == (organ, organ.name)
    assert paper.number.startswith(organ.paper_mark or organ.short_name)


def test_whoever_has_a_post_with_the_holder_too_advises_for_the_organ_that_may(cast):
    role = Post.objects.get(user=cast.petition_clerk).role
    Post.objects.create(user=cast.petition_clerk, unit=cast.housing, role=role, starts_on="2024-01-01")
    assert advised(cast, "advise", ADVICE).unit == cast.petitions
