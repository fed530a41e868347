"""One row that cannot be done stops no job: the others are done, and what failed is named."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError
from django.utils import timezone

from governance.cases import tasks as cases
from governance.cases.lists import ledger, ledger_jobs
from governance.duties import afternoon
from governance.duties import tasks as duties
from governance.duties.models import DutyPlan, DutyTask
from governance.duties.scan import opening, reminding, weighing
from governance.frame.database.alone import together
from governance.jobs import work
from governance.jobs.made import Made
from governance.jobs.models import Job
from governance.notices import outbox
from governance.notices.models import Notice
from governance.registers import reminding as registers
from governance.registers.entries.actions import open_entry
from governance.registers.kinds.defining import add_register
from governance.registers.models import Entry
from governance.supervision import tasks as supervision
from governance.supervision.leading import scopes
from governance.supervision.models import ScopeRule
from tests import builders
from tests.builders import OPENED
from tests.duties.making import NOW, moment, plan, rungs, villages
from tests.frame.test_alone import failing
from tests.registers.pages import stores, told
from tests.registers.sheets import ran
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_plans(db):
    """No plan at all: the test makes its own."""
    DutyPlan.objects.all().delete()


def test_a_row_that_cannot_be_made_stands_in_its_place_and_is_counted():
    made = Made(3)
    rows = list(made.rows([1, 0, 2], lambda number: (6 // number, "", ""), lambda number: f"第{number}号"))
    assert rows == [(6, "", ""), ("第0号（这一行读不出来）", None, None), (3, "", "")]
    counted = "行数已核对，与筛选结果一致。"
    assert made.said() == f"{counted}1 行读不出来：第0号，原因已记入系统日志。" and Made(1).said() == counted


def test_a_register_is_exported_around_a_row_that_cannot_be_read(cast, login):
    register = add_register(stores(), actor=cast.county, at=OPENED)
    bad, good = (open_entry(register, told(cast, name), actor=cast.clerk, at=OPENED) for name in ("甲", "乙"))
    Entry.objects.filter(pk=bad.pk).update(facts={"f2": [], "f3": {"a": []}})
    login(cast.clerk).post(f"/registers/{register.code}/export/", {"token": "a"})
    job = ran(Job.objects.latest("pk"))
    assert job.state == "done" and f"行数已核对，与筛选结果一致。1 行读不出来：{bad.pk}" in job.message
    assert [row["登记号"] for row in sheet_in(job).told()] == [f"{bad.pk}（这一行读不出来）", str(good.pk)]


def test_a_ledger_is_exported_around_a_case_that_cannot_be_read(cast, monkeypatch):
    bad, good = (builders.petition(cast) for _ in range(2))
    failing(monkeypatch, ledger, "_place", lambda row: row["number"] == bad.number)
    params = {"ledger": "petition", "query": "scope=all"}
    job = ran(work.ask(ledger_jobs.EXPORT, owner=cast.staff, at=timezone.now(), params=params))
    assert job.state == "done" and bad.number in job.message and good.number not in job.message
    assert {row["编号"] for row in sheet_in(job).told()} == {f"{bad.number}（这一行读不出来）", good.number}


def test_one_unit_that_cannot_be_reminded_of_its_rows_keeps_no_other(cast, monkeypatch):
    made = [add_register(stores(), actor=cast.county, at=OPENED)]
    made.append(add_register(_renamed("救灾物资"), actor=cast.county, at=OPENED))
    entries = [open_entry(register, told(cast), actor=cast.clerk, at=OPENED) for register in made]
    failing(monkeypatch, registers, "_messages", lambda rows: rows[0].pk == entries[0].pk)
    assert registers.remind(OPENED + timedelta(days=400)) == 1
    assert [Entry.objects.get(pk=entry.pk).told for entry in entries] == [0, 2]
    monkeypatch.undo()
    assert registers.remind(OPENED + timedelta(days=400)) == 1


def _renamed(name: str):
    wanted = stores()
    wanted.name = name
    return wanted


def test_one_duty_of_which_nothing_can_be_said_waits_and_keeps_no_other(cast, no_plans, monkeypatch):
    villages(3)
    plan(opens_days_ahead=0, reminders=[(0, 16, "handler")])
    opening.open_windows(NOW)
    evening = moment("2026-11-18T16:00")
    owed = DutyTask.objects.filter(alert_at__lte=evening).order_by("alert_at", "pk")
    bad, *others = owed
    monkeypatch.setattr(
        reminding, "_tell", lambda rows, now: (len(rows), len(rows) // all(row.task_id != bad.pk for row in rows))
    )
    assert reminding.remind(evening) == (len(others), len(others)) and len(others) > 2
    assert not owed.all().exists() and DutyTask.objects.get(pk=bad.pk).alert_at == evening + timedelta(hours=1)
    monkeypatch.undo()
    assert reminding.remind(evening + timedelta(hours=1))[0] == 1


def test_one_plan_that_cannot_be_opened_keeps_no_other(cast, no_plans, monkeypatch):
    bad, good = plan("bad"), plan("good")
    failing(monkeypatch, opening, "open_plan", lambda pk: pk == bad.pk)
    opening.open_windows(NOW)
    assert DutyTask.objects.filter(plan=good).exists() and DutyPlan.objects.get(pk=good.pk).opened_through


def test_one_message_of_the_afternoon_that_cannot_be_written_keeps_no_other(cast, monkeypatch):
    def message(user, text):
        return outbox.Message(user.pk, "duty", f"明天{text // 1}", "/", f"k:{user.pk}")

    rows = [partial(message, cast.clerk, "x"), partial(message, cast.staff, 1)]
    monkeypatch.setattr(afternoon, "_sitting", lambda day: iter(rows))
    assert afternoon.foretell(NOW.replace(hour=16)) == 1
    assert Notice.objects.get().recipient == cast.staff


def test_one_rule_of_leading_that_cannot_be_asked_keeps_no_other(cast, monkeypatch):
    rules = list(ScopeRule.objects.filter(is_active=True)) or scopes.delivered()
    asked = []
    monkeypatch.setattr(scopes, "_propose", lambda rule, now: asked.append(rule.pk) or 1 // (len(asked) - 1))
    scopes.scan(OPENED)
    assert len(asked) == ScopeRule.objects.filter(is_active=True).count() <= len(rules)


STAGES = {
    cases.end_knowing: (cases.secrecy, "end_knowing", cases.entrusting, "free_the_gone"),
    duties.scan_duties: (duties, "scan", duties, "stop_overdue"),
    supervision.scan_leading: (scopes, "scan", supervision.leading, "pass_overdue"),
}


@pytest.mark.parametrize("task", STAGES, ids=lambda task: task.name)
def test_a_stage_that_breaks_down_keeps_no_later_one(monkeypatch, task):
    first, name, last, done = STAGES[task]
    reached = []

    def broken(at):
        raise RuntimeError("poisoned")

    monkeypatch.setattr(first, name, broken)
    monkeypatch.setattr(last, done, reached.append)
    task()
    assert len(reached) == 1 and reached[0] <= timezone.now()


def test_rows_that_cannot_be_done_together_are_done_by_halves_and_one_is_put_off(db, caplog):
    tried, put_off = [], []

    def verb(rows):
        tried.append(len(rows))
        return sum(6 // number for number in rows)

    assert together("numbers", [1, 2, 0, 3, 6, 6, 6, 6], verb, put_off.append) == [9, 2, 4]
    assert put_off == [0] and "numbers: 0 was put off" in caplog.text and tried == [8, 4, 2, 2, 1, 1, 4]


def test_a_database_that_is_not_there_puts_nothing_off(db):
    def verb(rows):
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        together("numbers", [1, 2], verb, pytest.fail)


def test_one_missed_window_that_cannot_be_weighed_keeps_no_other_and_is_weighed_later(cast, no_plans, monkeypatch):
    villages(3)
    made = plan("week", "weekly", opens_days_ahead=0)
    rungs(made, ("copy_notice", "row", 2))
    opening.open_windows(NOW)
    opening.open_windows(NOW + timedelta(weeks=1))
    later = NOW + timedelta(weeks=3)
    reminding.close(later)
    missed = DutyTask.objects.filter(state="missing").order_by("pk")
    bad = missed.first()
    plain = weighing._propose
    monkeypatch.setattr(
        weighing, "_propose", lambda rows, now: 1 // all(row.task_id != bad.pk for row in rows) and plain(rows, now)
    )
    units = missed.values("unit").distinct().count()
    assert weighing.weigh(later, limit=2) == units > 2
    assert list(missed.filter(weighed_at=None)) == [bad]
    monkeypatch.undo()
    assert weighing.weigh(later) == 0 and not missed.filter(weighed_at=None).exists()
