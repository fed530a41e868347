"""Scripts: the ways that cases take through the table of their workflow, worked out once and played many times.

A script is made of the rows of the table itself, so that a step that goes, is renamed or starts another clock changes
what is filled, and a way that the table does not allow is refused.
"""

from copy import copy
from dataclasses import dataclass, replace

from governance.cases.models import Term
from governance.cases.workflow import Workflow

from .clocks import Clocks, Run
from .tables import NULL, Table
from .times import Times


@dataclass(frozen=True, slots=True)
class Move:
    """One event; ``holder`` says which of the case's units acts, counted from the one that took it in."""

    step: str
    label: str
    source: str
    target: str
    holder: int
    closes: bool


@dataclass(frozen=True)
class Script:
    """A way from registration to the end."""

    kind: str
    opening: str
    moves: tuple[Move, ...]
    runs: tuple[Run, ...]

    @property
    def length(self) -> int:
        return len(self.moves)


def script(workflow: Workflow, path, row, promises: tuple[Run, ...] = ()) -> Script:
    """The script of this path, for a case of which ``own`` tells the conditions of the table what they ask.

    ``path`` names the steps with the unit that takes each. ``promises`` are clocks that an effect starts.
    """
    row = copy(row)
    moves = [Move("register", "登记", "", workflow.opening, 0, closes=False)]
    runs = [_started(start, 0, {"opened_at": 0}) for start in workflow.opening_clocks if _wanted(start, row)]
    windows = set(Term.objects.filter(is_window=True).values_list("code", flat=True))
    dates = {"opened_at": 0}
    status = workflow.opening
    for place, (name, holder) in enumerate(path, start=1):
        step = workflow.step(name)
        if step is None or status not in workflow.sources_of(step):
            raise ValueError(f"{workflow.kind}: no step {name} from {status}")
        target = step.target or status
        closes = workflow.statuses[target].closed and not workflow.statuses[status].closed
        dates |= {fact.name: place for fact in step.facts if fact.kind in ("date", "moment")}
        if name == "accept":
            dates["accepted_on"] = row.accepted_on = place
        runs = [_ended(run, step, place) for run in runs]
        running = {run.term for run in runs if run.end is None}
        starts = [start for start in step.starts if _wanted(start, row) and start.term not in running]
        runs += [_started(start, place, dates) for start in starts]
        runs += [replace(run, start=place, since=place) for run in promises if run.start == place]
        if closes:
            runs = [run if run.end or run.term in windows else _ending(run, place, "cancelled") for run in runs]
        moves.append(Move(name, step.label, status, target, holder, closes))
        status = target
    return Script(workflow.kind, workflow.opening, tuple(moves), tuple(runs))


def _wanted(start, row) -> bool:
    return start.when is None or start.when(row)


def _started(start, place: int, dates: dict[str, int]) -> Run:
    by_day = start.since not in ("now", "opened_at")
    return Run(start.term, place, place if start.since == "now" else dates[start.since], from_midnight=by_day)


def _ended(run: Run, step, place: int) -> Run:
    if run.end is None and run.term in step.meets:
        return _ending(run, place, "")
    if run.end is None and run.term in step.cancels:
        return _ending(run, place, "cancelled")
    return run


def _ending(run: Run, place: int, outcome: str) -> Run:
    return replace(run, end=place, outcome=outcome)


@dataclass(frozen=True, slots=True)
class Played:
    """Where a case stands now. ``done`` is how many moves it has made."""

    status: str
    done: int
    closed: str
    next_due: str
    version: str


class Player:
    """Writes the history of cases: events with who acted, clocks with how they ended."""

    def __init__(self, times: Times, events: Table, clocks: Clocks, first_id: int):
        self.times = times
        self.clocks = clocks
        self._events = events
        self._next = first_id

    def play(self, case: str, made: Script, minutes: list[int], actors) -> Played:
        """The moves up to now are in the history. ``minutes`` has the minute of each, ``actors`` who made it: key,
        name and post."""
        written: list[tuple[int, str]] = []
        closed, status = NULL, made.opening
        for move, minute, actor in zip(made.moves, minutes, actors, strict=False):
            if minute > self.times.now:
                break
            event, moment = str(self._next), self.times.stamp(minute)
            self._next += 1
            self._events.add(event, case, move.step, move.label, move.source, move.target, *actor, moment, moment)
            written.append((minute, event))
            status = move.target
            if move.closes:
                closed = moment
        running = [self.clocks.write(case, run, written) for run in made.runs if run.start < len(written)]
        duties = [moment for moment in running if moment]
        next_due = min(duties) if duties and closed is NULL else NULL
        return Played(status, len(written), closed, next_due, str(1 + len(written)))
