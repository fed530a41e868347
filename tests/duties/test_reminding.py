from datetime import date, time, timedelta

import pytest
from django.core.management import call_command

from governance.duties.models import DutyTask
from governance.duties.scan import opening, reminding, urging
from governance.duties.tasks import scan_duties
from governance.notices.models import Notice
from governance.organisation.models import Unit
from tests.duties.making import NOW, moment, plan, villages

EVENING = moment("2026-11-18T16:00")
MORNING = moment("2026-11-19T08:30")
LATER = moment("2026-11-19T09:30")
RUNGS = [(0, 16, "handler"), (1, 8, "township"), (1, 9, "county")]


def heard() -> dict[str, list[str]]:
    """What everybody was told, oldest first."""
    found: dict[str, list[str]] = {}
    for name, text in Notice.objects.order_by("id").values_list("recipient__username", "text"):
        found.setdefault(name, []).append(text)
    return found


@pytest.fixture
def sweeps(cast, no_plans):
    """Forty villages of 韦曲 and the cast's own owe a daily sweep; only the last has somebody who hears."""
    villages(40)
    plan(name="日排查", opens_days_ahead=0, reminders=RUNGS)
    opening.open_windows(NOW)


def test_it_reminds_the_unit_before_the_street_and_the_county_after(sweeps):
    assert reminding.remind(EVENING - timedelta(minutes=1)) == (0, 0)
    reminding.scan(EVENING)
    assert heard() == {"grid_worker": ["日排查（11月18日 周三）请于 2026-11-18 周三 24:00 前报送。"]}
    reminding.scan(MORNING)
    told = heard()
    assert set(told) == {"grid_worker", "clerk", "township_lead"}
    assert "缺报" in told["clerk"][0] and "等 41 个单位" in told["clerk"][0]
    reminding.scan(LATER)
    assert set(heard()) == {"grid_worker", "clerk", "township_lead", "staff", "county"}


def test_it_sends_one_message_a_person_and_not_one_a_unit(sweeps):
    reminding.scan(LATER)  # nobody looked since yesterday: only the highest rung is said
    assert {name: len(texts) for name, texts in heard().items()} == {"staff": 1, "county": 1}
    reminding.scan(LATER)
    scan_duties.run()
    assert Notice.objects.filter(kind="duty", created_at=LATER).count() == 2


def test_it_gathers_several_plans_in_one_message(cast, no_plans):
    for name in ("一", "二", "三"):
        plan(f"p{name}", name=f"任务{name}", opens_days_ahead=0, reminders=[(0, 16, "handler")])
    reminding.scan(EVENING)
    assert [text.count("任务") for text in heard()["grid_worker"]] == [3]


def test_it_reminds_of_nothing_that_came_in(cast, sweeps):
    DutyTask.objects.filter(unit=cast.fengqi).update(state="zero", returned_at=NOW, alert_at=None)
    reminding.scan(EVENING)
    assert heard() == {}


def test_it_reminds_on_the_weekday_and_hour_that_the_county_set(cast, no_plans):
    plan("week", "weekly", name="周排查", reminders=[("五", 9, "handler")])
    reminding.scan(moment("2026-11-20T08:59"))
    assert heard() == {}
    reminding.scan(moment("2026-11-20T09:00"))
    assert heard() == {"grid_worker": ["周排查（2026年第47周）请于 2026-11-22 周日 24:00 前报送。"]}


def test_it_marks_missing_at_the_due_time_whatever_the_reminders(sweeps):
    assert reminding.scan(moment("2026-11-18T23:59")).missing == 0
    assert reminding.scan(moment("2026-11-19T00:00")).missing == 41
    assert reminding.scan(moment("2026-11-19T00:00")).missing == 0


def test_it_leads_a_county_message_to_the_window_on_the_board(sweeps):
    reminding.scan(LATER)
    assert Notice.objects.get(recipient__username="county").link == "/duties/board/?plan=p&window=2026-11-18"
    reminding.scan(moment("2026-11-19T16:00"))
    assert Notice.objects.filter(recipient__username="grid_worker").latest("id").link == "/duties/"


def test_it_urges_the_units_of_its_area_once_an_hour(cast, sweeps):
    urged = urging.urge("p", date(2026, 11, 18), actor=cast.clerk, at=NOW)
    assert (urged.units, urged.notices) == (41, 1)
    assert heard() == {"grid_worker": ["周晓兰催报：日排查（11月18日 周三）请于 2026-11-18 周三 24:00 前报送。"]}
    with pytest.raises(urging.Refusal, match="一小时内"):
        urging.urge("p", date(2026, 11, 18), actor=cast.staff, at=NOW + timedelta(minutes=59))
    assert urging.urge("p", date(2026, 11, 18), actor=cast.staff, at=NOW + timedelta(hours=1)).units == 41


def test_it_lets_nobody_urge_beyond_his_area(cast, sweeps):
    Unit.objects.create(
        name="郭北社区居委会", short_name="郭北社区", kind="village", area_id="610116002001", position=99
    )
    opening.open_windows(NOW)
    assert urging.urge("p", date(2026, 11, 18), actor=cast.clerk, at=NOW).units == 41
    assert urging.urge("p", date(2026, 11, 18), actor=cast.county, at=NOW).units == 1
    with pytest.raises(urging.StepNotAllowed):
        urging.urge("p", date(2026, 11, 18), actor=cast.handler, at=NOW)
    with pytest.raises(urging.Refusal, match="还没有开始"):
        urging.urge("p", date(2026, 11, 20), actor=cast.county, at=NOW)


def test_it_scans_by_command_for_those_who_have_no_broker(cast, no_plans, capsys):
    plan(due_time=time(12), reminders=[(0, 9, "handler")])
    call_command("duties", "scan", "--at", "2026-11-18T09:00")
    call_command("duties", "open", "--at", "2026-11-20T09:00")
    told = capsys.readouterr().out
    assert "列出 2 项，缺报 0 项，建议督办 0 项，提醒 1 项，发出消息 1 条。" in told and "列出 2 项。" in told
