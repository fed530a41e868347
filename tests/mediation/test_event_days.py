"""Clocks start and end on the day of what the law counts from, and what law allows but does not order is no debt."""

from datetime import date, timedelta

import pytest

from governance.cases import deadlines
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotPossible
from mediation.disputes.actions import AtOnce, register_and_mediate
from mediation.models import Dispute, Track
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE
from tests import builders, disputes
from tests.builders import OPENED, step
from tests.disputes import day
from tests.mediation.tracking import refused, running
from tests.papers.reading import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("referral", "term", "due", "length"),
    [
        ("delegated_pre_filing", "mediation.delegated", date(2026, 4, 10), "30日"),
        ("entrusted_ordinary", "mediation.entrusted_ordinary", date(2026, 3, 26), "15日"),
        ("entrusted_summary", "mediation.entrusted_summary", date(2026, 3, 18), "7日"),
    ],
)
def test_what_a_court_refers_to_a_department_keeps_the_terms_of_the_court(cast, referral, term, due, length):
    whole = disputes.dispute(cast, actor=cast.judge, unit=cast.court)
    facts = {"track": ADMINISTRATIVE, "organisation": cast.housing, "procedure": "general"}
    facts |= {"referral": referral, "referrer": cast.court}
    builders.step(whole, "start_mediation", cast.judge, replay=False, **facts)
    case = Track.objects.get(parent=whole)
    assert running(case) == {"mediation.online_confirm"}
    assert f"调解期限为{length}" in text(case.papers.get(code="delegation_letter"))
    disputes.accept(case, cast)
    assert (running(case), deadlines.running(case, term).due) == ({term}, due)


@pytest.mark.parametrize("kind", [POLICE, JUDICIAL])
def test_a_court_refers_neither_to_the_police_nor_to_itself(cast, kind):
    way = disputes.WAYS[kind]
    facts = {"track": kind, "organisation": getattr(cast, way.unit), "procedure": way.procedure}
    facts |= {"referral": "delegated_pre_filing", "referrer": cast.court}
    assert "referral" in refused(disputes.dispute(cast), "start_mediation", cast.clerk, **facts)


def test_a_labour_dispute_counts_from_the_application_not_from_the_day_of_typing(cast):
    case = disputes.track(cast, procedure="labour", later=8, received_on=OPENED.date())
    disputes.accept(case, cast, later=0)
    assert deadlines.running(case, "mediation.labour").due == date(2026, 3, 25)


def test_what_was_mediated_at_once_counts_from_the_day_the_papers_came(cast):
    whole = Dispute(title="欠款", summary="欠款纠纷。", area=cast.area("610116001002"), channel="visit", source="court")
    whole.lead_unit, whole.opened_at = cast.mediation, OPENED
    at_once = AtOnce(PEOPLE, "general", "delegated_pre_filing", cast.court, accept=True)
    people = disputes.both_sides()
    later = OPENED + timedelta(days=8)
    case = register_and_mediate(whole, at_once, actor=cast.mediator, at=later, people=people)
    assert deadlines.running(case, "mediation.delegated").due == date(2026, 4, 9)
    assert case.clocks.get(term_code="mediation.online_confirm").outcome == "met"


def test_the_organisation_had_the_matter_no_later_than_it_accepted_it(cast):
    case = disputes.track(cast, later=8)
    builders.step(
        case, "accept", cast.mediator, at=OPENED + timedelta(days=9), accepted_on=day(case, -6), **disputes.ACCEPT
    )
    assert case.opened_at.date() <= case.accepted_on


def test_an_agreement_in_time_is_in_time_whenever_it_is_written_down(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    on = day(case, 5)
    told = {**disputes.AGREEMENT, "signed_on": on, "effective_on": on, "items": disputes.items(case)}
    builders.step(case, "sign_agreement", cast.mediator, later=40, **told)
    assert (case.ended_on, case.clocks.get(term_code="mediation.people").outcome) == (on, "met")


def test_an_application_to_the_court_in_time_is_no_lapsed_right(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    deadlines.scan(OPENED + timedelta(days=60))
    told = {"court": cast.court, "bar": "none", "applied_on": day(case, 8), "jointly": True}
    builders.step(case, "apply_confirmation", cast.mediator, later=61, **told)
    assert case.clocks.get(term_code="mediation.confirm_apply").outcome == "met"


def test_the_health_authority_has_thirty_working_days(cast):
    case = disputes.track(cast, ADMINISTRATIVE, procedure="medical")
    assert running(case) == {"mediation.health_accept"}
    disputes.accept(case, cast, later=1)
    assert deadlines.running(case, "mediation.health").due == date(2026, 4, 24)


def test_the_head_of_the_department_may_give_a_complex_case_ten_working_days(cast):
    case = disputes.track(cast, ADMINISTRATIVE)
    told = {"days": 5, "reason": "涉及多个部门。"}
    builders.step(case, "extend_acceptance", cast.lead, later=2, **told)
    # Wednesday 11 March, ten working days on
    assert deadlines.running(case, "mediation.administrative_accept").due == date(2026, 3, 25)
    with pytest.raises(StepNotPossible, match="只能延长一次"):
        builders.step(case, "extend_acceptance", cast.lead, later=3, days=1, reason="再延。")


def test_another_station_has_its_matter_within_a_day_of_the_report(cast):
    case = disputes.track(cast, POLICE)
    told = {"reported_at": case.opened_at, "reason": "案发地在郭杜。"}
    builders.step(case, "find_elsewhere", cast.officer, at=case.opened_at + timedelta(hours=30), **told)
    clock = deadlines.running(case, "police.misrouted")
    assert clock.due_at == case.opened_at + timedelta(hours=24)
    moved = {"to": "郭杜派出所", "moved_at": case.opened_at + timedelta(hours=20), "told": True}
    builders.step(case, "move_on", cast.officer, at=case.opened_at + timedelta(hours=31), **moved)
    clock.refresh_from_db()
    assert (case.status, clock.outcome) == ("declined", "met")


def test_a_department_hands_what_is_not_its_own_to_the_competent_organ_within_three_working_days(cast):
    """深圳经济特区矛盾纠纷多元化解条例 art. 25: the organ has it as a matter of its own, and decides anew."""
    case = disputes.track(cast, ADMINISTRATIVE)
    builders.step(case, "find_elsewhere", cast.handler, later=1, reason="属于自然资源部门职责。")
    # Wednesday 11 March; Thursday, Friday, Monday
    clock = deadlines.running(case, "mediation.pass_on")
    assert clock.due == date(2026, 3, 16) and running(case) == {"mediation.pass_on"}
    told = {"organisation": cast.justice, "moved_on": day(case, 2), "told": True}
    builders.step(case, "move_on", cast.handler, later=3, **told)
    clock.refresh_from_db()
    assert (case.status, case.ended_on, clock.outcome) == ("declined", day(case, 2), "met")
    theirs = Track.objects.filter(parent=case.parent_id, kind=ADMINISTRATIVE).latest("pk")
    began = office_day(theirs.opened_at)
    assert (theirs.status, theirs.lead_unit, began) == ("referred", cast.justice, day(case, 2))
    assert deadlines.running(theirs, "mediation.administrative_accept").start_on == day(case, 2)
    late = disputes.track(cast, ADMINISTRATIVE)
    builders.step(late, "find_elsewhere", cast.handler, later=9, reason="属于自然资源部门职责。")
    builders.step(late, "move_on", cast.handler, later=9, **told | {"moved_on": day(late, 9)})
    assert late.clocks.get(term_code="mediation.pass_on").outcome == "missed"


def test_a_department_hands_over_to_an_organ_that_does_not_work_here_by_its_name(cast):
    case = disputes.track(cast, ADMINISTRATIVE)
    builders.step(case, "find_elsewhere", cast.handler, later=1, reason="属于市水务局职责。")
    told = {"moved_on": day(case, 2), "told": True}
    for named in ({}, {"to": "市水务局", "organisation": cast.justice}, {"to": cast.justice.name}):
        with pytest.raises(FactMissing):
            builders.step(case, "move_on", cast.handler, later=3, **told, **named)
    builders.step(case, "move_on", cast.handler, later=3, replay=False, **told, to="市水务局")
    assert (case.status, case.clocks.get(term_code="mediation.pass_on").outcome) == ("declined", "met")
    assert not Track.objects.filter(parent=case.parent_id).exclude(pk=case.pk).exists()
    assert deadlines.running(case.parent, "dispute.conclude") is not None


def test_what_another_organ_has_referred_goes_back_to_it_and_nowhere_else(cast):
    case = disputes.track(cast, ADMINISTRATIVE, referral="delegated_pre_filing", referrer=cast.court)
    with pytest.raises(StepNotPossible, match="退回"):
        builders.step(case, "find_elsewhere", cast.handler, later=1, reason="属于自然资源部门职责。")


def test_a_dispute_graded_down_and_up_again_is_to_be_reported_since_the_first_time(cast):
    whole = disputes.dispute(cast, grade="major")
    due = whole.clocks.get(term_code="dispute.major_report").due
    told = {"scale": "individual", "people_count": 2, "reason": "重新核定。"}
    step(whole, "grade", cast.clerk, later=1, grade="general", **told)
    builders.agreed(whole, cast.staff)
    step(whole, "grade", cast.clerk, later=2, grade="major", **told)
    assert whole.clocks.get(term_code="dispute.major_report", ended_at=None).due == due


def test_a_dispute_is_not_passed_up_to_a_court(cast):
    whole = disputes.dispute(cast)
    with pytest.raises(FactMissing, match="不能上交"):
        step(whole, "pass_on", None, later=1, to_unit=cast.court, reason="本级化解不了。")


def test_what_was_refused_or_begun_in_time_is_so_whenever_it_is_written_down(cast):
    refusal = {"ground": "competence", "reason": "由专门机关处理。", "ways": ["administrative"]}
    whole = disputes.dispute(cast)
    said = refused(whole, "not_accept", cast.clerk, later=30, **refusal, done_on=day(whole, -1))["done_on"]
    assert str(day(whole, 0)) in said
    builders.step(whole, "not_accept", cast.clerk, later=30, **refusal, done_on=day(whole, 3))
    assert whole.clocks.get(term_code="dispute.begin").outcome == "met"
    part = disputes.track(cast, ADMINISTRATIVE)
    received = part.dispute.received_on
    early = received - timedelta(days=1)
    assert str(received) in refused(part, "decline", cast.handler, later=30, **refusal, done_on=early)["done_on"]
    builders.step(part, "decline", cast.handler, later=30, **refusal, done_on=day(part, 3))
    assert (part.clocks.get(term_code="mediation.administrative_accept").outcome, part.ended_on) == (
        "met",
        day(part, 3),
    )


def test_mediation_begins_when_the_organisation_had_the_papers(cast):
    whole = disputes.dispute(cast)
    disputes.track(cast, of=whole, later=30, received_on=day(whole, 4))
    assert whole.clocks.get(term_code="dispute.begin").outcome == "met"
