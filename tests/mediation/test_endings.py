"""How mediation ends and who is told: the court, the dispute, whoever helps, whoever looks at a false claim."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group

from governance.frame.refusals import FactMissing, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post
from tests import builders, disputes
from tests.disputes import day
from tests.mediation.tracking import agreement, refused, running

pytestmark = pytest.mark.django_db


def test_it_ends_with_the_other_ways_and_the_answer_to_the_court(cast):
    case = disputes.track(cast, referral="delegated_pre_filing", referrer=cast.court)
    disputes.accept(case, cast)
    errors = refused(case, "terminate", cast.mediator, ground="refused", reason="对方不愿调解。", ways=[])
    assert set(errors) == {"ways"}
    disputes.terminate(case, cast)
    assert (case.status, case.replied_on) == ("failed", day(case, 10))
    assert running(case) == set()


def test_it_owes_the_referrer_an_answer_before_the_file_is_closed(cast):
    case = disputes.track(cast, referral="delegated_pre_filing", referrer=cast.court)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    assert "mediation.reply" in running(case)
    disputes.perform(case, cast)
    with pytest.raises(StepNotPossible, match="回函"):
        builders.step(case, "archive", cast.mediator, later=30)
    builders.step(case, "reply_referrer", cast.mediator, later=30, content="双方达成协议并已履行。")
    assert "mediation.reply" not in running(case)


def test_it_ends_a_dispute_only_when_its_tracks_have_ended(cast, sitting):
    whole = sitting.dispute
    told = {"summary_of_result": "已修好。"}
    disputes.agree(sitting, cast)
    whole.refresh_from_db()
    with pytest.raises(StepNotPossible):
        builders.step(whole, "resolve", cast.clerk, later=30, **told)
    disputes.perform(sitting, cast)
    builders.step(whole, "resolve", cast.clerk, later=30, **told)
    assert (whole.status, whole.solved_level) == ("resolved", "county")  # where the committee of the county mediated


def test_it_sends_a_party_on_for_help_only_with_consent_and_keeps_the_answer(cast):
    whole = disputes.dispute(cast)
    party = whole.participants.first()
    facts = {"participant": party, "agency": "civil_affairs", "matter": "临时救助"}
    assert "consent" in refused(whole, "refer_help", cast.clerk, **facts)
    builders.step(whole, "refer_help", cast.clerk, later=1, consent=True, **facts)
    referral = whole.help_referrals.get()
    early = {"referral": referral, "answered_on": day(whole, 0), "answer": "已受理。", "result": "helped"}
    assert "answered_on" in refused(whole, "answer_help", cast.clerk, **early)
    builders.step(whole, "answer_help", cast.clerk, later=6, **early | {"answered_on": day(whole, 6)})
    assert whole.help_referrals.get().answer == "已受理。"


def test_a_claim_that_may_be_false_stops_mediation_until_it_was_looked_at(cast):
    """特邀调解规定 art. 18: the mediator stops and reports; the court's days go on."""
    head = {"role": Group.objects.get(name="unit_lead"), "starts_on": date(2024, 1, 1)}
    Post.objects.create(user=cast.judge, unit=cast.court, **head)
    case = disputes.track(cast, referral="delegated_pre_filing", referrer=cast.court)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    ending = {**disputes.ENDING, "ground": "false_claim"}
    assert "先用“中止调解并报告”" in refused(case, "terminate", cast.mediator, later=6, **ending)["ground"]
    disputes.suspend(case, cast, reported_to="court", replay=False)
    assert case.status == "suspended" and "mediation.delegated" in running(case)
    assert Notice.objects.filter(recipient=cast.judge, subject_key=case.number).exists()
    for name, facts in (("hold_session", disputes.SESSION), ("sign_agreement", agreement(case))):
        with pytest.raises(StepNotPossible):
            builders.step(case, name, cast.mediator, later=7, **facts)
    looked_at = {"reviewed_by": "court", "reviewed_on": day(case, 8), "result": "有转账记录，不是虚假调解。"}
    with pytest.raises(FactMissing, match="审查结果的材料"):
        builders.step(case, "resume_mediation", cast.mediator, later=8, replay=False, **looked_at)
    builders.step(case, "resume_mediation", cast.mediator, later=8, **looked_at)
    assert case.status == "mediating"
    disputes.suspend(case, cast, later=9, reported_to="court")
    builders.step(case, "terminate", cast.mediator, later=10, **ending)
    assert (case.status, case.ending_ground) == ("failed", "false_claim")


def test_what_no_court_referred_is_reported_to_the_organisation(cast, sitting):
    told = {"found_on": day(sitting, 6), "signs": "双方说法完全一致。", "reported_to": "court"}
    told["reported_at"] = sitting.opened_at + timedelta(days=6)
    assert "向本调解组织报告" in refused(sitting, "suspend_mediation", cast.mediator, later=6, **told)["reported_to"]
