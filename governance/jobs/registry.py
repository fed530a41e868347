"""The kinds of long work that the higher apps bring."""

from collections.abc import Callable
from dataclasses import dataclass

from governance.frame.registry import Registry


@dataclass(frozen=True)
class JobKind:
    """``run(job, progress)`` does the work; it may run twice, and the second run must not double anything."""

    code: str
    label: str
    run: Callable
    unit: str = "条"
    # What the finished file is measured in.
    counts: str = "行"
    # page(job) is the address of a page that says more about an ended job.
    page: Callable | None = None
    # ended(job) is called in the transaction in which the job ends; the place to tell the owner.
    ended: Callable | None = None


KINDS: Registry[JobKind] = Registry("kinds of work", field="jobs")


def _refuse(job, progress) -> None:
    raise LookupError(f"no app does work of the kind {job.kind}")


# What the screen says of a job whose kind no longer exists.
FORMER = JobKind("", "后台任务", _refuse)


def kind_of(job) -> JobKind:
    """The kind of the job, also of one that no longer exists."""
    return KINDS.get(job.kind, FORMER)
