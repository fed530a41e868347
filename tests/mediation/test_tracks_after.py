"""After the agreement: promises kept and broken, visits, the thirty days to go to court together."""

from datetime import timedelta

import pytest

from governance.cases import deadlines
from governance.cases.models import Escalation
from governance.figures.measures import MEASURES
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Unit
from mediation.case_cards import _follows
from mediation.casefiles.contents import missing
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.disputes import day
from tests.mediation.tracking import refused, running
from tests.papers.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(cast):
    """A people's mediation that ended with two promises."""
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    return case


def apply(case, cast, *, later, **facts):
    told = {"court": cast.court, "bar": "none", "applied_on": day(case, later), "jointly": True, **facts}
    builders.step(case, "apply_confirmation", cast.mediator, later=later, **told)


def test_it_ends_the_clock_of_a_promise_on_the_day_it_was_kept(cast, agreed):
    item = agreed.agreement.items.get(position=1)
    early = {"item": item, "performed_on": day(agreed, 4), "proof": "收条"}
    assert "performed_on" in refused(agreed, "record_performance", cast.mediator, later=20, **early)
    # Recorded after the day, performed on it.
    told = early | {"performed_on": day(agreed, 30)}
    builders.step(agreed, "record_performance", cast.mediator, later=33, **told)
    clock = agreed.clocks.get(subject__startswith="第1项")
    assert clock.outcome == "met"
    assert agreed.clocks.get(subject__startswith="第2项").outcome == ""
    with pytest.raises(StepNotPossible, match="没有履行"):
        builders.step(agreed, "confirm_performed", cast.mediator, later=33)


def test_it_calls_a_promise_broken_only_after_its_day_and_after_urging(cast, agreed):
    item = agreed.agreement.items.get(position=1)
    facts = {"item": item, "breached_on": day(agreed, 30), "advice": ["sue"], "note": "不履行。"}
    assert "urged" in refused(agreed, "record_breach", cast.mediator, later=31, **facts)
    assert "breached_on" in refused(agreed, "record_breach", cast.mediator, later=31, **facts, urged=True)
    late = facts | {"breached_on": day(agreed, 31), "urged": True}
    builders.step(agreed, "record_breach", cast.mediator, later=40, **late)
    assert agreed.status == "breached"
    clock = agreed.clocks.get(subject__startswith="第1项")
    assert (clock.outcome, office_day(clock.ended_at)) == ("missed", day(agreed, 31)), "as late as it was found"


def test_it_can_still_be_performed_after_a_breach(cast, agreed):
    disputes.breach(agreed, cast, later=45)
    disputes.perform(agreed, cast, later=50)
    assert agreed.status == "performed"


def test_what_was_kept_before_it_was_found_broken_stands_as_kept_on_its_day(cast, agreed):
    disputes.breach(agreed, cast, later=45)
    first, second = agreed.agreement.items.all()
    found = {"breached_on": day(agreed, 46), "urged": True, "advice": ["sue"], "note": "不履行。"}
    builders.step(agreed, "record_breach", cast.mediator, later=46, item=second, **found)
    paid = {"item": first, "performed_on": day(agreed, 45), "proof": "收条", "reason": "到账迟延。"}
    files = [upload("凭证.png", picture("PNG"))]
    with pytest.raises(FactMissing, match="用“记录履行”"):
        builders.step(agreed, "correct_one_breach", cast.mediator, later=50, files=files, **paid)
    disputes.correct_breach(agreed, cast, first, on=29, later=50)
    clock = agreed.clocks.get(subject__startswith="第1项")
    assert (clock.outcome, office_day(clock.ended_at)) == ("met", day(agreed, 29))
    assert agreed.status == "breached", "the other finding stands"
    letter = text(agreed.papers.get(code="breach_correction"))
    assert "第1项 修好卫生间防水，约定的履行期限为2026年4月10日，已经于2026年4月9日履行" in letter
    # Kept too late, but not that late.
    disputes.correct_breach(agreed, cast, second, on=44, later=51)
    clock = agreed.clocks.get(subject__startswith="第2项")
    assert (clock.outcome, office_day(clock.ended_at)) == ("missed", day(agreed, 44))
    assert agreed.status == "agreed"
    builders.step(agreed, "confirm_performed", cast.mediator, later=51)


def test_it_is_told_only_as_the_record_has_it(cast, agreed):
    """What was found broken is found so once, and was not kept before; who visits later than its day says the same."""
    disputes.breach(agreed, cast, later=45)
    item = agreed.agreement.items.get(position=1)
    told = {"item": item, "breached_on": day(agreed, 50), "urged": True, "advice": ["sue"], "note": "不履行。"}
    assert "item" in refused(agreed, "record_breach", cast.mediator, later=50, **told)
    other = told | {"item": agreed.agreement.items.get(position=2), "advice": ["enforce"]}
    assert "没有经人民法院确认" in refused(agreed, "record_breach", cast.mediator, later=50, **other)["advice"]
    visit = {"method": "door", "satisfaction": "satisfied", "content": "双方已和好。", "performing": "yes"}
    errors = refused(agreed, "follow_up", cast.mediator, later=50, visited_on=day(agreed, 50), **visit)
    assert f"第1项 {item.due_on} 到期" in errors["performing"]
    paid = {"item": item, "proof": "收条"}
    errors = refused(agreed, "record_performance", cast.mediator, later=50, performed_on=day(agreed, 44), **paid)
    assert f"{day(agreed, 45)} 认定没有履行" in errors["performed_on"]
    disputes.perform(agreed, cast, later=50)
    builders.step(agreed, "follow_up", cast.mediator, later=50, visited_on=day(agreed, 50), **visit)


def test_what_waits_for_a_ruling_is_neither_put_away_nor_left_to_a_suit(cast, agreed):
    apply(agreed, cast, later=8)
    disputes.breach(agreed, cast, later=45)
    ways = {"ways": ["lawsuit"], "reason": "已经起诉。"}
    with pytest.raises(StepNotPossible, match="等候人民法院的结果"):
        builders.step(agreed, "end_after_breach", cast.mediator, later=46, **ways)
    disputes.perform(agreed, cast, later=50)
    disputes.complete(agreed, cast)
    assert [said for said in missing(agreed) if "等候人民法院的结果" in said]
    # A paper that somebody puts under that name says nothing of what the court has ruled.
    put = {"item": "ruling", "files": [upload("其他.png", picture("PNG"))]}
    builders.step(agreed, "file_material", cast.mediator, later=58, **put)
    with pytest.raises(StepNotPossible, match="人民法院的裁定书"):
        builders.step(agreed, "archive", cast.mediator, later=60, replay=False)
    ruling = {"result": "confirmed", "decided_on": day(agreed, 55), "ruling_number": "（2026）陕0116民特9号"}
    builders.step(agreed, "record_confirmation", cast.mediator, later=60, **ruling)
    assert not [said for said in missing(agreed) if "人民法院" in said]


def test_it_counts_thirty_days_to_go_to_court_and_shows_a_missed_one_as_missed(cast, agreed):
    clock = deadlines.running(agreed, "mediation.confirm_apply")
    last = (clock.due - agreed.opened_at.date()).days
    missed = {"court": cast.court, "bar": "none", "applied_on": day(agreed, last + 1), "jointly": True}
    errors = refused(agreed, "apply_confirmation", cast.mediator, later=last + 1, **missed)
    assert f"期限至 {clock.due}，已经届满" in errors["applied_on"]
    deadlines.scan(agreed.opened_at + timedelta(days=last + 1))
    clock.refresh_from_db()
    assert clock.outcome == "lapsed"
    assert set(refused(agreed, "apply_confirmation", cast.mediator, later=last + 2, **missed)) == {"applied_on"}


def test_it_takes_an_application_made_on_the_last_day(cast, agreed):
    clock = deadlines.running(agreed, "mediation.confirm_apply")
    apply(agreed, cast, later=(clock.due - agreed.opened_at.date()).days)
    clock.refresh_from_db()
    assert clock.outcome == "met"
    assert agreed.agreement.confirmation.court == cast.court


@pytest.mark.parametrize("bar", ["status", "ownership", "procedure", "competence", "court"])
def test_it_refuses_what_no_court_confirms(cast, agreed, bar):
    told = {"court": cast.court, "bar": bar, "applied_on": day(agreed, 8), "jointly": True}
    errors = refused(agreed, "apply_confirmation", cast.mediator, later=8, **told)
    assert "第三百五十五条" in errors["bar"]


def test_it_mediates_again_after_the_court_has_dismissed(cast, agreed):
    with pytest.raises(StepNotPossible):
        builders.step(agreed, "mediate_again", cast.mediator, later=9, reason="修改。", both_agree=True)
    apply(agreed, cast, later=8)
    ruling = {"result": "dismissed", "decided_on": day(agreed, 15), "ruling_number": "（2026）陕0116民特9号"}
    assert "ground" in refused(agreed, "record_confirmation", cast.mediator, later=15, **ruling)
    builders.step(agreed, "record_confirmation", cast.mediator, later=15, ground="unclear", **ruling)
    builders.step(agreed, "mediate_again", cast.mediator, later=16, reason="写明金额。", both_agree=True)
    assert (agreed.status, agreed.agreement) == ("mediating", None)
    assert "mediation.perform" not in running(agreed)
    with pytest.raises(StepNotPossible, match="还没有调解记录"):
        disputes.agree(agreed, cast, later=17)
    disputes.sit(agreed, cast, later=17)
    disputes.agree(agreed, cast, later=17)
    assert agreed.agreements.count() == 2
    assert deadlines.running(agreed, "mediation.confirm_apply").start_on == day(agreed, 17)


@pytest.mark.parametrize(("after", "outcome"), [(-1, "cancelled"), (1, "missed")])
def test_what_was_agreed_anew_by_the_day_and_typed_later_was_not_missed(cast, agreed, after, outcome):
    promised = agreed.clocks.filter(term_code="mediation.perform").earliest("due_at")
    apply(agreed, cast, later=8)
    ruling = {"result": "dismissed", "decided_on": day(agreed, 15), "ruling_number": "（2026）陕0116民特9号"}
    builders.step(agreed, "record_confirmation", cast.mediator, later=15, ground="unclear", **ruling)
    told = {"reason": "写明金额。", "both_agree": True}
    before = refused(agreed, "mediate_again", cast.mediator, later=60, done_on=day(agreed, 14), **told)
    assert "裁定日期" in before["done_on"]
    on = promised.due + timedelta(days=after)
    builders.step(agreed, "mediate_again", cast.mediator, later=60, done_on=on, **told)
    promised.refresh_from_db()
    assert (promised.outcome, office_day(promised.ended_at)) == (outcome, on)


def test_it_plans_a_visit_with_its_clock_and_records_it(cast, agreed):
    assert "planned_on" in refused(agreed, "plan_follow_up", cast.mediator, later=9, planned_on=day(agreed, 9))
    builders.step(agreed, "plan_follow_up", cast.mediator, later=9, planned_on=day(agreed, 20))
    assert deadlines.running(agreed, "mediation.follow_up").due == day(agreed, 20)
    told = {"method": "door", "satisfaction": "satisfied", "content": "双方已和好。"}
    # Whether it is kept is said, and never taken from what was left open.
    unsaid = refused(agreed, "follow_up", cast.mediator, later=19, visited_on=day(agreed, 19), **told)
    assert unsaid == {"performing": "请选择履行情况。"}
    told["performing"] = "yes"
    builders.step(agreed, "follow_up", cast.mediator, later=19, visited_on=day(agreed, 19), **told)
    visit = agreed.follow_ups.get()
    assert (visit.planned_on, visit.visited_on) == (day(agreed, 20), day(agreed, 19))
    assert "mediation.follow_up" not in running(agreed)
    builders.step(agreed, "follow_up", cast.mediator, later=25, visited_on=day(agreed, 25), **told)
    assert agreed.follow_ups.count() == 2


def test_it_ends_after_a_breach_when_the_parties_go_to_court(cast, agreed):
    disputes.breach(agreed, cast, later=45)
    told = {"ways": ["lawsuit"], "reason": "申请人起诉。"}
    builders.step(agreed, "end_after_breach", cast.mediator, later=50, **told)
    assert (agreed.status, running(agreed) - {"mediation.confirm_apply"}) == ("failed", set())
    with pytest.raises(FactMissing):
        builders.step(agreed.dispute, "end_unsettled", cast.clerk, later=51)


def test_it_blames_no_committee_for_a_promise_that_a_party_broke(cast, agreed):
    deadlines.scan(agreed.opened_at + timedelta(days=45))
    rungs = Escalation.objects.filter(clock__term_code="mediation.perform")
    assert rungs.exists() and set(rungs.values_list("proposes", flat=True)) == {""}
    told = Notice.objects.filter(subject_key=agreed.number, kind="overdue")
    assert set(told.values_list("recipient__username", flat=True)) == {"mediator"}
    disputes.perform(agreed, cast, later=50)
    assert {clock.outcome for clock in agreed.clocks.filter(term_code="mediation.perform")} == {"missed"}
    assert not any(clock.is_lateness for clock in agreed.clocks.select_related("term"))


def test_the_court_that_entrusted_a_matter_examines_the_agreement_itself(cast):
    case = disputes.track(cast, referral="entrusted_summary", referrer=cast.court)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    assert "mediation.confirm_apply" not in running(case)
    with pytest.raises(StepNotPossible, match="第二十条"):
        apply(case, cast, later=8)


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        (JUDICIAL, {"procedure": "ordinary"}),
        (JUDICIAL, {"procedure": "summary"}),
        (PEOPLE, {"referral": "entrusted_ordinary"}),
    ],
)
def test_what_a_court_wrote_itself_is_enforced_without_being_confirmed(cast, kind, way):
    """Whoever has the court's own paper cannot sue once more (《民事诉讼法》第一百条)."""
    case = disputes.track(cast, kind, referrer=cast.court if "referral" in way else None, **way)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    actor, item = disputes.worker(cast, kind), case.agreement.items.first()
    told = {"item": item, "breached_on": day(case, 60), "urged": True, "advice": ["enforce"], "note": "不履行。"}
    builders.step(case, "record_breach", actor, later=60, replay=False, **told)
    assert "人民法院已经制作调解书的，可以向人民法院申请强制执行" in text(case.papers.get(code="breach_advice"))
    if kind == JUDICIAL:
        builders.step(case, "end_after_breach", actor, later=61, ways=["enforce"], reason="已经申请执行。")


def test_nobody_is_sent_to_enforce_what_no_court_stands_behind(cast, agreed):
    disputes.breach(agreed, cast, later=45)
    told = {"ways": ["enforce"], "reason": "当事人要求执行。"}
    assert "没有经人民法院确认" in refused(agreed, "end_after_breach", cast.mediator, later=46, **told)["ways"]


@pytest.mark.parametrize(
    ("kind", "referral"),
    [(ADMINISTRATIVE, "delegated_pre_filing"), (JUDICIAL, "none"), (PEOPLE, "delegated_pre_filing")],
)
def test_what_a_court_invited_is_confirmed_by_that_court_alone(cast, kind, referral):
    case = disputes.track(cast, kind, referral=referral, referrer=cast.court if referral != "none" else None)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    assert "mediation.confirm_apply" in running(case)
    actor = disputes.worker(cast, kind)
    other = Unit.objects.create(name="雁塔区人民法院", short_name="雁塔法院", kind="court", area=cast.court.area)
    told = {"bar": "none", "applied_on": day(case, 8), "jointly": True}
    errors = refused(case, "apply_confirmation", actor, later=8, court=other, **told)
    assert "第二百零五条" in errors["court"]
    builders.step(case, "apply_confirmation", actor, later=8, court=cast.court, **told)
    assert case.agreement.confirmation.court == cast.court


def test_the_thirty_days_of_the_court_run_from_the_filing(cast, agreed):
    apply(agreed, cast, later=8)
    assert "mediation.confirm_court" not in running(agreed)
    builders.step(agreed, "record_filing", cast.mediator, later=14, filed_on=day(agreed, 12))
    assert deadlines.running(agreed, "mediation.confirm_court").start_on == day(agreed, 12)
    assert agreed.agreement.confirmation.accepted_on == day(agreed, 12)
    early = {"result": "confirmed", "decided_on": day(agreed, 11), "ruling_number": "（2026）陕0116民特9号"}
    assert "decided_on" in refused(agreed, "record_confirmation", cast.mediator, later=15, **early)


def test_it_asks_before_an_oral_agreement_that_is_still_owed(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    on = day(case, 5)
    told = {**disputes.AGREEMENT, "form": "oral", "signed_on": on, "effective_on": on, "items": disputes.items(case)}
    assert "第三十四条" in refused(case, "sign_agreement", cast.mediator, later=5, **told)["unwritten"]
    disputes.agree(case, cast, form="oral", unwritten=True)
    assert case.agreement.form == "oral"


@pytest.mark.parametrize(("grade", "asked"), [("major", True), ("general", False)])
def test_a_grave_quarrel_is_asked_about_even_where_all_is_performed_at_once(cast, grade, asked):
    case = disputes.track(cast, of=disputes.dispute(cast, grade=grade))
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    on = day(case, 5)
    items = [{"what": "当面道歉", "amount": None, "manner": "at_once", "due_on": on}]
    told = {**disputes.AGREEMENT, "form": "oral", "signed_on": on, "effective_on": on, "items": items}
    if asked:
        assert "重大、疑难" in refused(case, "sign_agreement", cast.mediator, later=5, **told)["unwritten"]
        told["unwritten"] = True
    builders.step(case, "sign_agreement", cast.mediator, later=5, **told)
    assert case.agreement.form == "oral"


def test_each_side_chooses_up_to_five_who_speak_for_it(cast):
    sides = disputes.both_sides()
    ours = [disputes.party(f"代表{n}", "representative") for n in range(3)]
    theirs = [disputes.party(f"推选{n}", "other_speaker") for n in range(3)]
    assert disputes.dispute(cast, people=[*sides, *ours, *theirs]).participants.count() == 8
    more = [disputes.party(f"另选{n}", "other_speaker") for n in range(3)]
    with pytest.raises(FactMissing, match="一方推选的代表人不超过5人"):
        disputes.dispute(cast, people=[*disputes.both_sides(), *theirs, *more])


ASKED = {"revoked": "revoked", "decision_number": "（2026）陕0116民特监1号"}


def test_a_third_party_has_the_confirmation_revoked_within_a_year_of_knowing(cast, agreed):
    """司法确认程序规定 art. 10."""
    proof = [upload("决定书.png", picture("PNG"))]
    told = ASKED | {"known_on": day(agreed, 20), "asked_on": day(agreed, 30), "decided_on": day(agreed, 60)}
    with pytest.raises(StepNotPossible, match="没有经人民法院确认"):
        builders.step(agreed, "record_revocation", cast.mediator, later=61, files=proof, **told)
    apply(agreed, cast, later=8)
    ruling = {"result": "confirmed", "decided_on": day(agreed, 15), "ruling_number": "（2026）陕0116民特9号"}
    builders.step(agreed, "record_confirmation", cast.mediator, later=15, **ruling)
    late = told | {"asked_on": day(agreed, 386), "decided_on": day(agreed, 400)}
    with pytest.raises(FactMissing) as refused_late:
        builders.step(agreed, "record_revocation", cast.mediator, later=401, files=proof, **late)
    assert "一年内" in refused_late.value.errors["asked_on"]
    builders.step(agreed, "record_revocation", cast.mediator, later=61, files=proof, **told)
    assert agreed.agreement.confirmation.result == "revoked"
    assert "不能申请强制执行" in _follows(agreed.agreement.confirmation)
    with pytest.raises(StepNotPossible):
        builders.step(agreed, "record_revocation", cast.mediator, later=62, files=proof, **told)


def test_what_was_not_settled_stays_open_with_somebody_who_answers_for_it_by_a_day(cast):
    case = disputes.track(cast)
    whole = case.dispute
    told = {"responsible": "社区书记王强", "plan": "每周上门一次，邀请律师。"}
    with pytest.raises(StepNotPossible, match="还有没有结束的调解"):
        builders.step(whole, "keep_at", cast.clerk, later=2, until=day(whole, 60), **told)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.terminate(case, cast)
    assert "until" in refused(whole, "keep_at", cast.clerk, later=40, until=day(whole, 40), **told)
    kept = MEASURES["dispute.kept"].rows().filter(pk=whole.pk)
    assert not kept.exists()
    builders.step(whole, "keep_at", cast.clerk, later=40, until=day(whole, 60), **told)
    assert kept.exists()
    assert (whole.closed_at, running(whole)) == (None, {"dispute.remains"})
    assert deadlines.running(whole, "dispute.remains").due == day(whole, 60)
    builders.step(whole, "keep_at", cast.clerk, later=70, until=day(whole, 90), **told)
    assert {clock.outcome for clock in whole.clocks.filter(term_code="dispute.remains")} == {"missed", ""}
    end = {"reason": "责任认识不一。", "ways": ["lawsuit"], "responsible": "社区书记继续关注。"}
    builders.step(whole, "end_unsettled", cast.clerk, later=80, **end)
    assert not kept.exists()
    assert sorted(whole.clocks.filter(term_code="dispute.remains").values_list("outcome", flat=True)) == [
        "met",
        "missed",
    ]
