"""A petition is withdrawn by whoever put it forward: with proof, with the word of who sent it, and told in writing."""

from datetime import timedelta

import pytest

from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.papers.reading import text

pytestmark = pytest.mark.django_db


def proof():
    return [upload("撤回申请.png", picture("PNG"))]


def put_forward(case, actor, **more):
    at = case.opened_at + timedelta(days=31)
    return actions.take_step(case, "withdraw", {**builders.WITHDRAWAL, **more}, actor=actor, at=at, files=proof())


@pytest.mark.parametrize("status", ["registered", "routed", "handling"])
def test_it_is_believed_without_proof_of_nobody(cast, status):
    case = builders.in_status(cast, status)
    for actor in (cast.township_lead, cast.clerk if status == "registered" else cast.handler):
        with pytest.raises(FactMissing) as refused:
            builders.step(case, "withdraw", actor, later=31, replay=False, **builders.WITHDRAWAL)
        assert list(refused.value.errors) == ["files"]


def test_whoever_owes_the_answer_waits_for_the_word_of_who_sent_it(cast):
    case = builders.in_status(cast, "routed")  # its notice of fifteen days is missed by then
    put_forward(case, cast.handler)
    case.refresh_from_db()
    assert (case.status, case.closed_at) == ("routed", None)
    proposal, at = case.proposals.get(decision=""), case.opened_at + timedelta(days=32)
    assert cast.township_lead.notices.filter(subject_key=case.number).exists()
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.lead, at=at)
    actions.decide(proposal, approve=True, actor=cast.township_lead, at=at)
    case.refresh_from_db()
    assert case.status == "withdrawn"
    letter = text(case.papers.get(code="withdrawal_notice"))
    assert "你已经申请撤回" in letter and "不是你本人意思的" in letter


def test_of_what_came_directly_the_head_decides_and_not_who_handles_it(cast):
    case = builders.kept(cast)
    put_forward(case, cast.handler)
    assert cast.lead.notices.filter(subject_key=case.number).exists()
    proposal, at = case.proposals.get(decision=""), case.opened_at + timedelta(days=32)
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.handler, at=at)
    actions.decide(proposal, approve=True, actor=cast.lead, at=at)
    case.refresh_from_db()
    assert case.status == "withdrawn"


def test_a_head_who_handles_it_does_not_decide_alone(cast):
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    builders.step(case, "accept", cast.lead, later=2, **builders.ACCEPT)
    put_forward(case, cast.lead)
    case.refresh_from_db()
    assert (case.status, case.handler) == ("handling", cast.lead)


def test_a_dispute_is_withdrawn_with_proof_too(cast):
    whole = disputes.dispute(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(whole, "withdraw", cast.clerk, later=2, replay=False, reason="自行和解。")
    assert list(refused.value.errors) == ["files"]
    builders.step(whole, "withdraw", cast.clerk, later=2, replay=False, files=proof(), reason="自行和解。")
    assert whole.status == "withdrawn"
