"""Suggestions: studied, answered with what becomes of them, followed until it is done, rewarded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.steps.forms import StepForm
from governance.figures.asked import Asked
from governance.figures.counting import Share, share
from governance.figures.periods import Period
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.organisation.standing import standing_of
from petitions.citizens import progress
from petitions.workflow import WORKFLOW
from tests import builders
from tests.cases.clocks import day

pytestmark = pytest.mark.django_db


def test_a_suggestion_is_said_to_be_adopted_and_rewarded_and_nothing_else_is(cast):
    case = builders.petition(cast, petition_class="suggestion", route="", unit=cast.housing, actor=cast.handler)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    builders.studied(case, cast.handler, 3)
    builders.step(case, "reply", cast.lead, later=9, reply="纳入明年计划。", adopted="part", execution_days=30)
    told = {"awarded_on": (case.opened_at + timedelta(days=20)).date(), "award": "表扬", "reason": "节约用水。"}
    builders.step(case, "reward", cast.lead, later=20, **told)
    steps = {event.step: dict(map(tuple, event.facts["told"])) for event in case.events.all()}
    assert (steps["reply"]["建议意见的采纳情况"], steps["reward"]["奖励的种类"]) == ("部分采纳", "表扬")
    other = builders.in_status(cast, "served")
    with pytest.raises(StepNotPossible, match="建议意见类"):
        builders.step(other, "reward", cast.lead, later=30, **told)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "adopted"),
        ({"adopted": "whole"}, "execution_days"),
        ({"adopted": "none", "execution_days": 10}, "execution_days"),
    ],
)
def test_a_suggestion_is_answered_with_what_becomes_of_it(cast, told, field):
    case = suggested(cast)
    builders.studied(case, cast.handler, 3)
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "reply", cast.lead, later=9, reply="已经研究。", **told)
    assert list(refused.value.errors) == [field] and case.adopted == ""


def test_what_was_adopted_is_followed_until_it_is_done_and_stands_in_the_list_of_suggestions(cast, login):
    case, other = suggested(cast), builders.in_status(cast, "handling")
    builders.studied(case, cast.handler, 3)
    builders.step(case, "reply", cast.lead, later=9, reply="纳入计划。", adopted="whole", execution_days=31)
    on = (case.opened_at + timedelta(days=10)).date()
    told = {"method": "direct", "receiver": "本人", "proof": "签收", "served_on": on}
    builders.step(case, "serve", cast.handler, later=10, **told)
    execution = case.clocks.get(term_code="petition.execution", ended_at=None)
    assert (case.adopted, execution.due) == ("whole", on + timedelta(days=31))
    page = login(cast.staff).get(reverse("petitions:suggestions"), {"adopted": "whole"}).content.decode()
    assert case.number in page and other.number not in page and "采纳" in page
    page = login(cast.staff).get(reverse("petitions:suggestions"), {"adopted": "none"}).content.decode()
    assert case.number not in page
    with pytest.raises(StepNotPossible, match="“执行处理意见”还没有办"):
        sure = {"papers_complete": True, "rating_asked": True}
        builders.step(case, "archive", cast.handler, later=60, **sure)
    done = on + timedelta(days=5)
    builders.step(case, "execute", cast.handler, later=61, executed_on=done, note="路灯已经装好。")
    assert case.clocks.get(term_code="petition.execution").outcome == "met"


def test_a_suggestion_is_studied_before_it_is_answered_and_the_share_adopted_is_told(cast):
    """信访工作条例 art. 29 para 1: who studied it and why it is adopted or not; the answer begins with that."""
    answer = {"reply": "已经研究。", "adopted": "none"}
    first, second = suggested(cast), suggested(cast)
    with pytest.raises(StepNotPossible, match="先研究论证"):
        builders.step(first, "reply", cast.lead, later=9, **answer)
    with pytest.raises(FactMissing) as refused:
        builders.step(first, "study", cast.handler, later=3, studied_by="局办公会", adopted="none")
    assert list(refused.value.errors) == ["studied_on", "finding", "reason"]
    builders.studied(first, cast.handler, 3, adopted="none", reason="与管网规划不一致。")
    builders.studied(second, cast.handler, 3, adopted="part")
    form = StepForm(WORKFLOW.step("reply"), second, cast.lead, at=second.opened_at)
    assert form["adopted"].initial == "part"
    builders.step(first, "reply", cast.lead, later=9, **answer)
    builders.step(second, "reply", cast.lead, later=9, reply="部分采纳。", adopted="part", execution_days=30)
    assert "已研究论证" in [stage.words for stage in progress.stages(first, [])]
    today = day("2026-04-01")
    asked = Asked(standing_of(cast.county, today), Period(day("2026-03-01"), today), today)
    assert share("petition.suggestions_adopted_rate", asked) == Share(1, 2)
    with pytest.raises(StepNotPossible, match="只有建议意见类"):
        builders.studied(builders.in_status(cast, "handling"), cast.handler, 5)


def suggested(cast):
    """A suggestion that the housing office has taken on."""
    case = builders.petition(cast, petition_class="suggestion", route="", unit=cast.housing, actor=cast.handler)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    return case
