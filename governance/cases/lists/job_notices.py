"""The message that a long work is over: jobs know no notices, and notices no jobs."""

from django.urls import reverse

from governance.jobs import registry
from governance.jobs.models import Job
from governance.notices import outbox


def tell_owner(job: Job) -> None:
    """The owner has one message that the job is over, once it is."""
    if job.finished_at is None:
        return
    ending = "已完成" if job.state == Job.State.DONE else "没有完成"
    outbox.post(
        job.owner,
        text=f"{registry.kind_of(job).label}{ending}。{job.message}",
        key=f"job:{job.pk}:{job.state}",
        kind="job",
        at=job.finished_at,
        link=reverse("job", args=[job.pk]),
    )
