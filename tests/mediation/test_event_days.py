"""Clocks start and end on the day of what the law counts from, and what law allows but does not order is no debt."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group

from governance.cases import access, deadlines
from governance.cases.models import Escalation
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.organisation.models import Post
from mediation.case_cards import track_sections
from mediation.disputes.actions import AtOnce, register_and_mediate
from mediation.models import Dispute, Track
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE
from mediation.workflows import POLICE_MEDIATION
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.builders import OPENED, step
from tests.disputes import day
from tests.mediation.tracking import refused, running
from tests.papers.reading import text

pytestmark = pytest.mark.django_db
SECOND, CASE = "mediation.police_second", "police.case"


@pytest.fixture
def sat(cast):
    """A police mediation after its one sitting, on Saturday 14 March."""
    case = disputes.track(cast, POLICE)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    return case


def test_a_second_police_sitting_is_a_window_that_lapses(cast, sat):
    clock = deadlines.running(sat, SECOND)
    assert (clock.is_window, clock.due) == (True, date(2026, 3, 24))
    deadlines.scan(OPENED + timedelta(days=60))
    clock.refresh_from_db()
    assert clock.outcome == "lapsed"
    assert not Escalation.objects.filter(clock=clock).exists()


def test_a_second_sitting_in_time_is_in_time_whenever_it_is_written_down(cast, sat):
    deadlines.scan(OPENED + timedelta(days=20))
    held_at = OPENED + timedelta(days=9)
    builders.step(sat, "hold_session", cast.officer, later=21, **disputes.SESSION, held_at=held_at)
    clock = sat.clocks.get(term_code=SECOND)
    assert (clock.outcome, clock.ended_at) == ("met", held_at)


def test_a_second_sitting_after_the_window_is_refused_whenever_it_is_written_down(cast, sat):
    deadlines.scan(OPENED + timedelta(days=20))
    sat.refresh_from_db()
    told = disputes.SESSION | {"held_at": OPENED + timedelta(days=15)}
    assert "2026-03-24" in refused(sat, "hold_session", cast.officer, later=21, **told)["held_at"]


def test_the_time_of_a_police_case_runs_from_the_broken_promise_through_every_later_step(cast, sat):
    disputes.agree(sat, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": day(sat, 10)}])
    disputes.breach(sat, cast, later=13)
    clock = deadlines.running(sat, CASE)
    assert (sat.status, clock.start_on, clock.due) == ("breached", date(2026, 3, 21), date(2026, 4, 20))
    builders.step(sat, "end_after_breach", cast.officer, later=25, ways=["lawsuit"], reason="不履行。")
    assert (sat.status, deadlines.running(sat, CASE).pk) == ("by_law", clock.pk)


def test_a_police_case_decided_in_time_is_so_though_the_breach_before_it_is_written_down_weeks_later(cast, sat):
    disputes.agree(sat, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": day(sat, 10)}])
    told = {"breached_on": day(sat, 13), "urged": True, "advice": ["sue"], "note": "没有履行。"}
    builders.step(sat, "record_breach", cast.officer, later=60, item=sat.agreement.items.get(), **told)
    builders.step(
        sat, "end_after_breach", cast.officer, later=60, ways=["lawsuit"], reason="不履行。", done_on=day(sat, 15)
    )
    decided = {"decided_on": day(sat, 20), "decision": "警告。", "told": True}
    head = disputes.head_of(cast.station)
    builders.step(sat, "decide_by_law", cast.officer, later=60, **decided)
    builders.agreed(sat, head)
    assert (sat.status, sat.clocks.get(term_code=CASE).outcome) == ("failed", "met")


def test_a_promise_kept_too_late_leaves_the_police_case_late(cast, sat):
    disputes.agree(sat, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": day(sat, 10)}])
    disputes.breach(sat, cast, later=13)
    told = {"item": sat.agreement.items.get(), "performed_on": day(sat, 60), "proof": "收条"}
    builders.step(sat, "record_performance", cast.officer, later=61, **told)
    # The time that ran out is not let off by a day before that on which it was paid.
    early = refused(sat, "confirm_performed", cast.officer, later=61, done_on=day(sat, 20))
    assert "最后一项履行的日期" in early["done_on"]
    builders.step(sat, "confirm_performed", cast.officer, later=61, done_on=day(sat, 60))
    assert sat.clocks.get(term_code=CASE).outcome == "missed"


def test_what_was_found_broken_was_not_settled_before_that(cast, sat):
    disputes.agree(sat, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": day(sat, 10)}])
    disputes.breach(sat, cast, later=13)
    told = {"way": "themselves", "matter": "beating", "exclusion": "none", "jointly": True}
    told |= {"performed_on": day(sat, 12), "applied_on": day(sat, 14)}
    files = [upload("申请.png", picture("PNG"))]
    with pytest.raises(FactMissing, match="认定没有履行"):
        builders.step(sat, "accept_settlement", None, later=15, files=files, **told)


def test_a_promise_kept_in_time_ends_the_time_of_the_police_case(cast, sat):
    disputes.agree(sat, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": day(sat, 10)}])
    disputes.breach(sat, cast, later=13)
    disputes.perform(sat, cast, later=15)
    assert sat.clocks.get(term_code=CASE).outcome == "cancelled"


def test_where_nothing_was_broken_after_all_the_police_have_no_case_to_decide(cast, sat):
    promised = [
        {"what": what, "amount": "500", "manner": "cash", "due_on": day(sat, 10)} for what in ("赔偿", "误工费")
    ]
    disputes.agree(sat, cast, items=promised)
    disputes.breach(sat, cast, later=13)
    disputes.correct_breach(sat, cast, sat.agreement.items.get(position=1), on=9, later=60)
    # Its thirty days had run out, but nothing was ever owed.
    assert (sat.status, sat.clocks.get(term_code=CASE).outcome) == ("agreed", "cancelled")
    assert running(sat) == {"mediation.perform"}


def test_a_finding_is_led_back_too_where_the_payment_was_written_down_as_one_that_came_after_it(cast, sat):
    disputes.agree(sat, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": day(sat, 10)}])
    disputes.breach(sat, cast, later=13)
    item = sat.agreement.items.get()
    told = {"item": item, "performed_on": day(sat, 13), "proof": "收条"}
    builders.step(sat, "record_performance", cast.officer, later=14, **told)
    disputes.correct_breach(sat, cast, item, on=9, later=20)
    clock = sat.clocks.get(term_code="mediation.perform")
    assert (sat.status, clock.outcome, office_day(clock.ended_at)) == ("agreed", "met", day(sat, 9))
    assert sat.clocks.get(term_code=CASE).outcome == "cancelled"


def test_who_watches_an_agreement_that_was_kept_after_all_has_all_their_days_from_when_that_is_known(cast, sat):
    disputes.agree(sat, cast, items=[{"what": "赔偿", "amount": "500", "manner": "cash", "due_on": day(sat, 10)}])
    disputes.breach(sat, cast, later=13)
    disputes.correct_breach(sat, cast, sat.agreement.items.get(), on=9, later=60)
    assert deadlines.running(sat, "mediation.follow").start_on == day(sat, 60)


@pytest.fixture
def broken_twice(cast, sat):
    """Two promises, of the tenth and of the fourteenth day, were found broken: the later one first."""
    promised = [
        {"what": what, "amount": "500", "manner": "cash", "due_on": day(sat, due)}
        for what, due in (("赔偿", 10), ("误工费", 14))
    ]
    disputes.agree(sat, cast, items=promised)
    told = {"breached_on": day(sat, 16), "urged": True, "advice": ["sue"], "note": "没有履行。"}
    for position in (2, 1):
        item = sat.agreement.items.get(position=position)
        builders.step(sat, "record_breach", cast.officer, later=17, item=item, **told)
    return sat


def test_the_time_of_a_police_case_runs_from_the_promise_broken_first_though_it_was_found_last(broken_twice):
    assert deadlines.running(broken_twice, CASE).start_on == day(broken_twice, 10)
    told = dict(broken_twice.events.latest("seq").facts["told"])
    assert told["治安案件办理"] == "原到期日 2026-04-24，现到期日 2026-04-20"


def test_a_corrected_finding_leaves_the_police_case_what_it_was_granted(cast, broken_twice):
    sat = broken_twice
    more = {"days": 30, "approved_by": "公安长安分局", "reason": "案情复杂。"}
    head, paper = disputes.head_of(cast.station), [upload("批准书.png", picture("PNG"))]
    builders.step(sat, "extend_case", cast.officer, later=20, replay=False, files=paper, **more)
    builders.agreed(sat, head)
    stop = {"paused_on": day(sat, 22), "reason": "伤情鉴定"}
    builders.step(sat, "pause_for_appraisal", cast.officer, later=22, replay=False, **stop)
    disputes.correct_breach(sat, cast, sat.agreement.items.get(position=1), on=9, later=25)
    clock = deadlines.running(sat, CASE)
    assert (sat.status, clock.start_on, clock.extension, clock.due) == ("breached", day(sat, 14), 30, None)
    assert list(clock.pauses.values_list("starts_on", "ends_on")) == [(day(sat, 22), None)]


def test_the_organ_above_agrees_where_whoever_leads_the_station_has_the_case_in_hand(cast, sat):
    """The police organ above does so where somebody signs there, and not who oversees the place."""
    Post.objects.filter(user=cast.officer).update(role=Group.objects.get(name="unit_lead"))
    builders.forget_standing(cast.officer)
    head = disputes.head_of(cast.police)
    disputes.terminate(sat, cast)
    more = {"days": 30, "approved_by": "公安长安分局", "reason": "案情复杂。"}
    told = {"decided_on": day(sat, 12), "decision": "警告。", "told": True}
    for name, facts in (("extend_case", more), ("decide_by_law", told)):
        paper = [upload("文书.png", picture("PNG"))]
        builders.step(sat, name, cast.officer, later=12, replay=False, files=paper, **facts)
        waiting = sat.proposals.get(decision="")
        assert waiting.unit == cast.police and head.notices.filter(subject_key=sat.number).exists()
        builders.agreed(sat, head)
    assert (sat.status, sat.clocks.get(term_code=CASE).extension) == ("failed", 30)


def test_an_appraisal_does_not_count_in_the_time_of_a_police_case(cast, sat):
    disputes.terminate(sat, cast)
    before = deadlines.running(sat, CASE).raw_due
    early = {"paused_on": day(sat, -60), "reason": "伤情鉴定"}
    with pytest.raises(FactMissing, match="不能早于") as refused:
        builders.step(sat, "pause_for_appraisal", cast.officer, later=12, replay=False, **early)
    assert list(refused.value.errors) == ["paused_on"]
    told = {"paused_on": day(sat, 12), "reason": "伤情鉴定"}
    builders.step(sat, "pause_for_appraisal", cast.officer, later=12, replay=False, **told)
    assert deadlines.running(sat, CASE).due is None
    # While it stands still somebody asks how the appraisal goes.
    assert deadlines.running(sat, "police.follow").due == day(sat, 42)
    builders.step(sat, "resume_after_appraisal", cast.officer, later=21, resumed_on=day(sat, 21))
    assert deadlines.running(sat, CASE).raw_due == before + timedelta(days=10)
    assert deadlines.running(sat, "police.follow") is None


def test_the_time_of_a_police_case_starts_when_mediation_failed_not_when_that_was_typed(cast, sat):
    disputes.terminate(sat, cast, later=20)
    assert (sat.ended_on, deadlines.running(sat, CASE).start_on) == (day(sat, 3), day(sat, 3))


def test_the_police_do_not_say_alone_that_mediation_failed_later_than_they_sat(cast, sat):
    head = disputes.head_of(cast.station)
    disputes.terminate(sat, cast, later=20, ended_on=day(sat, 9))
    proposal = sat.proposals.get(decision="")
    assert sat.status == "mediating" and deadlines.running(sat, CASE) is None
    assert not access.may_decide(cast.officer, sat, POLICE_MEDIATION.step("terminate"), proposal)
    actions.decide(proposal, approve=True, actor=head, at=OPENED + timedelta(days=21))
    sat.refresh_from_db()
    assert (sat.status, sat.ended_on, deadlines.running(sat, CASE).start_on) == ("by_law", day(sat, 9), day(sat, 9))


def test_who_handles_a_police_case_neither_closes_nor_extends_nor_drops_it_alone(cast, sat):
    head = disputes.head_of(cast.station)
    disputes.terminate(sat, cast)
    told = {"decided_on": day(sat, 12), "decision": "警告。", "told": True}
    builders.step(sat, "decide_by_law", cast.officer, later=12, **told)
    more = {"days": 30, "approved_by": "公安长安分局", "reason": "案情复杂。"}
    with pytest.raises(FactMissing, match="批准文书"):
        builders.step(sat, "extend_case", cast.officer, later=12, **more)
    files = [upload("批准书.png", picture("PNG"))]
    builders.step(sat, "extend_case", cast.officer, later=12, files=files, **more)
    clock = deadlines.running(sat, CASE)
    assert (sat.status, clock.extension) == ("by_law", 0)
    builders.step(sat, "assign", head, later=12, handler=head)
    for name in ("decide_by_law", "extend_case", "accept_settlement"):
        assert not access.may_approve(head, sat, POLICE_MEDIATION.step(name))
    builders.step(sat, "assign", head, later=12, handler=cast.officer)
    actions.decide(sat.proposals.get(step="extend_case"), approve=True, actor=head, at=OPENED + timedelta(days=13))
    clock.refresh_from_db()
    assert clock.extension == 30
    actions.decide(sat.proposals.get(step="decide_by_law"), approve=True, actor=head, at=OPENED + timedelta(days=14))
    sat.refresh_from_db()
    assert (sat.status, sat.clocks.get(term_code=CASE).outcome) == ("failed", "met")


def test_mediation_ends_no_later_than_the_last_day_on_which_the_police_could_sit_again(cast, sat):
    said = refused(sat, "terminate", cast.officer, later=61, **disputes.ENDING, ended_on=day(sat, 60))["ended_on"]
    assert "2026-03-24" in said
    builders.step(sat, "terminate", cast.officer, later=61, **disputes.ENDING)
    clock = deadlines.running(sat, CASE)
    assert (sat.ended_on, clock.start_on, clock.due) == (date(2026, 3, 14), date(2026, 3, 14), date(2026, 4, 13))


def test_the_police_agree_to_nothing_after_the_days_in_which_they_could_sit(cast, sat):
    late = {"signed_on": day(sat, 20), "effective_on": day(sat, 20), "items": disputes.items(sat)}
    told = {**disputes.AGREEMENT, **late}
    assert "第一百八十六条" in refused(sat, "sign_agreement", cast.officer, later=20, **told)["signed_on"]
    disputes.agree(sat, cast, later=12)
    assert sat.status == "agreed"


def test_the_police_do_not_begin_anew_what_they_could_not_settle(cast, sat):
    again = {"track": POLICE, "organisation": cast.station, "procedure": "general", "referral": "none"}
    for _ in range(2):
        assert "第一百八十三条" in refused(sat.dispute, "start_mediation", cast.clerk, later=5, **again)["track"]
        if sat.status != "by_law":
            disputes.terminate(sat, cast)
    # What the station never took on another one may.
    other = disputes.track(cast, POLICE)
    disputes.decline(other, cast)
    builders.step(other.dispute, "start_mediation", cast.clerk, later=5, **again)
    assert other.dispute.parts.filter(kind=POLICE).count() == 2


def test_a_police_case_in_which_nobody_sat_has_its_time_since_it_was_accepted(cast):
    case = disputes.track(cast, POLICE)
    disputes.accept(case, cast)
    builders.step(case, "terminate", cast.officer, later=153, **disputes.ENDING)
    clock = deadlines.running(case, CASE)
    assert (clock.start_on, clock.due) == (case.accepted_on, date(2026, 4, 13))


def test_mediation_ends_no_earlier_than_its_last_sitting(cast, sat):
    assert "终止日期" in refused(sat, "terminate", cast.officer, **disputes.ENDING, ended_on=day(sat, 2))["ended_on"]


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


def test_the_police_accept_a_settlement_that_both_asked_for_and_performed(cast, sat):
    disputes.terminate(sat, cast)
    told = {"way": "themselves", "matter": "beating", "performed_on": day(sat, 11), "applied_on": day(sat, 10)}
    told["exclusion"] = "none"
    files = [upload("申请.png", picture("PNG"))]
    with pytest.raises(FactMissing, match="第一百八十六条"):
        builders.step(sat, "accept_settlement", None, later=12, files=files, **told, jointly=True)
    told["applied_on"] = day(sat, 12)
    builders.step(sat, "accept_settlement", cast.officer, later=12, files=files, **told, jointly=True)
    assert sat.status == "by_law" and sat.proposals.filter(decision="").exists()
    builders.step(sat, "accept_settlement", None, later=13, files=files, **told, jointly=True)
    assert (sat.status, sat.clocks.get(term_code=CASE).outcome) == ("reconciled", "met")


@pytest.mark.parametrize(
    "fact, value, says",
    [
        ("exclusion", "hired", "第一百七十九条"),
        ("performed_on", date(2020, 1, 1), "收到这件事项的日期 2026-03-10"),
    ],
)
def test_the_police_accept_no_settlement_that_the_law_excludes_or_that_is_older_than_the_quarrel(
    cast, sat, fact, value, says
):
    disputes.terminate(sat, cast)
    told = {"way": "themselves", "matter": "beating", "exclusion": "none", "jointly": True}
    told |= {"performed_on": day(sat, 11), "applied_on": day(sat, 12), fact: value}
    with pytest.raises(FactMissing, match=says) as refused:
        files = [upload("申请.png", picture("PNG"))]
        builders.step(sat, "accept_settlement", None, later=13, files=files, **told)
    assert set(refused.value.errors) == {fact}


def test_the_police_say_on_the_page_what_was_not_verified(cast, sat):
    clock = deadlines.running(sat, SECOND)
    assert "条文待核对原文" in deadlines.explain(clock).article
    sections = [section.template for section in track_sections(sat, cast.officer, OPENED)]
    assert "mediation/tracks/_unverified.html" in sections
    people = disputes.track(cast)
    assert "mediation/tracks/_unverified.html" not in [
        s.template for s in track_sections(people, cast.mediator, OPENED)
    ]


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
