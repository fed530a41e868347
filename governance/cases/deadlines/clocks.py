"""The verbs on clocks. The caller holds the lock on the case and brings the event that moves the clock."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from math import inf
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.base import ModelState

from governance.frame.database.among import Among
from governance.frame.days import office_day, office_moment, office_time
from governance.frame.refusals import StepNotPossible
from governance.frame.wording import clipped
from governance.organisation.models import Unit

from ..calendar.at_hand import calendar_at_hand, calendar_shown
from ..law.in_force import term_for, term_shown
from ..models import Case, Clock, Event, LadderRung, Pause, Term, spelled
from ..worktime import BY_THE_CLOCK, Calendar, Due, compute
from . import questions
from .alerts import alert_plan, ladder_of

COUNTED = ["raw_due", "due", "due_at", "provisional", "ledger"]
ALERTS = ["alert_plan", "alert_at", "rung", "generation"]
# A clock ends, and with it the pause in which it stands still, in one statement: a step ends several. It stays with the
# holder of before: a step that passes the case on has not written the new one yet.
ENDS = """
WITH over AS (
    UPDATE cases_pause SET ends_on = GREATEST(starts_on, %(day)s), resumed_by_id = %(event)s
    WHERE clock_id = %(clock)s AND ends_on IS NULL
)
UPDATE cases_clock SET outcome = %(outcome)s, ended_at = %(at)s, ended_by_id = %(event)s, alert_at = NULL,
    charged_to_id = COALESCE(charged_to_id, (SELECT lead_unit_id FROM cases_case WHERE id = case_id))
WHERE id = %(clock)s
RETURNING charged_to_id
"""


def ever(case: Case) -> list[Clock]:
    """Every clock that runs in the case or ever did, the first first; a case that is held has them at hand."""
    return questions.EVER.objects(case=case.pk) if case.clocks_held is None else case.clocks_held


def hold(case: Case) -> list[Clock]:
    """The same, held with the case until the transaction ends."""
    return questions.HELD.objects(case=case.pk) if case.clocks_held is None else case.clocks_held


def running(case: Case, code: str, subject: str = "") -> Clock | None:
    """The running clock of that term and subject, if there is one; ``due_at`` is empty while it stands still."""
    return _running(ever(case), code, subject)


def _running(clocks: Iterable[Clock], code: str, subject: str) -> Clock | None:
    return next(
        (each for each in clocks if each.is_running and (each.term_code, each.subject) == (code, subject)), None
    )


def running_by_term(case: Case) -> dict[str, list[Clock]]:
    """Every running clock of the case by its term, whatever its subject, the nearest first; in one query."""
    return by_term(sorted(ever(case), key=lambda clock: clock.due_at.timestamp() if clock.due_at else inf))


def by_term(clocks: Iterable[Clock]) -> dict[str, list[Clock]]:
    """Those of the clocks that run, by their terms."""
    found: dict[str, list[Clock]] = {}
    for clock in clocks:
        if clock.is_running:
            found.setdefault(clock.term_code, []).append(clock)
    return found


class ToStart(NamedTuple):
    """A term that is to run in a case from ``since``, as ``start`` says."""

    code: str
    since: date | datetime
    subject: str = ""
    amount: int | None = None
    owed_by: Unit | None = None


def start(
    case: Case,
    code: str,
    *,
    subject: str = "",
    since: date | datetime,
    at: datetime | None = None,
    event: Event | None = None,
    amount: int | None = None,
    owed_by: Unit | None = None,
) -> Clock:
    """The term runs in the case from ``since``, by the version in effect on that day.

    ``since`` is the day, or the moment for a term in hours or minutes, that the law counts from; ``amount`` replaces
    the term's own where the assigning organ sets it. ``subject`` says which one it is, where a term runs several times
    at once. A duty that comes back keeps what it was granted before it went: its extension, the days it stood still.
    What is ``owed_by`` a unit stays its own wherever the case goes.
    """
    return start_all(case, [ToStart(code, since, subject, amount, owed_by)], at=at, event=event)[0]


def start_all(
    case: Case, terms: Iterable[ToStart], *, at: datetime | None = None, event: Event | None = None
) -> list[Clock]:
    """All of these terms run in the case."""
    before, calendar, ladders = ever(case), calendar_at_hand(), cache(ladder_of)
    started: list[tuple[Clock, Clock | None]] = []
    for each in terms:
        moment = moment_of(each.since)
        term = term_for(each.code, office_day(moment))
        clock = _unsaved(term, moment, case_id=case.pk, subject=each.subject, event=event)
        clock.amount = each.amount or term.amount
        former = _former(clock, before)
        clock.extension = former.extension if former else 0
        clock.charged_to = each.owed_by
        _apply(clock, reckon(clock, calendar))
        plan(clock, calendar, ladders(term.ladder), at=moment)
        started.append((clock, former))
    Clock.objects.bulk_create(clock for clock, _ in started)
    _at_hand(case, [clock for clock, _ in started])
    for clock, former in started:
        pauses = list(former.pauses.all()) if former else []
        if pauses:
            _grant_pauses(clock, pauses)
            _follow(clock, at or clock.started_at)
    return [clock for clock, _ in started]


def _at_hand(case: Case, made: Iterable[Clock]) -> None:
    if case.clocks_held is not None:
        case.clocks_held.extend(made)


def counted(code: str, since: date | datetime) -> Clock:
    """The unsaved clock of the term as it would run from then on; nothing is kept."""
    moment = moment_of(since)
    return _counted(term_for(code, office_day(moment)), moment, calendar_at_hand())


def counted_as_shown(code: str, since: date | datetime, on: date) -> Clock:
    """The same for a page of that day, by the version of the term and the calendar that pages know."""
    return _counted(term_shown(code, on), moment_of(since), calendar_shown())


def _counted(term: Term, moment: datetime, calendar: Calendar) -> Clock:
    clock = _unsaved(term, moment)
    _apply(clock, reckon(clock, calendar))
    return clock


def _unsaved(term: Term, moment: datetime, **which) -> Clock:
    return Clock(
        term=term,
        term_code=term.code,
        is_window=term.is_window,
        start_on=office_day(moment),
        started_at=moment,
        amount=term.amount,
        unit=term.unit,
        extension_unit=term.extension_unit or term.unit,
        **which,
    )


def _former(clock: Clock, before: Iterable[Clock]) -> Clock | None:
    """The last clock of the same duty from the same day, if it ended without being met."""
    same = [each for each in before if (each.term_code, each.subject) == (clock.term_code, clock.subject)]
    ended = [each for each in same if each.start_on == clock.start_on and not each.is_window and not each.is_running]
    return ended[-1] if ended and ended[-1].outcome != Clock.Outcome.MET else None


def moment_of(since: date | datetime) -> datetime:
    """The moment from which a clock counts: the day as it begins in the office, or the moment itself."""
    if isinstance(since, datetime):
        return office_time(since)
    return office_moment(since)


def reckon(clock: Clock, calendar: Calendar) -> Due:
    """When the clock ends by this calendar, with its pauses and its extension; nothing is changed."""
    pauses = [(pause.starts_on, pause.ends_on) for pause in clock.pauses.all()] if clock.pk else []
    return compute(
        office_time(clock.started_at) if clock.unit in BY_THE_CLOCK else clock.start_on,
        clock.amount,
        clock.unit,
        calendar=calendar,
        roll=clock.term.roll,
        roll_on_weekend=clock.term.roll_on_weekend,
        pauses=pauses,
        extension=clock.extension,
        extension_unit=clock.extension_unit,
    )


def _apply(clock: Clock, found: Due) -> None:
    clock.raw_due, clock.due, clock.due_at = found.raw_due, found.due, found.due_moment
    clock.provisional = found.provisional
    clock.ledger = found.as_json()


def plan(clock: Clock, calendar: Calendar, ladder: list[LadderRung], *, at: datetime) -> None:
    """Sets the moments of the ladder and the next of them.

    A rung that was announced and lies in the past stays announced; one that now lies after ``at`` will be announced
    again. A warning that would come before the start is not owed: the person has just been given the whole matter.
    """
    clock.alert_plan = alert_plan(clock, ladder, calendar)
    if clock.due is not None:
        announced = min(clock.rung, bisect_right(clock.alert_plan, at))
        clock.rung = max(announced, bisect_right(clock.alert_plan, clock.started_at))
    ahead = clock.alert_plan[clock.rung :]
    clock.alert_at = ahead[0] if ahead else None


def recompute(clock: Clock, calendar: Calendar, ladder: list[LadderRung], *, at: datetime) -> bool:
    """The clock follows its term, pauses and extension by this calendar; true if its day moved. Nothing is saved.

    ``generation`` rises with the day, so that a moved clock may warn anew and an unmoved one says nothing twice.
    """
    before = (clock.raw_due, clock.due, clock.due_at)
    _apply(clock, reckon(clock, calendar))
    if (clock.raw_due, clock.due, clock.due_at) == before:
        return False
    clock.generation += 1
    plan(clock, calendar, ladder, at=at)
    return True


def _follow(clock: Clock, at: datetime, *changed: str) -> Clock:
    """The clock is recomputed by the calendar at hand and saved, with what else ``changed``."""
    recompute(clock, calendar_at_hand(), ladder_of(clock.term.ladder), at=at)
    clock.save(update_fields=[*COUNTED, *ALERTS, *changed])
    return clock


def pass_over(case_ids: Iterable[int], *, at: datetime) -> None:
    """What should have been announced before ``at`` in these cases is not announced any more.

    For history taken over from elsewhere: years of silence are a fact to be seen in the lists, not a thousand letters.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE cases_clock
            SET rung = width_bucket(%(at)s, alert_plan),
                alert_at = alert_plan[width_bucket(%(at)s, alert_plan) + 1]
            WHERE case_id = ANY(%(cases)s) AND ended_at IS NULL AND alert_at <= %(at)s
            """,
            {"at": at, "cases": list(case_ids)},
        )


def meet(case: Case, code: str, *, at: datetime, event: Event | None = None, subject: str = "") -> Clock | None:
    """The running clock of the term has ended in time, or late if it has; nothing happens where none runs."""
    clock = _claimed(case, code, subject)
    if clock is None:
        return None
    in_time = clock.due_at is None or at <= clock.due_at
    late = Clock.Outcome.LAPSED if clock.is_window else Clock.Outcome.MISSED
    return _end(clock, Clock.Outcome.MET if in_time else late, max(at, clock.started_at), event)


def use_in_time(case: Case, code: str, *, at: datetime, event: Event | None = None) -> Clock | None:
    """The right that lapsed unrecorded was used in its days after all; nothing happens where it was not."""
    lapsed = [each for each in hold(case) if (each.term_code, each.outcome) == (code, Clock.Outcome.LAPSED)]
    in_its_days = [each for each in lapsed if each.started_at <= at and each.due_at and each.due_at >= at]
    clock = max(in_its_days, key=lambda each: (each.started_at, each.pk), default=None)
    return _end(clock, Clock.Outcome.MET, at, event) if clock else None


def cancel(case: Case, code: str, *, at: datetime, event: Event | None = None, subject: str = "") -> Clock | None:
    """The running clock of the term counts no more, because the duty itself has gone; what was late stays late."""
    clock = _claimed(case, code, subject)
    return _drop(clock, at, event) if clock else None


def cancel_duties(case: Case, *, at: datetime, event: Event | None = None) -> None:
    """No duty runs in the case any more; the rights of people in it run on, and what was late stays late."""
    for clock in hold(case):
        if clock.is_running and not clock.is_window:
            _drop(clock, at, event)


def _drop(clock: Clock, at: datetime, event: Event | None) -> Clock:
    """The clock has ended, met by nobody: no step of the case can undo that its day had passed by then."""
    outcome = Clock.Outcome.MISSED if _is_late(clock, at) else Clock.Outcome.CANCELLED
    return _end(clock, outcome, max(at, clock.started_at), event)


def _is_late(clock: Clock, at: datetime) -> bool:
    return not clock.is_window and clock.due_at is not None and at > clock.due_at


def _claimed(case: Case, code: str, subject: str) -> Clock | None:
    return _running(hold(case), code, subject)


def _end(clock: Clock, outcome: str, at: datetime, event: Event | None) -> Clock:
    clock.outcome, clock.ended_at, clock.ended_by, clock.alert_at = outcome, at, event, None
    told: dict[str, Any] = {"clock": clock.pk, "outcome": outcome, "at": at, "day": office_day(at)}
    told["event"] = event and event.pk
    with connection.cursor() as cursor:
        cursor.execute(ENDS, told)
        ((clock.charged_to_id,),) = cursor.fetchall()
    return clock


def charge(case: Case, unit: Unit, *, at: datetime) -> None:
    """What is late now was missed by the unit that is about to give the case away, and stays with it."""
    late = [each for each in hold(case) if each.is_running and each.charged_to_id is None and _is_late(each, at)]
    for clock in late:
        clock.charged_to = unit
    if late:
        Clock.objects.filter(pk__in=[clock.pk for clock in late]).update(charged_to=unit)


class LongerThanAllowed(StepNotPossible):
    """The term can be extended, but not by so much."""


def check_extension(case: Case, code: str, days: int, *, at: datetime, subject: str = "") -> Clock:
    """The running clock, if it may be extended by so much; raises ``StepNotPossible`` with the rule it would break."""
    clock = _claimed(case, code, subject)
    if clock is None:
        raise StepNotPossible("没有正在计算的期限，不能延期。")
    sentence = why_not_extended(clock.term, days, clock.extension)
    if sentence:
        allowed = why_not_extended(clock.term, 1, clock.extension) == ""
        raise LongerThanAllowed(sentence) if allowed else StepNotPossible(sentence)
    if _is_late(clock, at):
        raise StepNotPossible(f"“{clock.term.name}”期限已于{clock.due_said()}届满，不能再延长。")
    return clock


def why_not_extended(term: Term, days: int, before: int = 0) -> str:
    """Why the term cannot be extended by so much, empty if it can; ``before`` is what it has been extended by."""
    if term.extension_cap == 0:
        return f"“{term.name}”期限不能延长（{term.article}）。"
    if days < 1:
        return "延期应当至少为1。"
    if term.extension_cap is not None and before:
        return f"“{term.name}”期限只能延长一次，已经延长{spelled(before, term.extension_unit or term.unit)}。"
    if term.extension_cap is not None and days > term.extension_cap:
        longest = spelled(term.extension_cap, term.extension_unit or term.unit)
        return f"“{term.name}”期限最长延长{longest}（{term.article}）。"
    return ""


def extend(
    case: Case,
    code: str,
    *,
    days: int,
    at: datetime,
    agreed_at: datetime | None = None,
    event: Event | None = None,
    subject: str = "",
) -> Clock:
    """The running clock ends later by so many days (of the extension's unit), counted from its raw last day.

    It was in time if it was ``agreed_at`` a moment in which the clock still ran. Raises ``StepNotPossible`` where the
    term cannot be extended by so much.
    """
    clock = check_extension(case, code, days, at=agreed_at or at, subject=subject)
    clock.extension += days
    return _follow(clock, at, "extension")


def pause(
    case: Case, code: str, *, on: date, reason: str, at: datetime, event: Event | None = None, subject: str = ""
) -> Clock:
    """The running clock stands still from that day on, which is not counted; it has no due date until it goes on.

    A clock whose counting had ended by then stays run out. One whose day passed before anybody stopped it ends as
    missed, and another of the same start stands still in its place.
    """
    clock = _claimed(case, code, subject)
    if clock is None:
        raise StepNotPossible("没有正在计算的期限，不能停表。")
    if clock.pauses.filter(ends_on=None).exists():
        raise StepNotPossible("这项期限已经停表。")
    if clock.due is not None and on <= clock.due and _is_late(clock, at):
        clock = replaced(case, clock, at, event)
    Pause.objects.create(clock=clock, starts_on=on, reason=clipped(reason, 200), event=event)
    return _follow(clock, at)


def replaced(case: Case, clock: Clock, at: datetime, event: Event | None) -> Clock:
    """The late clock has ended as missed, and one like it runs in its place, with all that it was granted."""
    pauses = list(clock.pauses.all())
    fresh = Clock.objects.get(pk=clock.pk)
    _end(clock, Clock.Outcome.MISSED, at, event)
    fresh.pk, fresh.event, fresh.charged_to, fresh._state = None, event, None, ModelState()
    fresh.save(force_insert=True)
    _at_hand(case, [fresh])
    _grant_pauses(fresh, pauses)
    return fresh


def _grant_pauses(clock: Clock, pauses: Iterable[Pause]) -> None:
    granted = ("starts_on", "ends_on", "reason", "event_id", "resumed_by_id")
    Pause.objects.bulk_create(Pause(clock=clock, **{name: getattr(each, name) for name in granted}) for each in pauses)


def resume(case: Case, code: str, *, on: date, at: datetime, event: Event | None = None, subject: str = "") -> Clock:
    """The clock goes on; ``on`` is the last day not counted (民法典 art. 201: the day itself is not)."""
    clock = _claimed(case, code, subject)
    standing = clock.pauses.filter(ends_on=None).first() if clock else None
    if clock is None or standing is None:
        raise StepNotPossible("这项期限没有停表。")
    if on < standing.starts_on:
        raise StepNotPossible("恢复计算的日期不能早于停表的日期。")
    standing.ends_on, standing.resumed_by = on, event
    standing.save(update_fields=["ends_on", "resumed_by"])
    return _follow(clock, at)


def count_all(case: Case, code: str, *, at: datetime, subject: str = "") -> Clock:
    """The clock goes on as if it had not stood still: what it stood still for did not happen."""
    clock = _claimed(case, code, subject)
    if clock is None or not clock.pauses.filter(ends_on=None).delete()[0]:
        raise StepNotPossible("这项期限没有停表。")
    return _follow(clock, at)


def next_due(case: Case) -> datetime | None:
    """The nearest end of a running duty of the law; rights of petitioners and standing clocks do not count."""
    duties = [clock for clock in ever(case) if clock.is_running and not clock.is_window]
    return min((clock.due_at for clock in duties if clock.due_at), default=None)


def refresh_next_due(case: Case) -> None:
    """``Case.next_due_at`` says the nearest running duty, in memory and in the database."""
    case.next_due_at = next_due(case)
    Case.objects.filter(pk=case.pk).update(next_due_at=case.next_due_at)


def binding_clock(clocks: Iterable[Clock]) -> Clock | None:
    """The running duty among them that ends first; None when nothing is owed."""
    running = [clock for clock in clocks if clock.is_running and not clock.is_window]
    return min(running, key=lambda clock: (clock.due_at is None, clock.due_at), default=None)


def binding_clocks(case_ids: Iterable[int]) -> dict[int, Clock]:
    """For each case the running duty that ends first, a standing one last; one query for a whole list."""
    nearest = (
        Clock.objects.filter(Among(F("case"), list(case_ids)), ended_at=None, is_window=False)
        .order_by("case_id", F("due_at").asc(nulls_last=True), "id")
        .distinct("case_id")
        .select_related("term")
        .defer("ledger")
    )
    return {clock.case_id: clock for clock in nearest}
