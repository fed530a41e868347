"""Acceptance on every track: clocks by law, who refers to whom, and each wrong thing refused at its field."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.lists.rows import listed, rows_of
from governance.cases.models import Case, CaseUnit
from governance.cases.steps import actions
from governance.cases.steps.possible import open_steps
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from mediation.models import Track
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE
from tests import builders, disputes
from tests.disputes import day
from tests.mediation.tracking import refused, running

pytestmark = pytest.mark.django_db


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
