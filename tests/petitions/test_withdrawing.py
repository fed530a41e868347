"""A petition is withdrawn by whoever put it forward: with proof, with the word of who sent it, and told in writing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from governance.cases.steps import actions
from governance.dashboard.workbench import approvals
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.organisation.standing import standing_now
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.papers.reading import text
from tests.petitions import reviews

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
    assert approvals(standing_now(cast.staff), 5)[0] == []
    for actor in (cast.lead, cast.staff):
        with pytest.raises(StepNotAllowed):
            actions.decide(proposal, approve=True, actor=actor, at=at)
    actions.decide(proposal, approve=True, actor=cast.township_lead, at=at)
    case.refresh_from_db()
    assert case.status == "withdrawn"
    letter = text(case.papers.get(code="withdrawal_notice"))
    assert "你已经申请撤回" in letter and "不是你本人意思的" in letter


def test_what_was_put_forward_in_time_is_not_missed_while_it_waits_for_the_word(cast):
    case = builders.in_status(cast, "routed")
    owed = case.clocks.filter(ended_at=None, is_window=False).exclude(due_at=None).order_by("due_at").first()
    at = owed.due_at - timedelta(days=1)
    actions.take_step(case, "withdraw", builders.WITHDRAWAL, actor=cast.handler, at=at, files=proof())
    proposal = case.proposals.get(decision="")
    assert proposal.facts["withdrawn_on"] == str(office_day(at))
    actions.decide(proposal, approve=True, actor=cast.township_lead, at=owed.due_at + timedelta(days=20))
    owed.refresh_from_db()
    assert (owed.outcome, office_day(owed.ended_at)) == ("cancelled", office_day(at))


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
    # Nobody else signs for the unit, so that the centre above it does, and finds it on the desk.
    waiting, at = case.proposals.get(decision=""), case.opened_at + timedelta(days=32)
    assert [each.pk for each in approvals(standing_now(cast.staff), 5)[0]] == [waiting.pk]
    assert approvals(standing_now(cast.lead), 5)[0] == []
    assert cast.staff.notices.filter(subject_key=case.number).exists()
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.lead, at=at)
    actions.decide(waiting, approve=True, actor=cast.staff, at=at)
    case.refresh_from_db()
    assert case.status == "withdrawn"


def test_what_waits_for_the_head_of_the_centre_itself_is_on_no_other_desk_there(cast):
    head, other = disputes.head_of(cast.centre), disputes.head_of(cast.water)
    builders.given_post(other, cast.centre, Group.objects.get(name="centre_staff"))
    case = builders.petition(cast, unit=cast.centre, actor=cast.staff)
    put_forward(case, cast.staff)
    waiting = case.proposals.get(decision="")
    assert [each.pk for each in approvals(standing_now(head), 5)[0]] == [waiting.pk]
    assert approvals(standing_now(other), 5)[0] == []


def joint(cast):
    """Two people have put it forward together, and the housing department has accepted it."""
    people = [builders.person(), builders.person("李四", "13900000000", address="凤栖路社区5组2号")]
    case = builders.petition(cast, people=people, people_count=2)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    return case


def one_withdraws(case, actor, name):
    person = case.participants.get(name=name)
    told = {"person": person, **builders.WITHDRAWAL}
    at = case.opened_at + timedelta(days=31)
    actions.take_step(case, "withdraw_one", told, actor=actor, at=at, files=proof())
    case.refresh_from_db()


def test_of_several_people_one_does_not_end_it_for_the_others(cast):
    case = joint(cast)
    for status in ("registered", "handling"):
        asked = case if status == "handling" else builders.petition(cast, people_count=3)
        with pytest.raises(FactMissing) as refused:
            builders.step(asked, "withdraw", cast.township_lead, later=31, **builders.WITHDRAWAL)
        assert f"还有 {asked.people_count} 人提出" in refused.value.errors["by_all"]
        assert asked.status == status
    builders.step(case, "withdraw", cast.township_lead, later=31, by_all=True, **builders.WITHDRAWAL)
    assert case.status == "withdrawn"


def test_whoever_of_several_withdraws_is_told_and_the_others_are_answered_in_time(cast):
    case = joint(cast)
    handle = case.clocks.get(term_code="petition.handle")
    one_withdraws(case, cast.handler, "赵秀英")
    assert case.asking == 2, "whoever sent it has not agreed"
    at = case.opened_at + timedelta(days=32)
    actions.decide(case.proposals.get(decision=""), approve=True, actor=cast.township_lead, at=at)
    case.refresh_from_db()
    assert (case.status, case.closed_at, case.asking) == ("handling", None, 1)
    assert case.clocks.get(term_code="petition.handle", ended_at=None).due == handle.due
    letter = text(case.papers.get(code="withdrawal_notice"))
    assert "赵秀英：" in letter and "李四" not in letter
    assert "本单位继续办理" in letter and "不再办理该事项" not in letter
    builders.step(case, "issue_opinion", cast.lead, later=40, replay=False, **builders.OPINION)
    opinion = text(case.papers.get(code="handling_opinion"))
    assert "李四" in opinion and "赵秀英" not in opinion and "你们" not in opinion


def test_the_last_of_several_withdraws_as_one_alone_does(cast):
    case = joint(cast)
    one_withdraws(case, cast.township_lead, "赵秀英")
    with pytest.raises(FactMissing) as refused:
        one_withdraws(case, cast.township_lead, "赵秀英")
    assert list(refused.value.errors) == ["person"], "they have withdrawn already"
    with pytest.raises(FactMissing, match="只剩这一位"):
        one_withdraws(case, cast.township_lead, "李四")
    builders.step(case, "withdraw", cast.township_lead, later=33, **builders.WITHDRAWAL)
    assert case.status == "withdrawn"


def test_what_one_person_put_forward_has_no_others(cast):
    with pytest.raises(StepNotPossible, match="用“信访人撤回”"):
        one_withdraws(builders.in_status(cast, "handling"), cast.township_lead, "赵秀英")


def test_a_review_of_what_several_put_forward_does_not_end_with_one_of_them(cast):
    review = reviews.asked(cast, reviews.answered(cast, people_count=2))
    with pytest.raises(FactMissing) as refused:
        builders.step(review, "withdraw", None, later=1, **builders.WITHDRAWAL)
    assert list(refused.value.errors) == ["by_all"]


def test_a_dispute_is_withdrawn_with_proof_too(cast):
    whole = disputes.dispute(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(whole, "withdraw", cast.clerk, later=2, replay=False, reason="自行和解。")
    assert list(refused.value.errors) == ["files"]
    builders.step(whole, "withdraw", cast.clerk, later=2, replay=False, files=proof(), reason="自行和解。")
    assert whole.status == "withdrawn"


def jointly_asked(cast):
    """Two neighbours ask for mediation with a third, and the committee has begun."""
    people = [disputes.party("韩素珍", "applicant"), disputes.party("石磊", "applicant")]
    whole = disputes.dispute(cast, people=[*people, disputes.party("孟广田", "respondent")], people_count=3)
    return whole, disputes.track(cast, of=whole)


def test_a_dispute_goes_on_for_the_other_applicants_and_its_mediator_knows(cast):
    whole, track = jointly_asked(cast)
    disputes.accept(track, cast)
    due = track.clocks.get(term_code="mediation.people").due
    first = whole.participants.get(name="韩素珍")
    builders.step(whole, "withdraw_one", cast.clerk, later=3, person=first.pk, files=proof(), reason="不愿再调解。")
    track.refresh_from_db()
    assert (whole.status, track.status) == ("mediating", "accepted")
    assert track.events.latest("seq").step == "applicant_left"
    assert track.clocks.get(term_code="mediation.people", ended_at=None).due == due
    disputes.sit(track, cast, later=4)
    disputes.agree(track, cast, later=5, replay=False)
    agreement = text(track.papers.get(code="mediation_agreement"))
    assert "石磊" in agreement and "孟广田" in agreement and "韩素珍" not in agreement


def test_a_dispute_does_not_end_while_another_applicant_asks(cast):
    whole, track = jointly_asked(cast)
    disputes.decline(track, cast)
    withdrawn = {"files": proof(), "reason": "不愿再调解。"}
    with pytest.raises(FactMissing) as refused:
        builders.step(whole, "withdraw", cast.clerk, later=3, **withdrawn)
    assert list(refused.value.errors) == ["by_all"]
    one, other = whole.participants.filter(part="applicant").order_by("position")
    builders.step(whole, "withdraw_one", cast.clerk, later=3, person=one.pk, **withdrawn)
    with pytest.raises(StepNotPossible, match="只有一名申请人"):
        builders.step(whole, "withdraw_one", cast.clerk, later=4, person=other.pk, **withdrawn)
    builders.step(whole, "withdraw", cast.clerk, later=4, **withdrawn)
    assert whole.status == "withdrawn"
