"""From acceptance to agreement: clocks by law, and each wrong thing refused at its field."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.lists.rows import listed, rows_of
from governance.cases.models import Case, CaseUnit
from governance.cases.steps import actions
from governance.cases.steps.possible import open_steps
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post
from mediation.disputes.actions import register_dispute
from mediation.models import Dispute, Mediator, Track
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE
from tests import builders, disputes
from tests.disputes import day

pytestmark = pytest.mark.django_db


def refused(case, name, actor, *, later=5, **facts) -> dict:
    """The sentences at the fields; nothing has changed."""
    version = case.version
    with pytest.raises(FactMissing) as refusal:
        builders.step(case, name, actor, later=later, **facts)
    case.refresh_from_db()
    assert case.version == version
    return refusal.value.errors


def running(case) -> set[str]:
    return set(case.clocks.filter(ended_at=None).values_list("term_code", flat=True))


def agreement(case, **facts):
    on = day(case, 5)
    return {**disputes.AGREEMENT, "signed_on": on, "effective_on": on, "items": disputes.items(case), **facts}


@pytest.fixture
def sitting(cast):
    """A people's mediation after its first sitting."""
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    return case


@pytest.mark.parametrize(
    ("kind", "procedure", "referral", "term"),
    [
        (PEOPLE, "general", "none", "mediation.people"),
        (PEOPLE, "labour", "none", "mediation.labour"),
        (PEOPLE, "medical", "none", "mediation.medical"),
        (PEOPLE, "general", "delegated_pre_filing", "mediation.delegated"),
        (PEOPLE, "general", "entrusted_ordinary", "mediation.entrusted_ordinary"),
        (PEOPLE, "general", "entrusted_summary", "mediation.entrusted_summary"),
        (PEOPLE, "labour", "delegated_pre_filing", "mediation.delegated"),
        (ADMINISTRATIVE, "general", "none", "mediation.administrative"),
        (JUDICIAL, "pre_suit", "none", "mediation.delegated"),
        (JUDICIAL, "ordinary", "none", "mediation.court_ordinary"),
        (JUDICIAL, "summary", "none", "mediation.court_summary"),
    ],
)
def test_it_counts_the_term_of_its_law_from_acceptance(cast, kind, procedure, referral, term):
    referrer = cast.court if referral != "none" else None
    case = disputes.track(cast, kind, procedure=procedure, referral=referral, referrer=referrer)
    disputes.accept(case, cast, later=2)
    assert running(case) == {term}
    since = case.opened_at.date() if procedure == "labour" and referral == "none" else day(case, 2)
    assert deadlines.running(case, term).start_on == since


def test_it_gives_three_working_days_to_take_on_what_a_court_refers(cast):
    case = disputes.track(cast, referral="delegated_pre_filing", referrer=cast.court)
    # Wednesday 11 March; Thursday, Friday, Monday
    assert deadlines.running(case, "mediation.online_confirm").due == date(2026, 3, 16)
    disputes.accept(case, cast)
    assert case.clocks.get(term_code="mediation.online_confirm").outcome == "met"


def test_the_other_side_is_asked_within_three_working_days_of_taking_on_what_a_court_delegates(cast):
    """人民法院在线调解规则 art. 12, 15: the days may be used, and are no debt."""
    case = disputes.track(cast, referral="delegated_pre_filing", referrer=cast.court)
    builders.step(case, "take_on", cast.mediator, later=2, taken_on=day(case, 1))
    window = case.clocks.get(term_code="mediation.online_ask")
    # Thursday 12 March; Friday, Monday, Tuesday
    assert (window.due, window.is_window, case.status) == (date(2026, 3, 17), True, "referred")
    assert case.clocks.get(term_code="mediation.online_confirm").outcome == "met"
    with pytest.raises(StepNotPossible):
        builders.step(case, "take_on", cast.mediator, later=2, taken_on=day(case, 1))
    disputes.accept(case, cast, later=3)
    window.refresh_from_db()
    assert window.outcome == "met"
    other = disputes.track(cast, referral="entrusted_ordinary", referrer=cast.court)
    with pytest.raises(StepNotPossible, match="立案前委派"):
        builders.step(other, "take_on", cast.mediator, later=1, taken_on=day(other, 1))


def test_a_department_to_which_a_court_delegates_asks_the_other_side_too(cast):
    case = disputes.track(cast, ADMINISTRATIVE, referral="delegated_pre_filing", referrer=cast.court)
    builders.step(case, "take_on", cast.handler, later=1, taken_on=day(case, 1))
    assert case.clocks.get(term_code="mediation.online_confirm").outcome == "met"
    assert case.clocks.get(term_code="mediation.online_ask").is_window
    told = {"ground": "unreachable", "reason": "电话、上门都没有联系到。", "ways": ["lawsuit"]}
    builders.step(case, "decline", cast.handler, later=4, replay=False, **told)
    assert case.status == "declined" and case.papers.filter(code="referral_reply").exists()


@pytest.mark.parametrize("kind", [POLICE, JUDICIAL, ADMINISTRATIVE])
def test_a_committee_does_not_take_on_unasked_what_another_organ_has(cast, login, kind):
    """人民调解工作若干规定 art. 22: its number is said, and what that organ has referred is not asked about."""
    whole = disputes.dispute(cast)
    first = disputes.track(cast, kind, of=whole)
    case = disputes.track(cast, of=whole, later=2)
    told = {"accepted_on": day(case, 3), "consent": True, "informed": True}
    assert (
        "elsewhere" not in login(cast.mediator).get(f"/cases/{case.number}/steps/accept/").context["step_form"].fields
    )
    disputes.accept(first, cast)
    assert "elsewhere" in login(cast.mediator).get(f"/cases/{case.number}/steps/accept/").context["step_form"].fields
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "accept", cast.mediator, later=3, **told)
    assert first.number in refused.value.errors["elsewhere"] and "第二十二条" in refused.value.errors["elsewhere"]
    builders.step(case, "accept", cast.mediator, later=3, **told, elsewhere=True)
    assert case.status == "accepted"


def test_who_refers_what_another_organ_has_does_not_speak_for_it(cast):
    whole = disputes.dispute(cast)
    disputes.accept(disputes.track(cast, POLICE, of=whole), cast)
    case = disputes.track(cast, of=whole, later=2, referral="administrative_referral", referrer=cast.justice)
    with pytest.raises(FactMissing) as refused:
        disputes.accept(case, cast)
    assert cast.station.short_name in refused.value.errors["elsewhere"]


def test_what_few_may_know_that_another_organ_has_is_not_named_to_a_committee(cast):
    whole = disputes.dispute(cast)
    first, case = disputes.track(cast, POLICE, of=whole), disputes.track(cast, of=whole, later=2)
    disputes.accept(first, cast)
    Case.objects.filter(pk=first.pk).update(confidentiality="restricted")
    told = {"accepted_on": day(case, 3), "consent": True, "informed": True}
    builders.step(case, "accept", cast.mediator, later=3, **told)
    assert case.status == "accepted"


def test_what_the_police_refer_is_taken_on_by_the_committee(cast):
    whole = disputes.dispute(cast)
    disputes.accept(disputes.track(cast, POLICE, of=whole), cast)
    case = disputes.track(cast, of=whole, later=2, referral="police_referral", referrer=cast.station)
    disputes.accept(case, cast)
    assert case.status == "accepted"


def test_it_refuses_one_person_on_both_sides(cast):
    twice = [
        disputes.party("韩素珍", "applicant", phone="13922220001"),
        disputes.party("韩素贞", "respondent", phone="13922220001"),
    ]
    whole = Dispute(title="纠纷", summary="概况", area=cast.area("610116001002"), channel="visit", source="sweep")
    whole.lead_unit, whole.opened_at = cast.weiqu, builders.OPENED
    with pytest.raises(FactMissing) as refusal:
        register_dispute(whole, actor=cast.clerk, at=builders.OPENED, people=twice)
    assert refusal.value.errors == {"people-1-name": "韩素贞已经是申请人，同一人不能同时是双方当事人。"}
    assert not Dispute.objects.exists()


def test_it_knows_a_person_by_name_only_where_no_number_says_otherwise(cast):
    named_alike = [
        disputes.party("韩素珍", "applicant", phone="13922220001"),
        disputes.party("韩素珍", "respondent", phone="13922220009"),
    ]
    assert disputes.dispute(cast, people=named_alike).participants.count() == 2


def test_it_reaches_no_agreement_before_the_parties_have_sat_down(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.name(case, cast)
    with pytest.raises(StepNotPossible):
        builders.step(case, "sign_agreement", cast.mediator, later=5, **agreement(case))


@pytest.mark.parametrize(
    ("facts", "field", "part"),
    [
        ({"signed": 2}, "signed_on", "不能早于第一次调解"),
        ({"effective": 4}, "effective_on", "不能早于达成（签名）日期"),
        ({"form": "oral", "effective": 6, "at": 6}, "effective_on", "口头协议自达成协议之日起生效"),
        ({"due": 4}, "items-0-due_on", "不能早于协议生效日期"),
        ({"amount": None}, "items-0-amount", "写明金额"),
        ({"amount": "0"}, "items-0-amount", "大于零"),
        ({"amount": "-1"}, "items-0-amount", "不能小于零"),
        ({"facts": ""}, "facts", "请填写"),
        ({"items": []}, "items", "请填写"),
    ],
)
def test_it_refuses_an_agreement_that_is_wrong_or_unclear(cast, sitting, facts, field, part):
    row = {"what": "赔偿", "manner": "transfer", "amount": "500", "due_on": day(sitting, facts.pop("due", 30))}
    told = {
        "signed_on": day(sitting, facts.pop("signed", 5)),
        "effective_on": day(sitting, facts.pop("effective", 5)),
        "items": facts.pop("items", [row]),
    }
    later = facts.pop("at", 5)
    if "amount" in facts:
        row["amount"] = facts.pop("amount")
    errors = refused(sitting, "sign_agreement", cast.mediator, later=later, **agreement(sitting, **told, **facts))
    assert part in errors[field], errors
    assert sitting.agreement is None


def test_it_runs_a_clock_for_every_promise_to_the_agreed_day(cast, sitting):
    disputes.agree(sitting, cast)
    clocks = sitting.clocks.filter(term_code="mediation.perform").order_by("due")
    assert [(clock.subject, clock.due) for clock in clocks] == [
        ("第1项", day(sitting, 30)),
        ("第2项", day(sitting, 40)),
    ]
    assert running(sitting) == {"mediation.perform", "mediation.confirm_apply"}
    assert sitting.clocks.get(term_code="mediation.people").outcome == "met"
    whole = sitting.dispute
    assert whole.status == "settled"


def test_it_counts_what_is_done_at_once_as_performed(cast, sitting):
    on = day(sitting, 5)
    row = {"what": "当面赔礼", "manner": "at_once", "due_on": on}
    disputes.agree(sitting, cast, items=[row])
    assert sitting.agreement.items.get().performed_on == on
    assert "mediation.perform" not in running(sitting)
    builders.step(sitting, "confirm_performed", cast.mediator, later=6)
    assert sitting.status == "performed"


def test_it_never_takes_back_a_mediator_who_was_recused(cast, sitting):
    row = sitting.mediators.get()
    builders.step(sitting, "recuse", cast.mediator, later=4, mediator=row, ground="relative")
    assert sitting.handler is None
    errors = refused(sitting, "name_mediator", None, mediator=row.mediator, chosen_by="both")
    assert "已经回避（是一方当事人或者其代理人近亲属）" in errors["mediator"]


def test_it_offers_only_mediators_whose_term_runs(cast, sitting):
    past = Mediator.objects.create(
        unit=cast.mediation,
        name="牛志刚",
        appointed_on=day(sitting, -900),
        term_from=day(sitting, -900),
        term_to=day(sitting, -1),
    )
    errors = refused(sitting, "name_mediator", cast.mediator, mediator=past, chosen_by="both")
    assert set(errors) == {"mediator"}


def test_it_extends_with_both_parties_but_never_a_labour_dispute(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    facts = {"days": 20, "both_agree": True, "reason": "等待鉴定。"}
    before = deadlines.running(case, "mediation.people").due
    builders.step(case, "extend", cast.mediator, later=3, **facts)
    assert deadlines.running(case, "mediation.people").due > before
    labour = disputes.track(cast, procedure="labour")
    disputes.accept(labour, cast)
    with pytest.raises(StepNotPossible, match="不能延长"):
        builders.step(labour, "extend", cast.mediator, later=3, **facts)


def test_what_both_agreed_in_time_and_wrote_down_later_stands_once_another_has_seen_it(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    due = deadlines.running(case, "mediation.people").due
    late = (due - office_day(case.opened_at)).days + 7
    facts = {"days": 20, "both_agree": True, "reason": "等待鉴定。"}
    with pytest.raises(StepNotPossible, match="届满，不能再延长"):
        builders.step(case, "extend", cast.mediator, later=late, **facts)
    for agreed in (due + timedelta(days=1), case.accepted_on - timedelta(days=1), due + timedelta(days=30)):
        with pytest.raises((StepNotPossible, FactMissing)):
            builders.step(case, "extend", cast.mediator, later=late, **facts, agreed_on=agreed)
    agreed_on = due - timedelta(days=5)
    builders.step(case, "extend", cast.mediator, later=late, **facts, agreed_on=agreed_on)
    proposal = case.proposals.get(decision="")
    assert deadlines.running(case, "mediation.people").due == due
    at = case.opened_at + timedelta(days=late + 1)
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.mediator, at=at)
    actions.decide(proposal, approve=True, actor=cast.staff, at=at)
    clock = deadlines.running(case, "mediation.people")
    assert (clock.extension, clock.is_running) == (20, True) and clock.due > due + timedelta(days=18)
    assert not case.clocks.late().exists()


def test_it_does_not_count_the_time_of_an_appraisal(cast):
    case = disputes.track(cast, referral="delegated_pre_filing", referrer=cast.court)
    disputes.accept(case, cast)
    before = deadlines.running(case, "mediation.delegated").raw_due
    told = {"paused_on": day(case, 3), "reason": "司法鉴定中心，墙面损失"}
    builders.step(case, "pause_for_appraisal", cast.mediator, later=3, **told)
    assert deadlines.running(case, "mediation.delegated").due is None
    builders.step(case, "resume_after_appraisal", cast.mediator, later=12, resumed_on=day(case, 12))
    # The day of commissioning and the day of the opinion are not counted, nor those between.
    assert deadlines.running(case, "mediation.delegated").raw_due == before + timedelta(days=10)


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


def test_it_mediates_by_the_police_twice_within_seven_working_days(cast):
    case = disputes.track(cast, POLICE)
    disputes.accept(case, cast)
    disputes.sit(case, cast, later=3)
    clock = deadlines.running(case, "mediation.police_second")
    late = (clock.due - case.opened_at.date()).days + 1
    held_at = case.opened_at + timedelta(days=late)
    errors = refused(case, "hold_session", cast.officer, later=late, **disputes.SESSION, held_at=held_at)
    assert "7个工作日" in errors["held_at"]
    disputes.sit(case, cast, later=late - 1)
    assert case.sessions.count() == 2
    assert case.clocks.get(term_code="mediation.police_second").outcome == "met"
    with pytest.raises(StepNotPossible, match="第一百八十三条"):
        disputes.sit(case, cast, later=late)


def test_it_refuses_what_the_police_may_not_mediate_with_the_article(cast):
    case = disputes.track(cast, POLICE)
    facts = disputes.POLICE_ACCEPT | {"exclusion": "gang"}
    errors = refused(case, "accept", cast.officer, accepted_on=day(case, 1), **facts)
    assert "第一百七十九条" in errors["exclusion"]


def test_it_starts_the_time_of_the_case_when_police_mediation_fails(cast):
    case = disputes.track(cast, POLICE)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.terminate(case, cast)
    assert case.status == "by_law"
    assert deadlines.running(case, "police.case").start_on == day(case, 3)


def test_it_wants_a_unit_that_mediates_and_a_referrer_that_may_refer(cast):
    whole = disputes.dispute(cast)
    facts = {"track": PEOPLE, "organisation": cast.housing, "procedure": "general", "referral": "none"}
    assert "organisation" in refused(whole, "start_mediation", cast.clerk, **facts)
    facts |= {"organisation": cast.mediation, "referral": "delegated_pre_filing"}
    assert "referrer" in refused(whole, "start_mediation", cast.clerk, **facts)
    assert "referrer" in refused(whole, "start_mediation", cast.clerk, **facts, referrer=cast.station)
    facts |= {"referral": "none", "procedure": "summary"}
    assert "procedure" in refused(whole, "start_mediation", cast.clerk, **facts)
    assert not Track.objects.exists()


def test_it_lets_the_organisations_of_one_dispute_know_of_each_other(cast):
    whole = disputes.dispute(cast)
    people = disputes.track(cast, of=whole)
    police = disputes.track(cast, POLICE, of=whole, later=2)
    assert set(whole.case_units.values_list("unit__short_name", "part")) == {
        ("区调委会", CaseUnit.Part.CO_HANDLER),
        ("韦曲派出所", CaseUnit.Part.CO_HANDLER),
    }
    assert people.case_units.get(part=CaseUnit.Part.INFORMED).unit == cast.station
    assert police.case_units.get(part=CaseUnit.Part.INFORMED).unit == cast.mediation
    at = police.opened_at + timedelta(hours=1)
    assert {step.name for step in open_steps(people, cast.officer, at)} == {"comment"}


def test_it_wants_a_major_dispute_reported_within_two_days(cast):
    whole = disputes.dispute(cast, grade="major")
    assert deadlines.running(whole, "dispute.major_report").due == day(whole, 2)
    facts = {"to": cast.justice, "situation": "三户冲突。", "measures": "已劝开。", "suggestion": "联合调解。"}
    builders.step(whole, "report_major", cast.clerk, later=1, **facts)
    assert (running(whole), whole.reported_on) == ({"dispute.begin"}, day(whole, 1))


def test_it_starts_the_report_when_the_grade_rises_and_drops_it_when_it_falls(cast):
    whole = disputes.dispute(cast)
    facts = {"scale": "group", "people_count": 12, "reason": "参与人增加。"}
    builders.step(whole, "grade", cast.clerk, later=1, grade="major", **facts)
    assert running(whole) == {"dispute.begin", "dispute.major_report"}
    builders.step(whole, "grade", cast.clerk, later=1, grade="major", **facts)
    assert whole.clocks.count() == 2
    builders.step(whole, "grade", cast.clerk, later=1, grade="larger", **facts)
    assert (running(whole), whole.grade) == ({"dispute.begin", "dispute.major_report"}, "major")
    builders.agreed(whole, cast.staff)
    assert (running(whole), whole.grade) == ({"dispute.begin"}, "larger")
    assert "amount" in refused(whole, "grade", cast.clerk, grade="larger", amount="-5", **facts)


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


def test_the_police_settle_what_is_slight_on_the_spot_with_a_recording_and_nobody_owes_more(cast, login):
    """公安机关办理行政案件程序规定 art. 178: clear, agreed, made good at once; a recording stands for the paper."""
    case = disputes.track(cast, POLICE)
    for wrong, field in (({"slight": False}, "slight"), ({"performed": False}, "performed"), ({"files": []}, "files")):
        with pytest.raises(FactMissing) as refusal:
            disputes.settle_on_spot(case, cast, **wrong)
        assert list(refusal.value.errors) == [field]
    with pytest.raises(FactMissing, match="第一百七十九条"):
        disputes.settle_on_spot(case, cast, exclusion="hired")
    disputes.settle_on_spot(case, cast)
    assert (case.status, case.own.ended_on) == ("on_spot", day(case, 1))
    assert running(case) == set() and case.closed_at is not None
    assert disputes.ON_SPOT["content"] not in login(cast.staff).get(f"/cases/{case.number}/").content.decode()
    whole = case.parent.own
    builders.step(whole, "resolve", cast.clerk, later=3, summary_of_result="当场履行。")
    assert whole.closed_at is not None


def test_what_another_organ_waits_for_is_not_over_on_the_spot(cast):
    case = disputes.track(cast, POLICE, referral="administrative_referral", referrer=cast.housing)
    with pytest.raises(StepNotPossible, match="书面回复"):
        disputes.settle_on_spot(case, cast)


def blue(case, user, client) -> str:
    """What the one blue button of the case's page says."""
    client.force_login(user)
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    return "".join(re.findall(r"button-primary[^>]*>([^<]+)<", page))


def test_what_comes_next_follows_what_has_happened(cast, client, time_machine):
    case = disputes.track(cast)
    time_machine.move_to(case.opened_at + timedelta(days=6), tick=False)
    disputes.accept(case, cast)
    user = disputes.worker(cast, PEOPLE)
    assert blue(case, user, client) == "确定调解员"
    disputes.sit(case, cast, later=3)
    assert blue(case, user, client) == "记录调解"
    disputes.sit(case, cast, later=4, result="agreed")
    assert blue(case, user, client) == "达成协议"
    now = case.opened_at + timedelta(days=6)
    (row,) = rows_of(listed(Case.objects.filter(pk=case.pk), user=user, steps=True), user=user, now=now, steps=True)
    assert "达成协议" in row.next_step
    disputes.sit(case, cast, later=5)
    assert blue(case, user, client) == "记录调解", "they sat down once more"
