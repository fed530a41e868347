"""A worker dies in the middle of a scan, the broker forgets everything, and nobody is told twice or not at all."""

import pytest
from celery import current_app
from django.db import connection, transaction

from governance.cases.deadlines.scanning import BATCH
from governance.cases.models import Clock, Escalation
from governance.cases.tasks import scan_deadlines
from governance.notices.models import Notice
from tests.cases.clocks import law, many_clocks, moment
from tests.processes import wait_until

__all__ = ["law"]
DUE = 1000


@pytest.fixture
def clocks(transactional_db, cast, law):
    """A thousand clocks; all their rungs lie in the past, so each owes its highest one."""
    return many_clocks(cast, DUE, since="2025-02-10")


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def in_the_way(clock):
    """A message with the key that the scan will want for this clock; until we decide, the scan must wait."""
    Notice.objects.create(
        recipient=clock.case.handler,
        kind="overdue",
        text="占位",
        key=f"clock:{clock.pk}:{clock.generation}:{clock.alert_plan[4].timestamp():.0f}:{clock.case.handler_id}",
        created_at=moment("2026-04-13"),
    )


def test_it_announces_each_rung_once_although_workers_die_and_the_broker_is_emptied(clocks, start_worker):
    # The rows are claimed in the order of their alerts; this one lies in the middle of the second batch.
    victim = Clock.objects.order_by("alert_at", "pk")[BATCH * 3 // 2]
    first = start_worker("scan")
    with transaction.atomic():
        in_the_way(victim)
        scan_deadlines.delay()
        wait_until(somebody_waits_for_a_lock, seconds=20, what=lambda: first.log)
        first.kill()
        transaction.set_rollback(True)
    announced = Escalation.objects.count()
    assert 0 < announced < DUE, "the worker died in the middle, not before and not after"

    two = start_worker("scan", concurrency=2)
    scan_deadlines.delay()
    with current_app.connection_for_write() as broker:
        broker.default_channel.client.flushall()
    for _ in range(4):
        scan_deadlines.delay()
    wait_until(lambda: Escalation.objects.count() >= DUE, seconds=60, what=lambda: two.log)
    two.stop()

    rungs = list(Escalation.objects.values_list("clock", "generation", "rung"))
    assert sorted(rungs) == sorted((clock.pk, 1, 5) for clock in clocks)
    heard = sorted(Notice.objects.values_list("recipient__username", "subject_key"))
    people = ("handler", "lead", "leader", "staff")
    assert heard == sorted((person, clock.case.number) for clock in clocks for person in people)
    assert not Clock.objects.filter(alert_at__isnull=False).exists()
