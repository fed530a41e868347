"""Which steps a case can take now, and why it cannot take the others."""

from datetime import datetime

from governance.frame.refusals import StepNotPossible

from .. import access, deadlines, registry
from ..deadlines.wanted import why_no_clock
from ..history import Act
from ..workflow import Step


def possible_step(row, name: str, act: Act) -> Step:
    """The row of the table, if the case stands where it starts and the law allows it now."""
    step = known_step(row, name)
    sentence = why_not(row, step, act.at, record=not act.replay)
    if sentence:
        raise StepNotPossible(sentence)
    return step


def known_step(row, name: str) -> Step:
    """The row of the table of that name; raises ``StepNotPossible`` if it has none."""
    step = registry.workflow_of(row).step(name)
    if step is None:
        raise StepNotPossible("没有这一步骤。")
    return step


def why_not(row, step: Step, at: datetime, clocks: dict | None = None, *, record: bool = True) -> str:
    """Why the step cannot be taken from where the case stands; empty if it can.

    ``clocks`` are the running ones by term, for who asks about many steps at once. What its ``record`` lacks is left
    out for who asks that of many cases at once, and of history that happened elsewhere, which has none here.
    """
    workflow = registry.workflow_of(row)
    if row.status not in workflow.sources_of(step):
        where = f"事项现在的状态是“{workflow.statuses[row.status].label}”，不能“{step.label}”。"
        return f"{where}{step.said_when_wrong}"
    for guard in step.guards:
        if not guard.holds(row):
            return guard.sentence
    if step.within:
        due_at = deadlines.counted(step.within.term, getattr(row, step.within.since)).due_at
        if due_at is not None and at >= due_at:
            return f"“{step.label}”的期限已过({step.article})。"
    if step.needs_running or step.owed or step.pauses or step.resumes or step.lets_lapse:
        sentence = why_no_clock(step, at, deadlines.running_by_term(row) if clocks is None else clocks)
        if sentence:
            return sentence
    return "".join(registry.what_they_lack([(row, step)]).values()) if record else ""


def lacking(case, user, at: datetime, clocks: dict) -> list[tuple[Step, str]]:
    """The steps that this person could take on the case now but for what another step adds first, with what that is;
    and those that wait for a right to lapse.
    """
    row = case.own
    steps = [step for step in registry.workflow_of(row).steps_from(row.status) if access.may_take(user, row, step)]
    found = [step for step in steps if step.completed_by and not why_not(row, step, at, clocks, record=False)]
    said = registry.what_they_lack((row, step) for step in found if step.lacks)
    early = [(step, why_no_clock(step, at, clocks)) for step in steps if step.lets_lapse]
    return [
        *((step, said[row.pk, step.name]) for step in found if (row.pk, step.name) in said),
        *((step, why) for step, why in early if why),
    ]


def open_steps(case, user, at: datetime, clocks: dict | None = None) -> list[Step]:
    """The steps this person can take on the case now, in the order of the table; ``clocks`` as for ``why_not``."""
    row = case.own
    running = deadlines.running_by_term(row) if clocks is None else clocks
    # Guards ask the database; who may not take the step is not asked for.
    return [
        step
        for step in registry.workflow_of(row).steps_from(row.status)
        if access.may_take(user, row, step) and not why_not(row, step, at, running)
    ]
