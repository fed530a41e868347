"""The scan of duties: opens what begins, closes and weighs what ran out, reminds of what is owed. Level-triggered.

A task holds its own moments: 190,000 a year are owed for whole days, and a clock of the law with its ledger of counted
days would cost more for each of them than it explains.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from governance.cases.models import Heartbeat
from governance.frame.database.alone import going_on, together
from governance.frame.days import office_day

from ..models import DutyReminder, DutyTask
from . import messages, opening, weighing
from .recipients import TaskRecipients

# One transaction reminds of so many: a person has one message for all of them, not one a task.
BATCH = 5000
AN_HOUR = timedelta(hours=1)

CLOSE = """
UPDATE duties_dutytask SET state = 'missing'
WHERE id IN (
    SELECT id FROM duties_dutytask WHERE state = 'open' AND due_at < %(now)s
    ORDER BY due_at, id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
)
"""
# ``width_bucket`` counts the moments that have passed: of several only the highest is said.
CLAIM = """
WITH due AS (
    SELECT id, rung FROM duties_dutytask WHERE alert_at <= %(now)s
    ORDER BY alert_at, id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE duties_dutytask AS t
SET rung = width_bucket(%(now)s, t.alert_plan), alert_at = t.alert_plan[width_bucket(%(now)s, t.alert_plan) + 1]
FROM due, duties_dutyplan AS p, organisation_unit AS u
WHERE t.id = due.id AND p.id = t.plan_id AND u.id = t.unit_id
RETURNING t.id, t.plan_id, due.rung, t.rung, t.plan_code, p.name, t.label, t.first, t.due_at, t.unit_id, u.short_name,
    t.area_id
"""


class ClaimedTask(NamedTuple):
    """One task whose reminder has come."""

    task_id: int
    plan_id: int
    before: int
    rung: int
    plan_code: str
    plan: str
    label: str
    first: object
    due_at: datetime
    unit_id: int
    unit: str
    area: str

    def __str__(self) -> str:
        return f"duty task {self.task_id}"


@dataclass(frozen=True)
class DutyScanResult:
    """What one scan has done: tasks opened, tasks that ran out, papers proposed, tasks reminded of, messages posted."""

    opened: int = 0
    missing: int = 0
    proposed: int = 0
    reminded: int = 0
    notices: int = 0


def scan(now: datetime) -> DutyScanResult:
    """Everything that should be open is open, what ran out is missing and weighed, who is to be reminded has a message.

    Running it again for the same moment changes nothing.
    """
    opened = missing = proposed = 0
    with going_on("duties", "opening"):
        opened = opening.open_windows(now)
    missing = close(now)
    with going_on("duties", "weighing"):
        proposed = weighing.weigh(now)
    reminded, notices = remind(now)
    Heartbeat.beat("scan_duties")
    return DutyScanResult(opened, missing, proposed, reminded, notices)


def close(now: datetime, limit: int = BATCH) -> int:
    """Whatever was due by now and did not come in is missing."""
    closed = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(CLOSE, {"now": now, "limit": limit})
            closed += cursor.rowcount
            if cursor.rowcount < limit:
                return closed


def remind(now: datetime, limit: int = BATCH) -> tuple[int, int]:
    """Every reminder whose moment has come by now is said, in one message a person; how many tasks, how many messages.

    Claim and messages stand in one transaction: a worker that dies has said nothing and claimed nothing. A task of
    which nothing can be said waits an hour and keeps no other.
    """
    said: list[tuple[int, int]] = []
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(CLAIM, {"now": now, "limit": limit})
                rows = [ClaimedTask(*row) for row in cursor.fetchall()]
            if rows:
                said += together("duties", rows, lambda some: _tell(some, now), lambda row: _put_off(row, now))
        if len(rows) < limit:
            return sum(tasks for tasks, _ in said), sum(notices for _, notices in said)


def _put_off(row: ClaimedTask, now: datetime) -> None:
    DutyTask.objects.filter(pk=row.task_id).update(rung=row.before, alert_at=now + AN_HOUR)


def _tell(rows: list[ClaimedTask], now: datetime) -> tuple[int, int]:
    """How many tasks were said, in how many messages."""
    recipients = TaskRecipients(office_day(now))
    words = {
        (reminder.plan_id, reminder.rung): reminder.recipients
        for reminder in DutyReminder.objects.filter(plan__in={row.plan_id for row in rows})
    }
    by_person: dict[int, messages.Digest] = defaultdict(messages.Digest)
    for row in rows:
        for user_id in recipients.of(row.unit_id, row.area, words.get((row.plan_id, row.rung), ())):
            by_person[user_id].owed.append(_owed(row, recipients.belongs(user_id, row.unit_id)))
    first = min(rows)
    return len(rows), messages.post(by_person, key=f"duty:{first.task_id}:{first.rung}:{now.timestamp():.0f}", now=now)


def _owed(row: ClaimedTask, is_own: bool) -> messages.OwedTask:
    return messages.OwedTask(
        row.task_id, row.plan_code, row.plan, row.label, str(row.first), row.unit, row.due_at, is_own
    )
