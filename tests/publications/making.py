"""A draft that a job writes from figures."""

from datetime import datetime

from governance.jobs import work
from governance.jobs.models import Job
from governance.publications.models import Publication, PublicationKind
from governance.publications.products.jobs import MAKE
from tests.builders import CHINA

NOW = datetime(2026, 7, 1, 10, 0, tzinfo=CHINA)


def made(code: str, who, **more) -> Publication:
    """The draft of that kind that a job has written for the spring."""
    kind = PublicationKind.objects.get(code=code)
    unit = who.posts.get().unit
    told = {"kind": code, "unit": unit.pk, "area": "610116", "subject": "", "first": "2026-03-01", "last": "2026-04-30"}
    job = work.ask(MAKE, owner=who, at=NOW, params=told | more)
    work.run(job.pk, NOW)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    return kind.publications.get(made_of__job=job.pk)
