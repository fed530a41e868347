"""The kinds of long work that the higher apps bring."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
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


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Jobs of this kind can be asked for from now on; called in ``AppConfig.ready``."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind of that code; ``LookupError`` if no app brought it."""
    return _kinds[code]


def label_of(code: str) -> str:
    """What the screen calls the kind, also for a kind that no longer exists."""
    return _kinds[code].label if code in _kinds else "后台任务"


def unit_of(code: str) -> str:
    """What is counted: 条, 行, 件."""
    return _kinds[code].unit if code in _kinds else "条"


def counts_of(code: str) -> str:
    """What the finished file is measured in: 行, 页."""
    return _kinds[code].counts if code in _kinds else "行"


def page_of(job) -> str:
    """The address of the page that says more about an ended job; empty if its kind has none."""
    kind = _kinds.get(job.kind)
    return kind.page(job) if kind and kind.page else ""
