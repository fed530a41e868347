"""Legal dates by the engine itself, each start day of a term reckoned once."""

import json
from dataclasses import dataclass

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.deadlines import term_for
from governance.cases.deadlines.alerts import alert_plan, ladder_of
from governance.cases.deadlines.clocks import reckon
from governance.cases.models import Clock, Escalation, Term
from governance.frame.days import office_time

from .tables import NULL, Table, text
from .times import DAY, Times


@dataclass(frozen=True, slots=True)
class Run:
    """One clock: at which event it starts, from which it counts, at which it ends and how if not by being met."""

    term: str
    start: int
    since: int
    from_midnight: bool = False
    end: int | None = None
    outcome: str = ""
    subject: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """A term counted from one day: what all its clocks share. ``rungs`` are light and proposal of each alert."""

    start: str
    amount: str
    columns: tuple[str, ...]
    is_window: bool
    ends: str
    due_at: int
    alerts: tuple[int, ...]
    plan: str
    rungs: tuple[tuple[str, str], ...]


class Clocks:
    """Clocks of cases, with the alarms that they have raised by now."""

    def __init__(self, times: Times, first_id: int):
        self.times = times
        self._next = first_id
        self._counted: dict[tuple, Counted] = {}
        self._calendar = calendar_at_hand()
        self._terms: dict[tuple, Term] = {}
        self._ladders: dict[str, list] = {}
        self.table = Table(
            Clock,
            *("id", "case_id", "subject", "event_id", "started_at", "alert_plan", "alert_at", "rung"),
            *("ended_at", "ended_by_id", "outcome", "start_on", "amount"),
            *("term_id", "term_code", "is_window", "unit", "extension_unit"),
            *("raw_due", "due", "due_at", "provisional", "ledger"),
        )
        self.alarms = Table(
            Escalation, "clock_id", "case_id", "rung", "light", "proposes", "at", "fired_at", generation=1
        )

    def write(self, case: str, run: Run, events: list[tuple[int, str]]) -> str:
        """The clock stands as the events left it; the moment at which it ends if it is a duty that still runs."""
        since, event = events[run.since][0], events[run.start][1]
        if run.from_midnight:
            since -= since % DAY
        counted = self._count(run.term, since, run.amount)
        ended, by, outcome = NULL, NULL, ""
        end = None
        if run.end is not None and run.end < len(events):
            end, by = events[run.end]
            late = "lapsed" if counted.is_window else "missed"
            outcome = (run.outcome or "met") if end <= counted.due_at else late
        elif counted.is_window and counted.due_at < self.times.now:
            end, outcome = counted.due_at, "lapsed"
        if end is not None:
            ended = self.times.stamp(end)
        said = [at for at in counted.alerts if since < at <= (self.times.now if end is None else end)]
        rung = len([at for at in counted.alerts if at <= since]) + len(said)
        ahead = counted.alerts[rung:] if end is None else ()
        self.table.add(
            *(str(self._next), case, run.subject, event, self.times.stamp(since), counted.plan),
            *(self.times.stamp(ahead[0]) if ahead else NULL, str(rung), ended, by, outcome),
            *(counted.start, counted.amount, *counted.columns),
        )
        for number, at in enumerate(said, start=rung - len(said) + 1):
            light, proposes = counted.rungs[number - 1]
            moment = self.times.stamp(at)
            self.alarms.add(str(self._next), case, str(number), light, proposes, moment, moment)
        self._next += 1
        return counted.ends if end is None and not counted.is_window else ""

    def _count(self, code: str, since: int, amount: int) -> Counted:
        key = code, since // DAY, amount
        if key not in self._counted:
            self._counted[key] = self._reckon(code, since, amount)
        return self._counted[key]

    def _reckon(self, code: str, since: int, amount: int) -> Counted:
        on = self.times.date(since)
        term = term_for(code, on)
        clock = Clock(
            term=term,
            is_window=term.is_window,
            start_on=on,
            amount=amount or term.amount,
            unit=term.unit,
            extension_unit=term.extension_unit or term.unit,
        )
        due = reckon(clock, self._calendar)
        clock.due, clock.due_at = due.due, due.due_moment
        rungs = ladder_of(term.ladder)
        ends = office_time(due.due_moment).isoformat()
        alerts = tuple(self.times.minute(at) for at in alert_plan(clock, rungs, self._calendar))
        return Counted(
            start=str(on),
            amount=str(clock.amount),
            columns=(
                *(str(term.pk), code, text(term.is_window), clock.unit, clock.extension_unit),
                *(str(due.raw_due), str(due.due), ends),
                *(text(due.provisional), json.dumps(due.as_json(), ensure_ascii=False)),
            ),
            is_window=term.is_window,
            ends=ends,
            due_at=self.times.minute(due.due_moment),
            alerts=alerts,
            plan="{" + ",".join(f'"{self.times.stamp(at)}"' for at in alerts) + "}",
            rungs=tuple((rung.light, rung.proposes) for rung in rungs),
        )
