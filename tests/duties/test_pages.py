import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.duties.models import DutyPlan, DutyTask, Return, SpecialPeriod
from governance.duties.returns import actions as returns
from governance.duties.returns.actions import ReturnInput
from governance.duties.scan import opening, reminding
from governance.organisation.models import AccessRecord, Unit
from tests import builders
from tests.duties.making import NOW, TODAY, moment, plan, villages
from tests.workbooks import sheet_in

BOARD = "/duties/board/?plan=p"


@pytest.fixture
def now(time_machine):
    """The pages open at nine on Wednesday 2026-11-18."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sweep(cast, no_plans, now):
    plan(name="日排查")
    opening.open_windows(NOW)
    return DutyTask.objects.get(first=TODAY)


def text(response) -> str:
    return response.content.decode()


def test_it_offers_the_zero_report_in_the_list_and_takes_it_with_one_click(cast, login, sweep):
    client = login(cast.grid_worker)
    page = text(client.get("/duties/"))
    assert f'action="/duties/{sweep.pk}/zero/"' in page and "今天 24:00 截止" in page and "2026-11-19 起" in page
    answer = client.post(f"/duties/{sweep.pk}/zero/", follow=True)
    assert "已报送：凤栖路社区 日排查（11月18日 周三），2026-11-18 周三 09:00 郝小军。" in text(answer)
    assert Return.objects.get().kind == "zero"
    assert "零报告" in text(client.get("/duties/?show=returned"))


def test_what_ended_today_is_late_by_the_hour_and_is_answered_from_the_desk_either_way(cast, login, sweep):
    DutyTask.objects.filter(pk=sweep.pk).update(due_at=NOW - timedelta(hours=1))
    client = login(cast.grid_worker)
    for page in (text(client.get("/duties/")), text(client.get("/"))):
        assert "今天 08:00 截止，已超期" in page and "超期 1 天" not in page
        assert f'action="/duties/{sweep.pk}/zero/"' in page
        assert re.search(rf'<a class="button button-small"\s+href="/duties/{sweep.pk}/">\s*报送', page)


def test_it_asks_once_where_the_unit_registered_something_in_that_time(cast, login, sweep):
    village = Unit.objects.get(pk=sweep.unit_id)
    builders.petition(cast, at=NOW, unit=village, actor=cast.grid_worker)
    client = login(cast.grid_worker)
    asked = client.post(f"/duties/{sweep.pk}/zero/")
    assert asked.status_code == 422 and "本期本单位登记了 1 件事项" in text(asked)
    assert not Return.objects.exists()
    client.post(f"/duties/{sweep.pk}/zero/", {"why": "登记的是上个月的事。"})
    assert (Return.objects.get().kind, Return.objects.get().text) == ("zero", "登记的是上个月的事。")


def test_it_answers_a_second_click_with_who_was_first(cast, login, sweep):
    client = login(cast.grid_worker)
    client.post(f"/duties/{sweep.pk}/zero/")
    again = client.post(f"/duties/{sweep.pk}/zero/")
    assert again.status_code == 409 and "郝小军已于 2026-11-18 09:00 报送" in text(again)
    assert Return.objects.count() == 1


def test_it_asks_at_the_field_who_phoned_and_keeps_what_was_typed(cast, login, sweep):
    client = login(cast.clerk)
    told = {"version": "0", "kind": "found", "matters": "3组两家争地", "category": "area", "text": "已派人"}
    wrong = client.post(f"/duties/{sweep.pk}/", told)
    assert wrong.status_code == 422 and "代报的，请写明是谁来电报送的。" in text(wrong) and "3组两家争地" in text(wrong)
    right = client.post(f"/duties/{sweep.pk}/", {**told, "phoned_by": "马建民"})
    assert right["Location"] == "/duties/board/?plan=p&window=2026-11-18"
    page = text(client.get(f"/duties/{sweep.pk}/"))
    assert "代报，来电人 马建民" in page and "3组两家争地（尚未登记）" in page


def test_an_accusation_is_no_finding_of_a_sweep(cast, login, sweep):
    client = login(cast.grid_worker)
    told = {"version": "0", "kind": "found", "matters": "街道干部收好处费", "category": "area"}
    wrong = client.post(f"/duties/{sweep.pk}/", told)
    assert wrong.status_code == 422 and "事项性质选“检举控告”" in text(wrong)
    assert not Return.objects.exists()
    assert client.post(f"/duties/{sweep.pk}/", told | {"not_accusing": "on"}).status_code == 302


def test_it_refuses_a_return_for_a_future_window_at_the_field(cast, login, sweep):
    tomorrow = DutyTask.objects.get(first=TODAY + timedelta(days=1))
    client = login(cast.grid_worker)
    assert "这一期从 2026-11-19 开始，到时再报。" in text(client.get(f"/duties/{tomorrow.pk}/"))
    wrong = client.post(f"/duties/{tomorrow.pk}/", {"version": "0", "kind": "zero"})
    assert wrong.status_code == 422 and "还没有到，不能提前报送" in text(wrong)
    assert client.post(f"/duties/{tomorrow.pk}/zero/").status_code == 422
    assert not Return.objects.exists()


def test_it_links_cases_of_the_window_by_a_tick_and_others_by_number(cast, login, sweep):
    fresh = builders.petition(cast, at=NOW - timedelta(minutes=5), title="今天登记的一件")
    known = builders.petition(cast, at=moment("2026-10-10T09:00"), title="上月登记的一件")
    hidden = builders.accusation(cast, at=NOW)
    client = login(cast.clerk)
    page = text(client.get(f"/duties/{sweep.pk}/"))
    assert "今天登记的一件" in page and "上月登记的一件" not in page and hidden.number not in page
    assert 'href="/petitions/register/" target="_blank"' in page
    told = {"version": "0", "kind": "found", "category": "area", "phoned_by": "马建民", "cases": [fresh.pk]}
    wrong = client.post(f"/duties/{sweep.pk}/", {**told, "numbers": f"{known.number} XF2026-999999"})
    assert wrong.status_code == 422 and "没有找到编号为 XF2026-999999 的事项" in text(wrong)
    wrong = client.post(f"/duties/{sweep.pk}/", {**told, "numbers": hidden.number})
    assert wrong.status_code == 422 and "限制知悉" in text(wrong)
    assert client.post(f"/duties/{sweep.pk}/", {**told, "numbers": known.number.lower()}).status_code == 302
    assert DutyTask.objects.get(pk=sweep.pk).found == 2


def test_it_keeps_ticks_when_the_list_of_cases_is_asked_for_anew(cast, login, sweep):
    fresh = builders.petition(cast, at=NOW)
    page = text(login(cast.clerk).get(f"/duties/{sweep.pk}/?cases={fresh.pk}"))
    assert f'value="{fresh.pk}"' in page and "checked" in page.partition(f'value="{fresh.pk}"')[2][:80]


def test_it_shows_a_correction_beside_what_it_corrects(cast, login, sweep):
    client = login(cast.grid_worker)
    client.post(f"/duties/{sweep.pk}/zero/")
    told = {"version": "1", "kind": "found", "matters": "晚上又一件", "category": "area"}
    assert "请写明原因" in text(client.post(f"/duties/{sweep.pk}/", told))
    client.post(f"/duties/{sweep.pk}/", {**told, "reason": "晚上接到报告"})
    page = text(client.get(f"/duties/{sweep.pk}/"))
    assert "第 2 版 有情况" in page and "第 1 版 零报告" in page and "已被更正" in page and "晚上接到报告" in page


def test_it_counts_cases_that_the_reader_may_not_know_of(cast, login, sweep):
    case = builders.petition(cast, unit=cast.guodu, actor=cast.outsider, area=cast.area("610116002001"))
    returns.hand_in(sweep, ReturnInput("found", cases=[case], phoned_by="马建民"), actor=cast.staff, at=NOW, version=0)
    page = text(login(cast.grid_worker).get(f"/duties/{sweep.pk}/"))
    assert case.number not in page and "另有 1 件您无权查看" in page


@pytest.fixture
def townships(cast, no_plans, now):
    """韦曲 with 50 villages and 郭杜 with 10 owe a daily sweep; two days of it, the first one over."""
    units = villages(49) + villages(10, "610116002")
    plan(name="日排查", opens_days_ahead=0)
    opening.open_windows(NOW - timedelta(days=1))
    opening.open_windows(NOW)
    reminding.close(NOW)
    yesterday = DutyTask.objects.filter(first=TODAY - timedelta(days=1))
    yesterday.filter(area__code__startswith="610116002").update(state="zero", returned_at=NOW)
    yesterday.filter(unit=units[0]).update(state="returned", found=3, returned_at=NOW)
    yesterday.filter(unit=units[1]).update(state="late", returned_at=NOW)
    return units


def test_it_puts_the_missing_first_and_folds_townships_of_a_large_county(cast, login, townships):
    page = text(login(cast.county).get(BOARD))
    # At nine in the morning yesterday's end is nearer than tonight's.
    assert "11月17日 周二：应报 60 个单位，已报 12，其中零报告 10，迟报 1，排查到 3 件，缺 48。" in page
    assert "韦曲街道 48" in page and "等 48 个" in page
    assert '2/50 <b class="cell-missing">缺48</b>' in page and "10/10" in page
    assert "第1村" not in page.partition('id="board"')[2], "folded"
    unfolded = text(login(cast.county).get(f"{BOARD}&open=610116002")).partition('id="board"')[2]
    assert "0 零报</a>" in unfolded and unfolded.count("零报</a>") == 10


def test_it_shows_a_street_its_own_villages_and_nobody_elses(cast, login, townships):
    page = text(login(cast.clerk).get(f"{BOARD}&window=2026-11-18"))
    assert "应报 50 个单位，已报 0，还没有报的 50，2026-11-18 周三 24:00 截止。" in page
    assert "郭杜" not in page


def test_it_shows_every_cell_of_a_small_range(cast, login, townships):
    Unit.objects.filter(pk=cast.guodu.pk).update(sees="area")
    page = text(login(cast.outsider).get(BOARD))
    assert page.count("0 零报</a>") == 10 and page.count("待报</a>") == 10


def test_it_gives_the_townships_own_units_one_row_each(cast, login, no_plans, now):
    cast.weiqu.short_name = "韦曲街道"
    cast.weiqu.save(update_fields=["short_name"])
    plan(name="周报", cadence="weekly", levels=["township"], unit_kinds=["government", "police"], opens_days_ahead=0)
    opening.open_windows(NOW)
    page = text(login(cast.county).get(BOARD))
    assert "韦曲街道 2" in page and "韦曲派出所</th>" in page
    Unit.objects.filter(pk=cast.station.pk).update(is_active=False)
    opening.open_windows(NOW)
    page = text(login(cast.county).get(BOARD))
    assert "韦曲街道 1" not in page and page.partition('id="board"')[2].count("韦曲街道") == 1


def test_it_urges_from_the_board(cast, login, townships):
    client = login(cast.clerk)
    done = client.post("/duties/board/urge/", {"plan": "p", "window": "2026-11-18"}, follow=True)
    assert "已催报 50 个单位" in text(done)
    again = client.post("/duties/board/urge/", {"plan": "p", "window": "2026-11-18"}, follow=True)
    assert "一小时内已经催过" in text(again)


def test_it_exports_every_unit_in_the_countys_order_also_those_that_sent_nothing(cast, login, townships):
    answer = login(cast.county).get("/duties/board/export/?plan=p")
    sheet = sheet_in(answer)
    assert sheet.head[:2] == ["镇街", "单位"] and sheet.head[2].startswith("11-17") and sheet.head[-1] == "排查到"
    positions = list(Unit.objects.filter(kind="village").order_by("position", "id").values_list("name", flat=True))
    assert [row[1] for row in sheet.rows] == positions
    by_name = {row[1]: row[2:] for row in sheet.rows}
    assert by_name[townships[0].name] == ["✓ 3件", "待报", 2, 1, 0, 0, 0, 3]
    assert by_name[townships[2].name] == ["缺", "待报", 2, 0, 0, 0, 1, 0]
    assert AccessRecord.objects.get(verb="export").subject == "日排查报送情况，共 60 行"


def test_it_lists_plans_and_switches_them(cast, login, delivered, now):
    client = login(cast.county)
    page = text(client.get("/settings/duties/"))
    assert "村（社区）矛盾纠纷日排查" in page and "未启用" in page
    switch, why = "/settings/duties/plans/sweep.village/switch/", "换了新的方案"
    opening.open_windows(NOW)
    owed = DutyTask.objects.filter(plan_code="sweep.village", state="open")
    said = f"{owed.values('unit').distinct().count()} 个单位还没有到期的 {owed.count()} 项任务马上撤回"
    assert owed.exists() and said in text(client.get(switch))
    # Without a reason nothing happens, and what is said stays on the page.
    refused = client.post(switch, {"on": "0", "reason": " "})
    assert refused.status_code == 422 and "请写明事由" in text(refused) and said in text(refused)
    assert DutyPlan.objects.get(code="sweep.village").is_active
    client.post(switch, {"on": "0", "reason": why})
    assert not DutyPlan.objects.get(code="sweep.village").is_active
    # Sent again, it is not switched back.
    client.post(switch, {"on": "0", "reason": why})
    assert not DutyPlan.objects.get(code="sweep.village").is_active
    assert "个单位从当期起按这个方案报送" in text(client.get(switch))
    client.post(switch, {"on": "1", "reason": why})
    assert DutyTask.objects.filter(plan_code="sweep.village", unit=cast.fengqi, first=TODAY).exists()
    assert AccessRecord.objects.filter(verb="setting", subject__contains="日排查").count() == 2


def sent(client, code="sweep.village", **changes) -> dict:
    """What the browser would send of an untouched form, with the changes."""
    context = client.get(f"/settings/duties/plans/{code}/").context
    return typed(context, **changes)


def typed(context, **changes) -> dict:
    fields = {
        name: "" if (value := context["form"][name].value()) is None else value for name in context["form"].fields
    }
    fields |= {"include": "", "exclude": ""}
    for rows in (context["reminders"], context["rungs"]):
        for form in (rows.management_form, *rows.forms):
            for name in form.fields:
                value = form[name].value()
                fields[form.add_prefix(name)] = "" if value is None else value
    return {**fields, **changes}


def test_it_makes_a_new_version_of_a_plan_with_its_reminders(cast, login, delivered, now):
    client = login(cast.county)
    changes = {"due_time": "20:00", "quota": "1", "exclude": "广场社区居委会"}
    Unit.objects.create(
        name="广场社区居委会", short_name="广场社区", kind="village", area_id="610116001003", position=50
    )
    answer = client.post(
        "/settings/duties/plans/sweep.village/", sent(client, **changes, **{"reminders-0-at_time": "15:30"})
    )
    assert answer.status_code == 302, answer.context["form"].errors
    old, new = DutyPlan.objects.filter(code="sweep.village").order_by("version")
    assert (old.effective_to, new.effective_from, new.due_time.hour) == (date(2026, 11, 17), TODAY, 20)
    assert [reminder.at_time.strftime("%H:%M") for reminder in new.reminders.all()][:2] == ["15:30", "20:00"]
    opening.open_windows(NOW)
    assert set(DutyTask.objects.filter(plan=new).values_list("unit__short_name", flat=True)) == {"凤栖路社区"}


def test_it_changes_and_empties_the_ladder_of_a_plan(cast, login, delivered, now):
    client = login(cast.county)
    rows = {
        "rungs-0-missed": "2",
        "rungs-1-missed": "",
        "rungs-1-proposes": "",
        "rungs-3-proposes": "",
        "rungs-3-missed": "",
    }
    answer = client.post("/settings/duties/plans/sweep.village/", sent(client, **rows), follow=True)
    new = DutyPlan.objects.get(code="sweep.village", version=2)
    assert [(rung.rung, rung.span, rung.missed, rung.source) for rung in new.rungs.all()] == [
        (1, "row", 2, ""),
        (2, "row", 7, "S-70 DESIGN"),
    ]
    assert "连续缺 2 期，抄告单" in text(answer) and "连续缺 3 期，抄告单" in text(answer), "both versions are shown"


NEW = {
    "kind": "sweep",
    "name": "校园周边排查",
    "levels": ["township"],
    "unit_kinds": ["police"],
    "basis": "开学前后每月一次",
    "cadence": "monthly",
    "rungs-0-span": "row",
    "rungs-0-missed": "2",
    "rungs-0-proposes": "copy_notice",
}


def test_it_adds_a_plan_of_the_countys_own_that_opens_at_once(cast, login, delivered, now):
    client = login(cast.county)
    page = client.get("/settings/duties/plans/new/")
    answer = client.post("/settings/duties/plans/new/", typed(page.context, **NEW), follow=True)
    assert "已新增“校园周边排查”，自 2026-11-18 起执行。" in text(answer)
    made = DutyPlan.objects.get(name="校园周边排查")
    assert (made.code, made.kind, made.is_active, made.rungs.get().missed) == ("local.1", "sweep", True, 2)
    assert made.reminders.count() == 4
    # November is cut where the plan begins.
    task = DutyTask.objects.get(plan=made, unit=cast.station)
    assert (task.first, task.last) == (TODAY, date(2026, 11, 30))
    again = client.post("/settings/duties/plans/new/", typed(page.context, **{**NEW, "kind": "drill"}))
    assert again.status_code == 422 and "已有同名的方案" in text(again)
    other = client.post("/settings/duties/plans/new/", typed(page.context, **{**NEW, "name": "校园排查"}))
    assert "“校园周边排查”已经要求其中 1 个单位每月报送，各期重叠" in text(other)


def test_it_declares_and_ends_a_special_period(cast, login, delivered, now):
    client = login(cast.county)
    told = {"name": "两会期间", "plan_code": "sweep.special", "first": "2026-11-18", "last": "2026-11-20"}
    page = text(client.post("/settings/duties/periods/", told, follow=True))
    # Two streets and a village, today and tomorrow.
    assert "已宣布“两会期间”，列出任务 6 项。" in page
    wrong = client.post("/settings/duties/periods/", {**told, "name": "又一个", "first": "2026-11-20"})
    assert wrong.status_code == 422 and "与“两会期间”（2026-11-18 至 2026-11-20）重叠" in text(wrong)
    assert "末日不能早于首日。" in text(client.post("/settings/duties/periods/", {**told, "last": "2026-11-01"}))
    client.post(reverse("duties:end_period", args=[SpecialPeriod.objects.get().pk]), {"reason": "已经平稳"})
    assert SpecialPeriod.objects.get().last == TODAY
    assert not DutyTask.objects.filter(first__gt=TODAY, plan_code="sweep.special").exclude(state="withdrawn").exists()


def test_it_leads_a_leader_to_the_board_and_shows_empty_pages(cast, login, no_plans, now):
    assert login(cast.leader).get("/duties/")["Location"] == "/duties/board/"
    assert login(cast.leader).get("/duties/board/").status_code == 404
    assert "没有待报的任务" in text(login(cast.handler).get("/duties/"))
    plan()
    assert "这段时间没有应报的任务" in text(login(cast.leader).get("/duties/board/"))
    assert Case.objects.count() == 0
