"""One row of a table of steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .clocks import ClockStart, Extension, Standstill
from .facts import NOT_ACCUSING, QUESTIONS, TERM_NAMED, Fact, why_asked
from .people import HOLDER, ApprovedWhere, Hearer, OnlyBy, TwoPeople

# How the history names a step that waits for approval, and one that was sent back: after the step itself.
PROPOSED, REJECTED, TAKEN_BACK = ".proposed", ".rejected", ".back"
LONGEST_NAME = 30


@dataclass(frozen=True)
class Guard:
    """A condition of law on the case itself, with the sentence that is said when it does not hold."""

    holds: Callable[[Any], bool]
    sentence: str


@dataclass(frozen=True)
class Step:
    """One lawful move. ``sources`` empty means: from every open status. ``target`` None: the status stays.

    Without a ``permission`` only the system takes it. A step that people take asks whether what they write accuses
    somebody, unless what is told ``hides`` the case from the accused, or says who is ill. What is told, filed and
    issued at a ``private`` step is for the case's own people; others see that it was taken, when and by whom.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    permission: str
    reach: str = HOLDER
    facts: tuple[Fact, ...] = ()
    guards: tuple[Guard, ...] = ()
    # What of the facts, taken together, does not stand against the record of the case: a sentence by the fact's name.
    refuted: Callable[[Any, dict], dict[str, str]] | None = None
    # Name of a function of ``lacking`` that says what its record still lacks for it, before its form is opened; it is
    # not asked of what happened elsewhere. By which step that is added, which comes next until then.
    lacks: str = ""
    completed_by: str = ""
    starts: tuple[ClockStart, ...] = ()
    meets: tuple[str, ...] = ()
    meets_which: str = ""  # fact that picks the one clock which it meets, where several of the term run
    answers: tuple[str, ...] = ()  # terms of which its effect meets what the unit of whoever takes it owes
    cancels: tuple[str, ...] = ()
    met_on: str = ""  # fact with the day or moment of what happened; the clocks it meets, cancels or closes ended then
    met_as_taken: str = ""  # why they end when the step is taken, where nobody is asked for another day
    extends: Extension | None = None
    pauses: Standstill | None = None
    resumes: Standstill | None = None
    needs_running: tuple[str, ...] = ()  # terms of which one must be running
    in_time: bool = False  # ... and must not be over yet
    within: ClockStart | None = None  # counted so, the term must not be over yet, whether it runs or not
    lets_lapse: tuple[str, ...] = ()  # terms of rights that must have been used or have lapsed before
    into: tuple[str, ...] = ()  # statuses in which the case must stand into which this one goes
    owed: tuple[str, ...] = ()  # terms of duties to somebody else than who asked: none of them may be running
    papers: tuple[str, ...] = ()
    routes: bool = False  # the law sends the case on to whoever is competent, who answers for it as the first
    # Whoever these keep from the step does not agree to it either.
    for_others: bool = False  # not for the person who handles the case already
    not_by: tuple[str, ...] = ()  # not for whoever once took one of these steps or put it forward, see ``kept_from``
    not_by_leads: bool = False  # not for whoever signs for the unit that holds the case
    only_by: OnlyBy | None = None  # who of those whose post would do; without it everybody
    approval: str = ""  # permission of the person who must agree before it takes effect
    about: str = ""  # fact that names the person it is about, who does not decide it and takes no step while it waits
    approver: str = ""  # where that post must stand, if not where the step's own must
    approved_by: OnlyBy | None = None  # who of those whose post would do agrees; without it everybody
    two_people: TwoPeople | None = None
    approved_where: ApprovedWhere | None = None  # all else takes effect at once; without it everything waits
    effect: str = ""  # name of a function of ``effects`` for what a column cannot say
    tells: tuple[Hearer, ...] = ()
    article: str = ""
    suits: str = ""  # in which situation it is the right one; every step that a person takes says so
    help: str = ""  # what the law wants of it, and what follows
    said_when_wrong: str = ""  # what is added where the case stands elsewhere
    main: bool = False  # offered as the primary button
    main_alone: bool = False  # ... while no part of the case is under way: then the work is there
    main_in: tuple[str, ...] = ()  # ... in these statuses, where not in all from which it starts
    main_while: Callable[[Any], bool] | None = None  # ... while this holds: what has happened may have overtaken it
    main_within: ClockStart | None = None  # ... while the term, counted so, is not over
    weighed: str = ""  # what lists call the choice between it and its opposite, made on the page of the case
    followed_by: str = ""  # the step that as a rule is taken at once after it, by the same person
    together: bool = False  # many cases can take it with the same facts in one go
    private: bool = False
    hides: Callable[[dict], bool] | None = None
    seen_from_other: str = ""  # how the history of the case that it names says that it was taken

    def __post_init__(self) -> None:
        if self.permission and NOT_ACCUSING not in self.facts and any(fact.is_written for fact in self.facts):
            last = self.files
            before = tuple(fact for fact in self.facts if fact is not last)
            object.__setattr__(self, "facts", (*before, *QUESTIONS, *((last,) if last else ())))

    def why_refuted(self, case: Any, told: dict) -> dict[str, str]:
        """What of the facts, taken together, cannot be told of this case: a sentence by the fact's name."""
        wrong = self.refuted(case, told) if self.refuted else {}
        if wrong or NOT_ACCUSING not in self.facts or (self.hides and self.hides(told)):
            return wrong
        written = [said for fact in self.facts for said in fact.words(told.get(fact.name))]
        return why_asked(case, written, told, named=told.get("accused_names") or "")

    def comes_next(self, status: str, *, has_parts: bool) -> bool:
        """True if it is what comes next in a case of that status, with a part of it under way or without."""
        return self.main and status in (self.main_in or (status,)) and not (self.main_alone and has_parts)

    def is_not_overtaken(self, row: Any) -> bool:
        """True unless what has happened in the case, of which this is the row, makes something else come next."""
        return self.main_while is None or self.main_while(row)

    @property
    def files(self) -> Fact | None:
        """The fact of files, if the step takes any."""
        return next((fact for fact in self.facts if fact.kind == "files"), None)

    @property
    def explained(self) -> str:
        """When it is the right one, what the law wants of it and what follows."""
        return f"{self.suits}{self.help}"

    @property
    def not_yours(self) -> str:
        """What whoever may not take it is told."""
        who = f"由{self.only_by.words}办理。" if self.only_by else ""
        return f"您的岗位不能对这件事项“{self.label}”。{who}"

    @property
    def approval_reach(self) -> str:
        """Where the post of whoever must agree stands: who set a day may lengthen it, not who has to keep it."""
        return self.approver or self.reach

    @property
    def approval_said(self) -> str:
        """That it waits for approval, or what of it does; empty if nothing."""
        if not self.approval:
            return ""
        return f"{self.approved_where.words if self.approved_where else ''}须经批准"

    @property
    def approved_in_part(self) -> bool:
        """True if only some of it waits for approval, which words say."""
        return bool(self.approved_where and self.approved_where.words)

    @property
    def rests_on_content(self) -> bool:
        """True if it was put forward about what the case says, and not about a person or about time alone."""
        return not self.about and self.extends is None

    @property
    def goes_above(self) -> bool:
        """True if the organ above may have to decide it, because those of the unit are concerned themselves."""
        return bool(self.about) or bool(self.two_people and self.two_people.above)

    @property
    def proposed(self) -> str:
        """What the history calls it while it waits for approval."""
        return f"{self.name}{PROPOSED}"

    @property
    def rejected(self) -> str:
        """What the history calls it when approval was refused."""
        return f"{self.name}{REJECTED}"

    @property
    def taken_back(self) -> str:
        """What the history calls it when whoever put it forward took it back."""
        return f"{self.name}{TAKEN_BACK}"

    @property
    def kept_from(self) -> tuple[str, ...]:
        """What the history calls the acts after which nobody takes this step: who set right does not check, and what
        was approved was done by whoever put it forward as well."""
        return tuple(f"{name}{ending}" for name in self.not_by for ending in ("", PROPOSED))

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term that the step names."""
        started = tuple(start.term for start in self.starts)
        moved = tuple(code for row in (self.extends, self.pauses, self.resumes) if row for code in row.terms)
        counted = tuple(start.term for start in (self.within, self.main_within) if start)
        asked = (*self.needs_running, *counted, *self.lets_lapse, *self.owed)
        return (*started, *self.meets, *self.answers, *self.cancels, *moved, *asked)

    @property
    def terms_said(self) -> tuple[str, ...]:
        """Every term whose length the help texts of the step say."""
        said = (self.explained, *(each.help for fact in self.facts for each in (fact, *fact.columns)))
        return tuple(named[1] for text in said for named in TERM_NAMED.finditer(text))
