"""What of a decision is refused, what the seven gates keep, and what the paper says."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from governance.cases import access, deadlines, registry
from governance.cases.law import county
from governance.cases.lists.rows import listed, rows_of
from governance.cases.models import Case, CountyRule
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post
from tests.builders import OPENED, step
from tests.cast import SINCE
from tests.dashboard.desks import awaited
from tests.papers.reading import text
from tests.security import assessments as built

pytestmark = pytest.mark.django_db


def refused(act, *told, **facts) -> dict[str, str]:
    with pytest.raises(FactMissing) as caught:
        act(*told, **facts)
    return caught.value.errors


@pytest.mark.parametrize("status", [reached for reached, _ in built.WAY if reached not in ("deciding", "going")])
def test_nothing_is_decided_before_it_is_assessed(cast, status):
    case = built.upto(built.assessment(cast), cast, status)
    for name, facts in (
        ("go_ahead", {"plan": "整体征收", "party_asked": True}),
        ("postpone", {"reason": "等。"}),
        ("refuse", {"reason": "不。"}),
    ):
        with pytest.raises(StepNotPossible, match="未经评估的决策不能出台（《重大行政决策程序暂行条例》第二十四条"):
            step(case, name, cast.leader, later=60, **built.talked(case) | facts)


def test_no_gate_is_skipped(cast):
    case = built.assessment(cast)
    for act in (built.survey, built.call_hearing, built.argue, built.report, built.send_to_review):
        with pytest.raises(StepNotPossible, match="事项现在的状态是“待公示”"):
            act(case, cast)


@pytest.mark.parametrize(
    ("before", "act"), [(status, act) for (status, _), (_, act) in zip(built.WAY, built.WAY[1:], strict=False)]
)
def test_every_gate_wants_its_proof(cast, before, act):
    case = built.upto(built.assessment(cast), cast, before)
    if act is built.report:
        assert set(refused(act, case, cast, level="", legality="")) == {"level", "legality"}
    else:
        assert "files" in refused(act, case, cast, files=[])


def test_it_is_public_for_thirty_days(cast):
    case = built.assessment(cast)
    told = refused(built.publish, case, cast, days=29)
    assert told == {"days": "公示一般不少于 30 日；情况紧急需要缩短的，请写明说明。"}
    built.publish(case, cast)
    clock = case.clocks.get(term_code="risk.publicity")
    assert (clock.due - built.day(case, 1)).days == 30 and clock.is_window
    with pytest.raises(StepNotPossible, match="“事前公示”的期限到 2026-04-10 届满"):
        built.close_publicity(case, cast, later=30)
    built.close_publicity(case, cast)


def test_it_is_public_for_less_where_that_is_said_with_the_publication(cast):
    case = built.assessment(cast)
    built.publish(case, cast, days=10, short="汛期将至，堤防须在汛前加固。")
    assert case.clocks.get(term_code="risk.publicity").amount == 10
    built.close_publicity(case, cast, later=13)


def test_the_papers_are_delivered_seven_days_before_the_hearing(cast):
    case = built.upto(built.assessment(cast), cast, "consulting")
    sent = built.day(case, built.CALLED)
    told = refused(built.call_hearing, case, cast, hearing_on=sent + timedelta(days=6))
    assert told == {"hearing_on": f"听证材料应当于听证会 7 日前送达，最早 {sent + timedelta(days=7)} 举行。"}
    built.call_hearing(case, cast)
    for days in (6, 8):
        told = refused(built.hold_hearing, case, cast, held_on=sent + timedelta(days=days))
        assert told == {
            "held_on": f"听证会通知的日期是 {sent + timedelta(days=7)}；改期的，重新“组织听证”，材料重新送达。"
        }
    built.hold_hearing(case, cast)


def test_a_hearing_has_all_sides(cast):
    case = built.upto(built.assessment(cast), cast, "consulting")
    told = refused(built.call_hearing, case, cast, sides=built.SIDES[:1] * 2)
    assert "至少两方" in told["sides"]


def test_a_hearing_that_is_put_off_has_its_papers_anew(cast):
    case = built.upto(built.assessment(cast), cast, "hearing")
    again = built.day(case, built.CALLED + 3)
    step(
        case,
        "call_hearing",
        cast.handler,
        later=built.CALLED + 3,
        papers_on=again,
        hearing_on=again + timedelta(days=7),
        place="会议室",
        sides=built.SIDES,
        files=[built.proof()],
    )
    told = refused(built.hold_hearing, case, cast, held_on=again + timedelta(days=4), later=built.CALLED + 8)
    assert f"听证会通知的日期是 {again + timedelta(days=7)}" in told["held_on"]


def test_what_was_not_adopted_is_fed_back_with_the_reason(cast):
    case = built.upto(built.assessment(cast), cast, "answering")
    bare = [*built.OPINIONS, {"opinion": "延长过渡期", "adopted": "partly"}]
    assert refused(built.feed_back, case, cast, opinions=bare) == {"opinions": "第 3 行没有全部采纳，请写明理由。"}
    built.feed_back(case, cast)
    assert case.clocks.get(term_code="risk.feedback").outcome == "met"


def test_a_decision_has_at_least_two_plans(cast):
    case = built.upto(built.assessment(cast), cast, "reporting")
    for plans in (built.PLANS[:1], built.PLANS[:1] * 2):
        assert refused(built.report, case, cast, plans=plans) == {"plans": "重大决策至少提出 2 个不同的备选方案。"}
    half = [built.PLANS[0], {"name": "原地加固", "feasible": "不用搬迁"}]
    assert "plans-1-infeasible" in refused(built.report, case, cast, plans=half)


def test_the_report_is_signed_by_the_head_and_says_every_gate(cast):
    case = built.upto(built.assessment(cast), cast, "reporting")
    assert step(case, "report", cast.handler, later=46, **built.FINDINGS).is_proposal
    built.report(case, cast, replay=False)
    words = text(case.papers.get())
    for said in (
        "公示期限（日）：30",
        "房屋多为危房",
        "用地不足，就近安置",
        "规划、结构专家五人",
        "重点走访、会商分析",
    ):
        assert said in words
    for said in (
        "可控性",
        "基本符合，有待完善",
        "不可行性：安置压力大",
        "处置预案：专班对接",
        "风险等级：中风险",
        "征地拆迁",
    ):
        assert said in words
    described = registry.kind_of(case).describe(case.own)
    assert described.tags == ["征地拆迁", "中风险"] and ("可行性", "基本符合，有待完善") in described.facts


def test_legality_is_reviewed_in_no_less_than_seven_working_days_by_the_justice_organ(cast):
    case = built.upto(built.assessment(cast), cast, "checked")
    told = refused(built.send_to_review, case, cast, days=6)
    assert told == {"days": "应当保证必要的审查时间，不少于 7 个工作日。"}
    assert "司法行政机关" in refused(built.send_to_review, case, cast, unit=cast.water)["unit"]
    assert "没有找到这个单位" in refused(built.send_to_review, case, cast, unit=cast.housing)["unit"], "nor its own"
    built.send_to_review(case, cast)
    clock = case.clocks.get(term_code="risk.legality")
    assert (clock.amount, clock.unit) == (7, "workday")
    step(case, "invite", cast.lead, later=49, unit=cast.water, note="供水管线。")
    with pytest.raises(StepNotAllowed, match="合法性审查由长安区司法局进行"):
        step(case, "lawful", cast.water_handler, later=49, note="合法。", files=[built.proof()])
    step(case, "unlawful", cast.justice_officer, later=49, note="超越权限。", files=[built.proof()])
    assert case.own.status == "reporting"


def test_what_cannot_be_controlled_or_is_of_high_risk_does_not_go_ahead(cast):
    case = built.upto(built.assessment(cast), cast, "reporting")
    refused = (
        ({"controllability": "fails"}, "风险不可控"),
        ({"legality": "fails"}, "有不符合的"),
        ({"feasibility": "fails"}, "有不符合的"),
        ({"level": "high"}, "高风险的决策"),
    )
    for facts, said in refused:
        built.report(case, cast, **facts)
        built.check(case, cast)
        built.send_to_review(case, cast)
        built.lawful(case, cast)
        with pytest.raises(StepNotPossible, match=said):
            built.go_ahead(case, cast)
        step(case, "postpone", cast.leader, later=50, reason="调整。", **built.talked(case))
        step(case, "again", cast.handler, later=51, note="分期实施。", minor=True, files=[built.proof()])
        own = case.own
        assert (own.status, own.decision) == ("reporting", "")


def promoted(person, unit, role: str):
    """The person, with one more post."""
    Post.objects.create(user=person, unit=unit, role=Group.objects.get(name=role), starts_on=SINCE)
    return type(person).objects.get(pk=person.pk)


@pytest.mark.parametrize("drafter", ["second_handler", "handler"], ids=["put the report forward", "took it in"])
def test_whoever_assessed_neither_checks_nor_reviews_nor_decides_at_another_post(cast, drafter):
    case = built.upto(built.assessment(cast), cast, "reporting")
    step(case, "report", cast.second_handler, later=built.REPORTED, **built.FINDINGS)
    actions.decide(case.proposals.get(), approve=True, actor=cast.lead, at=OPENED + timedelta(days=built.REPORTED + 1))
    case.refresh_from_db()
    person = promoted(getattr(cast, drafter), cast.centre, "centre_staff")
    with pytest.raises(StepNotAllowed):
        step(case, "check", person, later=built.CHECKED, note="自己复核。", files=[built.proof()])
    built.check(case, cast, later=built.CHECKED)
    built.send_to_review(case, cast)
    person = promoted(person, cast.justice, "justice_staff")
    with pytest.raises(StepNotAllowed):
        step(case, "lawful", person, later=built.REVIEWED, note="自己审查。", files=[built.proof()])
    built.lawful(case, cast)
    person = promoted(person, cast.office, "leader")
    for name in ("go_ahead", "postpone", "refuse"):
        assert not access.may_take(person, case.own, registry.workflow_of(case).step(name))
    assert access.may_take(cast.leader, case.own, registry.workflow_of(case).step("go_ahead"))


def test_conditions_are_followed_by_their_unit_and_late_ones_seen(cast):
    case = built.upto(built.assessment(cast), cast, "deciding")
    assert "conditions" in refused(built.go_ahead, case, cast, conditions=[])
    today = [{"text": "房源", "unit": cast.water, "due_on": built.day(case, built.DECIDED)}]
    assert "conditions-0-due_on" in refused(built.go_ahead, case, cast, conditions=today, replay=False)
    built.go_ahead(case, cast)
    condition = case.conditions.get()
    clock = case.clocks.get(term_code="risk.condition")
    assert (clock.due, clock.subject) == (condition.due_on, "第1项条件")
    with pytest.raises(StepNotPossible, match="还有实施条件没有落实"):
        step(case, "complete", cast.staff, later=51, note="好。")
    told = {"which": condition, "note": "已交付。", "files": [built.proof()]}
    with pytest.raises(StepNotAllowed, match="由长安区水务局落实"):
        step(case, "fulfil", cast.handler, later=51, **told)
    late = built.DECIDED + 33
    rows = registry.kind_of(case).sections(case.own, cast.staff, OPENED + timedelta(days=late))[0].context["rows"]
    assert "超期 3 天" in rows[0]["state"]
    step(case, "fulfil", cast.water_handler, later=late, **told)
    assert case.clocks.get(term_code="risk.condition").outcome == "missed"
    with pytest.raises(StepNotPossible, match="决策还没有公布"):
        step(case, "complete", cast.staff, later=late, note="好。")
    assert "places" in refused(built.announce, case, cast, places=[])
    assert "announced_on" in refused(built.announce, case, cast, announced_on=built.day(case, built.DECIDED - 1))
    built.announce(case, cast)
    step(case, "complete", cast.staff, later=late + 1, note="核对无误。")
    own = case.own
    assert (own.status, own.decision, own.decided_on) == ("done", "go_ahead", built.day(case, built.DECIDED))


def test_what_goes_ahead_is_one_of_the_plans_that_were_assessed(cast):
    case = built.upto(built.assessment(cast), cast, "deciding")
    told = refused(built.go_ahead, case, cast, plan="先拆后议")
    assert told == {"plan": "采用的方案应当是评估过的备选方案之一：整体征收；原地加固。"}
    built.go_ahead(case, cast, plan=" 原地加固 ")


@pytest.mark.parametrize("name", ["go_ahead", "postpone", "refuse"])
def test_no_meeting_decides_before_the_opinion_on_legality(cast, name):
    case = built.upto(built.assessment(cast), cast, "deciding")
    told = (
        {"party_asked": True, "plan": "整体征收", "conditions": []} if name == "go_ahead" else {"reason": "房源不足。"}
    )
    told |= built.talked(case) | {"met_on": built.day(case, built.REVIEWED - 1)}
    assert "不能早于前一步骤的日期" in refused(step, case, name, cast.leader, later=built.DECIDED, **told)["met_on"]


@pytest.mark.parametrize("decided", ["go_ahead", "postpone", "refuse"])
def test_a_meeting_held_in_time_decided_in_time_whenever_that_is_written_down(cast, decided):
    case = built.in_status(cast, "legality")
    built.lawful(case, cast, replay=False)
    clock = case.clocks.get(term_code="risk.follow", ended_at=None)
    late = (clock.due - office_day(case.opened_at)).days + 5
    told = {"met_on": clock.start_on + timedelta(days=3), "later": late}
    if decided == "go_ahead":
        built.go_ahead(case, cast, **told)
    else:
        step(case, decided, cast.leader, **built.talked(case, late) | {"reason": "房源没有落实。"} | told)
    clock.refresh_from_db()
    assert (clock.outcome, office_day(clock.ended_at)) == ("met", told["met_on"])


def test_a_unit_has_its_days_from_when_it_hears_that_it_is_to_go_on(cast):
    case = built.in_status(cast, "legality")
    built.lawful(case, cast, replay=False)
    late = built.DECIDED + 40
    told = built.talked(case, late) | {"met_on": built.day(case, built.DECIDED), "reason": "房源没有落实。"}
    step(case, "postpone", cast.leader, later=late, replay=False, **told)
    clock = case.clocks.get(term_code="risk.follow", ended_at=None)
    assert (clock.responsible_unit, clock.start_on) == (cast.housing, built.day(case, late))


def test_whoever_carries_the_decision_out_can_owe_a_condition(cast):
    case = built.upto(built.assessment(cast), cast, "deciding")
    own = [{"text": "公开补偿标准", "unit": cast.housing, "due_on": built.day(case, 80)}]
    built.go_ahead(case, cast, conditions=own)
    told = {"which": case.conditions.get(), "note": "已公开。", "files": [built.proof()]}
    # Written down when the day is over, it was met in time.
    step(case, "fulfil", cast.handler, later=90, done_on=built.day(case, 70), **told)
    assert case.clocks.get(term_code="risk.condition").outcome == "met"


def test_the_party_committee_is_asked_before_a_decision(cast):
    case = built.upto(built.assessment(cast), cast, "deciding")
    assert "party_asked" in refused(built.go_ahead, case, cast, party_asked=False)


def test_a_draft_that_is_changed_in_what_people_were_heard_about_is_public_again(cast):
    case = built.upto(built.assessment(cast), cast, "going")
    built.announce(case, cast)
    step(case, "suspend", cast.leader, later=60, reason="房源落空。", files=[built.proof()])
    with pytest.raises(FactMissing) as caught:
        step(case, "again", cast.handler, later=61, note="改为易地安置。", files=[built.proof()])
    assert "minor" in caught.value.errors
    step(case, "from_the_start", cast.handler, later=61, reason="改为易地安置。", files=[built.proof()])
    own = case.own
    assert (own.status, own.decision, own.decided_on) == ("drafted", "", None)
    for act in (built.survey, built.report):
        with pytest.raises(StepNotPossible):
            act(case, cast)


def test_a_draft_that_people_were_heard_about_is_not_exchanged_for_another(cast):
    case = built.upto(built.assessment(cast), cast, "published")
    other = {"title": "另一处征收", "summary": "范围扩大一倍。", "area": case.area, "place": case.place, "note": "改。"}
    with pytest.raises(FactMissing) as caught:
        step(case, "amend", cast.handler, later=2, **other)
    assert set(caught.value.errors) == {"title", "summary"} and "重新履行程序" in str(caught.value)
    step(case, "amend", cast.handler, later=2, **other | {"title": case.title, "summary": case.summary})
    step(case, "from_the_start", cast.handler, later=3, reason="范围扩大。", files=[built.proof()])
    assert case.clocks.get(term_code="risk.publicity").outcome == "cancelled"
    step(case, "amend", cast.handler, later=3, **other)
    assert (case.own.status, case.own.title) == ("drafted", "另一处征收")
    with pytest.raises(StepNotPossible):
        built.close_publicity(case, cast)


def test_a_decision_that_is_suspended_binds_nobody_to_its_conditions(cast):
    case = built.upto(built.assessment(cast), cast, "going")
    step(case, "suspend", cast.leader, later=60, reason="房源落空。", files=[built.proof()])
    assert case.own.decision == "postpone" and case.conditions.get().dropped_at is not None
    assert case.clocks.get(term_code="risk.condition").outcome == "cancelled"


def test_a_late_condition_offers_its_leader_an_instruction_and_not_the_end_of_the_decision(cast):
    case = built.upto(built.assessment(cast), cast, "going")
    late = case.clocks.get(term_code="risk.condition").due_at + timedelta(days=1)
    rows = listed(Case.objects.filter(pk=case.pk), user=cast.leader, steps=True)
    (row,) = rows_of(rows, user=cast.leader, now=late, steps=True)
    assert ">领导批示<" in row.next_step


@pytest.mark.parametrize(
    ("gate", "before", "after"),
    [
        ("publicity", "drafted", "surveying"),
        ("survey", "surveying", "consulting"),
        ("hearing", "consulting", "answering"),
        ("argument", "arguing", "reporting"),
    ],
)
def test_the_county_says_which_gates_every_project_passes(cast, gate, before, after):
    case = built.upto(built.assessment(cast), cast, before)
    told = {"reason": "不涉及现场。", "files": [built.proof()]}
    if gate == "hearing":
        told |= {"ways": ["forum"], "note": "座谈三次。"}
    with pytest.raises(StepNotPossible, match="本县规定"):
        step(case, f"no_{gate}", cast.lead, later=46, **told)
    county.load_reference()
    rule = CountyRule.objects.get(code=f"assess_{gate}")
    answered = {"reason": "县政府〔2026〕3号", "version": rule.version, "actor": cast.staff, "at": OPENED}
    county.answer(rule, value="by_project", **answered)
    step(case, f"no_{gate}", cast.lead, later=46, **told)
    case.refresh_from_db()
    assert case.own.status == after


def test_an_answer_and_an_opinion_given_in_time_are_so_whenever_they_are_written_down(cast):
    case = built.upto(built.assessment(cast), cast, "answering")
    held = case.own.clocks.get(term_code="risk.feedback").start_on
    told = {"opinions": built.OPINIONS, "told": "社区张贴", "files": [built.proof()]}
    with pytest.raises(FactMissing, match="不能早于前一步骤"):
        step(case, "feed_back", cast.handler, later=200, done_on=held - timedelta(days=1), **told)
    step(case, "feed_back", cast.handler, later=200, done_on=held + timedelta(days=3), **told)
    assert case.clocks.get(term_code="risk.feedback").outcome == "met"
    case = built.upto(built.assessment(cast), cast, "legality")
    sent = case.clocks.get(term_code="risk.legality").start_on
    opinion = {"note": "合法。", "files": [built.proof()], "done_on": sent + timedelta(days=2)}
    step(case, "lawful", cast.justice_officer, later=200, **opinion)
    assert case.clocks.get(term_code="risk.legality").outcome == "met"


def test_what_fails_a_criterion_is_of_no_low_risk(cast):
    case = built.assessment(cast)
    built.upto(case, cast, "reporting")
    with pytest.raises(FactMissing) as refused:
        built.report(case, cast, legality="fails", level="low")
    assert refused.value.errors == {"level": "合法性不符合的，不能评为低风险。"}


def test_whoever_registers_reads_by_when_it_must_go_on(cast, login):
    page = login(cast.handler).get("/security/assessments/register/").content.decode()
    assert "稳评推进" in page and "登记不起算期限" not in page


VOTE = {"way": "households", "present": 120, "agreed": 96, "against": 20}


def test_the_vote_of_those_concerned_is_counted_and_stands_in_the_report(cast):
    case = built.upto(built.assessment(cast), cast, "hearing")
    told = refused(built.hold_hearing, case, cast, votes=[VOTE | {"against": 30}])
    assert "多于参加的" in told["votes"]
    told = refused(built.hold_hearing, case, cast, votes=[VOTE | {"agreed": 60}])
    assert "没有过半数" in told["votes"]
    built.hold_hearing(case, cast, votes=[VOTE])
    built.feed_back(case, cast)
    built.argue(case, cast)
    built.report(case, cast, replay=False)
    said = text(case.papers.get(code="stability_report"))
    assert "户代表会议" in said and "同意：96" in said and re.search(r"公示之日：2026年\d+月\d+日", said)


@pytest.mark.parametrize(
    ("status", "words", "on"), [("checking", "复核稳评报告", "staff"), ("deciding", "决定稳评事项", "leader")]
)
def test_what_waits_for_those_above_lies_on_their_desk(cast, status, words, on):
    built.in_status(cast, status)
    asked = {"title": f"{words}：1 件", "url": f"/security/assessments/?status={status}"}
    assert {who for who in ("staff", "leader", "lead", "handler") if asked in awaited(getattr(cast, who))} == {on}


def test_those_who_check_a_report_hear_that_it_is_there(cast):
    case = built.in_status(cast, "reporting")
    built.report(case, cast, replay=False)
    heard = set(Notice.objects.filter(subject_key=case.number).values_list("recipient__username", flat=True))
    assert {"staff", "county"} <= heard and "leader" not in heard


# By status: what runs there, and who owes it.
OWED_BY = {
    "reporting": ("risk.follow", "housing"),
    "checking": ("risk.follow", "centre"),
    "checked": ("risk.follow", "housing"),
    "legality": ("risk.legality", "justice"),
    "deciding": ("risk.follow", "centre"),
    "going": ("risk.condition", "water"),
}


def test_what_a_status_waits_for_is_late_with_whoever_owes_it(cast):
    case = built.assessment(cast)
    for status, act in built.WAY[1:]:
        act(case, cast, replay=False)
        if status in OWED_BY:
            (clock,) = case.clocks.filter(ended_at=None, is_window=False)
            term, unit = OWED_BY[status]
            assert (clock.term_code, clock.responsible_unit) == (term, getattr(cast, unit)), status
    told = {"which": case.conditions.get(), "note": "已交付。", "files": [built.proof()]}
    step(case, "fulfil", cast.water_handler, later=51, replay=False, **told)
    assert deadlines.running(case, "risk.follow").charged_to is None, "the decision is to be announced"
    built.announce(case, cast, later=52, replay=False)
    assert deadlines.running(case, "risk.follow").charged_to == cast.centre, "it is to be closed"
