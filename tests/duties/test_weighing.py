"""What was missed climbs the ladder of its plan: proposed once, the facts attached, ruled on by a person."""

from datetime import timedelta

import pytest

from governance.duties.models import DutyEscalation, DutyRung, DutyTask
from governance.duties.plans import actions as plans
from governance.duties.returns import actions as returns
from governance.duties.returns.actions import ReturnInput
from governance.duties.scan import proposals, reminding, weighing
from governance.frame.refusals import Refusal
from governance.organisation.standing import standing_of
from governance.supervision.vocabulary import RUNGS
from tests.duties.making import moment, plan, rungs, villages

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02T09:00")


@pytest.fixture
def weekly(cast, no_plans):
    """A weekly sweep: two weeks missed in a row are a copy notice, three an order."""
    made = plan("week", "weekly", name="周排查", opens_days_ahead=0)
    rungs(made, ("copy_notice", "row", 2), ("supervision_order", "row", 3))
    return made


def after(weeks: int):
    """The Monday after so many weeks, the scan done every Monday on the way."""
    for number in range(weeks + 1):
        reminding.scan(MONDAY + timedelta(weeks=number))
    return MONDAY + timedelta(weeks=weeks)


def _standing(user):
    return standing_of(user, MONDAY.date())


def proposed() -> list[tuple]:
    rows = DutyEscalation.objects.order_by("pk").prefetch_related("tasks")
    return [(row.proposes, row.missed, [task.label[5:] for task in row.tasks.order_by("first")]) for row in rows]


def test_it_proposes_a_paper_for_the_windows_missed_in_a_row_and_only_once(weekly):
    now = after(1)
    assert proposed() == []
    now = after(2)
    assert proposed() == [("copy_notice", 2, ["第45周", "第46周"])]
    assert reminding.scan(now).proposed == 0 and weighing.weigh(now) == 0
    assert not DutyTask.objects.filter(state="missing", weighed_at=None).exists()


def test_it_adds_what_is_missed_next_to_the_proposal_that_waits(weekly):
    after(3)
    assert proposed() == [("supervision_order", 3, ["第45周", "第46周", "第47周"])]


def test_it_proposes_the_higher_rung_anew_once_somebody_ruled_on_the_lower(weekly):
    now = after(2)
    proposals.rule(DutyEscalation.objects.all(), now)
    with pytest.raises(Refusal, match="已被他人处理"):
        proposals.rule(DutyEscalation.objects.all(), now)
    reminding.scan(MONDAY + timedelta(weeks=3))
    assert proposed()[1:] == [("supervision_order", 3, ["第47周"])]
    proposals.rule(DutyEscalation.objects.filter(ruled_at=None), now)
    for weeks in (4, 5):
        reminding.scan(MONDAY + timedelta(weeks=weeks))
    assert len(proposed()) == 2, "the highest rung wants as many windows again"
    reminding.scan(MONDAY + timedelta(weeks=6))
    assert proposed()[2:] == [("supervision_order", 6, ["第48周", "第49周", "第50周"])]


def test_it_counts_no_row_across_a_window_that_came_in(cast, weekly):
    after(1)
    task = DutyTask.objects.get(first=MONDAY.date() + timedelta(weeks=1))
    returns.hand_in(task, ReturnInput("zero"), actor=cast.grid_worker, at=MONDAY + timedelta(days=11), version=0)
    after(3)
    assert proposed() == []


def test_it_counts_what_was_missed_in_one_month_beside_what_was_missed_in_a_row(cast, no_plans):
    made = plan("day", "daily", opens_days_ahead=0)
    rungs(made, ("copy_notice", "row", 4), ("copy_notice", "month", 3))
    for day in range(7):
        now = MONDAY + timedelta(days=day)
        reminding.scan(now)
        if day % 2:
            task = DutyTask.objects.get(first=now.date())
            returns.hand_in(task, ReturnInput("zero"), actor=cast.grid_worker, at=now, version=0)
    waiting = proposals.waiting(_standing(cast.staff)).get()
    assert proposals.words_of(waiting) == "当月累计缺 3 期"
    assert proposals.labels_of(waiting.windows) == "11月2日 周一、11月4日 周三、11月6日 周五"


def test_it_shows_a_proposal_to_those_who_oversee_the_unit_until_everything_came_in(cast, weekly):
    now = after(2)
    assert proposals.waiting(_standing(cast.staff)).count() == 1
    assert proposals.waiting(_standing(cast.outsider)).count() == 0
    for task in DutyTask.objects.filter(state="missing"):
        returns.hand_in(task, ReturnInput("zero"), actor=cast.grid_worker, at=now, version=0)
    assert proposals.waiting(_standing(cast.staff)).count() == 0
    for weeks in (3, 4):
        reminding.scan(MONDAY + timedelta(weeks=weeks))
    assert proposed()[1:] == [("copy_notice", 2, ["第47周", "第48周"])], "the old one is not taken up again"


def test_it_weighs_what_nobody_looked_at_for_weeks_as_if_somebody_had(weekly):
    reminding.scan(MONDAY)
    late = MONDAY + timedelta(weeks=3)
    assert reminding.scan(late).proposed == 1
    assert proposed() == [("supervision_order", 3, ["第45周", "第46周", "第47周"])]


def test_it_weighs_many_units_in_a_few_statements(weekly, django_assert_max_num_queries):
    villages(60)
    reminding.scan(MONDAY)
    reminding.close(MONDAY + timedelta(weeks=2))
    with django_assert_max_num_queries(16):
        weighing.weigh(MONDAY + timedelta(weeks=2))
    reminding.scan(MONDAY + timedelta(weeks=2))
    assert DutyEscalation.objects.count() == 61


def test_it_leaves_plans_without_a_ladder_alone(cast, no_plans):
    plan("week", "weekly", opens_days_ahead=0)
    after(4)
    assert proposed() == [] and not DutyTask.objects.filter(state="missing", weighed_at=None).exists()


def test_it_weighs_again_what_is_owed_again(cast, weekly):
    after(2)
    DutyTask.objects.update(weighed_at=None)
    assert weighing.weigh(MONDAY + timedelta(weeks=2)) == 0
    assert len(proposed()) == 1


def test_it_delivers_ladders_that_climb_with_their_source(delivered):
    order = [code for code, _ in RUNGS]
    assert DutyRung.objects.exists() and set(DutyRung.ProposedPaper.values) <= set(order)
    for made in {rung.plan for rung in DutyRung.objects.select_related("plan")}:
        steps = list(made.rungs.order_by("rung"))
        assert [order.index(step.proposes) for step in steps] == sorted(order.index(step.proposes) for step in steps)
        assert steps[0].proposes == "copy_notice" and all(step.basis and step.source for step in steps)
    by_span = DutyRung.objects.filter(plan__code="sweep.village").values_list("proposes", "span", "missed")
    assert ("copy_notice", "row", 3) in by_span and ("copy_notice", "month", 5) in by_span


def test_it_gives_ladders_to_plans_from_before_there_were_any(delivered):
    DutyRung.objects.all().delete()
    assert plans.load_reference() == 0
    assert DutyRung.objects.filter(plan__code="sweep.township").count() == 3
    DutyRung.objects.filter(plan__code="sweep.township").delete()
    plans.load_reference()
    assert not DutyRung.objects.filter(plan__code="sweep.township").exists(), "the county took it away"
