"""What a key area may go on in, and what it may not."""

from datetime import timedelta

import pytest

from governance.cases.law import county
from governance.cases.models import CountyRule
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import Post
from governance.supervision.papers.actions import propose
from security.models import KeyArea
from tests.builders import OPENED, step
from tests.dashboard.desks import awaited
from tests.security import key_areas

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("other", [{"problem": "burglary"}, {"subject": "problem"}])
def test_another_problem_does_not_disappear_in_it(cast, other):
    case = key_areas.key_area(cast)
    into = key_areas.key_area(cast, **other)
    with pytest.raises(FactMissing) as refused:
        step(case, "merge", cast.staff, later=1, into=into, note="同一处。")
    assert refused.value.errors == {"into": "两件的类别、主要问题不同，不能并案。"}
    step(case, "merge", cast.staff, later=1, into=key_areas.key_area(cast), note="同一处。")


@pytest.mark.parametrize(("by", "agrees"), [("staff", "county"), ("county", "staff")])
def test_nobody_takes_a_listing_away_alone(cast, by, agrees):
    """The county's office neither, above which there is none."""
    unit = Post.objects.get(user=getattr(cast, by)).unit
    case = key_areas.key_area(cast, lead_unit=unit)
    step(case, "mistaken", getattr(cast, by), later=1, reason="重复挂牌。")
    waiting = case.proposals.get(decision="")
    assert case.status == "listed"
    with pytest.raises(StepNotAllowed, match="不能审批自己提请"):
        actions.decide(waiting, approve=True, actor=getattr(cast, by), at=OPENED + timedelta(days=2))
    actions.decide(waiting, approve=True, actor=getattr(cast, agrees), at=OPENED + timedelta(days=2))
    case.refresh_from_db()
    assert case.status == "cancelled" and not case.clocks.filter(ended_at=None).exists()


def test_a_paper_of_the_ladder_is_sent_about_a_listed_area_before_anything_is_late(cast):
    """长安区“142”工程: whoever drags its treatment on is urged on the strength of the area."""
    case = key_areas.key_area(cast)
    key_areas.plan(case, cast)
    paper = propose(
        "copy_notice",
        sender=cast.centre,
        target=cast.station,
        ground="passing_on",
        reason=f"{case.number} 挂牌后没有增加巡防力量。",
        actor=cast.staff,
        at=OPENED + timedelta(days=20),
    )
    assert [row.case_id for row in paper.subjects.all()] == [case.pk]


def test_whoever_rated_the_effect_does_not_take_the_area_off_the_list_alone(cast):
    case, at = key_areas.key_area(cast), OPENED + timedelta(days=62)
    key_areas.rated(case, cast)
    step(case, "remove", cast.staff, at=at, reason="同意摘牌。")
    waiting = case.proposals.get()
    assert case.status == "rated"
    with pytest.raises(StepNotAllowed, match="不能审批自己提请"):
        actions.decide(waiting, approve=True, actor=cast.staff, at=at)
    actions.decide(waiting, approve=True, actor=cast.county, at=at)
    case.refresh_from_db()
    assert case.status == "removed"


def test_who_treated_it_neither_takes_it_off_the_list_nor_agrees_to_that(cast):
    """In the county's own office, above which there is none, somebody holds both posts."""
    handler = cast.handler.posts.get().role
    Post.objects.create(user=cast.county, unit=cast.office, role=handler, starts_on=OPENED.date())
    case, at = key_areas.key_area(cast), OPENED + timedelta(days=62)
    key_areas.plan(case, cast, to_unit=cast.office)
    key_areas.treated(case, cast.county)
    step(case, "evaluate", cast.staff, later=61, effect="good", note="实地查看。")
    with pytest.raises(StepNotAllowed):
        step(case, "remove", cast.county, at=at, reason="同意摘牌。")
    step(case, "remove", cast.staff, at=at, reason="同意摘牌。")
    with pytest.raises(StepNotAllowed, match="不能审批这一步骤"):
        actions.decide(case.proposals.get(), approve=True, actor=cast.county, at=at)


def test_who_had_no_part_in_the_rating_takes_it_off_at_once_and_one_person_where_the_county_lets_them(cast):
    at = OPENED + timedelta(days=62)
    case, other = key_areas.key_area(cast), key_areas.key_area(cast)
    key_areas.rated(case, cast)
    step(case, "remove", cast.county, at=at, reason="同意摘牌。")
    assert case.status == "removed"
    key_areas.rated(other, cast)
    county.load_reference()
    CountyRule.objects.filter(code="one_person_listings").update(value="one")
    step(other, "remove", cast.staff, at=at, reason="同意摘牌。")
    assert other.status == "removed"


@pytest.mark.parametrize(("status", "words"), [("evaluating", "评估重点地区成效"), ("rated", "重点地区摘牌")])
def test_what_waits_to_be_rated_or_taken_off_lies_on_the_desk_above(cast, status, words):
    case = key_areas.in_status(cast, status)
    assert case.clocks.get(ended_at=None).charged_to == cast.centre, "whoever treated it is not late with judging it"
    asked = {"title": f"{words}：1 件", "url": f"/security/key-areas/?status={status}"}
    assert [asked in awaited(who) for who in (cast.staff, cast.county, cast.lead)] == [True, True, False]
    KeyArea.objects.update(lead_unit=cast.centre)
    assert [asked in awaited(who) for who in (cast.staff, cast.county)] == [False, True], "nobody judges their own unit"
