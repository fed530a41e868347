"""Many cases chosen from a list: which of them can take which step, and why the others cannot."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .. import access, deadlines, registry
from ..lists.next_steps import read_own, with_what_bears
from ..models import Case, Clock
from ..steps.possible import why_not
from ..workflow import Step

# So many are done in one go; whoever has more does the first of them and comes back.
MOST = 200
NO_STEP = "没有这一步骤。"
OTHER_FACTS = "这件的办理内容与其他的不同，请单独办理。"
WAITS = "“{}”等待审批，这一件请单独办理。"
OTHER_UNIT = "承办单位与前面的不同，请分开办理。"
# Facts that name somebody of the unit that holds the case.
OF_THE_UNIT = ("user", "colleague")


@dataclass
class Offer:
    """A step that some of the chosen cases can take, and how many."""

    name: str
    label: str
    count: int = 0


@dataclass(frozen=True)
class Candidate:
    """A chosen case; ``why`` is why it cannot take the step, empty if it can."""

    case: Case
    why: str


@dataclass
class Candidates:
    """The chosen cases before a step, which is None where none can take it; those that can, and the others."""

    step: Step | None = None
    able: list[Candidate] = field(default_factory=list)
    others: list[Candidate] = field(default_factory=list)


def chosen(user, numbers: Iterable[str]) -> list[Case]:
    """The cases of these numbers that the person sees, in that order, with what steps depend on."""
    wanted = list(dict.fromkeys(numbers))[:MOST]
    rows = Case.objects.visible_to(user).filter(number__in=wanted).select_related("area", "lead_unit")
    found = {case.number: case for case in with_what_bears(rows)}
    return [found[number] for number in wanted if number in found]


def offers(cases: list[Case], user, at: datetime) -> list[Offer]:
    """The steps for many that at least one of them can take, in the order of the tables."""
    running = _running(cases)
    read_own(cases)
    able = [
        (case.own, step)
        for case in cases
        for step in registry.workflow_of(case).steps_from(case.status)
        if not _why_not(case, step, user, at, running[case.pk])
    ]
    lacking = registry.what_they_lack(able)
    found: dict[str, Offer] = {}
    for row, step in able:
        if (row.pk, step.name) not in lacking:
            found.setdefault(step.name, Offer(step.name, step.label)).count += 1
    return list(found.values())


def candidates(cases: list[Case], name: str, user, at: datetime) -> Candidates:
    """Which of the cases can take the step of that name; those whose form asks something else do not go along."""
    running = _running(cases)
    read_own(cases)
    found = Candidates()
    steps = {case.pk: registry.workflow_of(case).step(name) for case in cases}
    whys = {case.pk: _why_not(case, steps[case.pk], user, at, running[case.pk]) for case in cases}
    able = [(case.own, step) for case in cases if not whys[case.pk] and (step := steps[case.pk])]
    lacking = registry.what_they_lack(able)
    for case in cases:
        step = steps[case.pk]
        why = whys[case.pk] or lacking.get((case.pk, name), "")
        if step is not None and not why:
            why = _differs(found, case, step)
        if not why:
            found.step = found.step or step
        (found.others if why else found.able).append(Candidate(case, why))
    return found


def _why_not(case: Any, step: Step | None, user, at: datetime, running: dict) -> str:
    """Why the case cannot take the step; what its record lacks for it is asked for all of them together.

    What somebody put forward lapses when the case moves on: nobody lets it lapse unseen, among many others.
    """
    if step is None or not step.together:
        return NO_STEP
    if not access.may_take(user, case, step):
        return step.not_yours
    if step.target and case.waiting:
        waiting = registry.workflow_of(case).step(case.waiting[0]["step"])
        return WAITS.format(waiting.label if waiting else "")
    return why_not(case.own, step, at, running, record=False)


def _differs(found: Candidates, case: Case, step: Step) -> str:
    """Why the case cannot be told the same as the first that can take the step."""
    if found.step is None:
        return ""
    if found.step.facts != step.facts:
        return OTHER_FACTS
    named = any(fact.kind in OF_THE_UNIT for fact in step.facts)
    return OTHER_UNIT if named and found.able[0].case.lead_unit_id != case.lead_unit_id else ""


def _running(cases: list[Case]) -> dict[int, dict[str, list[Clock]]]:
    """The running clocks of each case by term, in one statement."""
    by_case: dict[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(case__in=cases, ended_at=None).order_by("due_at", "id"):
        by_case[clock.case_id].append(clock)
    return {case.pk: deadlines.by_term(by_case[case.pk]) for case in cases}
