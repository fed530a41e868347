"""A ladder is laid down on a page: what runs climbs it as it is now, and nothing is said twice or after its time."""

from datetime import time

import pytest
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.law import terms
from governance.cases.models import Clock, Escalation, Ladder, LadderRung
from governance.organisation.models import AccessRecord
from tests.cases.clocks import day, make_case, moment
from tests.cases.clocks import law as law

pytestmark = pytest.mark.django_db
PAGE = "/settings/ladders/legal/"
TO = ("handler", "unit_lead", "centre_staff", "leader", "sender")


def sent(*rungs: tuple, version: int = 1, **told) -> dict:
    """The form; a rung is its light, offset, share, hour, who hears of it, and what is proposed."""
    typed = {"name": "法律、制度规定的期限", "basis": "本县督办办法", "version": f"{version}"} | told
    for place, (light, offset, share, at, to, proposes) in enumerate(rungs):
        row = {"light": light, "offset": offset, "share": share, "at_time": at, "proposes": proposes}
        row |= dict.fromkeys(to.split(), "on")
        typed |= {f"rungs-{place}-{name}": value for name, value in row.items()}
    return typed


YELLOW, ORANGE = ("yellow", "-5", "20", "08:30", "handler", ""), ("orange", "0", "", "09:00", "handler", "")
RED = ("red", "1", "", "09:00", "handler unit_lead", "copy_notice")
LAST = ("red", "6", "", "09:00", "handler unit_lead leader", "supervision_order")


@pytest.fixture
def clock(cast, law, time_machine) -> Clock:
    """A petition's handling, due on 2026-04-11, a Saturday: the Monday after."""
    time_machine.move_to(moment("2026-02-11"), tick=False)
    return deadlines.start(make_case(cast), "petition.handle", since=day("2026-02-10"))


def test_what_runs_climbs_it_as_it_is_now(clock, cast, login):
    page = login(cast.county).get(PAGE).content.decode()
    assert "现在有 1 个在计的期限用这条阶梯" in page and 'value="-3"' in page
    assert login(cast.county).post(PAGE, sent(YELLOW, ORANGE, RED)).url == reverse("cases:ladders")
    before = clock.alert_plan
    clock.refresh_from_db()
    assert (len(before), len(clock.alert_plan)) == (5, 3) and clock.rung == 0
    assert clock.alert_at == clock.alert_plan[0] < before[0]
    row = AccessRecord.objects.filter(verb="setting").latest("id")
    assert "督办阶梯" in row.subject and "1 个在计的期限随之改变" in row.reason
    listed = login(cast.county).get(reverse("cases:ladders")).content.decode()
    assert "到期前 5 个工作日黄灯；到期当天橙灯；超期 1 个工作日红灯，建议抄告单" in listed
    # The files, loaded again, leave it as it is.
    terms.load_reference(moment("2026-02-11"))
    assert LadderRung.objects.filter(ladder="legal").count() == 3
    assert LadderRung.objects.filter(ladder="follow").exists()


def test_a_rung_that_goes_takes_none_of_those_above_it_away(clock, cast, login, time_machine):
    deadlines.scan(moment("2026-04-14 10:00"))
    told = list(Escalation.objects.order_by("at").values_list("at", "proposes"))
    time_machine.move_to(moment("2026-04-14 11:00"), tick=False)
    # Without the warnings the rungs that are left have other numbers.
    assert login(cast.county).post(PAGE, sent(RED, LAST)).status_code == 302
    deadlines.scan(moment("2026-04-14 12:00"))
    assert list(Escalation.objects.order_by("at").values_list("at", "proposes")) == told, "nothing is said again"
    deadlines.scan(moment("2026-04-21 10:00"))
    assert list(Escalation.objects.order_by("at").values_list("proposes", flat=True))[len(told) :] == [
        "supervision_order"
    ]


def test_what_lies_in_the_past_is_not_announced_any_more(clock, cast, login, time_machine):
    time_machine.move_to(moment("2026-04-08 11:00"), tick=False)
    early = ("yellow", "-5", "20", "08:30", "handler", "")
    assert login(cast.county).post(PAGE, sent(early, ORANGE)).status_code == 302
    deadlines.scan(moment("2026-04-08 12:00"))
    assert not Escalation.objects.exists()
    deadlines.scan(moment("2026-04-13 10:00"))
    assert Escalation.objects.get().light == "orange"


def test_what_had_come_and_waited_for_the_scan_is_still_announced(clock, cast, login, time_machine):
    time_machine.move_to(moment("2026-04-13 10:00"), tick=False)
    assert login(cast.county).post(PAGE, sent(YELLOW, ORANGE, RED)).status_code == 302
    deadlines.scan(moment("2026-04-13 10:01"))
    assert Escalation.objects.get().light == "orange"


@pytest.mark.parametrize(
    ("rungs", "said"),
    [
        ([("yellow", "1", "", "09:00", "handler", "")], "第 1 级：黄灯是到期以前的"),
        ([("orange", "-1", "", "09:00", "handler", "")], "第 1 级：到期以前只亮黄灯"),
        ([("orange", "0", "20", "09:00", "handler", "")], "第 1 级：剩余期限只用于到期以前"),
        ([("orange", "0", "", "09:00", "", "")], "第 1 级：请选择提醒谁"),
        ([("orange", "0", "", "09:00", "handler", "copy_notice")], "第 1 级：超期以后才建议"),
        ([ORANGE, YELLOW], "第 2 级应晚于第 1 级"),
        ([RED, ("orange", "2", "", "09:00", "handler", "")], "第 2 级的灯不能比第 1 级轻"),
        ([("red", "soon", "", "09:00", "handler", "")], "整数"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(clock, cast, login, rungs, said):
    answer = login(cast.county).post(PAGE, sent(*rungs))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert LadderRung.objects.filter(ladder="legal").count() == 5
    assert Ladder.objects.get(code="legal").version == 1


def test_whoever_promised_is_reminded_and_never_supervised(clock, cast, login):
    answer = login(cast.county).post("/settings/ladders/promise/", sent(ORANGE, RED))
    assert answer.status_code == 422 and "这条阶梯只提醒" in answer.content.decode()
    assert login(cast.county).post("/settings/ladders/promise/", sent(ORANGE)).status_code == 302
    assert LadderRung.objects.get(ladder="promise").at_time == time(9)


def test_of_two_who_change_it_the_second_is_told(clock, cast, login):
    county = login(cast.county)
    assert county.post(PAGE, sent(ORANGE, RED)).status_code == 302
    assert county.post(PAGE, sent(ORANGE)).status_code == 409
    assert LadderRung.objects.filter(ladder="legal").count() == 2
