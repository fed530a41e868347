from celery import shared_task
from django.utils import timezone

from . import work


@shared_task
def run_job(job_id: int) -> None:
    """The job has been run, by this worker or by the one that holds it."""
    work.run(job_id, timezone.now())


@shared_task
def sweep_jobs() -> None:
    """Lost jobs are rung for again and old files are gone."""
    work.sweep(timezone.now())
