"""What can be done with a job: ask for it, run it, cancel it, sweep up after it.

A job is run by whoever claims it by a conditional update. A worker that was killed leaves a row whose heartbeat gets
old; the sweep rings again and another worker takes it over with the next attempt number. From then on nothing the
first one writes is accepted, should it still live.
"""

import hashlib
import json
import logging
import os
import time
from datetime import datetime, timedelta

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.frame.wording import clipped
from governance.organisation.standing import Standing, standing_of

from . import files
from .models import Job
from .registry import KINDS, kind_of

logger = logging.getLogger(__name__)

RUN_TASK = "governance.jobs.tasks.run_job"
# Longer than any single thing a job does between two reports of progress.
STALE_AFTER = timedelta(minutes=3)
KEEP_RESULT = timedelta(hours=24)
# A job that brings its worker down each time must not do so for ever.
MOST_ATTEMPTS = 3
SECONDS_BETWEEN_WRITES = 0.5


class JobRefused(Refusal):
    """The work cannot be done as asked; ``report`` is what the job's page shows of what was found."""

    def __init__(self, sentence: str, report: dict | None = None):
        super().__init__(sentence)
        self.report = report


class JobTaken(Exception):
    """The job was cancelled, or another worker took it over; this one stops without a word."""


def owner_standing(job: Job, now: datetime, permission: str) -> Standing:
    """What the owner may do now: asking for a job and running it are two moments; raises ``JobRefused``."""
    standing = standing_of(job.owner, office_day(now))
    if permission not in standing.permissions or not job.owner.is_active:
        raise JobRefused("您的岗位已没有这项权限。")
    return standing


def jobs_of(user) -> QuerySet[Job]:
    """The person's jobs; while the account is not known to be in its owner's hands, those asked for since its password
    was set: what was made for the owner before is not theirs who hold it now."""
    found = Job.objects.filter(owner=user)
    return found if user.handed_by_id is None else found.filter(created_at__gte=user.password_changed_at)


def ask(kind: str, *, owner, at: datetime, params: dict | None = None, key: str | None = None, source_path="") -> Job:
    """A job waits and the bell is rung once the transaction stands.

    The same key finds the job that was asked for the same: a page from which something else is asked makes another.
    """
    KINDS[kind]
    values = {
        "kind": kind,
        "owner": owner,
        "params": params or {},
        "source_path": source_path,
        "created_at": at,
        "heartbeat_at": at,
    }
    if key is None:
        job = Job.objects.create(**values)
    else:
        told = json.dumps([kind, key, values["params"]], sort_keys=True, default=str)
        mark = hashlib.sha256(told.encode()).hexdigest()[:40]
        job, created = Job.objects.get_or_create(key=f"{owner.pk}:{mark}", defaults=values)
        if not created:
            files.delete(source_path)
            return job
    ring(job.pk)
    return job


def ring(job_id: int) -> None:
    """A worker is told after commit; if no broker answers, the sweep tells it a minute later."""
    transaction.on_commit(lambda: current_app.send_task(RUN_TASK, args=[job_id], expires=90), robust=True)


def run(job_id: int, at: datetime) -> Job | None:
    """The job has been run to its end, or somebody else has it (then None)."""
    job = _claim(job_id, at)
    if job is None:
        return None
    progress = Progress(job)
    try:
        kind_of(job).run(job, progress)
    except JobTaken:
        return None
    except Refusal as refused:
        _end(job, Job.State.FAILED, message=str(refused), report=getattr(refused, "report", None))
    except SoftTimeLimitExceeded:
        _end(job, Job.State.FAILED, message="处理时间超过上限，已停止。请缩小范围后再试。")
    except (OperationalError, InterfaceError):
        # With the database gone there is no place to say so; the heartbeat grows old and the job is rung for again.
        raise
    except Exception:
        logger.exception("job %s failed", job.pk)
        _end(job, Job.State.FAILED, message=f"任务没有完成，原因已记入系统日志（任务号 {job.pk}），请联系系统管理员。")
    else:
        progress.flush()
        _end(job, Job.State.DONE, message=progress.message, report=progress.report, result=progress.result)
    return job


def _claim(job_id: int, at: datetime) -> Job | None:
    """The job in the hands of this worker, or None if it is not to be had."""
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, heartbeat_at__lt=at - STALE_AFTER)
    with transaction.atomic():
        given_up = Job.objects.filter(free, pk=job_id, attempt__gte=MOST_ATTEMPTS).update(
            state=Job.State.FAILED,
            finished_at=at,
            message="任务多次中断，已停止。请缩小范围后再试，或联系系统管理员。",
        )
        if given_up:
            _tell(Job.objects.select_related("owner").get(pk=job_id))
            return None
    taken = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, started_at=at, heartbeat_at=at, done=0
    )
    return Job.objects.select_related("owner").get(pk=job_id) if taken == 1 else None


def _end(job: Job, state: str, *, message="", report=None, result=None) -> None:
    """The job is over, unless it was taken away meanwhile; then its result file is deleted."""
    now = timezone.now()
    values = {"state": state, "finished_at": now, "heartbeat_at": now, "message": clipped(message, 300)}
    if report is not None:
        values["report"] = report
    if result is not None:
        values |= {**result, "expires_at": now + KEEP_RESULT}
    elif job.source_path:
        values["expires_at"] = now + KEEP_RESULT
    with transaction.atomic():
        was_mine = _mine(job).update(**values)
        if was_mine:
            job.refresh_from_db()
            _tell(job)
    if not was_mine:
        files.delete((result or {}).get("result_path", ""))


def _tell(job: Job) -> None:
    """The kind hears that the job is over, in the transaction that ends it."""
    if ended := kind_of(job).ended:
        ended(job)


def _mine(job: Job):
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)


class Progress:
    """What a running job says about itself; calling it also shows that the worker lives."""

    def __init__(self, job: Job):
        self._job = job
        self._written = 0.0
        self._values: dict = {}
        self.message = ""
        self.report: dict | None = None
        self.result: dict | None = None

    def __call__(self, done: int, total: int | None = None, message: str = "") -> None:
        """The figures are on the page within half a second; ``JobTaken`` if the job is no longer ours."""
        self._values["done"] = done
        if total is not None:
            self._values["total"] = total
        if message:
            self._values["message"] = clipped(message, 300)
        if time.monotonic() - self._written >= SECONDS_BETWEEN_WRITES:
            self.flush()

    def flush(self) -> None:
        """Everything said so far is written."""
        self._written = time.monotonic()
        if not _mine(self._job).update(heartbeat_at=timezone.now(), **self._values):
            raise JobTaken

    def deliver(self, *, path: str, name: str, rows: int) -> None:
        """The file of this name is what the owner will be given."""
        with files.opened(path) as file:
            size = file.seek(0, os.SEEK_END)
        self.result = {
            "result_path": path,
            "result_name": files.named(name),
            "result_size": size,
            "result_rows": rows,
        }


def cancel(job: Job, *, at: datetime) -> bool:
    """A job that has not ended is cancelled; its worker stops at its next word. False if it had ended."""
    return bool(
        Job.objects.filter(pk=job.pk, state__in=Job.ACTIVE).update(
            state=Job.State.CANCELLED, finished_at=at, expires_at=at, message="已由申请人取消。"
        )
    )


def sweep(now: datetime) -> dict[str, int]:
    """Waiting and orphaned jobs have been rung for again, and files whose time is over are gone."""
    lost = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
    waiting = list(Job.objects.filter(lost).order_by("id").values_list("pk", flat=True)[:100])
    for job_id in waiting:
        ring(job_id)
    expired = list(Job.objects.filter(expires_at__lte=now)[:500])
    for job in expired:
        for name in (job.result_path, job.source_path):
            files.delete(name)
        Job.objects.filter(pk=job.pk).update(result_path="", source_path="", expires_at=None)
    known = {
        name
        for pair in Job.objects.exclude(result_path="", source_path="").values_list("result_path", "source_path")
        for name in pair
        if name
    }
    return {"rung": len(waiting), "expired": len(expired), "orphans": files.delete_orphans(known, now)}


def forget_reports(moment: datetime) -> int:
    """Jobs that ended before say only what they were and when; says how many."""
    ended = Job.objects.filter(finished_at__lt=moment).exclude(params={}, report={}, message="")
    return ended.update(params={}, report={}, message="")
