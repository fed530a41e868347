"""One step taken by many cases: each in a transaction of its own, each with its own answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from governance.frame.refusals import FactMissing, Refusal

from ..models import Case
from ..steps import actions


@dataclass(frozen=True)
class Answered:
    """What became of one case."""

    case: Case
    words: str


@dataclass
class Results:
    """What became of all of them; ``refusal`` is the first of what was filled in, for a form on which nothing could be
    done."""

    done: list[Answered] = field(default_factory=list)
    refused: list[Answered] = field(default_factory=list)
    refusal: FactMissing | None = None


def take_together(
    cases: list[Case], name: str, raw: dict, *, versions: Mapping[str, int], actor, at: datetime
) -> Results:
    """Each of the cases has taken the step, waits for approval, or is as it was, for the reason that is said.

    ``versions`` are what the person had read, by number: a case that somebody else changed since is left alone.
    """
    found = Results()
    for case in cases:
        try:
            event = actions.take_step(case, name, dict(raw), actor=actor, at=at, version=versions.get(case.number, 0))
        except Refusal as refusal:
            found.refused.append(Answered(case, str(refusal)))
            if isinstance(refusal, FactMissing):
                found.refusal = found.refusal or refusal
        else:
            found.done.append(Answered(case, "已提请审批" if event.is_proposal else "已办理"))
    return found
