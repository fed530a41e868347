"""What the police mediate: from which day their time counts, and who agrees to more of it or to its end."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group

from governance.cases import access, deadlines
from governance.cases.models import Escalation
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing
from governance.organisation.models import Post
from mediation.case_cards import track_sections
from mediation.vocabulary import POLICE
from mediation.workflows import POLICE_MEDIATION
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.builders import OPENED
from tests.disputes import day
from tests.mediation.tracking import refused, running

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


def test_what_ran_out_by_a_wrong_finding_alone_did_not_run_out(cast, broken_twice):
    assert deadlines.running(broken_twice, CASE).due == date(2026, 4, 20)
    disputes.correct_breach(broken_twice, cast, broken_twice.agreement.items.get(position=1), on=9, later=43)
    clock = broken_twice.clocks.get(term_code=CASE)
    assert (clock.outcome, clock.due) == ("", date(2026, 4, 24))


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
