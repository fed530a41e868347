"""A leader instructs on any case, by a day that is the unit's own to keep; each instruction is answered by itself."""

from datetime import timedelta

import pytest

from governance.cases import deadlines, registry
from governance.cases.instruction_steps import INSTRUCTION
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.notices.models import Notice
from tests import builders
from tests.attachments.samples import picture, upload

pytestmark = pytest.mark.django_db
AT = builders.OPENED + timedelta(days=1)


@pytest.fixture
def held(cast):
    """A petition that the housing department holds."""
    return builders.petition(cast, unit=cast.housing)


def instruct(case, actor, *, at=AT, **facts):
    return actions.take_step(case, "instruct", {"note": "限期恢复供水。"} | facts, actor=actor, at=at)


def owed(case):
    return list(case.clocks.filter(term_code=INSTRUCTION, ended_at=None).order_by("pk"))


def told_of(label) -> set[str]:
    return set(Notice.objects.filter(text__contains=label).values_list("recipient__username", flat=True))


def answer(case, actor, clock, *, days=2):
    facts = {"instruction": clock, "note": "已经恢复供水。"}
    return actions.take_step(case, "answer_instruction", facts, actor=actor, at=AT + timedelta(days=days))


def test_the_unit_owes_an_answer_by_the_day_that_the_leader_set_and_hears_of_it(cast, held):
    before = set(held.clocks.filter(ended_at=None).values_list("term_code", "due"))
    instruct(held, cast.leader, days=5)
    (clock,) = owed(held)
    assert clock.due - clock.start_on == timedelta(days=5)
    assert (
        set(held.clocks.filter(ended_at=None).exclude(term_code=INSTRUCTION).values_list("term_code", "due")) == before
    )
    assert {"lead", "handler"} <= told_of("领导批示")


def test_without_a_day_it_is_that_of_the_county(cast, held):
    instruct(held, cast.leader)
    (clock,) = owed(held)
    assert clock.due - clock.start_on == timedelta(days=7)


def test_each_instruction_is_answered_by_itself_and_its_leader_hears_of_it(cast, held):
    instruct(held, cast.leader, days=3)
    instruct(held, cast.staff, at=AT + timedelta(hours=1), days=10, by="董志强 副区长")
    first, second = owed(held)
    answer(held, cast.lead, first)
    assert owed(held) == [second]
    assert {"leader", "staff"} <= told_of("反馈批示办理情况")
    with pytest.raises(FactMissing) as refused:
        answer(held, cast.lead, first, days=3)
    assert "instruction" in refused.value.errors


def test_what_is_not_answered_in_time_is_late(cast, held):
    instruct(held, cast.leader, days=3)
    (clock,) = owed(held)
    answer(held, cast.lead, clock, days=6)
    clock.refresh_from_db()
    assert clock.outcome == "missed"


def test_who_has_moved_away_hears_nothing(cast, held):
    instruct(held, cast.leader, days=3)
    cast.leader.posts.update(ends_on=AT.date())
    answer(held, cast.lead, *owed(held))
    assert "leader" not in told_of("反馈批示办理情况")


def test_nobody_of_the_unit_instructs_itself(cast, held):
    for person in (cast.lead, cast.handler, cast.clerk):
        with pytest.raises(StepNotAllowed):
            instruct(held, person, days=3)


def test_mediation_is_not_instructed():
    kinds = {kind.code for kind in registry.KINDS.values() if kind.workflow.step("answer_instruction")}
    assert {"petition", "dispute", "grid_event", "incident", "hazard"} <= kinds
    assert not {code for code in kinds if code.endswith(("mediation", "reconciliation"))}


def test_neither_it_nor_its_answer_accuses_somebody_before_whoever_reads_it(cast, held):
    """信访工作条例 art. 30 para 3."""
    for_nobody = {"note": "承办人收受好处费。"}
    with pytest.raises(FactMissing) as asked:
        instruct(held, cast.leader, **for_nobody)
    assert list(asked.value.errors) == ["not_accusing"]
    instruct(held, cast.leader)
    told = {"instruction": owed(held)[0], **for_nobody}
    with pytest.raises(FactMissing) as asked:
        actions.take_step(held, "answer_instruction", told, actor=cast.handler, at=AT + timedelta(days=1))
    assert list(asked.value.errors) == ["not_accusing"]
    told["not_accusing"] = True
    actions.take_step(held, "answer_instruction", told, actor=cast.handler, at=AT + timedelta(days=1))
    assert owed(held) == []


ENDS = {
    "withdraw": ("township_lead", builders.WITHDRAWAL),
    "merge": ("clerk", {"note": "重复登记。", "told_by": "post"}),
}


@pytest.mark.parametrize("name", ENDS)
def test_whoever_waits_for_an_answer_hears_once_that_the_case_has_ended(cast, name):
    held = builders.petition(cast)
    instruct(held, cast.leader)
    actions.take_step(held, "urge", {"note": "请抓紧。"}, actor=cast.staff, at=AT)
    invite = {"unit": cast.housing, "note": "查看现场。"}
    actions.take_step(held, "invite", invite, actor=cast.township_lead, at=AT)
    Notice.objects.all().delete()
    who, facts = ENDS[name]
    told = facts if name == "withdraw" else facts | {"into": builders.petition(cast)}
    files = [upload("撤回申请.png", picture())] if name == "withdraw" else []
    builders.step(held, name, getattr(cast, who), later=3, replay=False, files=files, **told)
    assert owed(held) == []
    hear = list(Notice.objects.filter(link=f"/cases/{held.number}/").values_list("recipient", flat=True))
    assert {cast.leader.pk, cast.staff.pk, cast.handler.pk} <= set(hear) and len(hear) == len(set(hear))


def test_what_was_merged_is_answered_where_the_matter_goes_on(cast):
    """A merge ends no duty that is owed to somebody else."""
    into = builders.petition(cast)
    held = builders.petition(cast, at=builders.OPENED + timedelta(hours=1))
    instruct(held, cast.leader, days=30)
    (clock,) = owed(held)
    builders.step(held, "merge", cast.clerk, later=3, into=into, note="重复登记。", told_by="post")
    assert owed(held) == []
    (there,) = owed(into)
    assert (there.start_on, there.due) == (clock.start_on, clock.due)
    into.refresh_from_db()
    answer(into, cast.township_lead, there, days=5)
    assert owed(into) == [] and "leader" in told_of("反馈批示办理情况")


def test_what_was_late_there_is_answered_in_as_many_days_where_the_matter_goes_on(cast):
    into = builders.petition(cast)
    held = builders.petition(cast, at=builders.OPENED + timedelta(hours=1))
    instruct(held, cast.leader, days=3)
    builders.step(held, "merge", cast.clerk, later=9, into=into, note="重复登记。", told_by="post")
    assert held.clocks.get(term_code=INSTRUCTION).outcome == "missed"
    (there,) = owed(into)
    assert there.start_on == (builders.OPENED + timedelta(days=9)).date()


def test_with_the_matter_ends_what_was_not_answered(cast, held):
    instruct(held, cast.leader, days=30)
    deadlines.cancel_duties(held, at=AT + timedelta(days=1))
    assert owed(held) == []


def test_the_leader_hears_who_owes_the_answer_once_the_matter_has_gone_to_another_unit(cast):
    held = builders.petition(cast)
    instruct(held, cast.leader, days=30)
    instruct(held, cast.staff, at=AT + timedelta(hours=1), days=30)
    answer(held, cast.township_lead, owed(held)[1])
    Notice.objects.all().delete()
    builders.step(held, "transfer", cast.clerk, later=3, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    assert "leader" in told_of("转送") and owed(held)[0].responsible_unit == cast.housing
    answer(held, cast.lead, owed(held)[0], days=4)
    Notice.objects.all().delete()
    builders.step(held, "recall", cast.clerk, later=5, replay=False, reason="转送有误。")
    assert "leader" not in told_of("收回")
