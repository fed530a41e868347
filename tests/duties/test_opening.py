from datetime import date, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.duties import windows
from governance.duties.models import DutyPlan, DutyPlanUnit, DutyReminder, DutyTask, SpecialPeriod
from governance.duties.plans import actions as plans
from governance.duties.returns.rows import owed_rows
from governance.duties.scan import opening
from governance.frame.days import office_moment
from governance.frame.refusals import StaleVersion
from governance.organisation.models import Unit
from governance.organisation.standing import standing_of
from tests.duties.making import NOW, TODAY, moment, opened, plan, villages

settings.register_profile("gate", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("gate")


def days(*numbers):
    return [date(2026, 11, number) for number in numbers]


def firsts(code="p", unit="凤栖路社区"):
    return [first for _, _, first in opened(plan_code=code, unit__short_name=unit)]


@pytest.fixture(autouse=True)
def only_own_plans(cast, no_plans):
    """The cast's one village, 凤栖路社区, owes what the test plans."""


def test_it_opens_what_has_begun_and_what_begins_soon():
    plan("day", opens_days_ahead=2)
    plan("week", "weekly", opens_days_ahead=5)
    plan("month", "monthly", opens_days_ahead=5)
    assert opening.open_windows(NOW) == 3 + 2 + 1
    assert firsts("day") == days(18, 19, 20)
    assert firsts("week") == days(16, 23)
    assert firsts("month") == days(1)
    task = DutyTask.objects.get(plan_code="week", first=date(2026, 11, 16))
    assert (task.last, task.label, task.state) == (date(2026, 11, 22), "2026年第47周", "open")
    assert task.due_at == office_moment(date(2026, 11, 22), time.max)


def test_it_opens_nothing_twice():
    plan()
    assert opening.open_windows(NOW) == 2
    assert opening.open_windows(NOW) == 0
    assert opening.open_windows(NOW + timedelta(hours=3)) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        task = DutyTask.objects.first()
        task.pk = None
        task.save(force_insert=True)


def test_it_makes_good_the_days_on_which_nobody_rang():
    plan(opens_days_ahead=0)
    opening.open_windows(NOW)
    opening.open_windows(NOW + timedelta(days=9))
    assert firsts() == days(*range(18, 28))


def test_it_asks_for_nothing_from_before_the_plan_was_first_opened():
    plan(effective_from=date(2020, 1, 1), opens_days_ahead=0)
    opening.open_windows(NOW)
    assert firsts() == days(18)


def test_it_chooses_units_by_level_and_kind_and_by_name(cast):
    rule = plan(levels=["county"], unit_kinds=["department"], opens_days_ahead=0)
    DutyPlanUnit.objects.create(plan=rule, unit=cast.water, is_excluded=True)
    DutyPlanUnit.objects.create(plan=rule, unit=cast.guodu)
    opening.open_windows(NOW)
    assert {unit for _, unit, _ in opened()} == {"区住建局", "郭杜街道办"}


def test_it_asks_a_unit_that_starts_in_the_middle_for_what_can_still_be_handed_in():
    plan("week", "weekly", name="每周排查")
    plan("noon", due_time=time(12))
    opening.open_windows(NOW)
    villages(1)
    opening.open_windows(moment("2026-11-18T15:00"))
    started = {(code, first) for code, unit, first in opened() if unit != "凤栖路社区"}
    assert started == {("week", date(2026, 11, 16)), ("noon", date(2026, 11, 19))}


def test_it_asks_nothing_more_of_a_unit_that_ended_and_keeps_what_it_missed(cast):
    plan()
    opening.open_windows(NOW)
    DutyTask.objects.filter(first=TODAY).update(state="missing")
    Unit.objects.filter(pk=cast.fengqi.pk).update(is_active=False)
    opening.open_windows(NOW + timedelta(hours=1))
    assert dict(DutyTask.objects.values_list("first__day", "state")) == {18: "missing", 19: "withdrawn"}
    Unit.objects.filter(pk=cast.fengqi.pk).update(is_active=True)
    opening.open_windows(NOW + timedelta(hours=2))
    assert DutyTask.objects.get(first__day=19).state == "open"


def test_it_follows_a_unit_that_moves_and_leaves_its_history_where_it_was_owed(cast):
    plan()
    opening.open_windows(NOW)
    DutyTask.objects.filter(first=TODAY).update(state="missing")
    Unit.objects.filter(pk=cast.fengqi.pk).update(area_id="610116002001")
    opening.open_windows(NOW + timedelta(hours=1))
    found = dict(DutyTask.objects.values_list("first__day", "area_id"))
    assert found == {18: "610116001002", 19: "610116002001"}
    Unit.objects.filter(pk=cast.fengqi.pk).update(area_id="610116002")
    opening.open_windows(NOW + timedelta(hours=2))
    assert DutyTask.objects.get(first__day=19).state == "withdrawn", "it is a village no more"


def test_it_leaves_rest_days_out_where_the_plan_does():
    plan(rest_days="skip", opens_days_ahead=5)
    opening.open_windows(NOW)
    assert firsts() == days(18, 19, 20, 23)  # not Saturday the 21st and Sunday the 22nd


def test_it_gives_grace_after_the_due_day_and_rolls_over_rest_days():
    plan("week", "weekly", rest_days="roll", grace_days=2, due_time=time(18))
    opening.open_windows(NOW)
    # Sunday the 22nd rolls to Monday the 23rd, and two days of grace.
    assert DutyTask.objects.get(first__day=16).due_at == moment("2026-11-25T18:00")


def test_it_plans_every_reminder_and_passes_over_one_that_the_window_does_not_have():
    plan("week", "weekly", reminders=[("五", 9, "handler"), (0, 9, "unit_lead"), (1, 8, "township")])
    plan("day", opens_days_ahead=0, reminders=[("五", 9, "handler"), (0, 16, "unit_lead")])
    opening.open_windows(NOW)
    week = DutyTask.objects.get(plan_code="week", first__day=16)
    assert week.alert_plan == [moment(text) for text in ("2026-11-20T09:00", "2026-11-22T09:00", "2026-11-23T08:00")]
    assert week.alert_at == week.alert_plan[0]
    wednesday = DutyTask.objects.get(plan_code="day")
    assert wednesday.alert_plan == [moment("2026-11-18T16:00")] * 2


def test_it_keeps_begun_windows_under_the_old_version_and_opens_the_later_ones_anew(cast):
    old = plan("p", "weekly", opens_days_ahead=7)
    opening.open_windows(NOW)
    assert firsts() == days(16, 23)
    with pytest.raises(plans.FactMissing) as refused:
        change = plans.Change(date(2026, 11, 20), {"cadence": "daily"})
        plans.change_plan(old, change, actor=cast.county, at=NOW)
    assert "2026-11-23" in refused.value.errors["effective_from"]

    change = plans.Change(
        date(2026, 11, 24),
        {"cadence": "daily", "opens_days_ahead": 7},
        [DutyReminder(offset_days=0, at_time=time(16), recipients=["handler"])],
    )
    new = plans.change_plan(old, change, actor=cast.county, at=NOW)
    old.refresh_from_db()
    assert (new.version, old.effective_to) == (2, date(2026, 11, 23))
    opening.open_windows(NOW)
    # The week of the 16th had begun; the next one is cut to the one day before the new version.
    owed = DutyTask.objects.exclude(state="withdrawn").order_by("first")
    found = list(owed.values_list("first__day", "last__day", "plan__version"))
    assert found == [(16, 22, 1), (23, 23, 1), (24, 24, 2), (25, 25, 2)]


def test_it_refuses_a_change_of_what_somebody_else_has_just_changed(cast):
    old = plan("p", "weekly")
    plans.change_plan(old, plans.Change(date(2026, 12, 7)), actor=cast.county, at=NOW)
    with pytest.raises(StaleVersion, match="这个方案已被他人更新"):
        plans.change_plan(old, plans.Change(date(2026, 12, 14)), actor=cast.county, at=NOW)


def test_it_owes_nothing_of_a_plan_that_is_switched_off_and_starts_afresh_when_it_is_on_again(cast):
    rule = plan(opens_days_ahead=1)
    opening.open_windows(NOW)
    plans.switch(rule, False, actor=cast.county, at=NOW)
    assert opened() == [] and opening.open_windows(NOW) == 0
    plans.switch(rule, True, actor=cast.county, at=NOW + timedelta(days=5))
    assert firsts() == days(23, 24)


def period(first, last, name="国庆安保"):
    return SpecialPeriod(name=name, plan_code="s", first=first, last=last)


def test_it_opens_the_first_windows_of_a_special_period_the_moment_it_is_declared(cast):
    plan("s", "special", opens_days_ahead=1)
    opening.open_windows(NOW)
    assert opened() == []
    assert plans.declare_period(period(*days(17, 25)), actor=cast.county, at=NOW) == 2
    assert firsts("s") == days(18, 19)
    opening.open_windows(NOW + timedelta(days=30))
    assert firsts("s") == days(*range(18, 26))


def test_it_refuses_special_periods_that_overlap_or_are_over(cast):
    plan("s", "special")
    plans.declare_period(period(*days(20, 25)), actor=cast.county, at=NOW)
    for first, last in ((25, 28), (18, 20), (21, 22), (19, 29)):
        with pytest.raises(plans.FactMissing) as refused:
            plans.declare_period(period(*days(first, last), name="二"), actor=cast.county, at=NOW)
        assert "国庆安保" in refused.value.errors["first"]
    with pytest.raises(plans.FactMissing) as refused:
        plans.declare_period(period(*days(10, 17)), actor=cast.county, at=NOW)
    assert "已经过去" in refused.value.errors["last"]
    plans.declare_period(period(*days(26, 28)), actor=cast.county, at=NOW)
    assert SpecialPeriod.objects.count() == 2


def test_it_ends_a_special_period_early_and_asks_for_no_later_day(cast):
    plan("s", "special", opens_days_ahead=3)
    plans.declare_period(running := period(*days(17, 25)), actor=cast.county, at=NOW)
    plans.end_period(running, actor=cast.county, at=NOW)
    assert firsts("s") == days(18)
    assert SpecialPeriod.objects.get().last == TODAY
    with pytest.raises(plans.Refusal, match="到今天为止"):
        plans.end_period(running, actor=cast.county, at=NOW)
    with pytest.raises(plans.Refusal, match=f"已于 {TODAY} 结束"):
        plans.end_period(running, actor=cast.county, at=NOW + timedelta(days=1))


def test_it_says_beforehand_exactly_what_it_will_open(capsys):
    villages(4)
    plan("day")
    plan("week", "weekly", name="每周排查")
    call_command("duties", "--from", "2026-11-18", "--to", "2026-12-02")
    told = capsys.readouterr().out
    assert "每周排查  2026年第47周  2026-11-16 至 2026-11-22  2026-11-22 周日 24:00 截止  5 个单位" in told
    assert "将列出 18 期、90 项任务，没有写入。" in told
    assert not DutyTask.objects.exists()
    assert opening.open_windows(NOW, ahead=14) == 90
    call_command("duties", "--from", "2026-11-18", "--to", "2026-12-02")
    assert "将列出 0 期、0 项任务" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "2026-12-02", "--to", "2026-12-01"], "早于首日"),
        (["--from", "昨天"], "应写成"),
        (["--to", "3026-01-01"], "之间"),
        (["--from", "2026-01-01", "--to", "2028-01-01"], "最长一年"),
        (["close"], "没有动作"),
        (["scan", "--to", "2026-12-01"], "只预演"),
    ],
)
def test_it_says_what_is_wrong_with_a_command(words, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("duties", *words)


@given(
    st.sampled_from([each for each in windows.CADENCES if each != "special"]),
    st.lists(st.integers(0, 40), min_size=1, max_size=8),
    st.integers(0, 12),
)
def test_it_opens_the_same_tasks_however_rarely_somebody_rings(cadence, pauses, ahead):
    """Against brute force: every day of the plan lies in exactly one task of the unit."""
    with transaction.atomic():
        rule = plan("h", cadence, opens_days_ahead=ahead, anchor=date(2026, 1, 5) if cadence == "biweekly" else None)
        day = TODAY
        for pause in (0, *pauses):
            day += timedelta(days=pause)
            opening.open_windows(office_moment(day, time(9)))
        covered = [
            first + timedelta(days=n)
            for first, last in DutyTask.objects.filter(plan=rule).values_list("first", "last")
            for n in range((last - first).days + 1)
        ]
        start = windows.window_of(cadence, TODAY, rule.anchor).first
        assert len(covered) == len(set(covered))
        assert set(covered) >= {start + timedelta(days=n) for n in range((day - start).days + 1)}
        transaction.set_rollback(True)


def test_it_delivers_plans_that_open_for_somebody(delivered):
    """Every delivered plan reads, opens over a year, and has reminders that never go back in time."""
    calendar = calendar_at_hand()
    rules = list(DutyPlan.objects.all())
    assert len(rules) == len(plans.delivered()) and plans.load_reference() == 0
    for rule in rules:
        assert rule.reminders.exists(), rule.code
        slots = opening.slots_of(rule, TODAY, TODAY + timedelta(days=366), calendar)
        assert bool(slots) == (rule.cadence != "special"), rule.code
        assert all(list(slot.alerts) == sorted(slot.alerts) for slot in slots), rule.code
    choice = {"sweep.county.ten_day", "sweep.county.half_month"}
    assert len(choice & set(DutyPlan.objects.filter(is_active=True).values_list("code", flat=True))) == 1


def test_what_was_missed_stands_first_at_the_desk_and_leaves_room_for_what_ends_today(cast):
    for n in range(4):
        plan(f"late{n}")
    plan("today", due_time=time(23, 30))
    opening.open_windows(NOW)
    late = DutyTask.objects.filter(plan__code__startswith="late")
    late.update(state="missing", due_at=NOW - timedelta(days=1))
    standing = standing_of(cast.grid_worker, TODAY)
    codes = [DutyTask.objects.get(pk=row.pk).plan.code for row in owed_rows(standing, NOW, 4)]
    assert [code.startswith("late") for code in codes[:3]] == [True, True, False] and codes[2] == "today"


def test_every_department_of_a_trade_looks_at_its_places_and_every_cadre_visits(delivered):
    """Which of them the county switches on is its own choice; who owes them then is delivered."""
    rules = {rule.code: rule for rule in DutyPlan.objects.all()}
    trade = rules["sweep.public_order.industry"]
    assert (trade.levels, trade.unit_kinds, trade.cadence) == (["county"], ["department"], "monthly")
    cadres = rules["visit.village_cadres"]
    assert (cadres.quota, cadres.cadence) == (2, "weekly")
    assert {"county", "township", "village"} == set(cadres.levels)
