"""Opinions of organs above that do not work on the platform: written down from their papers, with all that follows."""

from datetime import timedelta

import pytest

from governance.cases.history import broken_history
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed
from petitions.models import Review
from tests.attachments.samples import pdf, upload
from tests.builders import step
from tests.cases.clocks import day

from . import reviews as built

pytestmark = pytest.mark.django_db
CITY = {
    "by": "市公安局",
    "opinion": "市公复〔2026〕3 号",
    "asked_on": day("2026-04-10"),
    "since": day("2026-05-06"),
    "reason": "事实清楚，适用依据正确。",
}


def record(petition, cast, name="record_upheld", *, stage="review", actor=None, **facts):
    told = CITY | {"stage": stage, "files": [upload("意见书.pdf", pdf())]} | facts
    step(petition, name, actor or cast.clerk, later=60, replay=False, **told)
    assert not petition.events.filter(step=name).exists(), "one person does not write it down alone"
    waiting = petition.proposals.get(decision="")
    actions.decide(waiting, approve=True, actor=cast.township_lead, at=petition.opened_at + timedelta(days=60, hours=2))
    petition.refresh_from_db()


def wrong(*args, **facts) -> dict[str, str]:
    with pytest.raises(FactMissing) as refused:
        record(*args, **facts)
    return refused.value.errors


def due(case) -> dict[str, str]:
    return {clock.term_code: f"{clock.due}" for clock in case.clocks.filter(ended_at=None) if clock.due}


def test_what_was_revoked_elsewhere_is_handled_anew_from_the_day_it_was_served(cast):
    petition = built.answered(cast)
    record(petition, cast, "record_revoked", days=20)
    assert (petition.status, petition.outcome, petition.served_on) == ("handling", "", None)
    assert due(petition)["petition.rehandle"] == "2026-05-26"
    assert petition.revoked_opinion["outcome"] == "not_supported"
    assert petition.clocks.get(term_code="petition.review_apply").outcome == "met"
    assert broken_history() == []


def test_what_was_changed_elsewhere_is_carried_out_from_the_day_it_was_served(cast):
    petition = built.answered(cast)
    record(petition, cast, "record_changed", outcome="supported", execution_days=15)
    assert (petition.status, petition.outcome) == ("served", "supported")
    assert due(petition)["petition.execution"] == "2026-05-21"


def test_a_recheck_elsewhere_wants_a_review_first_and_has_the_last_word(cast):
    petition = built.answered(cast)
    assert "还没有送达的复查意见" in wrong(petition, cast, stage="recheck")["stage"]
    built.through(cast, petition)  # served on Wed 04-15
    told = wrong(petition, cast, stage="recheck")
    assert told == {"asked_on": "请求日期不能早于被复核的意见送达的日期 2026-04-15。"}
    later = {"stage": "recheck", "by": "市人民政府", "asked_on": day("2026-04-20")}
    record(petition, cast, **later)
    assert "只能请求一次复核" in wrong(petition, cast, **later)["stage"]
    with pytest.raises(FactMissing, match="已经登记了上级的复核意见"):
        built.asked(cast, petition, 40, stage="recheck")
    assert Review.objects.get(parent=petition.pk).clocks.get(term_code="petition.recheck_apply").outcome == "met"


def test_after_a_recheck_elsewhere_that_revokes_a_review_can_be_asked_for_anew(cast):
    petition = built.answered(cast)
    built.through(cast, petition)
    record(petition, cast, "record_revoked", stage="recheck", asked_on=day("2026-04-20"), days=20)
    new = built.OPINION | {"facts": "重新查明水泵已经更换。", "new_facts": "现场复核照片证明水泵已经更换。"}
    step(petition, "issue_opinion", None, later=70, **new)
    step(petition, "serve", cast.officer, later=71, served_on=day("2026-05-20"), **built.SERVED)
    assert built.asked(cast, petition, 75).kind == "review"


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"by": "韦曲派出所"}, "by", "不能自己复查"),
        ({"by": "公安长安分局"}, "by", "在本平台办理"),
        ({"asked_on": day("2026-03-30")}, "asked_on", "不能早于"),
        ({"since": day("2026-04-09")}, "since", "不能早于请求日期"),
        ({"files": []}, "files", "意见书"),
    ],
)
def test_a_paper_that_cannot_be_is_refused_at_its_field(cast, facts, field, said):
    petition = built.answered(cast)
    told = wrong(petition, cast, **facts)
    assert list(told) == [field] and said in told[field]
    assert petition.status == "served" and not petition.events.filter(step="record_upheld").exists()


def test_whoever_answered_writes_down_no_opinion_on_it(cast):
    petition = built.answered(cast)
    with pytest.raises(StepNotAllowed):
        record(petition, cast, actor=cast.officer)
