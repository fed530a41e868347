"""What a step wants of the running clocks of its case, and of the day."""

from datetime import datetime
from typing import Any

from governance.frame.days import office_day

from ..models import Clock
from ..workflow import Step
from .clocks import counted_as_shown

Running = dict[str, list[Clock]]


def why_no_clock(step: Step, at: datetime, clocks: Running) -> str:
    """What the step wants of the running clocks and does not find; empty if it finds all."""
    if step.needs_running:
        wanted = of_terms(clocks, step.needs_running)
        if not wanted:
            return f"没有正在计算的相应期限，不能“{step.label}”。"
        told_later = step.extends is not None and step.extends.agreed_on
        if step.in_time and not told_later and all(clock.due_at and at >= clock.due_at for clock in wanted):
            return f"“{step.label}”的期限已过({step.article})。"
    for clock in of_terms(clocks, step.owed):
        return f"“{clock.name}”还没有办，不因“{step.label}”而免除，请先办理({clock.term.article})。"
    for clock in of_terms(clocks, step.lets_lapse):
        if clock.due_at is None or at < clock.due_at:
            return f"“{clock.name}”的期限到 {clock.due_said()} 届满，此前不能“{step.label}”({clock.term.article})。"
    if step.pauses and not any(clock.due_at for clock in of_terms(clocks, step.pauses.terms)):
        return f"没有正在计算的相应期限，不能“{step.label}”。"
    if step.resumes and all(clock.due_at for clock in of_terms(clocks, step.resumes.terms)):
        return f"没有停止计算的期限，不能“{step.label}”。"
    return ""


def is_overtaken(step: Step, row: Any, at: datetime) -> bool:
    """True if what has happened in the case, of which this is the row, or the day makes something else come next."""
    within = step.main_within
    if within is None:
        return not step.is_not_overtaken(row)
    due_at = counted_as_shown(within.term, getattr(row, within.since), office_day(at)).due_at
    return (due_at is not None and at >= due_at) or not step.is_not_overtaken(row)


def of_terms(clocks: Running, terms: tuple[str, ...]) -> list[Clock]:
    """The running clocks of these terms."""
    return [clock for code in terms for clock in clocks.get(code, ())]
