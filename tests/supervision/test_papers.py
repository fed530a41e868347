"""The ladder is climbed by people: proposed by the machine, signed by a person, one rung after the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.law import county
from governance.cases.models import Case, CountyRule, Escalation
from governance.cases.steps import actions
from governance.duties.scan.proposals import RULED_ALREADY
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed, StepNotPossible
from governance.supervision.forms import WhyNotForm
from governance.supervision.leading.forms import ChargeForm
from governance.supervision.models import SetAside, SupervisionPaper
from governance.supervision.papers import queue
from governance.supervision.papers.actions import propose, set_aside
from governance.supervision.papers.forms import ProposeForm
from tests import builders
from tests.attachments.samples import picture, upload

pytestmark = pytest.mark.django_db
SIGN = {"answer_days": 7, "requirement": "立即办结并说明原因。"}


@pytest.fixture
def late(cast):
    """A petition of the housing department two working days over its sixty days, and the moment of it."""
    case = builders.in_status(cast, "handling")
    due = deadlines.running(case, "petition.handle").due_at
    now = due + timedelta(days=3)
    deadlines.scan(now)
    return case, now


def order(cast, at, *, rung="copy_notice", target=None, **about) -> SupervisionPaper:
    """About nothing that is named it is for another ground than lateness."""
    named = about.keys() & {"cases", "escalations", "missed", "promised"}
    ground, reason = ("overdue", "超过法定期限没有办结。") if named else ("other", "作风不实。")
    facts = {"ground": ground, "reason": reason, "actor": cast.staff, "at": at, **about}
    return propose(rung, sender=cast.centre, target=target or cast.housing, **facts)


def sign(paper, cast, at, **facts):
    """The centre puts it forward, the leader signs."""
    actions.take_step(paper, "sign", {**SIGN, **facts}, actor=cast.staff, at=at)
    actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.leader, at=at)
    paper.refresh_from_db()


def says(code, value):
    """The county's answer to a question that the law leaves to it."""
    county.load_reference()
    CountyRule.objects.filter(code=code).update(value=value)


def step(paper, name, actor, at, **facts):
    actions.take_step(paper, name, facts, actor=actor, at=at)
    paper.refresh_from_db()


def refused(paper, name, actor, at, **facts) -> dict:
    """The sentences at the fields."""
    with pytest.raises(FactMissing) as refusal:
        actions.take_step(paper, name, facts, actor=actor, at=at)
    return refusal.value.errors


def test_whoever_can_sign_an_order_hears_that_it_waits_for_that(cast):
    paper = order(cast, builders.OPENED)
    actions.take_step(paper, "sign", SIGN, actor=cast.staff, at=builders.OPENED)
    heard = cast.leader.notices.filter(subject_key=paper.number)
    assert [notice.text.partition("：")[0] for notice in heard] == ["提请审批"]


def test_it_queues_a_late_case_for_the_centre_with_its_facts(cast, late):
    case, now = late
    group = queue.groups(cast.staff, now)[0]
    assert (group.unit, [line.number for line in group.lines]) == (cast.housing.name, [case.number])
    assert group.lines[0].rung == "抄告单"
    assert queue.groups(cast.outsider, now) == []


def test_its_page_shows_how_its_cases_stand_now(cast, late, login, time_machine):
    case, now = late
    paper = order(cast, now, escalations=list(queue.waiting(cast.staff)))
    time_machine.move_to(now, tick=False)
    card = login(cast.staff).get(f"/cases/{paper.number}/").content.decode().partition('id="subjects"')[2]
    card = card.partition("</section>")[0]
    assert case.title in card and "办理中" in card and "超期" in card and "办结答复" in card


def test_what_lies_with_one_unit_is_ticked_together(cast, late, login, time_machine):
    _, now = late
    time_machine.move_to(now, tick=False)
    page = login(cast.staff).get(reverse("supervision:queue")).content.decode()
    units = page.split("data-checks>")[1:]
    assert len(units) == len(queue.groups(cast.staff, now)) > 0
    assert all("data-check-all" in unit.split("</section>")[0] for unit in units)


def test_so_many_lines_are_shown_and_of_the_other_units_how_many_they_have(
    cast, late, login, time_machine, monkeypatch
):
    case, now = late
    other = builders.petition(cast, unit=cast.guodu, area=cast.area("610116002"))
    deadlines.scan(now)
    time_machine.move_to(now, tick=False)
    monkeypatch.setattr("governance.supervision.papers.views.OPEN_LINES", 1)
    client, url = login(cast.staff), reverse("supervision:queue")
    first, second = queue.groups(cast.staff, now)

    def shown(page) -> list[str]:
        body = page.content.decode()
        assert all(f"?unit={group.unit_id}" in body for group in (first, second))
        return [group.unit for group in (first, second) if f"<h2>{group.unit}</h2>" in body]

    assert {first.unit_id, second.unit_id} == {case.lead_unit_id, other.lead_unit_id}
    assert shown(client.get(url)) == [first.unit]
    assert shown(client.get(url, {"unit": second.unit_id})) == [second.unit]
    line = next(line for line in second.lines if not line.held)
    assert shown(client.post(url, {"ground": "other", line.name: line.pk, "answer_days": ""})) == [second.unit]


def test_it_takes_a_proposal_out_of_the_queue_once_it_stands_in_a_paper(cast, late):
    case, now = late
    paper = order(cast, now, escalations=list(queue.waiting(cast.staff)))
    assert [subject.case_id for subject in paper.subjects.all()] == [case.pk]
    assert queue.groups(cast.staff, now) == []


def test_it_sets_a_proposal_aside_only_for_a_reason(cast, late):
    _, now = late
    rows = list(queue.waiting(cast.staff))
    with pytest.raises(FactMissing):
        set_aside(rows, reason=" ", actor=cast.staff, at=now)
    assert set_aside(rows, reason="正在等候鉴定。", actor=cast.staff, at=now) == 1
    assert queue.groups(cast.staff, now) == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_rule_at_the_same_moment_one_does(cast, late):
    _, now = late
    rows = list(queue.waiting(cast.staff))
    start, said = Barrier(4), []

    def rule(act):
        try:
            start.wait()
            act()
            said.append("ruled")
        except Refusal as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    acts = [
        lambda: order(cast, now, escalations=rows),
        lambda: set_aside(rows, reason="正在等候鉴定。", actor=cast.staff, at=now),
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(rule, acts * 2))
    assert sorted(said) == ["ruled"] + [RULED_ALREADY] * 3
    assert SetAside.objects.count() + SupervisionPaper.objects.count() == 1


def test_it_sends_nothing_without_a_named_signer(cast, late):
    _, now = late
    paper = order(cast, now)
    with pytest.raises(StepNotPossible, match="由人签发"):
        actions.take_step(paper, "sign", SIGN, actor=None, at=now)
    actions.take_step(paper, "sign", SIGN, actor=cast.staff, at=now)
    paper.refresh_from_db()
    assert (paper.status, paper.lead_unit) == ("proposed", cast.centre)
    proposal = paper.proposals.get(decision="")
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.staff, at=now)
    actions.decide(proposal, approve=True, actor=cast.leader, at=now)
    paper.refresh_from_db()
    assert (paper.status, paper.lead_unit, paper.signed_by) == ("sent", cast.housing, cast.leader)
    issued = paper.papers.get()
    assert (issued.code, issued.unit, issued.signer) == ("copy_notice", cast.centre, cast.leader)


def test_it_climbs_one_rung_after_the_other_and_is_lifted(cast, late):
    case, now = late
    first = order(cast, now, escalations=list(queue.waiting(cast.staff)))
    sign(first, cast, now)
    raising = {"rung": "supervision_order", "reason": "逾期没有反馈。"}
    assert "还没有届满" in refused(first, "raise_rung", cast.staff, now + timedelta(days=2), **raising)["rung"]
    over = now + timedelta(days=12)
    skipping = {"rung": "yellow_card", "reason": "逾期没有反馈。"}
    assert "越级" in refused(first, "raise_rung", cast.staff, over, **skipping)["rung"]
    step(first, "raise_rung", cast.staff, over, **raising)
    second = SupervisionPaper.objects.get(rung="supervision_order")
    assert (second.former, [row.case_id for row in second.subjects.all()]) == (first, [case.pk])
    sign(second, cast, over)
    step(second, "receive", cast.handler, over + timedelta(hours=2), receiver="李文斌")
    answer = {"cause": "等待维修资金。", "measures": "已恢复供水。"}
    step(second, "answer", cast.handler, over + timedelta(days=3), **answer)
    assert second.clocks.get(term_code="supervision.answer").outcome == "met"
    check = second.clocks.get(term_code="supervision.check")
    assert check.charged_to == cast.centre, "who sent it checks the answer"
    # The day that it was put forward for is past and the water still runs nowhere: whoever lifts it says so.
    assert set(refused(second, "lift", cast.staff, over + timedelta(days=4), found="在办。")) == {"still_late"}
    step(second, "lift", cast.staff, over + timedelta(days=4), found="已经恢复供水。", still_late=True)
    assert second.status == "lifted"
    with pytest.raises(StepNotPossible):
        step(second, "answer", cast.handler, over + timedelta(days=5), **answer)


def test_who_has_nothing_to_do_in_it_reads_for_whom_it_waits(cast, late, login, time_machine):
    _, now = late
    paper = order(cast, now, target=cast.weiqu)
    sign(paper, cast, now)
    step(paper, "receive", cast.clerk, now, receiver="周晓兰")
    time_machine.move_to(now)
    said = "等待韦曲街道办办理。"
    shown = {
        person.username: said in login(person).get(reverse("cases:case", args=[paper.number])).content.decode()
        for person in (cast.clerk, cast.township_lead)
    }
    assert shown == {cast.clerk.username: True, cast.township_lead.username: False}


def test_it_lets_the_next_rung_follow_an_answer_that_did_not_pass(cast, late):
    _, now = late
    paper = order(cast, now)
    sign(paper, cast, now)
    step(paper, "receive", cast.handler, now, receiver="李文斌")
    step(paper, "answer", cast.handler, now, cause="人手不足。", measures="正在办。")
    step(paper, "check", cast.staff, now, found="没有进展。", answer_days=5)
    assert (paper.status, paper.check_failed) == ("received", True)
    step(paper, "raise_rung", cast.staff, now, rung="supervision_order", reason="核查不到位。")
    assert SupervisionPaper.objects.filter(rung="supervision_order").exists()


@pytest.mark.parametrize(
    ("target", "rung", "field"),
    [
        ("centre", "copy_notice", "target_unit"),
        ("housing", "supervision_order", "rung"),
        ("housing", "circular", "rung"),
    ],
)
def test_it_skips_no_rung_and_orders_nobody_above_or_oneself(cast, late, target, rung, field):
    _, now = late
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, rung=rung, target=getattr(cast, target))
    assert set(refusal.value.errors) == {field}
    assert not SupervisionPaper.objects.exists()


@pytest.mark.parametrize("target", ["court", "procuratorate"])
def test_no_paper_goes_to_a_court_whatever_it_is_about(cast, late, target):
    _, now = late
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, target=getattr(cast, target), ground="other", reason="某案久调不决。")
    assert "依法独立" in refusal.value.errors["target_unit"]


def test_a_committee_of_peoples_mediation_is_told_and_no_more(cast, late):
    _, now = late
    paper = order(cast, now, target=cast.village_committee)
    sign(paper, cast, now)
    at = now + timedelta(days=20)
    with pytest.raises(FactMissing) as refusal:
        order(cast, at, rung="supervision_order", target=cast.village_committee, former=paper)
    assert "群众性组织" in refusal.value.errors["rung"]


def test_it_sends_no_order_to_a_unit_above_the_sender(cast, late):
    _, now = late
    cast.centre.parent = cast.office
    cast.centre.save(update_fields=["parent"])
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, target=cast.office)
    assert "上级单位" in refusal.value.errors["target_unit"]


def _yellow(cast, now) -> SupervisionPaper:
    """Everything up to the yellow card has run out."""
    paper = order(cast, now)
    at = now
    for rung in ("supervision_order", "rectification_order", "yellow_card"):
        sign(paper, cast, at)
        at += timedelta(days=20)
        step(paper, "raise_rung", cast.staff, at, rung=rung, reason="逾期没有反馈。")
        paper = SupervisionPaper.objects.get(rung=rung)
    return paper


def test_what_an_order_did_not_settle_may_go_straight_to_a_yellow_card(cast, late):
    """限期整改或者黄牌警告: the second need not wait for the first."""
    _, now = late
    says("measures_decided_by", "leader")
    paper = order(cast, now)
    for days, rung in ((20, "supervision_order"), (40, "yellow_card")):
        sign(paper, cast, now + timedelta(days=days - 20))
        told = {"rung": rung, "reason": "逾期没有反馈。"}
        step(paper, "raise_rung", cast.staff, now + timedelta(days=days), **told)
        paper = SupervisionPaper.objects.get(rung=rung)
    assert (paper.rung, paper.status) == ("yellow_card", "proposed")


def test_it_wants_the_decision_of_the_committee_for_the_gravest_rungs(cast, late):
    _, now = late
    says("measures_decided_by", "leader")
    card = _yellow(cast, now)
    at = now + timedelta(days=70)
    with pytest.raises(StepNotPossible, match="由委员会决定"):
        actions.take_step(card, "sign", SIGN, actor=cast.staff, at=at)
    missing = refused(card, "issue_decision", cast.leader, at, **SIGN)
    assert set(missing) == {"decision_number", "decided_on", "minutes", "files"}
    decision = {"decision_number": "长综委〔2026〕2号", "decided_on": at.date(), "minutes": "会议决定黄牌警告。"}
    actions.take_step(
        card,
        "issue_decision",
        {**SIGN, **decision},
        actor=cast.leader,
        at=at,
        files=[upload("纪要.png", picture("PNG"))],
    )
    card.refresh_from_db()
    assert card.status == "sent"
    veto_at = at + timedelta(days=20)
    step(card, "raise_rung", cast.staff, veto_at, rung="one_vote_veto", reason="引发严重事件。")
    veto = SupervisionPaper.objects.get(rung="one_vote_veto")
    with pytest.raises(StepNotPossible):
        actions.take_step(veto, "sign", SIGN, actor=cast.leader, at=veto_at)
    missing = refused(veto, "issue_decision", cast.leader, veto_at, requirement="立即整改。")
    assert {"decision_number", "decided_on", "minutes", "files"} <= set(missing)
    veto.refresh_from_db()
    assert (veto.status, veto.lead_unit) == ("proposed", cast.centre)
    told = {**SIGN, **decision, "decided_on": veto_at.date()}
    minutes = [upload("纪要.png", picture("PNG"))]
    with pytest.raises(FactMissing) as caught:
        actions.take_step(veto, "issue_decision", told, actor=cast.leader, at=veto_at, files=minutes)
    assert set(caught.value.errors) == {"serious"}
    with pytest.raises(IntegrityError, match="supervision_veto_has_a_decision"), transaction.atomic():
        SupervisionPaper.objects.filter(pk=veto.pk).update(signed_on=veto_at.date(), signed_by=cast.leader)


def test_it_revokes_a_wrong_paper_for_a_reason_by_who_may_sign(cast, late):
    _, now = late
    paper = order(cast, now)
    sign(paper, cast, now)
    step(paper, "revoke", cast.leader, now, reason="责任单位认定有误。")
    assert (paper.status, paper.next_due_at) == ("revoked", None)


def test_it_joins_two_proposals_for_one_unit(cast, late):
    case, now = late
    other = builders.in_status(cast, "handling")
    one = order(cast, now, cases=[other])
    two = order(cast, now, escalations=list(queue.waiting(cast.staff).filter(case=case)))
    assert "into" in refused(two, "join", cast.staff, now, into=order(cast, now, target=cast.water))
    step(two, "join", cast.staff, now, into=one)
    assert two.status == "merged"
    assert set(one.subjects.values_list("case_id", flat=True)) == {case.pk, other.pk}


def test_it_keeps_a_paper_about_a_restricted_case_from_those_who_may_not_know_it(cast):
    case = builders.accusation(cast, accused_unit=cast.water)
    paper = order(cast, case.opened_at + timedelta(days=30), cases=[case], target=cast.weiqu)
    assert paper.is_restricted
    assert not Case.objects.visible_to(cast.county).filter(pk=paper.pk).exists()
    assert Escalation.objects.count() == 0


def test_whoever_takes_delivery_is_written_already(cast, late, login, time_machine):
    case, now = late
    time_machine.move_to(now, tick=False)
    paper = order(cast, now, cases=[case])
    sign(paper, cast, now)
    form = login(cast.handler).get(reverse("cases:step", args=[paper.number, "receive"])).content.decode()
    assert f'name="receiver" value="{cast.handler.name}"' in form


def test_what_accuses_somebody_is_no_reason_of_a_paper_and_no_plan_unasked(cast):
    """信访工作条例 art. 30 para 3: the unit that it is about reads what a paper says, and what a leader plans."""
    said = "承办人收受好处费。"
    for form, told in (
        (ProposeForm, {"rung": "copy_notice", "ground": "other", "reason": said}),
        (partial(WhyNotForm, act="不予制发"), {"why_not": said}),
        (partial(ChargeForm, suggested=None, today=date(2026, 4, 1)), {"plan": said}),
    ):
        assert "登记为信访件" in form(told).errors["not_accusing"][0]
        assert "not_accusing" not in form(told | {"not_accusing": "on"}).errors
