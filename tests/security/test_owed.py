"""What is owed within minutes stands first on the workbench of whoever owes it, and of nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.cases.deadlines.lights import time_text
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.organisation.standing import standing_of
from security.owed import owed
from tests.security import incidents, warnings
from tests.security.incidents import on_duty

pytestmark = pytest.mark.django_db


def asked(person, now) -> list[tuple[str, str]]:
    rows = owed(person, standing_of(person, office_day(now)), now)
    return [(row["verb"], row["number"]) for row in rows]


def test_a_grave_incident_waits_first_for_whoever_acknowledges_it(cast, login):
    now = timezone.now()
    case = incidents.incident(cast, at=now - timedelta(minutes=20))
    incidents.incident(cast, at=now, grade="general")
    wanted = [("值班领导签收", case.number)]
    assert asked(cast.leader, now) == wanted
    # Neither whoever reported it nor whoever is not on duty; from the roster on it is theirs too.
    assert asked(cast.clerk, now) == asked(cast.county, now) == asked(cast.outsider, now) == []
    on_duty(cast, cast.county, office_day(now))
    assert asked(cast.county, now) == wanted
    page = login(cast.leader).get("/").content.decode()
    assert page.index("限时办理") < page.index("今天的数字") and "到期，超期 6 分钟" in page
    incidents.soon(case, "acknowledge", cast.leader, minutes=21)
    assert asked(cast.leader, now) == [] and "限时办理" not in login(cast.leader).get("/").content.decode()


def test_who_reports_one_on_duty_is_not_asked_to_acknowledge_it(cast):
    now = timezone.now()
    on_duty(cast, cast.staff, office_day(now))
    incidents.incident(cast, at=now, actor=cast.staff, lead_unit=cast.centre)
    assert asked(cast.staff, now) == [] and len(asked(cast.leader, now)) == 1


def test_an_order_and_a_warning_wait_for_the_units_that_have_not_received_them(cast):
    now = timezone.now()
    case = incidents.incident(cast, at=now - timedelta(minutes=40))
    incidents.progress(case, cast)
    incidents.order(case, cast)
    warned = warnings.warning(cast, at=now - timedelta(minutes=15))
    warnings.signed(warned, cast)
    assert asked(cast.handler, now) == [("签收指令", case.number)]
    assert asked(cast.grid_worker, now) == [("确认收到", warned.number)] and asked(cast.water_handler, now) == []
    incidents.soon(case, "receive", cast.handler, minutes=35)
    warnings.soon(warned, "confirm", cast.grid_worker, minutes=12)
    assert asked(cast.handler, now) == asked(cast.grid_worker, now) == []
    # What another unit still owes is not theirs; nothing is owed of what is over.
    assert asked(cast.clerk, now) == [("确认收到", warned.number)]
    warnings.soon(warned, "lift_grave", cast.leader, minutes=14, reason="降雨停止。")
    assert asked(cast.clerk, now) == []


@pytest.mark.parametrize("grade", ["general", "major"])
def test_a_false_alarm_takes_every_order_back_and_its_units_hear_of_it(cast, grade):
    case = incidents.incident(cast, grade=grade)
    incidents.progress(case, cast)
    incidents.order(case, cast)
    name, agrees = ("reject_grave", cast.leader) if grade == "major" else ("reject", cast.township_lead)
    told = {"ground": "untrue", "reason": "没有起火。"}
    incidents.soon(case, name, cast.clerk, minutes=40, replay=False, **told)
    at = case.opened_at + timedelta(minutes=45)
    actions.decide(case.proposals.get(), approve=True, actor=agrees, at=at)
    order = case.orders.get()
    assert (order.withdrawn_at, order.done_at, order.is_open) == (at, None, False)
    assert Notice.objects.filter(subject_key=case.number, recipient=cast.handler, text__contains="误报").exists()


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ({"minutes": 35}, "35 分钟"),
        ({"hours": 2, "minutes": 5}, "2 小时 5 分"),
        ({"hours": 47}, "47 小时"),
        ({"days": 40}, "40 天"),
    ],
)
def test_nobody_counts_forty_days_in_hours(length, said):
    assert time_text(timedelta(**length)) == said
