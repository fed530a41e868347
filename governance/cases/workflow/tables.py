"""The table of a kind: where its cases can stand, and its steps in order."""

from dataclasses import dataclass, field

from .clocks import ClockStart
from .steps import Step


@dataclass(frozen=True)
class Status:
    """A place a case can stand; ``closed`` ones have no steps but those that say so.

    Nothing open falls silent: a duty always runs, or ``waits`` says in words for what the case waits without one.
    ``clock`` is the term that runs wherever no other duty does; going on to a status with another meets it, and so does
    going on to one that begins it ``anew``. It counts from the end of the window ``after`` which alone the case can go
    on. ``owed_by`` is the attribute of the case that names the unit which alone can go on with it, where whoever holds
    it waits for that; it may name none. A ``whole`` is watched by the clocks of its parts as long as one of them is
    open.
    """

    label: str
    closed: bool = False
    clock: str = ""
    waits: str = ""
    whole: bool = False
    anew: bool = False
    after: str = ""
    owed_by: str = ""


@dataclass(frozen=True, eq=False)
class Workflow:
    """All statuses and steps of one kind of case. Hashed by identity, so that what is made from one can be kept.

    ``opens_with`` are the terms that the verb which opens such a case starts itself.
    """

    kind: str
    label: str
    prefix: str
    opening: str
    statuses: dict[str, Status]
    steps: tuple[Step, ...]
    opening_clocks: tuple[ClockStart, ...] = ()
    opens_with: tuple[str, ...] = ()
    _by_name: dict[str, Step] = field(default_factory=dict, init=False, repr=False)
    _by_status: dict[str, list[Step]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_name.update({step.name: step for step in self.steps})
        for code in self.statuses:
            self._by_status[code] = [step for step in self.steps if code in self.sources_of(step)]

    def step(self, name: str) -> Step | None:
        """The row of that name."""
        return self._by_name.get(name)

    def ends_clocks(self, step: Step) -> bool:
        """True if it meets or cancels some, or closes the case."""
        return bool(step.meets or step.cancels) or bool(step.target and self.statuses[step.target].closed)

    def sources_of(self, step: Step) -> tuple[str, ...]:
        """The statuses in which the step is possible."""
        return step.sources or tuple(code for code, status in self.statuses.items() if not status.closed)

    @property
    def starting_clocks(self) -> tuple[ClockStart, ...]:
        """What runs from the registration on: the opening clocks, else that of the status in which it begins."""
        status = self.statuses[self.opening]
        return self.opening_clocks or ((ClockStart(status.clock, owed_by=status.owed_by),) if status.clock else ())

    @property
    def status_terms(self) -> tuple[str, ...]:
        """The terms that run where no other duty does."""
        return tuple(dict.fromkeys(status.clock for status in self.statuses.values() if status.clock))

    @property
    def owed_by_others(self) -> tuple[str, ...]:
        """The terms of what a unit may owe that does not hold the case."""
        starts = (*self.opening_clocks, *(start for step in self.steps for start in step.starts))
        answered = (term for step in self.steps for term in step.answers)
        waiting = (status.clock for status in self.statuses.values() if status.owed_by)
        return tuple(dict.fromkeys((*(start.term for start in starts if start.owed_by), *answered, *waiting)))

    def ended_by(self, step: Step) -> tuple[str, ...]:
        """The terms of what is owed that the step ends: those it names, and those of the statuses that it leaves."""
        left = (self.statuses[code] for code in self.sources_of(step) if step.target not in (None, code))
        return (*step.meets, *step.answers, *(status.clock for status in left if status.owed_by))

    def steps_from(self, status: str) -> list[Step]:
        """The steps possible in a status, in the order of the table."""
        return self._by_status[status]
