"""What a step of the table does to the clocks of its case, and what it wants of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

from governance.frame.days import office_moment, office_time
from governance.frame.refusals import FactMissing

from .. import deadlines, registry
from ..deadlines.wanted import Running, of_terms
from ..history import Act
from ..models import Clock, Event
from ..workflow import NEVER, Extension, Step

NOON = time(12)


@contextmanager
def lengthened_by(fact: str) -> Iterator[None]:
    """What is longer than the law allows is said at the fact that says how long."""
    try:
        yield
    except deadlines.LongerThanAllowed as refused:
        raise FactMissing({fact: refused.sentence}) from refused


def keep_watch(row, before: str, event: Event | None, act: Act, left_at: datetime | None = None) -> None:
    """Somebody is still bound by a day in the case, wherever its status has a term for that; it stood ``before``.

    Its clock runs from the moment at which no other duty does, gives way to the next one, and is met where the
    case goes on to a status with another, or to another unit that owes it, which happened at ``left_at`` if not now;
    that is when the next one begins, but for another unit, which hears only now that it is to go on.
    What happened elsewhere starts none: its day would be one that nobody could keep. The scan gives it one.
    """
    statuses = registry.workflow_of(row).statuses
    moment = left_at or act.at
    status = statuses[row.status]
    former, term = statuses[before].clock if before else "", status.clock
    if not former and not term:
        return
    running = deadlines.running_by_term(row)
    awaited = deadlines.waited_for(row)
    handed_on = bool(
        former in running and status.owed_by and running[former][0].charged_to_id != (awaited and awaited.pk)
    )
    if former in running and (former != term or (status.anew and before != row.status) or handed_on):
        met = deadlines.meet(row, former, at=moment, event=event)
        running[former] = [clock for clock in running[former] if clock != met]
    if handed_on:
        moment = act.at
    if not term:
        return
    if deadlines.is_bound_otherwise(row, term, running):
        if term in running:
            deadlines.cancel(row, term, at=moment, event=event)
    elif not act.replay and all(clock.subject for clock in running.get(term, ())):
        window = deadlines.running(row, status.after) if status.after else None
        since = window.due_at if window and window.due_at else moment
        deadlines.start(row, term, since=office_time(since), at=act.at, event=event, owed_by=awaited)


def move_clocks(row, step: Step, cleaned: dict, event: Event, act: Act, closing: bool) -> None:
    """The clocks that the step meets, cancels, extends, stops, sets going and starts have followed it."""
    running = deadlines.running_by_term(row) if step.terms else {}
    then = _of_the_event(step, cleaned, act)
    for clock in of_terms(running, step.meets):
        if step.meets_which and clock != cleaned[step.meets_which]:
            continue
        deadlines.meet(row, clock.term_code, subject=clock.subject, at=then, event=event)
    for code in step.meets if step.met_on else ():
        if code not in running:
            deadlines.use_in_time(row, code, at=then, event=event)
    for clock in of_terms(running, step.cancels):
        deadlines.cancel(row, clock.term_code, subject=clock.subject, at=then, event=event)
    if step.extends:
        for clock in lengthened(step.extends, running, cleaned):
            with lengthened_by(step.extends.days):
                days, which = cleaned[step.extends.days], clock.subject
                agreed, code = agreed_at(step, cleaned, act), clock.term_code
                deadlines.extend(row, code, days=days, subject=which, at=act.at, agreed_at=agreed, event=event)
    _stand_still(row, step, running, cleaned, act, {"at": act.at, "event": event})
    start_clocks(row, step.starts, cleaned, event, act)
    keep_watch(row, event.from_status, event, act, then)
    if closing:
        deadlines.cancel_duties(row, at=then, event=event)


def lengthened(extends: Extension, running: Running, cleaned: dict) -> list[Clock]:
    """What of the running clocks gets more time."""
    which = cleaned[extends.which] if extends.which else None
    return [clock for clock in of_terms(running, extends.terms) if which in (None, clock)]


def agreed_at(step: Step, cleaned: dict, act: Act) -> datetime:
    """When the parties agreed that a term is longer: then, or now."""
    told = cleaned.get(step.extends.agreed_on) if step.extends else None
    return min(act.at, office_moment(told, NOON)) if told else act.at


def _of_the_event(step: Step, cleaned: dict, act: Act) -> datetime:
    """The moment of what the law wanted, or of what made it needless: recorded late is not done late."""
    told = cleaned.get(step.met_on) or act.at
    moment = told if isinstance(told, datetime) else office_moment(told, NOON)
    return min(act.at, office_time(moment))


def _stand_still(row, step: Step, running: Running, cleaned: dict, act: Act, by: dict) -> None:
    """Whichever of the step's clocks runs stands still, whichever stands still goes on."""
    for stop, moves in ((step.pauses, True), (step.resumes, False)):
        if stop is None:
            continue
        on = act.day if stop.on in ("now", NEVER) else cleaned[stop.on]
        for clock in of_terms(running, stop.terms):
            if bool(clock.due_at) is not moves:
                continue
            if moves:
                if on < clock.start_on:
                    said = f"停止计算的日期不能早于“{clock.name}”起算的 {clock.start_on}。"
                    raise FactMissing({stop.on: said})
                # The reason stands where everybody reads why a date is this one.
                reason = step.label if step.private else str(cleaned.get(stop.reason) or step.label)
                deadlines.pause(row, clock.term_code, on=on, reason=reason, subject=clock.subject, **by)
            elif stop.on == NEVER:
                deadlines.count_all(row, clock.term_code, at=act.at, subject=clock.subject)
            else:
                deadlines.resume(row, clock.term_code, on=on, subject=clock.subject, **by)


def start_clocks(row, starts, cleaned: dict, event: Event, act: Act) -> None:
    """Those of these clocks run for which the law wants it in this case; one that runs already goes on."""
    wanted = [start for start in starts if start.when is None or start.when(row)]
    if not wanted:
        return
    running = {(clock.term_code, clock.subject) for clock in deadlines.ever(row) if clock.is_running}
    terms = []
    for start in wanted:
        subject = number_of(row, start.term) if start.each else ""
        if (start.term, subject) in running:
            continue
        running.add((start.term, subject))
        told = None if start.since == "now" else cleaned.get(start.since) or getattr(row, start.since, None)
        since = told or act.at
        if isinstance(since, datetime):
            since = office_time(since)
        amount = cleaned.get(start.amount) or getattr(row, start.amount, None) if start.amount else None
        owed_by = (cleaned.get(start.owed_by) or getattr(row, start.owed_by)) if start.owed_by else None
        terms.append(deadlines.ToStart(start.term, since, subject, amount, owed_by))
    if terms:
        deadlines.start_all(row, terms, at=act.at, event=event)


def number_of(row, term: str) -> str:
    """The next number among what the case has owed by that term."""
    before = {clock.subject for clock in deadlines.ever(row) if clock.term_code == term}
    return f"第{len(before) + 1}件"
