"""Decisions of a meeting keep every version, come back onto the next agenda and are recalled when they are due."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.duties import afternoon
from governance.duties.meetings import actions as meetings
from governance.duties.meetings import agenda, decisions
from governance.duties.meetings import rows as showing
from governance.duties.models import Decision, DecisionEntry
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.notices.models import Notice
from tests import builders
from tests.duties.making import moment
from tests.duties.meeting import HELD, decided, heard, held, planned


def test_what_was_decided_is_tied_to_the_points_in_their_order(cast, kinds, login):
    for _ in range(3):
        builders.petition(cast)
    meeting = planned(cast, kinds["discussion"])
    agenda.move(meeting.items.last(), up=True, among=meeting.items.values_list("pk", flat=True))
    meetings.record(meeting, heard(), meeting.version, actor=cast.clerk, at=HELD)
    form = login(cast.clerk).get(reverse("duties:new_decision", args=[meeting.pk])).context["form"]
    order = meeting.items.order_by("position").values_list("case_id", flat=True)
    assert [row.pk for row in form.fields["case"].queryset] == list(order)


def test_it_brings_an_open_decision_onto_the_next_agenda_by_itself(cast, kinds):
    first = held(cast, kinds["other"])
    still_open, done = decided(cast, first), decided(cast, first)
    decisions.settle(done, "泵房已修复，见验收单。", 1, actor=cast.handler, at=HELD)
    after = planned(cast, kinds["other"], starts_at=HELD + timedelta(days=14))
    assert [item.decision for item in after.items.all()] == [still_open]


def test_it_keeps_every_version_of_a_decision(cast, kinds):
    decision = decided(cast, held(cast, kinds["other"]))
    assert "责成物业" in Notice.objects.filter(recipient=cast.lead).latest("id").text
    decisions.redate(decision, date(2026, 12, 10), "配件未到", 1, actor=cast.clerk, at=HELD)
    decisions.settle(decision, "已修复。", 2, actor=cast.handler, at=HELD)
    decisions.reopen(decision, "回访仍停水", 3, actor=cast.clerk, at=HELD)
    decisions.drop(decision, "并入另案办理", 4, actor=cast.clerk, at=HELD)
    told_ = DecisionEntry.objects.filter(decision=decision).order_by("version")
    assert list(told_.values_list("kind", "due_was", "due_on")) == [
        ("made", None, date(2026, 11, 30)),
        ("redated", date(2026, 11, 30), date(2026, 12, 10)),
        ("done", None, date(2026, 12, 10)),
        ("reopened", None, date(2026, 12, 10)),
        ("dropped", None, date(2026, 12, 10)),
    ]


def test_a_decision_that_was_overdue_stays_so_after_a_new_date_and_its_unit_does_not_settle_it(cast, kinds, login):
    decision = decided(cast, held(cast, kinds["other"]))
    decisions.redate(decision, date(2027, 1, 30), "配件未到", 1, actor=cast.clerk, at=moment("2026-12-10T09:00"))
    done = moment("2027-01-29T09:00")
    with pytest.raises(StepNotAllowed, match="由召集单位核实后销号"):
        decisions.settle(decision, "已修复。", 2, actor=cast.handler, at=done)
    decisions.settle(decision, "已到现场核实。", 2, actor=cast.clerk, at=done)
    said = "已销号，曾超期（原期限 2026-11-30）"
    row = showing.decision_rows(Decision.objects.filter(pk=decision.pk), done)[0]
    assert said in row.due
    assert said in login(cast.clerk).get(reverse("duties:decision", args=[decision.pk])).content.decode()


def test_it_refuses_what_nobody_may_do_with_a_decision(cast, kinds):
    meeting = held(cast, kinds["other"])
    decision = decided(cast, meeting)
    with pytest.raises(FactMissing) as past:
        decided(cast, meeting, due_on=date(2026, 11, 1))
    assert "早于今天" in past.value.errors["due_on"]
    with pytest.raises(FactMissing) as proofless:
        decisions.settle(decision, "  ", 1, actor=cast.handler, at=HELD)
    assert "proof" in proofless.value.errors
    with pytest.raises(StepNotAllowed):
        decisions.redate(decision, date(2026, 12, 10), "来不及", 1, actor=cast.handler, at=HELD)
    with pytest.raises(StepNotAllowed):
        decisions.settle(decision, "好了", 1, actor=cast.outsider, at=HELD)
    decisions.settle(decision, "好了。", 1, actor=cast.handler, at=HELD)
    with pytest.raises(Refusal, match="李文斌"):
        decisions.settle(decision, "好了。", 1, actor=cast.clerk, at=HELD)
    with pytest.raises(Refusal, match="先记录"):
        decided(cast, planned(cast, kinds["other"]))


def test_it_recalls_what_is_due_tomorrow_or_over_in_one_message_a_person(cast, kinds):
    meeting = held(cast, kinds["other"])
    for due_on in (date(2026, 11, 20), date(2026, 11, 24), date(2026, 12, 20)):
        decided(cast, meeting, due_on=due_on)
    Notice.objects.all().delete()
    assert afternoon.foretell(moment("2026-11-23T10:00")) == 0
    assert afternoon.foretell(moment("2026-11-23T15:10")) == 1
    assert afternoon.foretell(moment("2026-11-23T15:40")) == 0
    said = Notice.objects.get(recipient=cast.lead).text
    assert "1 项已超期" in said and "1 项明天到期" in said
    assert afternoon.foretell(moment("2026-11-26T15:00")) == 1
    assert afternoon.foretell(moment("2026-11-28T15:00")) == 0


def test_what_was_decided_of_a_matter_that_was_hidden_since_is_counted_for_nobody_else(cast, login, kinds):
    meeting, case = held(cast, kinds["joint_handling"]), builders.petition(cast)
    decided(cast, meeting)
    Decision.objects.filter(pk=decided(cast, meeting).pk).update(case=case)

    def made() -> tuple[str, bool]:
        desk = login(cast.clerk)
        (row,) = desk.get(reverse("duties:meeting_counts"), {"year": "2026"}).context["table"].rows
        return row.cells[3].text, "2 项" in desk.get(reverse("duties:meetings")).content.decode()

    assert made() == ("2", True)
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    assert made() == ("1", False)
    assert "1 项" in login(cast.clerk).get(reverse("duties:meetings")).content.decode()
