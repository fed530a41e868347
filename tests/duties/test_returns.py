from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.duties.access import RETURN
from governance.duties.models import DutyTask
from governance.duties.returns import actions as returns
from governance.duties.returns import rows
from governance.duties.returns.actions import ReturnInput
from governance.duties.scan import opening, reminding
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.organisation import navigation
from governance.organisation.standing import standing_of
from tests import builders
from tests.duties.making import NOW, moment, plan

LATE = moment("2026-11-19T08:00")


@pytest.fixture
def sweep(cast, no_plans):
    """The sweep that 凤栖路社区 owes today; tomorrow's is listed ahead."""
    plan()
    opening.open_windows(NOW)
    return DutyTask.objects.get(first=NOW.date())


def test_the_menu_counts_what_has_begun_and_can_still_be_mended_at_every_moment(cast, sweep):
    worker = cast.grid_worker

    def counted(moment: datetime) -> int:
        question = navigation._question((rows.OWED.rows,), worker, standing_of(worker, NOW.date()), None)
        return len(question.rows(now=moment, today=office_day(moment)))

    assert sweep.unit_id in standing_of(worker, NOW.date()).units_with(RETURN)
    last = max(DutyTask.objects.values_list("due_at", flat=True)) + rows.MENDABLE
    moments = [NOW - timedelta(days=1), NOW, NOW + timedelta(days=1), last, last + timedelta(seconds=1)]
    assert [counted(each) for each in moments] == [0, 1, 2, 1, 0]


def hand_in(task, actor, *, at=NOW, version=0, kind="zero", **told):
    made = returns.hand_in(task, ReturnInput(kind, **told), actor=actor, at=at, version=version)
    task.refresh_from_db()
    return made


def refused(task, actor, **told) -> dict:
    with pytest.raises(FactMissing) as found:
        hand_in(task, actor, **told)
    task.refresh_from_db()
    assert task.state == "open" and not task.returns.exists()
    return found.value.errors


def test_it_takes_a_zero_report_with_name_post_and_time(cast, sweep):
    made = hand_in(sweep, cast.grid_worker)
    assert (sweep.state, sweep.returned_at, sweep.alert_at) == ("zero", NOW, None)
    assert (made.by_name, made.by_post, made.at, made.on_behalf) == ("郝小军", "凤栖路社区·网格员", NOW, False)


def test_it_looks_for_nothing_before_the_first_return_and_reads_the_plan_with_the_task(cast, sweep):
    with CaptureQueriesContext(connection) as asked:
        hand_in(sweep, cast.grid_worker)
    said = [each["sql"] for each in asked]
    assert [sql for sql in said if "sweepfinding" in sql or "returnitem" in sql] == []
    assert ['"duties_dutytask"' in sql for sql in said if '"duties_dutyplan"' in sql] == [True]


def test_it_lists_what_was_found_as_cases_and_words(cast, sweep):
    case = builders.petition(cast)
    made = hand_in(sweep, cast.grid_worker, kind="found", cases=[case], matters=["3组两家争宅基地"], category="area")
    assert (sweep.state, sweep.found) == ("returned", 2)
    assert [(item.case_id, item.text) for item in made.items.all()] == [(case.pk, ""), (None, "3组两家争宅基地")]


def test_it_wants_a_matter_where_something_was_found(cast, sweep):
    assert "零报告" in refused(sweep, cast.grid_worker, kind="found")["numbers"]


def test_it_names_no_restricted_case_in_a_return(cast, sweep):
    errors = refused(sweep, cast.clerk, kind="found", cases=[builders.accusation(cast)], phoned_by="马主任")
    assert "限制知悉" in errors["numbers"]


def test_it_says_who_phoned_when_the_street_hands_in_for_a_village(cast, sweep):
    assert "来电" in refused(sweep, cast.clerk)["phoned_by"]
    made = hand_in(sweep, cast.clerk, phoned_by="村主任马建民")
    assert (made.on_behalf, made.phoned_by, made.by_name) == (True, "村主任马建民", "周晓兰")


@pytest.mark.parametrize("who", ["outsider", "handler", "leader", "audit_admin"])
def test_it_takes_nothing_from_those_who_have_nothing_to_do_with_the_unit(cast, sweep, who):
    with pytest.raises(StepNotAllowed):
        hand_in(sweep, getattr(cast, who))


def test_it_refuses_a_return_for_a_window_that_has_not_begun(cast, sweep):
    tomorrow = DutyTask.objects.get(first__gt=NOW.date())
    assert "2026-11-19 开始" in refused(tomorrow, cast.grid_worker)["kind"]


def test_it_takes_a_late_return_and_calls_it_late(cast, sweep):
    reminding.close(LATE)
    sweep.refresh_from_db()
    assert sweep.state == "missing"
    hand_in(sweep, cast.grid_worker, at=LATE)
    assert (sweep.state, sweep.returned_at) == ("late", LATE)


def test_it_keeps_both_versions_of_a_correction_and_the_time_of_the_first(cast, sweep):
    hand_in(sweep, cast.grid_worker)
    with pytest.raises(FactMissing) as found:
        hand_in(sweep, cast.grid_worker, kind="found", matters=["晚上接到一件"], version=1)
    assert "原因" in found.value.errors["reason"]
    told = {"matters": ["晚上接到一件"], "reason": "晚上又排查到一件"}
    hand_in(sweep, cast.grid_worker, kind="found", version=1, at=LATE, **told)
    assert (sweep.state, sweep.found, sweep.returned_at) == ("returned", 1, NOW)
    kept = list(sweep.returns.order_by("version").values_list("version", "kind", "is_current", "is_late"))
    assert kept == [(1, "zero", False, False), (2, "found", True, False)]


def test_it_calls_late_what_a_correction_of_a_zero_report_finds_a_month_later(cast, sweep):
    hand_in(sweep, cast.grid_worker)
    told = {"matters": ["两家争地"], "reason": "更正"}
    hand_in(sweep, cast.grid_worker, kind="found", version=1, at=moment("2026-12-20T09:00"), **told)
    assert (sweep.state, sweep.returns.get(is_current=True).is_late) == ("late", True)


def test_it_tells_the_second_of_two_who_was_first(cast, sweep):
    hand_in(sweep, cast.grid_worker)
    with pytest.raises(Refusal, match="郝小军已于 2026-11-18 09:00"):
        hand_in(sweep, cast.clerk, phoned_by="马主任")
    assert sweep.returns.count() == 1


def test_it_asks_nothing_more_once_the_window_is_withdrawn(cast, sweep):
    DutyTask.objects.update(state="withdrawn")
    with pytest.raises(Refusal, match="不再要求"):
        hand_in(sweep, cast.grid_worker)


@pytest.fixture
def week(cast, no_plans):
    """The sweep that 韦曲 and 凤栖路社区 owe from Mon 11-16 to Sun 11-22."""
    plan("w", "weekly", levels=["township", "village"], unit_kinds=["government", "village"])
    opening.open_windows(moment("2026-11-16T08:00"))
    return DutyTask.objects.get(unit=cast.fengqi, first=date(2026, 11, 16))


@pytest.mark.parametrize("day", ["2026-11-16", "2026-11-19"])
def test_nobody_says_of_days_to_come_that_there_was_nothing(cast, week, login, time_machine, day):
    at = moment(f"{day}T08:30")
    with pytest.raises(FactMissing, match="零报告从 2026-11-20 起报") as refused:
        hand_in(week, cast.grid_worker, at=at)
    assert list(refused.value.errors) == ["kind"] and not week.returns.exists()
    time_machine.move_to(at, tick=False)
    assert f"/duties/{week.pk}/zero/" not in login(cast.grid_worker).get("/duties/").content.decode()
    page = login(cast.grid_worker).get(f"/duties/{week.pk}/").content.decode()
    assert "零报告从 2026-11-20 起报" in page, "it is said before one tries"
    hand_in(week, cast.grid_worker, at=at, kind="found", matters=["两家争地"])
    assert week.state == "returned"


def test_where_the_last_days_are_holidays_the_last_working_day_takes_the_zero_report(cast, no_plans):
    plan("w", "weekly", levels=["township"], unit_kinds=["government"])
    opening.open_windows(moment("2026-09-28T08:00"))  # to Sun 10-04; the holidays begin on Thu 10-01
    task = DutyTask.objects.get(unit=cast.weiqu, first=date(2026, 9, 28))
    with pytest.raises(FactMissing, match="零报告从 2026-09-30 起报"):
        hand_in(task, cast.township_lead, at=moment("2026-09-29T17:00"))
    hand_in(task, cast.township_lead, at=moment("2026-09-30T17:00"))
    assert task.state == "zero"


def test_what_was_phoned_in_counts_from_the_call_and_not_from_the_typing(cast, week):
    typed, told = moment("2026-11-24T09:00"), {"phoned_by": "马建民", "kind": "zero"}
    reminding.close(typed)
    for wrong, said in (("2026-11-24T10:00", "不能晚于现在"), ("2026-11-15T10:00", "不能早于这一期开始")):
        with pytest.raises(FactMissing, match=said):
            hand_in(week, cast.clerk, at=typed, phoned_at=moment(wrong), **told)
    with pytest.raises(FactMissing, match="零报告从 2026-11-20 起报"):
        hand_in(week, cast.clerk, at=typed, phoned_at=moment("2026-11-16T10:00"), **told)
    made = hand_in(week, cast.clerk, at=typed, phoned_at=moment("2026-11-20T16:00"), **told)
    assert (week.state, made.is_late, made.at, week.returned_at) == ("zero", False, typed, made.said_at)
    own = hand_in(week, cast.grid_worker, at=typed, version=1, phoned_at=moment("2026-11-16T10:00"), reason="补充")
    assert own.phoned_at is None


@pytest.fixture
def visits(cast, no_plans):
    """Two visits that the street owes this week, due on Friday at six."""
    plan(
        "v",
        "weekly",
        levels=["township"],
        unit_kinds=["government"],
        quota=2,
        form="done",
        rest_days="skip",
        due_time=time(18),
        reminders=[(0, 9, "handler")],
    )
    opening.open_windows(NOW)
    return DutyTask.objects.get(unit=cast.weiqu)


def test_it_owes_the_rest_of_a_quota_until_it_is_full(cast, visits):
    hand_in(visits, cast.clerk, kind="done", text="入户两户", amount=1)
    assert (visits.state, visits.done, visits.alert_at) == ("open", 1, moment("2026-11-20T09:00"))
    friday = moment("2026-11-20T17:00")
    hand_in(visits, cast.clerk, kind="done", text="入户五户", amount=2, version=1, at=friday)
    assert (visits.state, visits.done, visits.returned_at) == ("returned", 2, friday)


def test_it_is_late_when_the_quota_is_full_too_late_and_owed_again_when_taken_back(cast, visits):
    hand_in(visits, cast.clerk, kind="done", text="入户两户", amount=1)
    weekend = moment("2026-11-21T10:00")
    reminding.close(weekend)
    hand_in(visits, cast.clerk, kind="done", text="入户五户", amount=2, version=1, at=weekend)
    assert visits.state == "late"
    hand_in(visits, cast.clerk, kind="done", text="只有一次", amount=1, version=2, at=weekend, reason="多记一次")
    assert (visits.state, visits.done, visits.returned_at) == ("missing", 1, None)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "zero"}, "kind"),
        ({"kind": "done", "amount": 1}, "text"),
        ({"kind": "done", "text": "入户", "amount": 0}, "amount"),
    ],
)
def test_it_refuses_what_the_plan_does_not_take(cast, visits, told, field):
    assert field in refused(visits, cast.clerk, **told)


def test_it_closes_at_the_last_instant_and_not_before(cast, visits):
    due = moment("2026-11-20T18:00")
    assert reminding.close(due) == 0
    assert reminding.close(due + timedelta(seconds=1)) == 2  # 韦曲 and 郭杜
    assert reminding.close(due + timedelta(seconds=1)) == 0
