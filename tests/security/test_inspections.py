"""A round of inspections: what is due, what is refused, what follows from a check."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import reverse

from governance.duties.models import DutyPlan, DutyTask
from governance.duties.plans import actions as plans
from governance.figures.asked import Asked
from governance.figures.counting import Share, by_place, share, totals, value
from governance.figures.periods import Period
from governance.frame.days import CHINA, office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.areas.merging import merge
from governance.organisation.models import Area
from governance.organisation.standing import standing_of
from governance.registers import reference as registers
from governance.registers.entries.actions import open_entry
from governance.registers.entries.told import EntryInput
from security.inspections import figures, reference
from security.inspections.checking import Looked, Marked, check_place
from security.inspections.models import Check, Checklist, CheckResult
from security.inspections.opening import become_hazard
from security.inspections.phone import rounds_told
from security.inspections.rounds import places_of, tallies
from security.models import Hazard
from tests.attachments.samples import picture, upload
from tests.builders import OPENED
from tests.security import hazards, inspections
from tests.security.inspections import NOW
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db


def test_the_round_is_of_the_places_of_its_kind_in_its_area(world):
    assert set(places_of(world.round, world.list)) == {world.first, world.second}


def test_places_of_an_area_that_was_joined_are_of_the_round_of_the_one_that_took_it_over(world, cast):
    new = Area.objects.create(code="610116030", name="新街道", level="township", parent_id="610116")
    for village in Area.objects.filter(parent="610116001"):
        Area.objects.create(code=f"{new.pk}{village.pk[-3:]}", name=village.name, level="village", parent=new)
    merge("610116001", new.pk, NOW)
    cast.weiqu.refresh_from_db()
    april = inspections.round_of(cast.weiqu, world.plan, NOW + timedelta(days=30))
    assert april.area_id == new.pk and tallies([april], office_day(NOW))[april.pk].planned == 2
    clerk = type(cast.clerk).objects.get(pk=cast.clerk.pk)
    told = {each["id"]: each for each in rounds_told(standing_of(clerk, office_day(NOW)), NOW + timedelta(days=30))}
    assert {place["id"] for place in told[april.pk]["places"]} == {world.first.pk, world.second.pk}


def test_a_place_entered_after_the_round_and_one_struck_off_before_are_not_due(world, cast):
    later = world.round.last + timedelta(days=1)
    inspections.hotel(cast, world.register, "新开旅馆", datetime(later.year, later.month, later.day, 9, tzinfo=CHINA))
    type(world.second).objects.filter(pk=world.second.pk).update(ended_on=world.round.first)
    assert set(places_of(world.round, world.list)) == {world.first}


def test_a_failed_item_becomes_a_hazard_with_its_place_and_its_picture(world, cast):
    made = world.check(world.first, cast.clerk, "安全出口")
    hazard = Hazard.objects.get()
    assert made.results.get(mark="failed").hazard == hazard
    assert (hazard.place, hazard.area_id, hazard.lead_unit) == ("平安旅馆", inspections.HERE, cast.weiqu)
    assert (hazard.hazard_kind, hazard.place_kind, hazard.grade, hazard.source) == (
        "fire",
        "hotel",
        "grave",
        "inspection",
    )
    assert hazard.attachments.get().name == "现场.png" and float(hazard.longitude) == 108.94


def test_what_is_grave_becomes_a_hazard_whatever_the_list_says(world, cast):
    Checklist.objects.update(at_once=False)
    world.check(world.first, cast.clerk, "安全出口", "视频监控")
    assert [hazard.title for hazard in Hazard.objects.all()] == ["平安旅馆：安全出口不合格"]
    assert Hazard.objects.get().clocks.filter(ended_at=None).exists()


def test_the_next_check_of_the_place_moves_on(world, cast):
    world.check(world.first, cast.clerk)
    world.first.refresh_from_db()
    assert (world.first.checked_on, world.first.due_on) == (date(2026, 3, 18), date(2026, 9, 18))


def test_what_fails_again_while_its_hazard_is_open_is_the_same_hazard(world, cast):
    world.check(world.first, cast.clerk, "安全出口")
    april = NOW + timedelta(days=30)
    again = inspections.round_of(cast.weiqu, world.plan, april)
    second = world.check(world.first, cast.clerk, "安全出口", at=april, key=2, task=again)
    assert Hazard.objects.count() == 1 and second.results.get(mark="failed").hazard == Hazard.objects.get()


def test_what_fails_again_after_it_was_closed_is_a_new_one_that_says_so(world, cast):
    world.check(world.first, cast.clerk, "安全出口")
    hazards.reject(Hazard.objects.get(), cast, at=NOW + timedelta(days=1))
    april = NOW + timedelta(days=30)
    again = inspections.round_of(cast.weiqu, world.plan, april)
    world.check(world.first, cast.clerk, "安全出口", at=april, key=2, task=again)
    assert "一年内已有 1 次检查同一项不合格" in Hazard.objects.order_by("pk").last().summary


def test_told_twice_it_is_one(world, cast):
    first = world.check(world.first, cast.clerk, "安全出口")
    again = world.check(world.first, cast.clerk, "安全出口")
    assert first == again and Check.objects.count() == Hazard.objects.count() == 1
    with pytest.raises(FactMissing, match="另一个人"):
        world.check(world.first, cast.staff)


def test_with_its_last_place_the_round_is_handed_in(world, cast):
    world.check(world.first, cast.clerk)
    world.round.refresh_from_db()
    assert world.round.is_owed
    world.check(world.second, cast.township_lead, "住客登记", key=2)
    world.round.refresh_from_db()
    assert world.round.state == DutyTask.State.RETURNED
    assert world.round.returns.get().text == "检查 2 处，不合格 1 项。"


def test_it_counts_what_was_planned_checked_late_and_found(world, cast):
    world.check(world.first, cast.clerk, "安全出口", "住客登记")
    got = tallies([world.round], office_day(NOW))[world.round.pk]
    assert (got.planned, got.checked, got.late, got.failed, got.opened, got.closed) == (2, 1, 0, 2, 2, 0)
    Hazard.objects.exclude(hazard_kind="order").update(confidentiality="restricted")
    assert tallies([world.round], office_day(NOW))[world.round.pk].opened == 1
    hazard = Hazard.objects.get(hazard_kind="order")
    hazards.reject(hazard, cast, at=NOW + timedelta(days=1))
    april = world.round.last + timedelta(days=3)
    late = tallies([world.round], april)[world.round.pk]
    assert (late.late, late.closed) == (1, 1)
    world.check(world.second, cast.clerk, at=datetime(2026, 4, 2, 9, tzinfo=CHINA), key=2)
    after = tallies([world.round], april)[world.round.pk]
    assert (after.checked, after.late) == (2, 1), "what was checked afterwards was late all the same"


def test_the_village_checks_its_own_places_and_no_other(world, cast):
    world.check(world.first, cast.grid_worker)
    with pytest.raises(StepNotAllowed):
        world.check(world.second, cast.grid_worker, key=2)
    with pytest.raises(StepNotAllowed):
        world.check(world.second, cast.leader, key=3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": date(2026, 3, 19)}, "on"),
        ({"on": date(2026, 2, 28)}, "on"),
        ({"entry": "outside"}, "entry"),
        ({"entry": "cafe"}, "entry"),
    ],
)
def test_it_refuses_another_day_and_another_place(world, cast, change, field):
    entry = getattr(world, change.get("entry", "first"))
    looked = Looked(entry, change.get("on", office_day(NOW)), inspections.marks(world.list))
    with pytest.raises(FactMissing) as refused:
        check_place(uuid4(), world.round, looked, actor=cast.staff, at=NOW)
    assert set(refused.value.errors) == {field} and not Check.objects.exists()


def test_it_refuses_an_item_of_another_list_no_mark_no_words_no_picture(world, cast):
    items = {item.text: item.pk for item in world.list.items.all()}

    def refused(looked):
        with pytest.raises(FactMissing) as error:
            check_place(uuid4(), world.round, looked, actor=cast.clerk, at=NOW)
        return set(error.value.errors)

    register, exits = items["住客登记"], items["安全出口"]
    assert refused(Looked(world.first, office_day(NOW), {999999: Marked("passed")})) == {"items"}
    marks = inspections.marks(world.list)
    assert refused(Looked(world.first, office_day(NOW), {k: v for k, v in marks.items() if k != register})) == {
        f"item-{register}"
    }
    assert refused(Looked(world.first, office_day(NOW), marks | {register: Marked("great")})) == {f"item-{register}"}
    assert refused(Looked(world.first, office_day(NOW), marks | {register: Marked("failed")})) == {f"note-{register}"}
    assert refused(Looked(world.first, office_day(NOW), marks | {exits: Marked("passed")})) == {f"photo-{exits}"}
    words = Marked("passed", "", [upload("现场.jpg", b"not a picture at all")])
    assert refused(Looked(world.first, office_day(NOW), marks | {exits: words})) == {f"photo-{exits}"}
    paper = Marked("passed", "", [upload("说明.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")])
    assert refused(Looked(world.first, office_day(NOW), marks | {exits: paper})) == {f"photo-{exits}"}
    assert not Check.objects.exists()


def test_a_place_is_checked_once_a_round(world, cast):
    world.check(world.first, cast.clerk)
    with pytest.raises(FactMissing) as refused:
        world.check(world.first, cast.township_lead, key=2)
    assert "已由周晓兰" in refused.value.errors["entry"]


def test_a_list_changes_from_the_next_check_on(world, cast, login):
    made = world.check(world.first, cast.clerk)
    page = login(cast.county).get(reverse("security:inspections:checklist", args=[world.list.pk]))
    assert page.status_code == 200
    typed = {
        "name": "小旅馆清单",
        "kind": f"{world.register.code}:f1:c1",
        "plan_code": world.plan.code,
        "place_kind": "hotel",
        "basis": "本县规定",
        "version": "1",
        "is_active": "on",
        "items-0-text": "消防器材",
        "items-0-right": "能够使用",
        "items-0-hazard_kind": "fire",
    }
    url = reverse("security:inspections:checklist", args=[world.list.pk])
    assert login(cast.county).post(url, typed).status_code == 302
    assert [item.text for item in world.list.items.filter(retired=False)] == ["消防器材"]
    assert made.results.count() == 3, "the check that was made keeps what it was asked"
    stale = login(cast.county).post(url, typed | {"name": "旅馆"})
    assert stale.status_code == 409
    wrong = login(cast.county).post(url, typed | {"version": "2", "items-0-right": ""})
    assert wrong.status_code == 422


def test_it_is_checked_at_a_desk_and_the_hazard_is_one_click_where_the_list_does_not_open_it(
    world, cast, login, at_noon
):
    Checklist.objects.update(at_once=False)
    client = login(cast.clerk)
    url = reverse("security:inspections:check", args=[world.round.pk, world.first.pk])
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"key": str(UUID(int=7)), "on": "2026-03-19"})
    assert wrong.status_code == 422 and "检查日期不能晚于今天" in wrong.content.decode()
    items = {item.text: item.pk for item in world.list.items.all()}
    told = {"key": str(UUID(int=7)), "on": "2026-03-18"} | {f"item-{pk}": "passed" for pk in items.values()}
    told |= {f"item-{items['视频监控']}": "failed", f"note-{items['视频监控']}": "没有录像。"}
    wrong = client.post(url, told)
    assert wrong.status_code == 422 and "“安全出口”须拍照" in wrong.content.decode()
    done = client.post(url, told | {f"photo-{items['安全出口']}": upload("出口.png", picture("PNG"))})
    check = Check.objects.get()
    assert done.url == reverse("security:inspections:checked", args=[check.pk]) and not Hazard.objects.exists()
    failed = check.results.get(mark="failed")
    assert client.get(done.url).status_code == 200
    client.post(reverse("security:inspections:hazard", args=[check.pk, failed.pk]))
    hazard = Hazard.objects.get()
    assert hazard.title == "平安旅馆：视频监控不合格" and hazard.number in client.get(done.url).content.decode()
    passed = check.results.filter(mark="passed").first()
    assert client.post(reverse("security:inspections:hazard", args=[check.pk, passed.pk])).status_code == 404
    photo = reverse(
        "security:inspections:photo", args=[check.pk, check.results.get(item__text="安全出口").photos.get().pk]
    )
    assert client.get(photo).status_code == 200 and login(cast.outsider).get(photo).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_many_who_press_at_once_open_one_hazard(world, cast):
    Checklist.objects.update(at_once=False)
    failed = world.check(world.first, cast.clerk, "视频监控").results.get(mark="failed")
    start, opened = threading.Barrier(6), []

    def press():
        try:
            result = CheckResult.objects.get(pk=failed.pk)
            start.wait()
            opened.append(become_hazard(result, actor=cast.clerk, at=NOW).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6 and set(opened) == {Hazard.objects.get().pk}


def test_a_round_without_places_is_handed_in_by_one_click(world, cast, login, at_noon):
    empty = inspections.round_of(cast.guodu, world.plan, NOW)
    url = reverse("security:inspections:round", args=[world.round.pk])
    login(cast.clerk).post(url)
    assert not world.round.returns.exists()
    type(world.outside).objects.filter(pk=world.outside.pk).update(ended_on=empty.first)
    login(cast.staff).post(reverse("security:inspections:round", args=[empty.pk]))
    assert empty.returns.get().kind == "zero"


def test_nobody_hands_the_round_in_without_looking(world, cast, login, at_noon):
    page = login(cast.clerk).get(reverse("duties:task", args=[world.round.pk]))
    assert reverse("security:inspections:round", args=[world.round.pk]) in page.content.decode()
    refused = login(cast.clerk).post(reverse("duties:zero", args=[world.round.pk]))
    assert "不单独报送" in refused.content.decode() and not world.round.returns.exists()


def test_the_delivered_lists_stand_on_the_delivered_registers_and_plans(cast):
    registers.load_reference()
    plans.load_reference()
    assert reference.load_reference() == 19 and reference.load_reference() == 0
    delivered = set(DutyPlan.objects.filter(kind="inspection").values_list("code", flat=True))
    assert delivered == set(Checklist.objects.values_list("plan_code", flat=True))
    assert all(each.items.count() >= 4 for each in Checklist.objects.all())


def test_a_list_for_a_whole_register_asks_for_whatever_stands_in_it(cast):
    """电力、通信、广电线路和油气管道 are looked after by one list, whatever their kind."""
    registers.load_reference()
    plans.load_reference()
    reference.load_reference()
    lines = Checklist.objects.select_related("register").get(plan_code="inspection.lines")
    assert (lines.register.code, lines.field, lines.code) == ("lines", "", "")
    village = cast.area(inspections.HERE)
    asked = {each.label: each for each in lines.register.asked}
    for code, label in asked["类型"].choices:
        facts = {asked["类型"].name: code, asked["权属单位"].name: "国网长安供电公司"}
        told = EntryInput(name=label, unit=cast.weiqu, area=village, facts=facts)
        open_entry(lines.register, told, actor=cast.county, at=OPENED)
    task = DutyTask(area=cast.weiqu.area, last=office_day(OPENED))
    assert places_of(task, lines).count() == len(asked["类型"].choices) == 5


def test_a_case_that_is_hidden_is_not_named_on_the_page_of_the_check(world, cast, login, at_noon):
    made = world.check(world.first, cast.clerk, "安全出口")
    hidden = hazards.hazard(cast, confidentiality="restricted")
    CheckResult.objects.filter(mark="failed").update(hazard=hidden)
    page = login(cast.grid_worker).get(reverse("security:inspections:checked", args=[made.pk]))
    assert page.status_code == 200 and hidden.number not in page.content.decode()


def test_its_figures_say_what_was_checked_what_was_wrong_and_which_rounds_were_over_in_time(world, cast, login):
    world.check(world.first, cast.clerk, "安全出口", "住客登记")
    world.check(world.second, cast.clerk, key=2)
    there = inspections.round_of(cast.guodu, world.plan, NOW - timedelta(days=30))
    DutyTask.objects.filter(pk=there.pk).update(state=DutyTask.State.MISSING)
    told = Asked(standing_of(cast.county, NOW.date()), Period(date(2026, 1, 1), date(2026, 12, 31)), NOW.date())
    found = totals(by_place([measure.code for measure in figures.MEASURES], told))
    assert {code.partition(".")[2]: found[code] for code in sorted(found)} == {
        **{"begun": 2, "ended": 1, "open": 1, "checked": 2, "right": 1, "wrong": 1, "failed": 2, "hazards": 2},
        **{"due": 2, "in_time": 1, "missing": 1},
    }
    assert share("inspection.right_rate", told) == share("inspection.in_time_rate", told) == Share(1, 2)
    village = replace(told, area=inspections.HERE)
    assert (value("inspection.checked", village), value("inspection.failed", village)) == (1, 2)
    for code, words in (("checked", "如意旅馆"), ("failed", "住客登记"), ("missing", "缺报")):
        address = reverse("figures:figure", args=["20260101-20261231", f"inspection.{code}"])
        assert words in login(cast.county).get(address).content.decode()
        assert words not in login(cast.handler).get(address).content.decode()


def test_the_rounds_go_out_as_a_workbook_with_their_counts(world, cast, login, time_machine):
    time_machine.move_to(NOW)
    world.check(world.first, cast.clerk, "安全出口")
    page = reverse("security:inspections:export")
    sheet = sheet_in(login(cast.staff).get(page))
    (row,) = sheet.rows
    assert sheet.head[:2] == ["检查方案", "单位"] and sheet.line.endswith("　共 1 行")
    assert row[1:5] == ["韦曲街道办", "2026年3月", "2026-03-31 23:59", "待报"]
    assert [int(each) for each in row[5:]] == [2, 1, 0, 1, 1, 0]
    nothing = sheet_in(login(cast.staff).get(f"{page}?tab=done"))
    assert nothing.rows == [] and nothing.line.endswith("　共 0 行")
    assert login(cast.grid_worker).get(page).status_code == 403


def test_the_rounds_are_narrowed_to_a_plan_and_a_unit_on_the_page_and_in_the_workbook(world, cast, login, time_machine):
    time_machine.move_to(NOW)
    there = inspections.round_of(cast.guodu, world.plan, NOW)
    client, url = login(cast.staff), reverse("security:inspections:rounds")
    of = {task: reverse("security:inspections:round", args=[task.pk]) for task in (world.round, there)}
    page = client.get(url).content.decode()
    assert all(address in page for address in of.values())
    page = client.get(url, {"unit": there.unit_id, "plan": world.plan.pk}).content.decode()
    assert of[there] in page and of[world.round] not in page
    assert f"tab=late&amp;plan={world.plan.pk}&amp;unit={there.unit_id}" in page
    (row,) = sheet_in(client.get(reverse("security:inspections:export"), {"unit": there.unit_id})).rows
    assert cast.guodu.short_name in row
    wrong = client.get(url, {"unit": "郭杜"}).content.decode()
    assert of[there] in wrong and "error" in wrong
    # A unit that the reader has no rounds of is offered to nobody.
    assert f'value="{cast.guodu.pk}"' not in login(cast.clerk).get(url).content.decode()
