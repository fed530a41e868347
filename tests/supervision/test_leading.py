"""A leader takes the case that a rule proposes, answers for it by a date, and passes it on when the date runs out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.cases.history import OUTCOME
from governance.cases.models import Case, CaseLink, CaseUnit, Category
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotPossible
from governance.notices.models import Notice
from governance.supervision.leading import actions as leading
from governance.supervision.leading import portfolios, scopes
from governance.supervision.leading import queue as leader_queue
from governance.supervision.leading.case_cards import leader_of
from governance.supervision.models import Leader, LeaderCase, LeaderProposal, Portfolio, ScopeRule
from governance.supervision.papers.actions import propose
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.dashboard.desks import awaited
from tests.supervision.leading import DATE, FIVE, TAKEN, charged, leaders, rules

pytestmark = pytest.mark.django_db


def test_it_proposes_a_case_of_every_kind_once_for_each_rule_that_reaches_it(cast):
    rules()
    old = builders.in_status(cast, "handling")
    crowd = builders.petition(cast, at=TAKEN, people_count=12, is_collective=True)
    dispute = disputes.dispute(cast, at=TAKEN, people_count=7)
    for _ in range(2):
        again = builders.petition(cast, at=TAKEN)
        CaseLink.objects.create(case=again, other=crowd, kind=CaseLink.Kind.REPEAT)
    for unit in (cast.weiqu, cast.water):
        CaseUnit.objects.get_or_create(case=dispute, unit=unit, part=CaseUnit.Part.FORMER, defaults={"since": TAKEN})
    CaseUnit.objects.create(case=dispute, unit=cast.police, part=CaseUnit.Part.FORMER, since=TAKEN)
    assert scopes.scan(TAKEN) == 6
    assert scopes.scan(TAKEN + timedelta(hours=1)) == 0
    found = set(LeaderProposal.objects.values_list("case", "rule__code", "value"))
    overdue = (TAKEN - Case.objects.get(pk=old.pk).next_due_at).days
    assert found == {
        (old.pk, "long_unresolved", 100),
        (old.pk, "difficult_overdue", overdue),
        (crowd.pk, "collective", 12),
        (crowd.pk, "repeated", 2),
        (dispute.pk, "collective", 7),
        (dispute.pk, "difficult_units", 3),
    }


def test_it_counts_no_accusation_among_those_that_say_the_same(cast):
    rules()
    crowd = builders.petition(cast, at=TAKEN)
    repeats = [builders.petition(cast, at=TAKEN) for _ in range(2)]
    for again in repeats:
        CaseLink.objects.create(case=again, other=crowd, kind=CaseLink.Kind.REPEAT)
    told = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    builders.step(repeats[0], "reclassify", cast.clerk, later=2, **told)
    scopes.scan(TAKEN)
    assert not LeaderProposal.objects.filter(rule__code="repeated").exists()


def test_it_proposes_nothing_that_is_restricted_ended_led_or_out_of_scope(cast):
    rules()
    builders.accusation(cast)
    builders.in_status(cast, "archived")
    charged(cast)
    ScopeRule.objects.exclude(code="long_unresolved").update(is_active=False)
    dispute = disputes.dispute(cast, at=builders.OPENED)
    ScopeRule.objects.filter(code="long_unresolved").update(kinds=["petition"])
    assert scopes.scan(TAKEN) == 0
    ScopeRule.objects.filter(code="long_unresolved").update(kinds=[], threshold=101)
    assert scopes.scan(TAKEN) == 0
    ScopeRule.objects.filter(code="long_unresolved").update(threshold=100)
    assert scopes.scan(TAKEN) == 1
    assert LeaderProposal.objects.get().case_id == dispute.pk


def test_it_queues_with_the_facts_and_with_the_leader_whose_portfolio_covers_it(cast):
    rules()
    head, deputy = leaders(cast)
    case = builders.in_status(cast, "handling")
    scopes.scan(TAKEN)
    (line,) = leader_queue.lines(cast.staff)
    assert (line.number, line.leader) == (case.number, str(deputy))
    assert line.reasons[0] == "长期未化解：登记以来的天数 100 天（达到 90 天）"
    assert leader_queue.lines(cast.outsider) == []
    Portfolio.objects.all().delete()
    assert portfolios.portfolios().leader_of(case) == head


def test_it_lets_the_kind_of_matter_go_before_the_unit(cast):
    head, _ = leaders(cast)
    case = builders.in_status(cast, "handling")
    above = Category.objects.create(kind="petition", name="城乡建设", path="城乡建设")
    case.category = Category.objects.create(kind="petition", name="供水", path="城乡建设/供水", parent=above)
    Portfolio.objects.create(leader=head, category=above)
    assert portfolios.portfolios().leader_of(case) == head


def test_it_rejects_only_for_a_reason_and_asks_no_more(cast):
    rules()
    case = builders.in_status(cast, "handling")
    scopes.scan(TAKEN)
    with pytest.raises(FactMissing):
        leading.reject(case, reason="  ", actor=cast.staff, at=TAKEN)
    with pytest.raises(FactMissing, match="最多 300 字，现在有 301 字"):
        leading.reject(case, reason="长" * 301, actor=cast.staff, at=TAKEN)
    assert leading.reject(case, reason="正在司法程序中。", actor=cast.staff, at=TAKEN) == 2
    assert leader_queue.lines(cast.staff) == []
    assert scopes.scan(TAKEN + timedelta(days=30)) == 0


def test_it_is_taken_once_by_one_leader_with_a_date_that_lies_ahead(cast):
    rules()
    scopes.scan(TAKEN)
    head, deputy = leaders(cast)
    case = builders.in_status(cast, "handling")
    scopes.scan(TAKEN)
    with pytest.raises(FactMissing):
        charged(cast, subject=case, promised_on=TAKEN.date() - timedelta(days=1))
    led = charged(cast, subject=case)
    assert (led.status, led.lead_unit, led.handler) == ("charged", cast.housing, cast.leader)
    clock = led.clocks.get()
    assert (clock.due, led.next_due_at) == (DATE, clock.due_at)
    assert set(LeaderProposal.objects.values_list("decision", flat=True)) == {"taken"}
    assert case.events.latest("seq").label == "列为领导包案"
    assert Notice.objects.filter(recipient=cast.leader, link=f"/cases/{led.number}/").exists()
    with pytest.raises(StepNotPossible, match="已由冯志远包案"):
        charged(cast, subject=case, leader=head)
    assert leader_of(case, cast.handler, TAKEN)[0].context["led"][0]["leader"] == str(deputy)


def test_it_passes_from_the_deputy_to_the_head_once_when_the_date_has_run_out(cast):
    led = charged(cast)
    late = TAKEN + timedelta(days=21)
    assert leading.pass_overdue(late - timedelta(days=1)) == 0
    assert leading.pass_overdue(late) == 1
    assert leading.pass_overdue(late + timedelta(days=60)) == 0
    led.refresh_from_db()
    head = Leader.objects.get(is_head=True)
    assert (led.leader, led.handler, led.passed_from.user, led.passed_on) == (
        head,
        cast.county,
        cast.leader,
        late.date(),
    )
    assert led.promised_on == late.date() + timedelta(days=30)
    assert sorted(led.clocks.values_list("outcome", flat=True)) == ["", "missed"]
    event = led.events.get(step="pass_to_head")
    assert (event.actor, ["原包案领导", "冯志远（副县长）"] in event.facts["told"]) == (None, True)
    assert led.subject.events.latest("seq").label == "领导包案移交主要领导"
    assert Notice.objects.filter(recipient=cast.county, link=f"/cases/{led.number}/").count() == 1


def test_it_follows_its_matter_to_the_unit_that_holds_it(cast):
    led = charged(cast, subject=builders.in_status(cast, "handling"))
    assert leading.follow_matters(TAKEN) == 0
    actions.take_step(led.subject.own, "recall", {"reason": "转送有误。"}, actor=cast.clerk, at=TAKEN)
    assert leading.follow_matters(TAKEN) == 1
    assert leading.follow_matters(TAKEN) == 0
    led.refresh_from_db()
    assert (led.lead_unit, led.handler, led.sender_unit) == (cast.weiqu, cast.leader, cast.centre)
    assert ["事由", f"事项已由{cast.weiqu.name}承办。"] in led.events.get(step="follow").facts["told"]


def test_it_leaves_with_the_deputy_what_was_reported_settled_in_time(cast):
    led = charged(cast)
    report(led, cast)
    asked = {"title": "核查包案销号：1 件", "url": "/supervision/leading/?status=reported"}
    assert [asked in awaited(who) for who in (cast.staff, cast.clerk)] == [True, False]
    assert leading.pass_overdue(TAKEN + timedelta(days=40)) == 0
    LeaderCase.objects.update(lead_unit=cast.centre)
    assert asked not in awaited(cast.staff), "nobody judges what their own unit reports"


def report(led, cast, at=TAKEN + timedelta(days=5)):
    told = {"result": "已恢复供水。", "reply": "6月20日当面答复。"}
    actions.take_step(led, "report", told, actor=cast.handler, at=at, files=[upload("证明.png", picture("PNG"))])
    led.refresh_from_db()


def test_it_is_struck_off_only_with_proof(cast):
    led = charged(cast)
    with pytest.raises(FactMissing) as refusal:
        actions.take_step(led, "report", {"result": "已恢复。", "reply": "已答复。"}, actor=cast.handler, at=TAKEN)
    assert set(refusal.value.errors) == {"files"}
    with pytest.raises(StepNotPossible):
        actions.take_step(led, "strike_off", {"found": "属实。"}, actor=cast.staff, at=TAKEN)
    report(led, cast)
    actions.take_step(led, "strike_off", {"found": "属实。"}, actor=cast.staff, at=TAKEN + timedelta(days=6))
    led.refresh_from_db()
    assert (led.status, led.ended_on, led.clocks.get().outcome) == ("struck_off", led.ended_on, "met")
    assert led.ended_on is not None
    said = led.subject.events.latest("seq")
    assert (said.label, said.facts["told"]) == ("办理结果", [["结果", "已销号"], ["领导包案编号", led.number]])


def test_nothing_is_struck_off_that_the_record_shows_unanswered(cast):
    led = charged(cast, subject=builders.in_status(cast, "handling"))
    with pytest.raises(StepNotPossible, match="没有依法答复当事人"):
        report(led, cast)
    builders.step(led.subject.own, "issue_opinion", cast.lead, at=TAKEN, **builders.OPINION)
    with pytest.raises(StepNotPossible):
        report(led, cast)  # signed, and nobody has it
    on = TAKEN + timedelta(days=1)
    service = {"method": "direct", "served_on": on.date(), "receiver": "本人", "proof": "已签收"}
    builders.step(Case.objects.get(pk=led.subject_id).own, "serve", cast.handler, at=on, **service)
    report(led, cast)
    assert led.status == "reported"


def test_what_was_taken_up_again_after_the_report_is_not_struck_off(cast):
    led = charged(cast, subject=builders.in_status(cast, "not_accepted"))
    report(led, cast)
    reason = {"reason": "上级责令改正。"}
    builders.step(led.subject.own, "reconsider", cast.lead, at=TAKEN + timedelta(days=6), **reason)
    with pytest.raises(StepNotPossible, match="没有依法答复当事人"):
        actions.take_step(led, "strike_off", {"found": "属实。"}, actor=cast.staff, at=TAKEN + timedelta(days=7))


def test_what_was_merged_is_answered_when_the_other_is(cast):
    case = builders.petition(cast)
    led = charged(cast, subject=case)
    builders.PATHS["merged"](case, cast)
    led = LeaderCase.objects.get(pk=led.pk)
    assert led.subject.closed_at and not led.matter_is_answered
    builders.step(led.subject.merged_into.own, "withdraw", cast.township_lead, later=5, **builders.WITHDRAWAL)
    assert LeaderCase.objects.get(pk=led.pk).matter_is_answered


def test_it_is_in_time_by_the_day_it_was_reported_and_not_by_the_day_the_centre_looked(cast):
    led = charged(cast)
    report(led, cast, at=TAKEN + timedelta(days=10))
    actions.take_step(led, "strike_off", {"found": "属实。"}, actor=cast.staff, at=TAKEN + timedelta(days=50))
    clock = led.clocks.get()
    assert (clock.outcome, office_day(clock.ended_at)) == ("met", (TAKEN + timedelta(days=10)).date())


def test_it_is_given_a_new_date_with_reason_and_measure(cast):
    led = charged(cast)
    told = {"reason": "资金没有到位。", "measure": "县财政先行垫付。"}
    with pytest.raises(FactMissing) as refusal:
        actions.take_step(
            led, "redate", {"new_on": TAKEN.date() - timedelta(days=1), **told}, actor=cast.staff, at=TAKEN
        )
    assert set(refusal.value.errors) == {"new_on"}
    new_on = DATE + timedelta(days=10)
    actions.take_step(led, "redate", {"new_on": new_on, **told}, actor=cast.staff, at=TAKEN + timedelta(days=1))
    led.refresh_from_db()
    assert (led.promised_on, led.clocks.get(ended_at=None).due) == (new_on, new_on)
    assert ["原化解期限", str(DATE)] in led.events.latest("seq").facts["told"]


def test_it_logs_measures_by_duty_and_day(cast):
    led = charged(cast)
    done = {"duty": "difficulty", "done_on": TAKEN.date(), "text": "协调送水车三辆。"}
    actions.take_step(led, "measure", done, actor=cast.handler, at=TAKEN)
    row = led.measures.get()
    assert (row.duty, row.done_on, row.by) == ("difficulty", TAKEN.date(), cast.handler)


def test_it_shows_the_second_editor_of_a_portfolio_what_the_first_changed(cast):
    _, deputy = leaders(cast)
    by = {"actor": cast.county, "at": TAKEN, "categories": []}
    portfolios.keep(Leader.objects.get(pk=deputy.pk), units=[cast.water], version=1, **by)
    with pytest.raises(Refusal, match="分管长安区水务局"):
        portfolios.keep(Leader.objects.get(pk=deputy.pk), units=[cast.housing], version=1, **by)
    with pytest.raises(FactMissing, match=r"长安区水务局已由.*分管"):
        portfolios.keep(Leader(user=cast.staff, title="主任", is_head=True), units=[cast.water], version=1, **by)
    assert LeaderCase.objects.count() == 0


@pytest.mark.parametrize("person", ["staff", "county"])
def test_it_is_taken_from_the_queue_on_screen(cast, login, person):
    rules()
    leaders(cast)
    case = builders.in_status(cast, "handling")
    scopes.scan(TAKEN)
    client = login(getattr(cast, person))
    assert case.number in client.get("/supervision/leading/queue/").content.decode()
    page = client.get(f"/supervision/leading/queue/{case.number}/").content.decode()
    assert "按分工建议由冯志远（副县长）包案" in page
    wrong = client.post(f"/supervision/leading/queue/{case.number}/", {"promised_on": "2020-01-01", "plan": "先供水"})
    assert wrong.status_code == 422
    assert "请选择包案领导。" in wrong.content.decode()
    assert "先供水" in wrong.content.decode()
    wrong = client.post(f"/supervision/leading/queue/{case.number}/", {"act": "reject"})
    assert "请写明不予包案的理由。" in wrong.content.decode()
    told = {"act": "reject", "why_not": "承办人收受好处费，另行处理。"}
    wrong = client.post(f"/supervision/leading/queue/{case.number}/", told)
    assert wrong.status_code == 422 and "登记为信访件" in wrong.content.decode()
    assert told["why_not"] in wrong.content.decode() and LeaderProposal.objects.filter(decision="").exists()
    assert not LeaderCase.objects.exists()
    told["not_accusing"] = "on"
    assert client.post(f"/supervision/leading/queue/{case.number}/", told).status_code == 302
    assert not LeaderProposal.objects.filter(decision="").exists()


def test_a_proposal_is_followed_in_the_list_itself_by_whose_portfolio_covers_it(cast, login):
    rules()
    _, deputy = leaders(cast)
    cases = [builders.in_status(cast, "handling") for _ in range(2)]
    scopes.scan(TAKEN)
    client = login(cast.staff)
    page = client.get("/supervision/leading/queue/").content.decode()
    until = office_day(timezone.now()) + timedelta(days=30)
    assert "冯志远（副县长）" in page and f"{until} 前化解" in page
    address = f"/supervision/leading/queue/{cases[0].number}/"
    assert f'formaction="{address}"' in page and f'value="{deputy.pk}"' in page
    told = {"from": "queue", "promised_on": str(until), "leader": deputy.pk}
    taken = client.post(address, told, follow=True)
    assert taken.redirect_chain[-1][0] == "/supervision/leading/queue/"
    page = taken.content.decode()
    assert "已由冯志远（副县长）包案" in page and cases[1].number in page and f'formaction="{address}"' not in page
    again = client.post(address, told)
    assert again.status_code == 422 and "已由冯志远包案" in again.content.decode()
    assert LeaderCase.objects.get().promised_on == until


def test_whoever_took_charge_or_sent_a_paper_about_it_reads_how_the_matter_ended(cast):
    subject = builders.petition(cast, unit=cast.weiqu)
    led = charged(cast, subject=subject)
    paper = propose(
        "copy_notice",
        sender=cast.centre,
        target=cast.weiqu,
        ground="overdue",
        reason="超过法定期限没有办结。",
        cases=[subject],
        actor=cast.staff,
        at=TAKEN,
    )
    Notice.objects.all().delete()
    end = {"at": TAKEN + timedelta(days=1), "replay": False, "files": [upload("撤回申请.png", picture())]}
    builders.step(subject, "withdraw", cast.township_lead, **end, **builders.WITHDRAWAL)
    for case in (led, paper):
        (event,) = case.events.filter(step=OUTCOME)
        assert event.facts["told"] == [["结果", "已撤回"], ["信访件编号", subject.number]], event.facts
    links = Notice.objects.filter(recipient=cast.leader).values_list("link", flat=True)
    assert f"/cases/{led.number}/" in links
    assert Notice.objects.filter(link=f"/cases/{paper.number}/", recipient=cast.staff).count() == 1


@pytest.mark.parametrize("lacking", [{"team": ""}, {"plan": ""}, {"team": " ", "plan": " "}])
def test_nothing_is_reported_settled_without_a_team_and_a_plan(cast, lacking):
    led = charged(cast)
    LeaderCase.objects.filter(pk=led.pk).update(**{"team": "班子", "plan": "方案"} | lacking)
    with pytest.raises(StepNotPossible, match="工作班子和工作方案"):
        report(led, cast)
    actions.take_step(led, "plan", FIVE, actor=cast.handler, at=TAKEN)
    report(led, cast)
    assert led.status == "reported"


def test_a_grave_dispute_is_proposed_for_a_leader(cast):
    rules()
    grave, other = disputes.dispute(cast, grade="major"), disputes.dispute(cast)
    scopes.scan(TAKEN)
    found = LeaderProposal.objects.filter(rule__code="difficult_major")
    assert [each.case_id for each in found] == [grave.pk] and other.pk
