"""A job is run once to its end, whatever happens to its workers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from governance.celery import app
from governance.jobs import files, tasks, work
from governance.jobs.models import Job

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


def make_file(job, progress, rows=3):
    with files.new_file(".csv") as (part, name):
        part.write_text("台账")
        progress(rows, rows)
    progress.deliver(path=name, name="台账.csv", rows=rows)


def test_it_runs_a_job_and_keeps_its_file(owner, kind):
    job = work.ask(kind("count", make_file), owner=owner, at=AT)
    work.run(job.pk, AT)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result_rows) == ("done", 3, 3, 3)
    assert files.opened(job.result_path).read().decode() == "台账"
    assert "台账".encode() not in files.path_of(job.result_path).read_bytes(), "nobody reads it on the disk"
    assert job.result_size == len("台账".encode())
    assert job.expires_at - job.finished_at == timedelta(hours=24)


@pytest.mark.parametrize("first", ["sealed demo.aesgcm", "sealed other.aesgcm", "sealed x.y"])
def test_a_sheet_whose_first_line_looks_like_a_seal_is_sealed_like_any_other(settings, first):
    assert "demo" in settings.FIELD_KEYS
    content = f"{first}\n".encode() + bytes(40) + "台账".encode()
    name = files.store_upload(SimpleUploadedFile("a.csv", content), ".csv")
    assert files.opened(name).read() == content
    assert "台账".encode() not in files.path_of(name).read_bytes()


def test_it_runs_a_job_only_once(owner, kind):
    runs = []
    job = work.ask(kind("count", lambda job, progress: runs.append(job.pk)), owner=owner, at=AT)
    assert work.run(job.pk, AT) is not None
    assert work.run(job.pk, AT) is None
    assert runs == [job.pk]


def test_it_finds_the_first_job_when_asked_twice(owner, stranger, kind):
    code = kind("count", make_file)
    first = work.ask(code, owner=owner, at=AT, key="export-1")
    assert work.ask(code, owner=owner, at=AT, key="export-1") == first
    assert work.ask(code, owner=stranger, at=AT, key="export-1") != first
    assert Job.objects.count() == 2


def test_what_else_is_asked_from_the_same_page_is_another_job(owner, kind):
    code = kind("count", make_file)
    asked = [work.ask(code, owner=owner, at=AT, key="export-1", params={"personal": each}) for each in (0, 1, 0)]
    assert asked[0] == asked[2] != asked[1]


def test_a_sheet_that_was_sent_twice_is_kept_once(owner, kind):
    code = kind("count", make_file)
    names = [files.store_upload(SimpleUploadedFile("a.csv", b"a"), ".csv") for _ in range(2)]
    first, again = (work.ask(code, owner=owner, at=AT, key="sheet-1", source_path=name) for name in names)
    assert first == again and first.source_path == names[0]
    assert [files.path_of(name).exists() for name in names] == [True, False]


def test_it_tells_the_owner_why_a_job_was_refused(owner, kind):
    def refuse(job, progress):
        raise work.JobRefused("没有符合条件的事项。", {"rows": 0})

    job = work.ask(kind("count", refuse), owner=owner, at=AT)
    work.run(job.pk, AT)
    job.refresh_from_db()
    assert (job.state, job.message, job.report) == ("failed", "没有符合条件的事项。", {"rows": 0})


def test_it_hides_the_inner_error_of_a_failed_job(owner, kind, caplog):
    def fall(job, progress):
        raise KeyError("column")

    job = work.ask(kind("count", fall), owner=owner, at=AT)
    work.run(job.pk, AT)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "KeyError" not in job.message and str(job.pk) in job.message
    assert "KeyError" in caplog.text


def test_it_leaves_no_half_file_behind(owner, kind):
    def break_off(job, progress):
        with files.new_file(".csv") as (part, _):
            part.write_text("half")
            raise work.JobRefused("没有做完。")

    before = set(files.path_of("x").parent.glob("*"))
    job = work.ask(kind("count", break_off), owner=owner, at=AT)
    work.run(job.pk, AT)
    assert set(files.path_of("x").parent.glob("*")) == before


def test_what_a_job_writes_stands_in_clear_nowhere_among_the_files_of_jobs(owner, kind):
    """A worker that is killed leaves nothing there that a backup would carry away."""
    folder, seen = files.path_of("x").parent, set()

    def look(job, progress):
        with files.new_file(".csv") as (part, _):
            part.write_text("台账")
            seen.update(folder.glob("*.part"))

    work.run(work.ask(kind("count", look), owner=owner, at=AT).pk, AT)
    assert not seen


def test_nothing_in_clear_is_read_in_the_place_of_a_file_of_a_job():
    name = files.store_upload(SimpleUploadedFile("导入.csv", "标题".encode()), ".csv")
    files.path_of(name).write_bytes("别的".encode())
    with pytest.raises(FileNotFoundError):
        files.opened(name)


def test_it_takes_over_from_a_killed_worker(owner, kind):
    job = work.ask(kind("count", make_file), owner=owner, at=AT)
    assert work._claim(job.pk, AT).attempt == 1  # and then the power went
    soon, later = AT + timedelta(minutes=1), AT + work.STALE_AFTER + timedelta(seconds=1)
    assert work.run(job.pk, soon) is None
    assert work.sweep(soon)["rung"] == 0
    assert work.sweep(later)["rung"] == 1
    assert work.run(job.pk, later).state == "done"


def test_it_does_not_let_the_slow_first_worker_write_over_the_second(owner, kind):
    job = work.ask(kind("count", make_file), owner=owner, at=AT)
    slow = work._claim(job.pk, AT)
    later = AT + work.STALE_AFTER + timedelta(seconds=1)
    second = work.run(job.pk, later)
    with pytest.raises(work.JobTaken):
        work.Progress(slow).flush()
    progress = work.Progress(slow)
    with files.new_file(".csv") as (part, name):
        part.write_text("late")
    progress.deliver(path=name, name="台账.csv", rows=1)
    work._end(slow, "done", result=progress.result)
    job.refresh_from_db()
    assert job.result_path == second.result_path
    assert not files.path_of(name).exists()


def test_it_gives_up_a_job_that_kills_every_worker(owner, kind):
    told = []
    job = work.ask(kind("count", make_file, ended=lambda job: told.append(job.state)), owner=owner, at=AT)
    at = AT
    for _ in range(work.MOST_ATTEMPTS):
        assert work._claim(job.pk, at)
        at += work.STALE_AFTER + timedelta(seconds=1)
    assert work.run(job.pk, at) is None
    job.refresh_from_db()
    assert job.state == "failed" and "多次中断" in job.message
    assert told == ["failed"]


def test_it_is_not_over_before_the_owner_has_been_told(owner, kind):
    def broken(job):
        raise OperationalError("the inbox is not there")

    job = work.ask(kind("count", make_file, ended=broken), owner=owner, at=AT)
    with pytest.raises(OperationalError):
        work.run(job.pk, AT)
    job.refresh_from_db()
    assert (job.state, job.result_path) == ("running", "")


def test_it_keeps_a_job_for_later_when_the_database_goes_away(owner, kind):
    def lose(job, progress):
        raise OperationalError("server closed the connection")

    job = work.ask(kind("count", lose), owner=owner, at=AT)
    with pytest.raises(OperationalError):
        work.run(job.pk, AT)
    job.refresh_from_db()
    assert job.state == "running"


def test_it_stops_a_cancelled_job_at_its_next_word(owner, kind):
    reached = []

    def long(job, progress):
        assert work.cancel(job, at=AT)
        progress.flush()
        reached.append("end")

    job = work.ask(kind("count", long), owner=owner, at=AT)
    assert work.run(job.pk, AT) is None
    job.refresh_from_db()
    assert (job.state, reached) == ("cancelled", [])
    assert not work.cancel(job, at=AT)


def test_it_deletes_files_when_their_time_is_over(owner, kind):
    job = work.ask(kind("count", make_file), owner=owner, at=AT)
    job = work.run(job.pk, AT)
    path, end = files.path_of(job.result_path), job.expires_at
    work.sweep(end - timedelta(seconds=1))
    assert path.exists()
    assert work.sweep(end)["expired"] == 1
    job.refresh_from_db()
    assert not path.exists() and job.result_path == "" and job.result_rows == 3
    assert work.sweep(end)["expired"] == 0


def test_it_deletes_what_a_killed_worker_left(owner, kind):
    job = work.run(work.ask(kind("count", make_file), owner=owner, at=AT).pk, AT)
    lost = files.path_of("lost.xlsx.part")
    lost.write_text("half")
    now = timezone.now()
    work.sweep(now)
    assert lost.exists()
    Job.objects.filter(pk=job.pk).update(expires_at=now + timedelta(days=9))
    work.sweep(now + timedelta(hours=26))
    assert not lost.exists()
    assert files.path_of(job.result_path).exists()


def test_it_says_nothing_about_a_dead_broker_to_the_person_who_asks(
    owner, kind, dead_broker, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        job = work.ask(kind("count", make_file), owner=owner, at=AT)
    assert Job.objects.get(pk=job.pk).state == "waiting"
    assert "Error calling" in caplog.text


def test_it_rings_the_bell_of_the_bulk_queue_and_sweeps_beside_it():
    queues = [app.amqp.router.route({}, name)["queue"].name for name in (work.RUN_TASK, tasks.sweep_jobs.name)]
    assert queues == ["bulk", "default"]
    assert tasks.run_job.name == work.RUN_TASK


def test_it_cannot_store_an_ended_job_without_its_end(owner):
    with pytest.raises(IntegrityError, match="job_ends_with_time"), transaction.atomic():
        Job.objects.create(kind="count", owner=owner, created_at=AT, state="done")


@pytest.mark.parametrize("name", ["", "../settings.py", "a/b", "/etc/passwd"])
def test_it_opens_only_files_of_its_own(name):
    with pytest.raises(ValueError):
        files.path_of(name)
