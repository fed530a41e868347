"""How likely a dispute is to get worse: judged by what happened, seen by who must know, and never of a person."""

import pytest
from django.urls import reverse

from governance.cases.models import CaseUnit
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.notices.models import Notice
from tests import builders, disputes

pytestmark = pytest.mark.django_db

TOLD = {"factors": ["called", "wages"], "risk": "high", "measures": "三日内再调，联系劳动监察。"}


def judge(case, cast, later=1, **told):
    builders.step(case, "judge_risk", cast.clerk, later=later, **{**TOLD, **told})


def test_it_stands_on_the_case_and_in_the_list_and_can_be_judged_anew(cast, login):
    case = disputes.dispute(cast)
    judge(case, cast)
    case.refresh_from_db()
    assert case.risk == "high"
    desk = login(cast.staff)
    assert "高风险" in desk.get(f"/cases/{case.number}/").content.decode()
    assert case.number in desk.get(reverse("mediation:list"), {"risk": "high"}).content.decode()
    judge(case, cast, later=2, risk="low", factors=["none"])
    assert case.number not in desk.get(reverse("mediation:list"), {"risk": "high"}).content.decode()


def test_who_leads_and_who_guides_hears_of_it(cast):
    case = disputes.dispute(cast)
    judge(case, cast, replay=False)
    heard = {notice.recipient for notice in Notice.objects.filter(subject_key=case.number)}
    assert {cast.township_lead, cast.justice_officer} <= heard


def test_whoever_helps_hears_of_it_too(cast):
    case = disputes.dispute(cast)
    CaseUnit.objects.create(case=case, unit=cast.housing, part=CaseUnit.Part.CO_HANDLER, since=case.opened_at)
    judge(case, cast, replay=False)
    heard = set(Notice.objects.filter(subject_key=case.number).values_list("recipient", flat=True))
    assert heard & set(cast.housing.posts.values_list("user", flat=True))


def test_it_wants_what_happened_and_what_is_done(cast):
    case = disputes.dispute(cast)
    with pytest.raises(FactMissing) as missing:
        judge(case, cast, factors=[], measures="")
    assert {"factors", "measures"} <= set(missing.value.errors)


@pytest.mark.parametrize(
    ("told", "field"),
    [({"factors": ["none", "called"], "risk": "low"}, "factors"), ({"factors": ["none"], "risk": "high"}, "risk")],
)
def test_it_rests_on_what_happened(cast, told, field):
    case = disputes.dispute(cast)
    with pytest.raises(FactMissing) as refused:
        judge(case, cast, **told)
    assert set(refused.value.errors) == {field}


def test_nobody_answers_who_was_not_asked_and_no_committee_asks_beyond_the_county(cast):
    """《人民调解法》 art. 15: what parties confided to a committee is theirs; organs ask each other."""
    case = disputes.dispute(cast)
    heard = {"organ": "蓝田县综治中心", "note": "已通知，下周到场。"}
    with pytest.raises(StepNotPossible, match="还没有函告"):
        builders.step(case, "hear_from_abroad", cast.clerk, later=2, **heard)
    other = disputes.dispute(cast, unit=cast.mediation, actor=cast.mediator)
    with pytest.raises(StepNotPossible, match="不直接函告"):
        builders.step(other, "ask_abroad", cast.mediator, later=1, organ="蓝田县综治中心", asked="请通知到场。")


def test_what_goes_to_another_county_and_comes_back_stands_in_the_history(cast, login):
    case = disputes.dispute(cast)
    asked = {"organ": "蓝田县综治中心", "asked": "请通知工程承包方到场。"}
    builders.step(case, "ask_abroad", cast.township_lead, later=1, **asked)
    heard = {"organ": "蓝田县综治中心", "note": "已通知，下周到场。"}
    builders.step(case, "hear_from_abroad", cast.clerk, later=2, **heard)
    page = login(cast.clerk).get(f"/cases/{case.number}/").content.decode()
    assert "请通知工程承包方到场。" in page and "已通知，下周到场。" in page
