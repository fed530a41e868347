"""Duties that are done on pages of their own, whose returns follow from what was done there."""

from dataclasses import dataclass

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Elsewhere:
    """A kind of plan, the page on which its tasks are done, by the key of the task, and what is done there."""

    kind: str
    url_name: str
    words: str


ELSEWHERE: Registry[Elsewhere] = Registry("duties that are done elsewhere", field="done_elsewhere", code="kind")
