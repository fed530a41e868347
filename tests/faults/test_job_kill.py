"""Workers die in the middle of an export and of an import; the next one finishes, and nothing is there twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from governance.cases.lists.ledger_jobs import EXPORT
from governance.jobs import files, tasks, work
from governance.jobs.models import Job
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord
from petitions import reference
from petitions.messages import jobs
from petitions.models import Petition
from tests import builders
from tests.petitions.messages import ROWS, write
from tests.processes import wait_until
from tests.workbooks import sheet_in


@pytest.fixture
def worker(start_worker):
    """Starts workers that keep job files where this test looks for them."""
    return lambda concurrency=1: start_worker("bulk", concurrency, VAR_DIR=str(Path(settings.JOB_ROOT).parent))


def both_wait_for_a_lock() -> bool:
    """Both of this worker: whoever waits in another database of the server is of another test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE NOT granted AND datname = current_database()"
        )
        return cursor.fetchone()[0] == 2


def die_while_reading(table: str, job: Job, victim) -> None:
    """The worker takes the job beside the one it has, is stopped where both need the table, and is killed there."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        tasks.run_job.delay(job.pk)
        wait_until(both_wait_for_a_lock, seconds=30, what=lambda: victim.log)
        victim.kill()
        transaction.set_rollback(True)


def minutes_later(job: Job) -> None:
    """The heartbeat is as old as it gets when nobody works on the job, and the sweep looks around."""
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - work.STALE_AFTER - timedelta(seconds=1))
    assert work.sweep(timezone.now())["rung"] == 1


def over(job: Job) -> bool:
    job.refresh_from_db()
    return not job.is_active


def result_files() -> set[str]:
    """The finished workbooks; earlier tests of the run have left some."""
    return {path.name for path in Path(settings.JOB_ROOT).glob("*.xlsx")}


def test_it_exports_the_whole_ledger_and_imports_every_message_once_although_workers_die(cast, worker, tmp_path):
    for _ in range(5):
        builders.petition(cast)
    reference.load()
    told = [(str(number), *ROWS[number % len(ROWS)][1:]) for number in range(120)]
    imported = Petition.objects.exclude(source_number="")
    before = result_files()

    victim = worker(concurrency=2)
    importing, exporting = import_of(cast, told, tmp_path), export_of_the_whole_ledger(cast)
    tasks.run_job.delay(importing.pk)
    wait_until(imported.exists, seconds=60, what=lambda: victim.log)
    die_while_reading("cases_participant", exporting, victim)
    stood = imported.count()
    assert 0 < stood < 120, "the worker died in the middle, not before and not after"
    for job in (importing, exporting):
        job.refresh_from_db()
        assert (job.state, job.attempt) == ("running", 1)
    assert not exporting.result_path and result_files() == before
    numbers = set(Petition.objects.values_list("number", flat=True))

    second = worker()
    minutes_later(exporting)
    # The message of the dead worker may come back too: the job is run once all the same.
    tasks.run_job.delay(exporting.pk)
    wait_until(lambda: over(exporting), seconds=30, what=lambda: second.log)
    assert (exporting.state, exporting.attempt, exporting.result_rows) == ("done", 2, 5 + stood)
    sheet = sheet_in(exporting)
    assert {row["编号"] for row in sheet.told()} == numbers and sheet.line.endswith(f"　共 {5 + stood} 行")
    assert result_files() - before == {exporting.result_path}
    assert AccessRecord.objects.filter(verb="export").count() == 1
    assert Notice.objects.filter(kind="job").count() == 1

    minutes_later(importing)
    wait_until(lambda: over(importing), seconds=60, what=lambda: second.log)
    assert importing.state == "done"
    assert sorted(imported.values_list("source_number", flat=True)) == sorted(row[0] for row in told)
    assert importing.report["imported"] == 120 - stood and importing.report["known"] == stood


def export_of_the_whole_ledger(cast) -> Job:
    params = {"ledger": "petition", "query": "scope=all"}
    return Job.objects.create(kind=EXPORT, owner=cast.staff, params=params, created_at=timezone.now())


def import_of(cast, told, tmp_path) -> Job:
    with files.new_file(".csv") as (part, name):
        part.write_bytes(write(tmp_path / "a.csv", told).read_bytes())
    return Job.objects.create(kind=jobs.LOAD, owner=cast.staff, source_path=name, created_at=timezone.now())
