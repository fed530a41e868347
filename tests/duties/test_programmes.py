"""Programmes: made from a sample, owned, reported with evidence, confirmed or sent back, seen by whom they concern."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance.assessment import reference as standards
from governance.cases.files import storage
from governance.duties.models import DutyTask, Evidence, Milestone, Programme, ProgrammeEvent, ProgrammeTask
from governance.duties.plans import actions as plans
from governance.duties.programmes import actions as programmes
from governance.duties.programmes import rows as programme_tree
from governance.duties.programmes import samples, ties
from governance.duties.programmes.actions import ReportInput
from governance.duties.programmes.counts import by_unit
from governance.duties.programmes.dividing import add_for_every
from governance.duties.programmes.forms import OWN, ProgrammeForm
from governance.duties.programmes.planned import TaskInput
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.notices.models import Notice
from governance.organisation.models import Unit
from governance.organisation.standing import standing_of
from governance.publications import reference as publications
from governance.registers import reference as registers
from tests.attachments.samples import picture, upload
from tests.workbooks import sheet_in

from . import making
from .making import NOW, TODAY

DUE = TODAY + timedelta(days=40)


@pytest.fixture
def programme(cast):
    return Programme.objects.create(
        name="试点任务", year=2026, lead_unit=cast.centre, basis="试点方案", created_by=cast.staff, created_at=NOW
    )


def add(programme, cast, title="完善制度", parent=None, owner=None, **fields):
    planned = TaskInput(title=title, owner=owner or cast.housing, **{"due": DUE, **fields})
    return programmes.add_task(programme, parent, planned, actor=cast.staff, at=NOW)


def report(task, cast, *, actor=None, at=NOW, **told):
    task.refresh_from_db()
    said = ReportInput(told.pop("text", "制度已印发。"), **told)
    return programmes.report(task, said, version=task.version, actor=actor or cast.lead, at=at)


def test_it_delivers_trees_in_which_every_task_has_its_parent_and_its_source():
    for sample in samples.SAMPLES.values():
        numbers = [task.number for task in sample.tasks]
        assert len(numbers) == len(set(numbers)) > 20
        assert all(not task.parent or task.parent in numbers for task in sample.tasks)
        assert all(task.source for task in sample.tasks)
        assert all(task.first(2028) <= task.due(2028) for task in sample.tasks)


@pytest.mark.parametrize("word", ["宗教", "邪教", "间谍", "奸", "国家安全"])
def test_it_delivers_no_task_on_faith_or_state_security(word):
    assert not [task for sample in samples.SAMPLES.values() for task in sample.tasks if word in task.title + task.text]


@pytest.fixture
def campaign(cast):
    """Twenty days in which every township looks at ten hotels, and not the county's government above them."""
    told = {"name": "长安区人民政府", "short_name": "区政府", "area_id": "610116", "kind": "government"}
    Unit.objects.filter(pk=cast.centre.pk).update(parent=Unit.objects.create(**told))
    cast.centre.refresh_from_db()
    made = programmes.create(
        "旅馆整治",
        2026,
        cast.centre,
        sample=None,
        basis="长综治办〔2026〕9 号",
        actor=cast.staff,
        at=NOW,
        period=(TODAY, TODAY + timedelta(days=20)),
    )
    planned = TaskInput(title="检查旅馆", owner=cast.centre, due=TODAY + timedelta(days=20), target=10, unit_word="家")
    heading = programmes.add_task(made, None, TaskInput(title="检查", owner=cast.centre), actor=cast.staff, at=NOW)
    add_for_every("government", made, heading, planned, actor=cast.staff, at=NOW)
    return made


def test_a_campaign_is_divided_among_every_unit_of_a_kind_and_counted_by_unit(cast, campaign):
    tasks = {task.owner: task for task in campaign.tasks.filter(target=10)}
    governments = {cast.weiqu, cast.guodu}
    assert set(tasks) == governments and len(governments) > 1
    assert {task.parent.title for task in tasks.values()} == {"检查"}
    report(tasks[cast.weiqu], cast, actor=cast.clerk, counted=4)
    standing = standing_of(cast.staff, TODAY)
    nodes = programme_tree.load(campaign, standing, TODAY)
    table = by_unit(nodes)
    assert (table.head, [cell.text for cell in table.total.cells]) == (["检查"], [f"4/{10 * len(tasks)} 家"])
    assert {row.label: row.cells[0].text for row in table.rows}[cast.weiqu.short_name] == "4/10 家"
    assert programme_tree.progress(nodes[0]).startswith(f"0/{len(tasks)} 项 4/{10 * len(tasks)} 家")
    event = tasks[cast.weiqu].events.first()
    assert event.facts == [["累计完成", "0 家", "4 家"]]


def test_whoever_must_do_it_confirm_it_or_need_not_do_it_any_more_hears_of_it(cast, campaign):
    def heard(person, words: str) -> int:
        return Notice.objects.filter(recipient=person, text__contains=words).count()

    task = campaign.tasks.get(owner=cast.weiqu, target=10)
    assert heard(cast.clerk, "“旅馆整治”列入由贵单位负责的任务“检查旅馆”，期限") == 1
    assert heard(cast.staff, "列入由贵单位负责") == 0, "nobody hears of what they have listed for themselves"
    report(task, cast, actor=cast.clerk, counted=10, complete=True)
    assert heard(cast.staff, "“检查旅馆”报送完成，请确认或者退回") == 1
    other = campaign.tasks.get(owner=cast.guodu, target=10)
    programmes.withdraw(other, "已由公安检查。", version=other.version, actor=cast.staff, at=NOW)
    assert heard(cast.outsider, "“检查旅馆”已撤销，不再要求：已由公安检查。") == 1


def test_a_unit_hears_once_of_all_that_a_sample_lists_for_it(cast):
    sample = next(iter(samples.SAMPLES.values()))
    made = programmes.create("试点", 2026, cast.centre, sample=sample, basis="", actor=cast.staff, at=NOW)
    theirs = made.tasks.exclude(owner=cast.centre)
    told = Notice.objects.filter(text__startswith="“试点”列入由贵单位负责的任务")
    counts = Counter(theirs.values_list("owner", flat=True)).values()
    said = set(told.values_list("text", flat=True))
    assert said and said <= {f"“试点”列入由贵单位负责的任务 {count} 项。" for count in counts}
    assert len(set(told.values_list("recipient", flat=True))) == told.count()


def test_a_target_that_is_not_reached_is_not_complete(cast, campaign):
    task = campaign.tasks.get(owner=cast.weiqu, target=10)
    with pytest.raises(FactMissing) as refused:
        report(task, cast, actor=cast.clerk, counted=9, complete=True)
    assert "数量目标 10 家，累计完成 9 家" in refused.value.errors["complete"]
    task.refresh_from_db()
    assert task.counted == 0
    report(task, cast, actor=cast.clerk, counted=9)
    report(task, cast, actor=cast.clerk, counted=10, complete=True)
    task.refresh_from_db()
    assert (task.counted, task.state) == (10, "reported")


@pytest.mark.parametrize(
    ("wrong", "at", "said"),
    [
        ({"due": TODAY + timedelta(days=21)}, "due", "行动期间"),
        ({"first": TODAY - timedelta(days=1)}, "first", "行动期间"),
        ({"target": 5}, "unit_word", "计量单位"),
        ({"target": 5, "unit_word": "件", "title": "信访量下降"}, "target", "第四十六条"),
    ],
)
def test_a_campaign_takes_no_task_outside_its_days_and_no_target_that_rewards_fewer_petitions(
    cast, campaign, wrong, at, said
):
    with pytest.raises(FactMissing) as refused:
        add(campaign, cast, **{"due": TODAY + timedelta(days=10), **wrong})
    assert said in refused.value.errors[at]


def test_the_pages_of_a_campaign_divide_it_and_show_it_by_unit(cast, login):
    client = login(cast.staff)
    days = {"first": "2026-03-02", "last": "2026-03-01"}
    told = {"name": "旅馆整治", "year": "2026", "lead_unit": cast.centre.pk, "basis": "九号文", "sample": OWN}
    answer = client.post(reverse("duties:new_programme"), told | days)
    assert answer.status_code == 422 and "行动结束不能早于行动开始" in answer.content.decode()
    client.post(reverse("duties:new_programme"), told | days | {"last": "2026-12-31"})
    made = Programme.objects.get(name="旅馆整治")
    assert (made.first, made.last) == (date(2026, 3, 2), date(2026, 12, 31))
    page = reverse("duties:programme", args=[made.pk])
    assert "按单位" not in client.get(page).content.decode()
    new = reverse("duties:new_programme_task", args=[made.pk])
    task = {"title": "检查旅馆", "every": "government", "target": "10", "unit_word": "家", "due": "2026-12-01"}
    refused = client.post(new, task | {"owner": cast.weiqu.name})
    assert refused.status_code == 422 and "列给一类单位的，不填责任单位" in refused.content.decode()
    assert client.post(new, task).status_code == 302
    shown = client.get(page, {"show": "units"}).content.decode()
    assert "0/10 家" in shown and cast.weiqu.short_name in shown


def test_a_new_programme_starts_empty(cast):
    form = ProgrammeForm(units=Unit.objects.filter(pk=cast.centre.pk), today=TODAY)
    assert form["sample"].value() == OWN


def test_it_makes_a_programme_from_a_sample_once_a_year(cast):
    sample = samples.SAMPLES["pilot"]
    how = {"sample": sample, "basis": sample.basis, "actor": cast.staff, "at": NOW}
    made = programmes.create(sample.name, 2026, cast.centre, **how)
    assert made.tasks.count() == len(sample.tasks)
    assert made.tasks.get(number="2.4.1").parent.number == "2.4"
    assert made.tasks.get(number="2.4.1").due == date(2026, 6, 30)
    assert ProgrammeEvent.objects.filter(task__programme=made, verb="open").count() == len(sample.tasks)
    with pytest.raises(FactMissing):
        programmes.create(sample.name, 2026, cast.centre, **how)
    with pytest.raises(StepNotAllowed):
        programmes.create(sample.name, 2027, cast.weiqu, **{**how, "actor": cast.clerk})


def test_it_reports_confirms_and_keeps_the_history(cast, programme):
    task = add(programme, cast, marks=[("启动", TODAY)])
    report(task, cast, reached=["启动"], files=[upload("现场.png", picture("PNG"))])
    task = report(task, cast, text="全部完成。", complete=True, at=NOW + timedelta(days=1))
    assert (task.state, task.reported_on) == ("reported", TODAY + timedelta(days=1))
    task = programmes.confirm(task, version=task.version, actor=cast.staff, at=NOW + timedelta(days=9))
    assert (task.state, task.done_on) == ("done", TODAY + timedelta(days=9))
    assert [event.verb for event in task.events.order_by("id")] == ["open", "progress", "report", "confirm"]
    assert Milestone.objects.get().reached_on == TODAY
    assert ("完善制度 佐证材料 现场.png", Evidence.objects.get().path) in [row[:2] for row in storage.held()]
    assert Notice.objects.filter(recipient=cast.lead, text__contains="已确认完成").exists()


def test_it_is_not_confirmed_by_whoever_reported_it(cast, programme):
    task = report(add(programme, cast, owner=cast.centre), cast, actor=cast.staff, complete=True)
    with pytest.raises(Refusal, match="他人确认"):
        programmes.confirm(task, version=task.version, actor=cast.staff, at=NOW)
    assert programmes.confirm(task, version=task.version, actor=cast.county, at=NOW).state == "done"


def test_it_sends_back_with_a_reason_and_is_late_again(cast, programme):
    task = report(add(programme, cast, due=TODAY), cast, complete=True)
    how = {"version": task.version, "actor": cast.staff, "at": NOW + timedelta(days=2)}
    with pytest.raises(FactMissing):
        programmes.send_back(task, " ", **how)
    task = programmes.send_back(task, "缺少村级情况。", **how)
    assert (task.state, task.reported_on) == ("open", None)
    node = programme_tree.load(programme, standing_of(cast.staff, TODAY), TODAY + timedelta(days=2))[0]
    assert (node.light.code, node.light.why) == ("overdue", "超期 2 天")
    assert Notice.objects.filter(recipient=cast.lead, text__contains="缺少村级情况").exists()


def test_what_was_late_stays_late_whatever_day_is_agreed_on_since(cast, programme):
    kept, gone = add(programme, cast, due=TODAY), add(programme, cast, title="健全网络", due=TODAY)
    later = NOW + timedelta(days=3)
    longer = TaskInput(title="完善制度", owner=cast.housing, due=DUE)
    kept = programmes.change_task(kept, longer, version=kept.version, actor=cast.staff, at=later)
    programmes.withdraw(gone, "并入其他任务。", version=gone.version, actor=cast.staff, at=later)

    def shown():
        nodes = programme_tree.load(programme, standing_of(cast.staff, TODAY), later.date())
        return {node.task.title: (node.light.code, node.light.why) for node in nodes}

    assert f"原期限 {TODAY} 已超过" in shown()["完善制度"][1]
    assert shown()["健全网络"] == ("ended", f"已撤销，原期限 {TODAY} 已超过")
    kept = report(kept, cast, complete=True, at=later)
    programmes.confirm(kept, version=kept.version, actor=cast.staff, at=later)
    assert shown()["完善制度"] == ("missed", f"逾期完成，原期限 {TODAY} 已超过")


def test_it_takes_reports_from_the_owner_only_and_decisions_from_who_leads_only(cast, programme):
    task = add(programme, cast)
    with pytest.raises(StepNotAllowed):
        report(task, cast, actor=cast.outsider)
    with pytest.raises(StepNotAllowed):
        report(task, cast, actor=cast.staff)
    task = report(task, cast, complete=True)
    with pytest.raises(StepNotAllowed):
        programmes.confirm(task, version=task.version, actor=cast.lead, at=NOW)
    with pytest.raises(Refusal, match="待确认"):
        report(task, cast)


def test_it_refuses_a_report_that_leaves_a_milestone_out_or_says_nothing(cast, programme):
    task = add(programme, cast, marks=[("启动", TODAY)])
    with pytest.raises(FactMissing) as refusal:
        report(task, cast, complete=True)
    assert "启动" in refusal.value.errors["complete"]
    with pytest.raises(FactMissing):
        report(task, cast, text="  ")
    assert not task.events.exclude(verb="open").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first": TODAY, "due": TODAY - timedelta(days=1)}, "due"),
        ({"first": TODAY, "marks": [("早", TODAY - timedelta(days=1))]}, "marks"),
        ({"marks": [("晚", DUE + timedelta(days=1))]}, "marks"),
        ({"marks": [("同", TODAY), ("同", DUE)]}, "marks"),
    ],
)
def test_it_refuses_dates_that_contradict_each_other(cast, programme, wrong, field):
    with pytest.raises(FactMissing) as refusal:
        add(programme, cast, **wrong)
    assert set(refusal.value.errors) == {field}


def test_it_refuses_a_part_that_ends_after_the_whole_and_an_owner_from_elsewhere(cast, programme):
    whole = add(programme, cast)
    with pytest.raises(FactMissing):
        add(programme, cast, parent=whole, due=DUE + timedelta(days=1))
    of_weiqu = Programme.objects.create(name="镇街", year=2026, lead_unit=cast.weiqu, basis="文件", created_at=NOW)
    with pytest.raises(FactMissing) as refusal:
        add(of_weiqu, cast, owner=cast.guodu)
    assert set(refusal.value.errors) == {"owner"}


def test_it_does_not_break_up_what_has_been_reported(cast, programme):
    task = add(programme, cast)
    report(task, cast)
    with pytest.raises(Refusal):
        add(programme, cast, parent=task)


def test_it_tells_the_second_editor_what_the_first_did(cast, programme):
    task = add(programme, cast)
    seen = task.version
    changed = TaskInput(title="完善制度", owner=cast.water, due=DUE)
    programmes.change_task(task, changed, version=seen, actor=cast.staff, at=NOW)
    assert task.events.first().facts == [["责任单位", cast.housing.short_name, cast.water.short_name]]
    with pytest.raises(Refusal, match=f"{cast.staff.name}已于 .* 调整"):
        programmes.change_task(task, changed, version=seen, actor=cast.county, at=NOW)


def test_it_never_changes_the_history(cast, programme):
    event = add(programme, cast).events.get()
    for touch in (lambda: ProgrammeEvent.objects.update(text="改"), event.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            touch()


def test_it_works_progress_out_from_what_is_below(cast, programme):
    whole = add(programme, cast, title="总任务")
    parts = [add(programme, cast, title=f"第{n}项", parent=whole) for n in range(4)]
    done = report(parts[0], cast, complete=True)
    programmes.confirm(done, version=done.version, actor=cast.staff, at=NOW)
    programmes.withdraw(parts[3], "不再开展。", version=1, actor=cast.staff, at=NOW)
    root = programme_tree.load(programme, standing_of(cast.staff, TODAY), TODAY)[0]
    assert programme_tree.progress(root) == "1/3 项 33%"
    assert programme_tree.sentence([root], whole=True) == "共 3 项，已完成 1，超期 0，临期 0；进度 33%。"


def test_it_puts_the_late_ones_first_and_numbers_in_their_order(cast, programme):
    for n in range(11):
        add(programme, cast, title=f"第{n}项", due=DUE - timedelta(days=n * 10))
    nodes = programme_tree.load(programme, standing_of(cast.staff, TODAY), TODAY)
    assert [node.task.number for node in nodes][-2:] == ["10", "11"]
    first = programme_tree.late_first(programme_tree.leaves(nodes))[0]
    assert (first.task.number, first.light.code) == ("11", "overdue")


def test_it_shows_a_unit_its_own_tasks_under_their_headings_and_nobody_elses(cast, programme):
    whole = add(programme, cast, title="总任务", owner=cast.centre)
    mine = add(programme, cast, title="我局的", parent=whole)
    theirs = add(programme, cast, title="别局的", parent=whole, owner=cast.water)
    root = programme_tree.load(programme, standing_of(cast.lead, TODAY), TODAY)[0]
    assert [child.task.pk for child in root.children] == [mine.pk]
    assert programme_tree.row_of(root).url == ""
    assert theirs.title not in str(programme_tree.mine(standing_of(cast.lead, TODAY), TODAY))


def test_it_is_reported_and_sent_back_through_the_pages(cast, programme, login):
    task = add(programme, cast)
    url = reverse("duties:programme_task", args=[task.pk])
    owner = login(cast.lead)
    wrong = owner.post(url, {"version": 1, "text": "", "complete": "on"})
    assert wrong.status_code == 422
    assert "请写明做了什么" in wrong.content.decode()
    files = [upload("现场.png", picture("PNG"))]
    assert owner.post(url, {"version": 1, "text": "已完成。", "complete": "on", "files": files}).status_code == 302
    assert owner.get(reverse("duties:evidence", args=[Evidence.objects.get().pk])).status_code == 200
    stale = owner.post(url, {"version": 1, "text": "再报一次。"})
    assert stale.status_code == 409
    decide = reverse("duties:decide_programme_task", args=[task.pk])
    centre = login(cast.staff)
    empty = centre.post(decide, {"version": 2, "decision": "send_back", "reason": ""})
    assert (empty.status_code, "请写明退回的理由" in empty.content.decode()) == (422, True)
    late = centre.post(decide, {"version": 1, "decision": "send_back", "reason": "写好的理由"})
    assert late.status_code == 409
    assert "报送完成），请核对" in late.content.decode()
    assert "写好的理由" in late.content.decode()
    assert centre.post(decide, {"version": 2, "decision": "confirm"}).status_code == 302
    assert ProgrammeTask.objects.get().state == "done"


def test_it_keeps_what_was_typed_when_the_owner_is_unknown(cast, programme, login):
    url = reverse("duties:new_programme_task", args=[programme.pk])
    answer = login(cast.staff).post(url, {"title": "完善制度", "owner": "没有这个局", "marks": "2026-13-01 启动"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "没有找到这个单位" in said
    assert "应先写日期再写名称" in said
    assert "没有这个局" in said
    assert not programme.tasks.exists()


def test_it_exports_every_task_as_text(cast, programme, login):
    add(programme, cast, title="=1+1")
    answer = login(cast.staff).get(reverse("duties:programme_export", args=[programme.pk]))
    (row,) = sheet_in(answer).rows
    assert row[:2] == ["1", "=1+1"]
    assert row[3] == cast.housing.name


def test_it_reads_a_programme_in_as_many_queries_for_many_tasks_as_for_few(cast, programme, django_assert_num_queries):
    add(programme, cast, marks=[("启动", TODAY)])
    standing = standing_of(cast.staff, office_day(timezone.now()))
    counted = []
    for extra in (0, 20):
        for n in range(extra):
            add(programme, cast, title=f"第{n}项", marks=[("启动", TODAY)])
        with django_assert_num_queries(2):
            counted.append(len(programme_tree.load(programme, standing, TODAY)))
    assert counted == [1, 21]


def test_the_sweep_of_all_fields_lists_each_field_as_a_task_of_its_own():
    fields = [task for task in samples.SAMPLES["pilot"].tasks if task.parent == "4.4"]
    assert len(fields) == 10 and all(task.title.endswith("领域矛盾纠纷专项排查") for task in fields)


def test_every_task_of_the_frameworks_and_mechanisms_rests_on_something_that_is_delivered(cast):
    for load in (plans.load_reference, registers.load_reference, standards.load_reference, publications.load_reference):
        load()
    offered = {code for _, group in ties.choices() for code, _ in group}
    tasks = [task for task in samples.SAMPLES["frameworks"].tasks if task.depth]
    assert len(tasks) == 20 and {task.rests_on for task in tasks} <= offered


def test_a_task_says_on_what_it_rests_and_how_that_stands(cast, login):
    plan = making.plan("report.daily", "daily", levels=["township"], unit_kinds=["government"], name="日报告零报告")
    made = programmes.create("十大机制", 2026, cast.centre, sample=None, basis="纲要", actor=cast.staff, at=NOW)
    planned = TaskInput(title="信息管理机制", owner=cast.weiqu, rests_on="plan:report.daily")
    task = programmes.add_task(made, None, planned, actor=cast.staff, at=NOW)
    url, staff = reverse("duties:programme_task", args=[task.pk]), login(cast.staff)
    page = staff.get(url).content.decode()
    assert f'{reverse("duties:board")}?plan=report.daily">例行方案：日报告零报告</a>' in page
    assert "还没有到期的任务" in page
    day = NOW.date() - timedelta(days=1)
    told = {"plan": plan, "plan_code": plan.code, "label": "日报", "first": day, "last": day}
    for unit, state in ((cast.weiqu, "returned"), (cast.guodu, "missing")):
        at = {"opened_at": NOW, "due_at": NOW, "returned_at": NOW if state == "returned" else None}
        DutyTask.objects.create(unit=unit, area=unit.area, state=state, **told | at)
    assert "应报 2，已报 1，缺报 1" in staff.get(url).content.decode()
    typed = {"title": task.title, "owner": cast.weiqu.name, "rests_on": "plan:nothing", "version": task.version}
    change = reverse("duties:change_programme_task", args=[task.pk])
    answer = staff.post(change, typed)
    assert answer.status_code == 422 and "请从列出的各项中选择。" in answer.content.decode()
    plan.effective_to = NOW.date()
    plan.save()
    assert "例行方案：report.daily" in staff.get(url).content.decode()
    # Whoever corrects something else of it does not untie it.
    assert '<option value="plan:report.daily" selected>' in staff.get(change).content.decode()
    kept = typed | {"title": "信息管理", "rests_on": task.rests_on, "due": str(DUE), "person": ""}
    assert staff.post(change, kept).status_code == 302
    task.refresh_from_db()
    assert (task.title, task.rests_on) == ("信息管理", "plan:report.daily")
    assert "plan:report.daily" not in {code for _, offered in ties.choices() for code, _ in offered}


def test_a_task_says_which_leader_answers_for_it(cast, login, programme):
    planned = TaskInput(title="镇级中心建设", owner=cast.centre, due=DUE)
    task = programmes.add_task(programme, None, planned, actor=cast.staff, at=NOW)
    typed = {"title": task.title, "owner": cast.centre.name, "due": str(DUE), "version": task.version}
    address = reverse("duties:change_programme_task", args=[task.pk])
    assert login(cast.staff).post(address, typed | {"leader": "董志强 政法委书记"}).status_code == 302
    page = login(cast.staff).get(reverse("duties:programme_task", args=[task.pk])).content.decode()
    assert "牵头领导" in page and "董志强 政法委书记" in page
    assert ["牵头领导", "无", "董志强 政法委书记"] in task.events.first().facts
