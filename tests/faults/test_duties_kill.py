"""Two beats ring, three workers open windows for many units and are killed in between: every task stands once.

The gate opens forty-five days of a daily plan and a year of a weekly and a monthly one, for a fifth of a county's
units: a worker opens so many windows at a time for all units at once, and dies between the same chunks whether they are
many or few. ``make faults-year`` opens a year of every cadence for the whole county. And the whole way of a sweep
reminder: a real worker, one message.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path

import pytest
from celery import current_app
from celery.beat import PersistentScheduler
from django.db import connection, transaction
from django.utils import timezone

from governance.duties import windows
from governance.duties.models import DutyPlan, DutyTask
from governance.duties.tasks import scan_duties
from governance.frame.days import office_day, office_moment, office_time
from governance.notices.models import Notice
from governance.organisation.models import Unit
from tests.duties.making import plan, villages
from tests.processes import wait_until

UNITS = 108
YEAR = 365
WHOLE_YEAR = os.environ.get("DUTY_FAULTS") == "year"
# How far each plan looks ahead.
AHEAD = {"daily": 45, "weekly": YEAR, "monthly": YEAR}
# In which plan, so many days ahead, a worker dies: never in the first chunk, so that something stands already.
DEATHS = (("daily", 40), ("weekly", 300))
SECONDS = 120
if WHOLE_YEAR:
    # The villages, townships and departments of a county.
    UNITS = 538
    AHEAD = dict.fromkeys(("daily", "weekly", "ten_day", "half_month", "biweekly", "monthly", "quarterly"), YEAR)
    DEATHS = (("daily", 40), ("daily", 75), ("daily", 200), ("daily", 340), ("weekly", 300), ("ten_day", 350))
    SECONDS = 900


@pytest.fixture
def start_beat(transactional_db, valkey, tmp_path):
    """Starts real beats whose last tick lies two minutes back, so that they ring at once."""
    beats = []

    def start() -> Path:
        schedule, log = tmp_path / f"beat{len(beats)}", tmp_path / f"beat{len(beats)}.log"
        _rang_long_ago(schedule)
        command = [sys.executable, "-m", "celery", "-A", "governance", "beat", "-s", str(schedule), "-l", "INFO"]
        with log.open("wb") as output:
            beats.append(
                subprocess.Popen(
                    [*command, "--pidfile", ""],
                    env={**os.environ, "DATABASE_URL": "postgresql://nobody@/none", "REDIS_URL": valkey},
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )
        return log

    yield start
    for beat in beats:
        if beat.poll() is None:
            os.killpg(beat.pid, signal.SIGKILL)
            beat.wait()


def _rang_long_ago(path: Path) -> None:
    scheduler = PersistentScheduler(current_app, schedule_filename=str(path))
    for entry in scheduler.schedule.values():
        entry.last_run_at = timezone.now() - timedelta(minutes=2)
    scheduler.close()


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def in_the_way(rule: DutyPlan, unit: Unit, first: date) -> None:
    """The task that an opening will want to insert; until we decide, the opening must wait."""
    end = office_moment(first, clock_time.max)
    DutyTask.objects.create(
        plan=rule,
        plan_code=rule.code,
        unit=unit,
        area_id=unit.area_id,
        first=first,
        last=first,
        label="占位",
        due_at=end,
        opened_at=end,
    )


def firsts(cadence: str, today: date) -> set[date]:
    """By brute force, day by day: the windows that have begun or begin within the days ahead."""
    days = [today + timedelta(days=n) for n in range(AHEAD[cadence] + 1)]
    return {windows.window_of(cadence, day).first for day in days}


def test_it_opens_every_window_once_with_two_beats_and_workers_that_die(cast, start_worker, start_beat):
    units = [*villages(UNITS // 2), *villages(UNITS - UNITS // 2 - 1, "610116002"), cast.fengqi]
    today = office_day(timezone.now())
    rules = {cadence: plan(cadence, cadence, opens_days_ahead=days) for cadence, days in AHEAD.items()}
    expected = {cadence: firsts(cadence, today) for cadence in AHEAD}
    whole = UNITS * sum(len(found) for found in expected.values())

    beats = [start_beat() for _ in range(2)]
    for death, (cadence, days) in enumerate(DEATHS):
        victim = start_worker("scan")
        with transaction.atomic():
            first = windows.window_of(cadence, today + timedelta(days=days)).first
            in_the_way(rules[cadence], units[7], first)
            # The first of them has heard of it by the beats alone.
            if death:
                scan_duties.delay()
            wait_until(somebody_waits_for_a_lock, seconds=SECONDS, what=lambda worker=victim: worker.log)
            victim.kill()
            transaction.set_rollback(True)
        opened = DutyTask.objects.filter(plan_code=cadence).count()
        assert 0 < opened < UNITS * len(expected[cadence]), "it died in the middle, not before and not after"

    with current_app.connection_for_write() as broker:
        broker.default_channel.client.flushall()
    three = start_worker("scan", concurrency=3)
    began = time.monotonic()
    ring(6)
    wait_until(lambda: DutyTask.objects.count() >= whole, seconds=SECONDS, what=lambda: three.log)
    sys.stdout.write(f"{whole:,} tasks for {UNITS} units, the last of them {time.monotonic() - began:.1f} s after\n")
    succeeded(three, 6)

    assert all("Sending due task scan_duties" in beat.read_text() for beat in beats)
    # "Once" is a fact of the database; so many, of these windows and units, are then exactly these.
    assert DutyTask.objects.count() == whole and not DutyTask.objects.exclude(state="open").exists()
    for cadence, wanted in expected.items():
        rows = DutyTask.objects.filter(plan_code=cadence)
        assert set(rows.values_list("first", flat=True).distinct()) == wanted
        per_unit = Counter(rows.values_list("unit", flat=True))
        assert set(per_unit) == {unit.pk for unit in units} and set(per_unit.values()) == {len(wanted)}

    remind_of_the_weekly_and_the_monthly_sweep(cast, three)
    three.stop()


def ring(times: int) -> None:
    for _ in range(times):
        scan_duties.delay()


def succeeded(worker, times: int) -> None:
    """So many calls are answered."""
    wait_until(lambda: worker.log.count("succeeded") >= times, seconds=SECONDS, what=lambda: worker.log)


def remind_of_the_weekly_and_the_monthly_sweep(cast, worker) -> None:
    now = office_time(timezone.now())
    end_of_month = windows.window_of("monthly", now.date()).last
    with transaction.atomic():
        plan("week", "weekly", name="周排查", reminders=[("一二三四五六日"[now.weekday()], 0, "handler")])
        plan("month", "monthly", name="月排查", reminders=[((now.date() - end_of_month).days, 0, "handler")])
    assert not Notice.objects.exists()
    ring(1)
    succeeded(worker, 7)
    # Whoever rings again says nothing again.
    ring(1)
    succeeded(worker, 8)
    told = Notice.objects.get()
    assert told.recipient == cast.grid_worker and told.kind == "duty" and told.link == "/duties/"
    assert "周排查" in told.text and "月排查" in told.text
