"""Who decides, leads, takes part, answers and closes a joint task, and what is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from governance.cases import registry
from governance.cases.models import Proposal
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post
from security.models import JointTask
from tests.below import centre_below
from tests.builders import OPENED, step
from tests.cast import SINCE
from tests.dashboard.desks import awaited
from tests.security import joint_tasks

pytestmark = pytest.mark.django_db


def test_it_goes_from_asking_to_closing_with_an_order_on_site(cast):
    case = joint_tasks.task(cast)
    decision = case.clocks.get(ended_at=None)
    # Whoever asks is not late where the county does not decide.
    assert (decision.term_code, decision.charged_to) == ("joint.decide", cast.centre)
    joint_tasks.decided(case, cast)
    assert case.lead_unit == cast.housing and case.partners == {cast.water.pk}
    assert case.clocks.get(ended_at=None).due == (OPENED + timedelta(days=31)).date()
    with pytest.raises(StepNotPossible, match="还没有确定成员"):
        step(case, "finish", cast.lead, later=2, result="完成。")
    joint_tasks.named(case, cast)
    joint_tasks.ordered(case, cast, on_site=True)
    with pytest.raises(StepNotPossible, match="没有待报告结果的指令"):
        step(case, "result", cast.water_handler, later=3, which=case.orders.get(), result="查清。")
    with pytest.raises(StepNotPossible, match="还有指令没有报告结果"):
        step(case, "finish", cast.lead, later=4, result="完成。")
    step(case, "receive", cast.water_handler, later=4)
    step(case, "arrive", cast.water_handler, later=5, arrived_at=OPENED + timedelta(days=4, hours=2))
    step(case, "result", cast.water_handler, later=5, which=case.orders.get(), result="查清两处漏点。")
    step(case, "log", cast.water_handler, later=6, on=(OPENED + timedelta(days=5)).date(), note="开挖一处。")
    step(case, "finish", cast.lead, later=20, result="漏点修复。")
    with pytest.raises(StepNotAllowed):
        step(case, "close", cast.lead, later=21, note="完成。")
    step(case, "again", cast.clerk, later=21, days=10, reason="路面没有恢复。")
    step(case, "finish", cast.lead, later=25, result="路面恢复。")
    step(case, "close", cast.township_lead, later=26, note="属实。")
    own = case.own
    assert (own.status, own.result, own.decision) == ("closed", "路面恢复。", "住建牵头，水务查漏。")
    said = registry.kind_of(case).describe(own)
    assert said.tags == ["联动任务"] and ("六联", "突出问题联治") in said.facts


def test_nobody_reports_arrival_where_nobody_must_come(cast):
    case = joint_tasks.in_status(cast, "running")
    step(case, "receive", cast.water_handler, later=4)
    with pytest.raises(StepNotPossible, match="没有待到场的指令"):
        step(case, "arrive", cast.water_handler, later=5, arrived_at=OPENED + timedelta(days=4))
    assert not case.clocks.filter(term_code="joint.arrive").exists()


def test_coordination_is_decided_by_nobody_below_those_of_whom_it_is_asked(cast):
    below = centre_below(cast)
    for asked in ({"lead_unit": cast.centre, "actor": cast.staff}, {}):
        case = joint_tasks.task(cast, form="coordination", **asked)
        with pytest.raises(StepNotAllowed, match="区综治中心一级决定"):
            joint_tasks.decided(case, cast, actor=below)
        joint_tasks.decided(case, cast, actor=cast.county)
        assert case.status == "running"


def test_who_asks_for_coordination_neither_decides_nor_leads(cast):
    case = joint_tasks.task(cast, form="coordination", lead_unit=cast.centre, actor=cast.staff)
    with pytest.raises(StepNotAllowed, match="自己不作决定"):
        joint_tasks.decided(case, cast)
    with pytest.raises(FactMissing) as refused:
        joint_tasks.decided(case, cast, actor=cast.county, to_unit=cast.centre)
    assert "to_unit" in refused.value.errors
    Post.objects.create(
        user=cast.staff, unit=cast.office, role=Group.objects.get(name="county_office"), starts_on=SINCE
    )
    with pytest.raises(StepNotAllowed, match="自己不作决定"):
        joint_tasks.decided(case, cast, actor=type(cast.staff).objects.get(pk=cast.staff.pk))
    joint_tasks.decided(case, cast, actor=cast.county)
    assert case.own.decision == "住建牵头，水务查漏。"


def test_members_are_officials_in_office_and_named_once(cast):
    case = joint_tasks.task(cast, form="experts", joint="support")
    joint_tasks.decided(case, cast, assisting=[])
    twice = [{"person": cast.handler, "duty": "统筹"}, {"person": cast.handler, "duty": "记录"}]
    with pytest.raises(FactMissing, match="写了两次"):
        step(case, "members", cast.lead, later=2, members=twice)
    cast.judge.posts.update(ends_on=OPENED.date())
    with pytest.raises(FactMissing, match="现在没有岗位"):
        step(case, "members", cast.lead, later=3, members=[{"person": cast.judge, "duty": "释法"}])
    joint_tasks.named(case, cast, later=4)
    # The unit of whoever is named takes part too.
    case = type(case).objects.get(pk=case.pk)
    assert case.partners == {cast.water.pk}
    assert [member.post for member in case.members.all()] == ["区住建局 李文斌", "区水务局 薛刚"]


def test_a_person_keeps_one_log_of_a_day_since_the_task_was_decided(cast):
    case = joint_tasks.task(cast)
    joint_tasks.decided(case, cast, later=3)
    told = {"later": 6, "note": "开挖一处。"}
    with pytest.raises(FactMissing, match="不能早于决定联动的日期"):
        step(case, "log", cast.handler, on=(OPENED + timedelta(days=2)).date(), **told)
    on = (OPENED + timedelta(days=4)).date()
    step(case, "log", cast.handler, on=on, **told)
    with pytest.raises(FactMissing, match=f"您已经记了 {on} 的日志"):
        step(case, "log", cast.handler, on=on, **told)
    step(case, "log", cast.water_handler, on=on, **told)
    step(case, "log", cast.handler, on=on + timedelta(days=1), **told)
    assert case.events.filter(step="log").count() == 3


def test_a_log_of_tomorrow_is_refused(cast):
    case = joint_tasks.in_status(cast, "running")
    with pytest.raises(FactMissing, match="日期不能晚于今天"):
        step(case, "log", cast.handler, later=4, on=(OPENED + timedelta(days=5)).date(), note="明天的。")


def test_more_days_are_granted_by_who_asked(cast):
    case = joint_tasks.in_status(cast, "running")
    step(case, "extend", cast.lead, later=10, days=10, reason="管材未到。")
    proposal = Proposal.objects.get()
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.staff, at=OPENED + timedelta(days=11))
    actions.decide(proposal, approve=True, actor=cast.township_lead, at=OPENED + timedelta(days=11))
    assert case.clocks.get(term_code="joint.result").due == (OPENED + timedelta(days=41)).date()


def test_what_is_stopped_leaves_no_order_open(cast):
    case = joint_tasks.in_status(cast, "running")
    step(case, "stop", cast.clerk, later=5, reason="已经修复。")
    assert not any(order.is_open for order in case.orders.all())
    assert not case.clocks.filter(ended_at=None).exists()


def test_whoever_can_decide_hears_of_what_is_asked_and_finds_it_on_the_desk(cast, login):
    said = {"area": "凤栖路社区", "summary": "三处渗漏影响路面。", "form": "coordination", "joint": "treatment"}
    login(cast.clerk).post(reverse("security:joint_tasks:register"), {"area": "610116001002", **said})
    case = JointTask.objects.get()
    heard = Notice.objects.filter(subject_key=case.number).values_list("recipient__username", flat=True)
    assert set(heard) == {"staff", "county", "leader"}
    asked = {"title": "决定联动：1 件", "url": "/security/joint-tasks/?status=asked"}
    assert [asked in awaited(who) for who in (cast.staff, cast.leader, cast.clerk)] == [True, True, False]
    joint_tasks.decided(case, cast)
    assert asked not in awaited(cast.staff)
    joint_tasks.task(cast, actor=cast.staff)
    assert [asked in awaited(who) for who in (cast.staff, cast.leader)] == [False, True], "who asked does not decide"
