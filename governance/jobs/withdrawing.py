"""What jobs have told is taken back when its subject is hidden: their files, and what their pages say of it."""

from collections.abc import Collection
from html import escape

from django.db import transaction

from . import files
from .models import Job


def take_back(words: Collection[str], *, but_for: Collection[int]) -> None:
    """No job of anybody but those users says one of these words any more, neither in its file nor on its page.

    What runs begins anew: it may have read before what it must not tell now. A job that ends while the caller's
    transaction is open is looked at again once that stands.
    """
    _take_back(set(words), set(but_for))
    transaction.on_commit(lambda: _take_back(set(words), set(but_for)))


def _take_back(words: set[str], but_for: set[int]) -> None:
    others = Job.objects.exclude(owner__in=but_for)
    others.filter(state=Job.State.RUNNING).update(state=Job.State.WAITING)
    for job in others.exclude(state__in=Job.ACTIVE):
        said = " ".join((job.message, job.result_name, str(job.params), str(job.report)))
        if (job.result_path and tells(job.result_path, words)) or any(word in said for word in words):
            _silence(job, said, words)


def _silence(job: Job, said: str, words: set[str]) -> None:
    """The file is gone as if its time were over; a row that says one of the words itself says nothing any more."""
    name, job.result_path, job.expires_at = job.result_path, "", None
    if any(word in said for word in words):
        job.message, job.result_name, job.params, job.report = "", "", {}, {}
    job.save(update_fields=["result_path", "expires_at", "message", "result_name", "params", "report"])
    transaction.on_commit(lambda: files.delete(name))


def tells(name: str, words: Collection[str]) -> bool:
    """True if one of the words stands in the file."""
    forms = [form.encode() for word in words for form in {word, escape(word, quote=False)}]
    return any(form in said for said in files.said_in(name) for form in forms)
