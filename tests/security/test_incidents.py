"""Whom an incident reaches and when, what counts as late, and what becomes of the orders."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from governance.cases import deadlines, registry
from governance.cases.steps import possible
from governance.duties.models import RosterDay, RosterKind, RosterPerson
from governance.frame.days import CHINA, office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post
from governance.organisation.standing import standing_of
from governance.registers.entries.actions import open_entry
from governance.registers.kinds.defining import add_register
from security.forms import HappenedForm
from security.incidents.views import REGISTER
from security.models import Incident
from tests.builders import OPENED, step
from tests.papers.reading import text
from tests.registers.pages import stores, told
from tests.security import incidents
from tests.security.incidents import alarmed, heard, on_duty

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 3, 11, 2, 0, tzinfo=CHINA)


def test_a_major_one_at_two_in_the_morning_reaches_who_is_on_duty(cast):
    on_duty(cast, cast.county, office_day(NIGHT))
    case = incidents.incident(cast, at=NIGHT, replay=False)
    assert alarmed(case) == {"county", "leader"}, "a clerk on duty does not stand between it and the leaders"
    clock = case.clocks.get(term_code="incident.acknowledge")
    assert (clock.started_at, clock.due_at) == (NIGHT, NIGHT + timedelta(minutes=15))
    assert clock.charged_to == cast.centre, "whoever reported it does not sign for the county"


def test_it_reaches_who_stands_in_for_somebody_absent(cast):
    on_duty(cast, cast.county, office_day(NIGHT))
    kind = RosterKind.objects.get(code="duty")
    other = RosterPerson.objects.create(unit=cast.office, kind=kind, name=cast.staff.name, user=cast.staff)
    RosterDay.objects.update(is_absent=True, absent_reason="外出开会", stand_in=other)
    assert alarmed(incidents.incident(cast, at=NIGHT, replay=False)) == {"staff", "leader"}


def test_a_leader_on_duty_hears_and_those_who_are_not_sleep(cast):
    role = cast.leader.posts.get().role
    Post.objects.create(user=cast.staff, unit=cast.centre, role=role, starts_on=date(2024, 1, 1))
    on_duty(cast, cast.staff, office_day(NIGHT))
    assert alarmed(incidents.incident(cast, at=NIGHT, replay=False)) == {"staff"}


def test_it_reaches_the_leaders_where_the_one_on_duty_has_reported_it(cast):
    on_duty(cast, cast.staff, office_day(NIGHT))
    case = incidents.incident(cast, at=NIGHT, replay=False, lead_unit=cast.centre, actor=cast.staff)
    assert alarmed(case) == {"leader"}


@pytest.mark.parametrize("name", ["dead", "missing", "injured"])
def test_no_harm_and_no_order_is_lost_in_another(cast, name):
    into, case = incidents.incident(cast), incidents.incident(cast)
    Incident.objects.filter(pk=case.pk).update(**{name: 2})
    told = {"into": into, "note": "同一起。"}
    with pytest.raises(FactMissing, match="人数比本件少"):
        step(case, "merge", cast.clerk, later=1, **told)
    Incident.objects.filter(pk=into.pk).update(dead=2)
    incidents.order(case, cast)
    with pytest.raises(FactMissing, match="还有指令没有报告结果"):
        step(case, "merge", cast.clerk, later=1, **told)
    incidents.soon(case, "take_back", cast.staff, minutes=40, which=case.orders.get(), reason="并入另一件。")
    step(case, "merge", cast.clerk, later=1, **told)


def test_nobody_is_ordered_where_nobody_receives_it(cast):
    case = incidents.incident(cast)
    Post.objects.filter(unit=cast.water).update(ends_on=OPENED.date() - timedelta(days=1))
    with pytest.raises(FactMissing, match="没有可以签收的人员"):
        incidents.soon(case, "order", cast.staff, minutes=31, replay=False, unit=cast.water, order="查漏。")
    assert not case.orders.exists()


def test_it_reaches_the_leaders_where_nobody_is_on_the_roster(cast):
    assert alarmed(incidents.incident(cast, at=NIGHT, replay=False)) == {"leader"}


def test_a_small_one_wakes_nobody(cast):
    case = incidents.incident(cast, at=NIGHT, replay=False, grade="general")
    assert alarmed(case) == heard(case, "emergency") == set()
    assert heard(case, "case") == {"staff", "county"}, (
        "where nobody sits there, who commands reads of it in the morning"
    )
    assert not case.clocks.filter(term_code__in=("incident.acknowledge", "incident.report_up")).exists()


def test_the_county_hears_of_every_incident_and_of_a_larger_one_at_once(cast):
    on_duty(cast, cast.staff, office_day(NIGHT))
    small, larger = (incidents.incident(cast, at=NIGHT, replay=False, grade=grade) for grade in ("general", "larger"))
    assert (heard(small, "case"), heard(small, "emergency")) == ({"staff"}, set())
    assert (heard(larger, "emergency"), alarmed(larger)) == ({"staff", "leader"}, set())
    told = {"kind": "safety", "grade": "larger", "happened_at": small.happened_at, "dead": 3, "missing": 0}
    incidents.soon(small, "correct", cast.clerk, minutes=9, replay=False, injured=0, reason="伤亡核实。", **told)
    assert heard(small, "emergency") == {"staff", "leader"}


def test_whoever_sits_on_duty_hears_of_no_incident_of_which_they_may_not_know(cast):
    on_duty(cast, cast.handler, office_day(NIGHT))
    small, grave = (incidents.incident(cast, at=NIGHT, replay=False, grade=grade) for grade in ("general", "major"))
    assert heard(small, "case") == {"staff", "county"} and alarmed(grave) == {"leader"}
    assert not Notice.objects.filter(recipient=cast.handler).exists()
    mine = incidents.incident(cast, at=NIGHT, replay=False, grade="general", lead_unit=cast.housing)
    assert heard(mine, "case") == {"handler"}


def test_who_has_not_acknowledged_is_late_in_the_same_night_and_leaders_hear_of_it_at_once(cast):
    case = incidents.incident(cast, at=NIGHT, replay=False)
    late = NIGHT + timedelta(minutes=16)
    clock = case.clocks.get(term_code="incident.acknowledge")
    assert deadlines.light(clock, late).left == "超期 1 分钟"
    deadlines.scan(late)
    said = Notice.objects.get(recipient=cast.leader, text__contains="值班领导签收")
    assert said.kind == "emergency" and "2026-03-11 02:15" in said.text
    incidents.soon(case, "acknowledge", cast.leader, minutes=20, note="全力救人。")
    clock.refresh_from_db()
    assert clock.outcome == "missed"
    assert deadlines.light(clock, late).left == "超期 5 分钟办结"
    case.refresh_from_db()
    assert case.acknowledged_by == cast.leader


def test_who_reported_it_does_not_acknowledge_it_even_on_duty(cast, time_machine):
    time_machine.move_to(OPENED)
    on_duty(cast, cast.staff, office_day(OPENED))
    case = incidents.incident(cast, lead_unit=cast.centre, actor=cast.staff)
    with pytest.raises(StepNotAllowed):
        incidents.soon(case, "acknowledge", cast.staff, minutes=5)


def test_no_clerk_of_the_county_acknowledges_it_but_who_sits_on_duty_that_day(cast, time_machine):
    time_machine.move_to(NIGHT)
    case = incidents.incident(cast, at=NIGHT, replay=False)
    for clerk in (cast.staff, cast.county):
        with pytest.raises(StepNotAllowed, match="由县级领导或者当日在县级值班表上的人员办理"):
            incidents.soon(case, "acknowledge", clerk, minutes=5)
    on_duty(cast, cast.county, office_day(NIGHT) - timedelta(days=1))
    with pytest.raises(StepNotAllowed):
        incidents.soon(case, "acknowledge", cast.county, minutes=5)
    RosterDay.objects.update(day=office_day(NIGHT))
    incidents.soon(case, "acknowledge", cast.county, minutes=5)
    case.refresh_from_db()
    assert case.acknowledged_by == cast.county


def test_its_final_report_waits_for_those_of_a_grave_one(cast):
    case = incidents.in_status(cast, "settled")
    with pytest.raises(StepNotPossible, match="值班领导签收"):
        incidents.soon(case, "final", cast.township_lead, minutes=200, **incidents.FINAL)
    incidents.soon(case, "acknowledge", cast.leader, minutes=201)
    with pytest.raises(StepNotPossible, match="上报快报"):
        incidents.soon(case, "final", cast.township_lead, minutes=202, **incidents.FINAL)


@pytest.mark.parametrize(("minutes", "late"), [(60, False), (61, True)])
def test_a_first_report_after_the_hour_is_late(cast, minutes, late):
    case = incidents.incident(cast, happened_at=OPENED - timedelta(minutes=minutes))
    assert ("迟报" in registry.kind_of(case).describe(case).tags) is late


def test_an_order_is_received_reached_and_answered_each_in_its_time(cast):
    case = incidents.incident(cast)
    incidents.order(case, cast, replay=False)
    assert Notice.objects.filter(recipient=cast.handler, kind="emergency", subject_key=case.number).exists()
    with pytest.raises(StepNotPossible, match="没有待到场的指令"):
        incidents.soon(case, "arrive", cast.handler, minutes=50, arrived_at=OPENED)
    incidents.soon(case, "receive", cast.handler, minutes=42)
    with pytest.raises(FactMissing) as refused:
        incidents.soon(case, "arrive", cast.handler, minutes=61, arrived_at=OPENED)
    assert "到场时间不能早于下达时间" in refused.value.errors["arrived_at"]
    incidents.soon(case, "arrive", cast.handler, minutes=95, arrived_at=OPENED + timedelta(minutes=60))
    incidents.result(case, cast, minutes=99)
    outcomes = dict(case.clocks.filter(term_code__startswith="order.").values_list("term_code", "outcome"))
    # Received after eleven minutes of ten; on site after twenty-nine, though that was typed later.
    assert outcomes == {"order.receive": "missed", "order.arrive": "met"}


def test_only_the_unit_that_has_an_order_receives_it(cast):
    case = incidents.incident(cast)
    incidents.order(case, cast)
    incidents.soon(case, "invite", cast.township_lead, minutes=32, unit=cast.water, note="供水。")
    at = OPENED + timedelta(minutes=33)
    assert "receive" not in {step.name for step in possible.open_steps(case, cast.water_handler, at)}
    assert "receive" in {step.name for step in possible.open_steps(case, cast.handler, at)}
    with pytest.raises(StepNotAllowed, match="由有指令没有签收的单位办理"):
        incidents.soon(case, "receive", cast.water_handler, minutes=33)


def test_a_result_answers_the_order_that_is_picked_and_none_of_another_unit(cast):
    case = incidents.incident(cast)
    for unit in (cast.housing, cast.housing, cast.water):
        incidents.soon(case, "order", cast.staff, minutes=31, unit=unit, order="查勘。")
    first, second, other = case.orders.all()
    incidents.soon(case, "receive", cast.water_handler, minutes=35)
    with pytest.raises(StepNotAllowed):
        incidents.result(case, cast, which=first)
    incidents.soon(case, "receive", cast.handler, minutes=35)
    with pytest.raises(FactMissing) as refused:
        incidents.result(case, cast, which=other)
    assert cast.water.name in refused.value.errors["which"]
    incidents.result(case, cast, which=first, result="结构安全。")
    assert list(case.orders.values_list("result", flat=True)) == ["结构安全。", "", ""]
    open_clocks = case.clocks.filter(term_code="order.arrive", ended_at=None)
    assert set(open_clocks.values_list("subject", flat=True)) == {second.subject, other.subject}
    with pytest.raises(FactMissing):
        incidents.result(case, cast, which=first, result="又报一次。")


def test_once_the_result_is_there_nobody_is_awaited_on_site(cast):
    case = incidents.incident(cast)
    incidents.order(case, cast)
    incidents.soon(case, "receive", cast.handler, minutes=35)
    incidents.result(case, cast, minutes=80)
    assert case.clocks.get(term_code="order.arrive").outcome == "cancelled"
    with pytest.raises(StepNotPossible, match="没有待到场的指令"):
        incidents.soon(case, "arrive", cast.handler, minutes=90, arrived_at=OPENED + timedelta(minutes=85))
    incidents.soon(case, "order", cast.staff, minutes=91, unit=cast.housing, order="再查一遍。")
    incidents.soon(case, "receive", cast.handler, minutes=92)
    incidents.soon(case, "arrive", cast.handler, minutes=96, arrived_at=OPENED + timedelta(minutes=95))
    arrived = dict(case.orders.values_list("number", "arrived_at"))
    assert arrived == {1: None, 2: OPENED + timedelta(minutes=95)}


def test_it_is_not_settled_while_an_order_is_open(cast):
    case = incidents.incident(cast)
    incidents.progress(case, cast)
    incidents.order(case, cast)
    with pytest.raises(StepNotPossible, match="还有指令没有报告结果"):
        incidents.soon(case, "settled", cast.clerk, minutes=60, note="已处置。")
    given = case.orders.get()
    incidents.soon(case, "take_back", cast.staff, minutes=61, which=given, reason="情况已明。")
    assert not case.clocks.filter(term_code__startswith="order.", ended_at=None).exists()
    incidents.soon(case, "settled", cast.clerk, minutes=62, note="已处置。")


def test_the_three_reports_are_papers(cast):
    case = incidents.incident(cast)
    told = {"told": "市委政法委值班室", "told_at": OPENED + timedelta(minutes=50), "note": "正在搜救。"}
    incidents.soon(case, "acknowledge", cast.leader, minutes=5)
    incidents.soon(case, "report_up", cast.staff, minutes=70, replay=False, **told)
    assert case.clocks.get(term_code="incident.report_up").outcome == "met"
    incidents.progress(case, cast, minutes=80, replay=False)
    incidents.soon(case, "settled", cast.clerk, minutes=90, note="人员已安置。")
    incidents.soon(case, "final", cast.township_lead, minutes=200, replay=False, **incidents.FINAL)
    titles = list(case.papers.order_by("pk").values_list("title", flat=True))
    assert titles == ["案事件快报", "案事件续报", "案事件终报"]
    flash, progress, final = (text(paper) for paper in case.papers.order_by("pk"))
    assert "市委政法委值班室" in flash and "安全事故（重大）" in flash
    assert "明火已扑灭" in progress and "受伤 2 人" in progress
    assert "楼道充电" in final and "清理楼道" in final


def test_the_first_report_takes_kind_place_and_what_happened(cast, login):
    client = login(cast.clerk)
    told = {"incident_kind": "mass", "area": "610116001002", "summary": "工人聚集讨薪。", "grade": "general"}
    url = reverse("security:incidents:register")
    answer = client.post(url, told)
    made = Incident.objects.get()
    assert answer.status_code == 302 and made.happened_at == made.opened_at and made.title == "工人聚集讨薪"
    tomorrow = f"{datetime.now(CHINA) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    answer = client.post(url, told | {"happened_at": tomorrow})
    assert answer.status_code == 422 and "发生时间不能晚于现在" in answer.content.decode()
    assert Incident.objects.count() == 1


def test_the_page_of_command_shows_orders_messages_and_plans_to_who_commands(cast, login):
    case = incidents.incident(cast, replay=False)
    incidents.order(case, cast, replay=False)
    url = reverse("security:incidents:command", args=[case.number])
    seen = login(cast.staff).get(url).content.decode()
    assert "查勘楼体结构安全" in seen and "冯志远" in seen and 'hx-trigger="every 15s"' in seen
    assert "冯志远" not in login(cast.handler).get(url).content.decode()
    assert login(cast.outsider).get(url).status_code == 404


def test_the_map_of_command_shows_where_it_happened_and_what_is_kept_near(cast, login):
    case = incidents.incident(cast, longitude="108.905", latitude="34.105")
    register = add_register(stores(), actor=cast.county, at=OPENED)
    near, far, _ = (
        open_entry(register, replace(told(cast, name), longitude=x, latitude=y), actor=cast.clerk, at=OPENED)
        for name, x, y in (("近处仓库", 108.906, 34.105), ("远处仓库", 108.95, 34.105), ("没有位置的仓库", None, None))
    )
    points, page = (reverse(f"security:incidents:{name}", args=[case.number]) for name in ("command_points", "command"))
    client = login(cast.staff)
    drawn = client.get(points).json()["points"]
    assert [each[3] for each in drawn] == [case.title, near.name, far.name] and drawn[0][5] == 1
    shown = client.get(page).content.decode()
    assert f'data-points="{points}"' in shown and "hx-preserve" in shown
    assert near.name in shown and "约 92 米" in shown and "公里" in shown
    elsewhere = incidents.incident(cast)
    assert client.get(reverse("security:incidents:command_points", args=[elsewhere.number])).json()["points"] == []
    assert login(cast.outsider).get(points).status_code == 404


def test_what_is_owed_in_minutes_says_at_which_minute_wherever_it_is_read(cast, login, time_machine):
    time_machine.move_to(NIGHT)
    case = incidents.incident(cast, at=NIGHT, replay=False)
    time_machine.move_to(NIGHT + timedelta(days=1))
    deadlines.scan(NIGHT + timedelta(days=1))
    page = login(cast.staff).get(reverse("cases:case", args=[case.number])).content.decode()
    assert '<span class="due-date">2026-03-11 周三 02:15</span>' in page
    assert "2026-03-11 周三 02:00 起 15分钟" in page
    assert "到期日 2026-03-11 02:15 已过" in page
    assert "02:15" in login(cast.staff).get(reverse("security:incidents:list")).content.decode()


def test_a_kind_without_categories_neither_shows_nor_asks_for_one(cast, login):
    case = incidents.incident(cast)
    client = login(cast.staff)
    for page in (reverse("cases:case", args=[case.number]), reverse("security:incidents:list")):
        assert "内容类别" not in client.get(page).content.decode()
    assert "内容类别" in client.get(reverse("petitions:list")).content.decode()


def test_its_list_shows_kind_and_grade_and_is_narrowed_by_them(cast, login):
    grave, small = incidents.incident(cast), incidents.incident(cast, grade="general", title="车辆剐蹭")
    client, page = login(cast.staff), reverse("security:incidents:list")
    whole = client.get(page).content.decode()
    assert 'data-label="等级">重大</td>' in whole and 'data-label="等级">一般</td>' in whole
    narrowed = client.get(page, {"grade": "major"}).content.decode()
    assert grave.number in narrowed and small.number not in narrowed
    assert grave.number in client.get(page, {"grade": "nonsense"}).content.decode()


def test_nothing_is_reported_that_happens_later_today(cast):
    told, kind = {"happened_at": f"{OPENED + timedelta(hours=2):%Y-%m-%d %H:%M}"}, registry.KINDS["incident"]
    about = {"kind": kind, "facts": REGISTER.asked(kind), "units": [cast.weiqu], "user": cast.clerk}
    about |= {"standing": standing_of(cast.clerk, office_day(OPENED))}
    early, late = (HappenedForm(told, now=OPENED + timedelta(hours=hours), **about) for hours in (0, 3))
    assert "不能晚于现在" in early.errors["happened_at"][0] and "happened_at" not in late.errors


def test_it_had_happened_before_it_was_reported(cast):
    case = incidents.incident(cast, replay=False)
    told = {"kind": "safety", "grade": "major", "dead": 0, "missing": 0, "injured": 0, "reason": "核实。"}
    with pytest.raises(FactMissing, match="不能晚于首报的时间"):
        later = case.opened_at + timedelta(minutes=5)
        incidents.soon(case, "correct", cast.clerk, minutes=10, replay=False, happened_at=later, **told)


NUMBERS = [("伤者家属电话13912345678。", "手机号码"), ("身份证610116198001019990", "身份证号")]


@pytest.mark.parametrize(("said", "named"), NUMBERS)
def test_no_report_holds_numbers_of_people_and_no_form_asks_for_anybody(cast, said, named):
    """突发事件应对法 art. 85: what is not kept needs not be destroyed when it is over."""
    assert HappenedForm.groups == ()
    case = incidents.incident(cast)
    with pytest.raises(FactMissing) as refused:
        incidents.soon(case, "progress", cast.clerk, minutes=30, note=said, dead=0, missing=0, injured=2)
    assert named in refused.value.errors["note"] and "第八十五条" in refused.value.errors["note"]


def test_what_happened_in_the_same_place_is_named_before_it_is_reported_again(cast, login, time_machine):
    time_machine.move_to(OPENED + timedelta(minutes=1))
    first, elsewhere = incidents.incident(cast), incidents.incident(cast, area=cast.area("610116001003"))
    asked = {"incident_kind": "safety", "grade": "major", "area": "610116001002"}
    page = login(cast.clerk).post(reverse("security:incidents:preview"), asked).content.decode()
    assert first.number in page and elsewhere.number not in page and "同一地点" in page
