"""The verbs: one transaction each, the second of two editors told, approvals asked, wrong ones refused at its field."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.cases.history import unseen
from governance.cases.models import Case, CaseLink, CaseUnit, Event, Proposal
from governance.cases.numbers import passed_over
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StaleVersion, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from tests import builders
from tests.attachments.samples import picture, upload

EXTENSION = {"days": 20, "reason": "需要委托检测。", "told_by": "electronic"}


@pytest.fixture
def handling(cast):
    return builders.in_status(cast, "handling")


def test_it_tells_the_second_editor_what_the_first_changed(cast, handling):
    read = handling.version
    builders.step(handling, "comment", cast.lead, later=3, note="请尽快到现场。")
    with pytest.raises(StaleVersion) as stale:
        actions.take_step(
            handling, "comment", {"note": "已到现场。"}, actor=cast.handler, at=timezone.now(), version=read
        )
    assert [(event.actor_name, event.label) for event in unseen(stale.value.row, read)] == [(cast.lead.name, "批注")]
    assert handling.events.filter(actor=cast.handler, step="comment").count() == 0


def test_it_changes_nothing_when_a_fact_is_missing(cast, handling):
    before = (handling.version, handling.events.count())
    with pytest.raises(FactMissing) as refused:
        builders.step(handling, "issue_opinion", cast.lead, later=3, **{**builders.OPINION, "legal_basis": ""})
    assert refused.value.errors == {"legal_basis": "请填写法律法规依据。"}
    handling.refresh_from_db()
    assert (handling.version, handling.events.count()) == before


def test_it_reads_the_case_and_its_clocks_once(cast, handling):
    with CaptureQueriesContext(connection) as heard:
        builders.step(handling, "issue_opinion", cast.lead, later=3, **builders.OPINION)
    ended = [clock.outcome for clock in handling.clocks.filter(ended_by__step="issue_opinion")]
    assert ended == ["met"]
    said = [each["sql"] for each in heard]
    whole = [sql for sql in said if "FOR NO KEY UPDATE" in sql or re.match(r'SELECT .* FROM "cases_clock"', sql)]
    assert [each.partition(' FROM "')[2].partition('"')[0] for each in whole] == ["petitions_petition", "cases_clock"]


def test_who_gives_a_case_away_is_noted_down_in_one_statement(cast):
    case = builders.petition(cast)
    with CaptureQueriesContext(connection) as heard:
        builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    said = [each["sql"].partition(" ")[0] for each in heard if "'former'" in each["sql"]]
    assert said == ["INSERT"]
    assert CaseUnit.objects.filter(case=case, part="former", unit=case.first_unit).count() == 1


def test_it_refuses_facts_that_the_step_does_not_ask_for(cast, handling):
    with pytest.raises(FactMissing) as refused:
        builders.step(handling, "comment", cast.lead, later=3, note="好。", status="archived")
    assert "status" in refused.value.errors


def test_it_waits_for_the_lead_when_a_handler_asks_for_an_extension(cast, handling):
    due = handling.next_due_at
    builders.step(handling, "extend", cast.handler, at=due - timedelta(days=5), replay=False, **EXTENSION)
    assert handling.next_due_at == due
    waiting = Proposal.objects.get(case=handling)
    assert (waiting.step, waiting.decision, waiting.proposed_by) == ("extend", "", cast.handler)
    assert Notice.objects.get().recipient == cast.lead
    with pytest.raises(StepNotPossible, match="已经提请审批"):
        builders.step(handling, "extend", cast.handler, at=due - timedelta(days=4), **EXTENSION)
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.handler, at=due - timedelta(days=3))
    actions.decide(waiting, approve=True, actor=cast.lead, at=due - timedelta(days=3))
    handling.refresh_from_db()
    assert handling.next_due_at > due
    event = handling.events.latest("seq")
    assert (event.step, event.actor) == ("extend", cast.lead)
    assert any(label == "提请人" and cast.handler.name in text for label, text in event.facts["told"])


def test_it_keeps_the_files_of_what_waits_for_approval(cast):
    case = builders.in_status(cast, "handling", petition_class="suggestion", route="")
    file = upload("答复附图.png", picture("PNG"))
    builders.studied(case, cast.handler, 4)
    builders.step(case, "reply", cast.handler, later=5, reply="已经研究。", adopted="none", files=[file])
    actions.decide(case.proposals.get(), approve=True, actor=cast.lead, at=case.opened_at + timedelta(days=6))
    assert [kept.name for kept in case.attachments.all()] == ["答复附图.png"]
    assert case.attachments.get().event.step == "reply.proposed"


def test_it_sends_a_proposal_back_with_a_reason_and_only_with_one(cast, handling):
    at = handling.next_due_at - timedelta(days=5)
    builders.step(handling, "extend", cast.handler, at=at, **EXTENSION)
    waiting = Proposal.objects.get(case=handling)
    with pytest.raises(FactMissing) as refused:
        actions.decide(waiting, approve=False, actor=cast.lead, at=at)
    assert "reason" in refused.value.errors
    actions.decide(waiting, approve=False, actor=cast.lead, at=at, reason="理由不充分。")
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.decided_by) == ("rejected", cast.lead)
    assert handling.events.latest("seq").label == "退回：延长办理期限"
    with pytest.raises(StepNotPossible, match="已退回"):
        actions.decide(waiting, approve=True, actor=cast.lead, at=at)


def test_it_lets_a_waiting_proposal_lapse_when_the_case_moves_on(cast, handling):
    at = handling.next_due_at - timedelta(days=5)
    builders.step(handling, "extend", cast.handler, at=at, **EXTENSION)
    builders.step(handling, "issue_opinion", cast.lead, at=at, **builders.OPINION)
    assert Proposal.objects.get(case=handling).decision == "lapsed"


def test_it_refuses_an_extension_that_is_asked_for_too_late(cast, handling):
    with pytest.raises(StepNotPossible, match="期限已过"):
        builders.step(handling, "extend", cast.lead, at=handling.next_due_at + timedelta(minutes=1), **EXTENSION)


def test_it_refuses_more_than_thirty_days_at_the_field(cast, handling):
    with pytest.raises(FactMissing) as refused:
        builders.step(
            handling, "extend", cast.lead, at=handling.next_due_at - timedelta(days=5), **{**EXTENSION, "days": 31}
        )
    assert "days" in refused.value.errors


def test_it_keeps_the_first_unit_visible_when_the_case_is_handed_on(cast):
    case = builders.kept(cast)
    builders.step(case, "hand_on", cast.lead, later=4, to_unit=cast.water, **builders.HAND_ON)
    assert (case.lead_unit, case.sender_unit, case.first_unit) == (cast.water, cast.housing, cast.housing)
    assert case.handler is None
    assert CaseUnit.objects.filter(case=case, unit=cast.housing, part="former").exists()
    for person in (cast.water_handler, cast.handler, cast.staff):
        assert Case.objects.visible_to(person).filter(pk=case.pk).exists()


def test_it_lets_a_unit_work_together_and_keep_sight_afterwards(cast, handling):
    assert not Case.objects.visible_to(cast.water_handler).filter(pk=handling.pk).exists()
    builders.step(handling, "invite", cast.lead, later=3, unit=cast.water, note="请核查供水管道。")
    builders.step(handling, "contribute", cast.water_handler, later=4, note="管道完好。")
    with pytest.raises(FactMissing):
        builders.step(handling, "invite", cast.lead, later=4, unit=cast.water, note="再请。")
    builders.step(handling, "release", cast.lead, later=5, unit=cast.water, note="已核查。")
    assert Case.objects.visible_to(cast.water_handler).filter(pk=handling.pk).exists()
    with pytest.raises(StepNotAllowed):
        builders.step(handling, "contribute", cast.water_handler, later=6, note="补充。")


def test_a_unit_that_held_it_before_can_work_together_and_stop_again(cast, handling):
    for later, name in ((3, "invite"), (4, "release"), (5, "invite"), (6, "release")):
        builders.step(handling, name, cast.lead, later=later, unit=cast.weiqu, note="请配合。")
    rows = CaseUnit.objects.filter(case=handling, unit=cast.weiqu)
    assert list(rows.values_list("part", flat=True)) == ["former"]


def test_it_joins_a_duplicate_into_the_earlier_case(cast):
    first, second = builders.petition(cast), builders.petition(cast)
    builders.step(second, "merge", cast.clerk, later=1, into=first, note="同一人同一事项。", told_by="electronic")
    assert (second.status, second.merged_into_id, second.next_due_at) == ("merged", first.pk, None)
    assert second.closed_at is not None
    assert CaseLink.objects.filter(case=second, other=first, kind="merged").exists()
    third = builders.petition(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(third, "merge", cast.clerk, later=1, into=second, note="并入。", told_by="electronic")
    assert "into" in refused.value.errors


def test_it_does_not_say_whether_a_hidden_case_exists_when_it_is_named(cast):
    hidden, case = builders.accusation(cast), builders.in_status(cast, "handling")
    sentences = []
    for number in (hidden.number, "XF2026-999999"):
        with pytest.raises(FactMissing) as refused:
            told = {"other": number, "relation": "related"}
            actions.take_step(case, "link", told, actor=cast.handler, at=timezone.now())
        sentences.append(refused.value.errors["other"].replace(number, ""))
    assert sentences[0] == sentences[1]


def test_it_gives_every_case_its_own_number_in_order(cast):
    numbers = [builders.petition(cast).number for _ in range(3)]
    assert all(re.fullmatch(r"XF2026-\d{6}", number) for number in numbers)
    assert numbers == sorted(set(numbers)) and len(numbers) == 3


def test_it_passes_numbers_over_so_that_a_gap_tells_nothing(cast, monkeypatch):
    left_out = iter([0, 2, 0])
    monkeypatch.setattr(actions, "passed_over", lambda: next(left_out))
    numbers = [int(builders.petition(cast).number[-6:]) for _ in range(3)]
    assert [number - numbers[0] for number in numbers] == [0, 3, 4]
    drawn = [passed_over() for _ in range(2000)]
    assert 200 < sum(1 for each in drawn if each) < 600


def test_it_keeps_the_words_that_a_correction_replaces(cast):
    case = builders.petition(cast)
    facts = {"title": case.title, "summary": "三号楼停水五天。", "area": case.area, "place": "三号楼", "note": "听错了"}
    event = actions.take_step(case, "amend", facts, actor=cast.clerk, at=timezone.now())
    told = dict(map(tuple, event.facts["told"]))
    assert told["诉求概况"] == "三号楼停水五天。"
    assert told["原诉求概况"] == case.summary
    assert "原标题" not in told


def test_it_rings_nobody_and_issues_nothing_when_history_is_replayed(cast):
    builders.in_status(cast, "served")
    assert not Notice.objects.exists()
    assert not Event.objects.filter(papers__isnull=False).exists()


def test_it_never_tells_the_actor(cast):
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    heard = set(Notice.objects.values_list("recipient__username", flat=True))
    assert heard == {"handler", "second_handler", "lead"}


@pytest.mark.django_db(transaction=True)
def test_it_lets_exactly_one_of_many_win_the_same_step(cast):
    case = builders.in_status(cast, "routed")
    start, results = threading.Barrier(8), []

    def accept():
        try:
            start.wait()
            actions.take_step(case, "accept", builders.ACCEPT, actor=cast.handler, at=timezone.now(), replay=True)
            results.append("won")
        except StepNotPossible:
            results.append("lost")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["lost"] * 7 + ["won"]
    assert case.events.filter(step="accept").count() == 1
