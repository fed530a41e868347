"""A paper can be about what was not carried out in time: a decision of a meeting, a task of a programme, a check."""

import html
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from governance.duties.meetings import decisions
from governance.duties.models import Programme, ProgrammeTask
from governance.frame.refusals import FactMissing
from governance.frame.wording import in_figures
from governance.registers.entries.actions import check_entry, open_entry
from governance.registers.kinds.defining import add_register
from governance.registers.models import Entry
from governance.supervision.papers import queue
from governance.supervision.papers.promised import about, about_promised, of_decision, of_task
from governance.supervision.papers.rungs import about_duties
from tests import builders
from tests.duties import gatherings
from tests.registers.pages import stores, told
from tests.supervision.test_papers import order, sign, step

pytestmark = pytest.mark.django_db
DUE = builders.OPENED.date()
LATER = builders.OPENED + timedelta(days=3)


@pytest.fixture
def decision(cast):
    """The housing department was to carry it out three days ago."""
    return gatherings.decision(cast, gatherings.meeting(cast, builders.OPENED), builders.OPENED)


@pytest.fixture
def task(cast):
    programme = Programme.objects.create(
        name="平安建设项目书", year=2026, lead_unit=cast.centre, basis="长综〔2026〕1号", created_at=builders.OPENED
    )
    return ProgrammeTask.objects.create(
        programme=programme, number="2.4.1", title="改造老旧管网", owner=cast.housing, due=DUE
    )


def lines(cast, at):
    return {line.name: line for group in queue.groups(cast.staff, at) for line in group.lines}


def test_the_queue_names_what_is_overdue_until_it_is_carried_out(cast, decision, task):
    found = lines(cast, LATER)
    assert found["decision"].title == decision.text and found["decision"].due == str(DUE)
    assert found["task"].title == "2.4.1 改造老旧管网" and found["task"].rung == "抄告单"
    assert lines(cast, builders.OPENED) == {}
    assert queue.groups(cast.outsider, LATER) == []
    decisions.settle(decision, "已经恢复供水。", decision.version, actor=cast.clerk, at=LATER)
    assert set(lines(cast, LATER)) == {"task"}


def test_a_paper_says_what_was_promised_and_rests_on_it(cast, decision, task):
    promised = [of_decision(decision), of_task(task)]
    paper = order(cast, LATER, ground="undone", promised=promised)
    sign(paper, cast, LATER)
    shown = paper.papers.get().contents
    assert decision.text in shown["事项清单"] and f"2.4.1 改造老旧管网（{in_figures(DUE)} 到期）" in shown["事项清单"]
    assert f"{decision.meeting.title}议定" in shown["依据"] and "平安建设项目书（长综〔2026〕1号）" in shown["依据"]
    assert "信访工作条例" not in "".join(shown.values())


def test_it_goes_on_saying_the_day_that_passed_when_none_is_agreed_on_any_more(cast, task, late_stores):
    owed = [each for each in queue.promised(cast.staff, LATER) if each.column == "entry"]
    paper = order(cast, LATER, target=cast.weiqu, ground="undone", promised=owed)
    ProgrammeTask.objects.update(due=None, missed_due=DUE)
    Entry.objects.update(due_on=None)
    assert of_task(ProgrammeTask.objects.get()).sentence().endswith(f"（{in_figures(DUE)} 到期）")
    assert [each.late for each in about(paper)] == ["已没有期限"]


def test_it_is_not_doubled_and_climbs_like_every_other(cast, decision):
    paper = order(cast, LATER, ground="undone", promised=[of_decision(decision)])
    with pytest.raises(FactMissing) as refused:
        order(cast, LATER, ground="undone", promised=[of_decision(decision)])
    assert paper.number in refused.value.errors["rung"]
    assert "正在提请签发" in lines(cast, LATER)["decision"].held
    sign(paper, cast, LATER)
    over = LATER + timedelta(days=12)
    assert (lines(cast, over)["decision"].rung, lines(cast, over)["decision"].held) == ("督办单", "")
    step(paper, "raise_rung", cast.staff, over, rung="supervision_order", reason="逾期没有反馈。")
    assert [row.decision_id for row in paper.raised_to.get().subjects.all()] == [decision.pk]


def test_it_is_refused_for_what_is_in_time_done_or_anothers(cast, decision, task):
    cases = [
        (builders.OPENED, cast.housing, decision, of_decision, "reason"),
        (LATER, cast.water, decision, of_decision, "target_unit"),
        (LATER, cast.water, task, of_task, "target_unit"),
    ]
    for at, target, row, said, field in cases:
        with pytest.raises(FactMissing) as refused:
            order(cast, at, target=target, ground="undone", promised=[said(row)])
        assert set(refused.value.errors) == {field}
    decisions.settle(decision, "已经恢复供水。", decision.version, actor=cast.clerk, at=LATER)
    decision.refresh_from_db()
    with pytest.raises(FactMissing):
        order(cast, LATER, ground="undone", promised=[of_decision(decision)])


def test_the_page_makes_a_paper_of_it_and_sets_no_promise_aside(cast, decision, login, time_machine):
    time_machine.move_to(LATER, tick=False)
    client = login(cast.staff)
    assert decision.text in client.get("/supervision/queue/").content.decode()
    aside = client.post("/supervision/queue/aside/", {"decision": decision.pk, "why_not": "不急。"})
    assert aside.status_code == 422 and "一直列出" in aside.content.decode()
    told = {"decision": decision.pk, "rung": "copy_notice", "ground": "undone", "reason": "没有落实。"}
    made = client.post("/supervision/queue/", told)
    page = client.get(made.url).content.decode()
    assert decision.text in page and f"{DUE} 到期" in page


@pytest.fixture
def late_stores(cast):
    """Two stores that the township was to look at by the day before yesterday, and one of which it has."""
    register = add_register(stores(), actor=cast.county, at=builders.OPENED)
    rows = [open_entry(register, told(cast, name), actor=cast.clerk, at=builders.OPENED) for name in "甲乙丙"]
    Entry.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(due_on=DUE)
    return rows


def test_rows_of_a_register_that_nobody_looked_at_are_one_line_a_unit_and_one_paper(cast, late_stores):
    found = lines(cast, LATER)["entry"]
    assert (found.number, found.title) == ("台账“应急仓库”", "2 处到期或者没有按期检查")
    assert (found.pk, found.due, found.rung) == (late_stores[0].pk, str(DUE), "抄告单")
    assert queue.groups(cast.outsider, LATER) == []
    late = [each for each in queue.promised(cast.staff, LATER) if each.column == "entry"]
    paper = order(cast, LATER, target=cast.weiqu, ground="undone", promised=late)
    assert set(paper.subjects.values_list("entry", flat=True)) == {row.pk for row in late_stores[:2]}
    sign(paper, cast, LATER)
    shown = paper.papers.get().contents
    assert "台账“应急仓库”：韦曲街道" in shown["事项清单"] and f"（{in_figures(DUE)} 到期）" in shown["事项清单"]
    assert f"抄告单 {paper.number}在效" in lines(cast, LATER)["entry"].held
    with pytest.raises(FactMissing):
        order(cast, LATER, target=cast.weiqu, ground="undone", promised=late)
    for row in late_stores[:2]:
        row.refresh_from_db()
        check_entry(row, on=LATER.date(), note="已查", version=row.version, actor=cast.clerk, at=LATER)
    assert lines(cast, LATER) == {}


def test_rows_that_others_keep_are_not_charged_to_a_unit(cast, late_stores):
    late = [each for each in queue.promised(cast.staff, LATER) if each.column == "entry"]
    with pytest.raises(FactMissing) as refused:
        order(cast, LATER, target=cast.water, ground="undone", promised=late)
    assert set(refused.value.errors) == {"target_unit"}


def test_the_page_makes_a_paper_of_late_rows(cast, late_stores, login, time_machine):
    time_machine.move_to(LATER, tick=False)
    client = login(cast.staff)
    told = {"entry": late_stores[0].pk, "rung": "copy_notice", "ground": "undone", "reason": "没有检查。"}
    page = client.get(client.post("/supervision/queue/", told).url).content.decode()
    assert "台账“应急仓库”" in page
    listed = client.get(html.unescape(re.search(r'href="(/registers/[^"]*state=late[^"]*)"', page)[1])).content.decode()
    assert ">甲<" in listed and ">丙<" not in listed and 'value="韦曲街道' in listed


def test_it_looks_for_papers_by_plan_and_by_sort_however_much_was_missed():
    missed = [SimpleNamespace(plan_code=plan, unit_id=unit) for plan in ("daily", "weekly") for unit in range(50)]
    late = [SimpleNamespace(column=column, rows=(n, n + 1)) for column in ("decision", "entry") for n in range(50)]
    conditions = [about_duties(missed), about_promised(late)]
    assert [len(each.children) for each in conditions] == [3, 3]
