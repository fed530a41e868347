"""A ladder is laid down on a page from a day on: what counts from then climbs it, what runs keeps its own."""

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
    typed = {"name": "法律、制度规定的期限", "basis": "本县督办办法", "effective_from": "2026-02-11"}
    typed |= {"version": f"{version}"} | told
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


def since(start: str) -> Clock:
    """A clock of the same term and case that counts from that day."""
    return deadlines.start(Clock.objects.first().case, "petition.handle", subject=start, since=day(start))


def test_from_its_day_on_it_is_so_and_what_runs_keeps_its_own(clock, cast, login):
    page = login(cast.county).get(PAGE).content.decode()
    assert "现在有 1 个在计的期限用这条阶梯" in page and 'value="-3"' in page and 'value="2026-02-11"' in page
    typed = sent(YELLOW, ORANGE, RED, effective_from="2026-03-02")
    assert login(cast.county).post(PAGE, typed).url == reverse("cases:ladders")
    before = clock.alert_plan
    clock.refresh_from_db()
    assert clock.alert_plan == before and len(before) == 5
    assert [len(since(start).alert_plan) for start in ("2026-03-01", "2026-03-02")] == [5, 3]
    row = AccessRecord.objects.filter(verb="setting").latest("id")
    assert "督办阶梯" in row.subject and row.reason == "修改，第 2 版，2026-03-02 起，本县督办办法"
    listed = login(cast.county).get(reverse("cases:ladders")).content.decode()
    assert "到期前 3 个工作日黄灯" in listed
    assert "2026-03-02 起：到期前 5 个工作日黄灯；到期当天橙灯；超期 1 个工作日红灯，建议抄告单" in listed
    # The files, loaded again, leave it as it is.
    terms.load_reference(moment("2026-02-11"))
    assert LadderRung.objects.filter(ladder="legal", effective_to=None).count() == 3
    assert LadderRung.objects.filter(ladder="follow").exists()


def test_the_scan_announces_the_rung_of_the_version_that_the_clock_climbs(clock, cast, login):
    stern = ("orange", "0", "", "09:00", "handler unit_lead leader", ""), ("red", "1", "", "09:00", "leader", "")
    assert login(cast.county).post(PAGE, sent(*stern, effective_from="2026-02-12")).status_code == 302
    later = since("2026-02-12")
    deadlines.scan(moment("2026-04-20 10:00"))
    found = {each.clock_id: (each.rung, each.proposes) for each in Escalation.objects.all()}
    assert found == {clock.pk: (3, "copy_notice"), later.pk: (2, "")}


def test_what_began_today_climbs_what_holds_from_today(clock, cast, login, time_machine):
    time_machine.move_to(moment("2026-03-02 10:00"), tick=False)
    today = since("2026-03-02")
    assert login(cast.county).post(PAGE, sent(RED, LAST, effective_from="2026-03-02")).status_code == 302
    today.refresh_from_db()
    clock.refresh_from_db()
    assert (len(today.alert_plan), len(clock.alert_plan)) == (2, 5)


def test_what_had_come_today_and_waited_for_the_scan_is_still_announced(clock, cast, login, time_machine):
    time_machine.move_to(moment("2026-03-02 08:00"), tick=False)
    at_once = ("yellow", "-60", "100", "09:00", "handler", "")
    assert login(cast.county).post(PAGE, sent(at_once, ORANGE, effective_from="2026-03-02")).status_code == 302
    today = since("2026-03-02")
    assert today.alert_at == moment("2026-03-02 09:00")
    time_machine.move_to(moment("2026-03-02 10:00"), tick=False)
    again = sent(at_once, ORANGE, RED, version=2, effective_from="2026-03-02")
    assert login(cast.county).post(PAGE, again).status_code == 302
    deadlines.scan(moment("2026-03-02 10:01"))
    assert Escalation.objects.get().clock_id == today.pk


def test_a_version_to_come_is_replaced_by_the_next(clock, cast, login):
    county = login(cast.county)
    assert county.post(PAGE, sent(ORANGE, effective_from="2026-03-02")).status_code == 302
    assert 'value="2026-03-02"' in county.get(PAGE).content.decode()
    assert county.post(PAGE, sent(ORANGE, RED, version=2, effective_from="2026-03-10")).status_code == 302
    assert [len(since(start).alert_plan) for start in ("2026-03-02", "2026-03-09", "2026-03-10")] == [5, 5, 2]


def test_a_day_that_has_passed_is_refused(clock, cast, login):
    answer = login(cast.county).post(PAGE, sent(ORANGE, effective_from="2026-02-10"))
    assert answer.status_code == 422 and "施行日期不早于今天 2026-02-11。" in answer.content.decode()


def test_a_corrected_day_brings_the_version_of_that_day(clock, cast, login):
    assert login(cast.county).post(PAGE, sent(ORANGE, effective_from="2026-02-12")).status_code == 302
    later = since("2026-02-13")
    told = {"former": later.start_on, "at": moment("2026-02-13"), "forgives": True}
    deadlines.redate(later.case, ["petition.handle"], since=day("2026-02-11"), **told)
    later.refresh_from_db()
    assert len(later.alert_plan) == 5


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
    assert LadderRung.objects.get(ladder="promise", effective_to=None).at_time == time(9)


def test_of_two_who_change_it_the_second_is_told(clock, cast, login):
    county = login(cast.county)
    assert county.post(PAGE, sent(ORANGE, RED)).status_code == 302
    assert county.post(PAGE, sent(ORANGE)).status_code == 409
    assert LadderRung.objects.filter(ladder="legal", effective_to=None).count() == 2
