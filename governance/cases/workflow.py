"""The vocabulary of workflow tables: plain Python that a lawyer can read and a test can walk.

A workflow is a table of steps. One row says all there is to know about a lawful move of a case: from where, to
where, who may, which facts it needs, which clocks it starts and meets, which papers it issues, and by which article.
Buttons, forms, API, permission tests, the flow chart and the docs are drawn from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from .accusations import why_accusing
from .illnesses import why_telling

# Where the person's post must stand for its permission to count on this case.
HOLDER = "holder"  # in the unit that holds the case now
HANDLER = "handler"  # wherever it stands: the case is in the person's own hands
SENDER = "sender"  # in the unit that sent the case to its holder
ORIGIN = "origin"  # in the unit that sent the case, or in the one that first took it in
ROUTER = "router"  # in the unit that holds the case before anybody owes its answer, and from then on as SENDER
PARTNER = "partner"  # in the holding unit or one that handles it together
CO = "co"  # in a unit that handles it together with the holding one
OVERSEER = "overseer"  # in a unit that oversees the place of the case
SUPERIOR = "superior"  # as OVERSEER, for nobody of the unit that holds the case or of one under it
COUNTY = "county"  # in a unit that oversees the whole county
VIEWER = "viewer"  # anybody who may see the case

# What a fact begins with that names the person who takes the step.
WHOEVER_TAKES_IT = "whoever takes it"

# How the history names a step that waits for approval, and one that was sent back: after the step itself.
PROPOSED, REJECTED, TAKEN_BACK = ".proposed", ".rejected", ".back"
LONGEST_NAME = 30
# A term named in a text, whose length in force is said there; with a plus the longest extension of it.
TERM_NAMED = re.compile(r"\{([a-z_]+\.[a-z_]+)(\+?)\}")

# Why taking a step is itself what the law wants of the clocks that it meets, so that there is no other day to tell.
HANDED_ON = "事项和材料经平台移交，这一步就是移交。"
WRITTEN_HERE = "决定、文书由这一步作出，作出的时间就是这一步的时间。"
SAID_HERE = "报告、异议、反馈经平台提交，提交的时间就是对方收到的时间。"


# Of a clock that goes on: no day of its standstill is left out.
NEVER = "never"


class Hearer(StrEnum):
    """Who is told of a step, besides whoever took it."""

    HANDLER = "handler"  # who has the case in hand
    LEAD = "lead"  # who leads the unit that holds it
    STAFF = "staff"  # whoever takes in what comes to that unit, and works there
    SENDER = "sender"  # the unit that sent it, and who did
    FIRST = "first"  # the unit that took in the whole of which the case may be a part, and who did
    FORMER = "former"  # the units that held it before
    CO = "co"  # the units that handle it together
    GUIDES = "guides"  # the units that guide this kind of case in the area
    INSTRUCTING = "instructing"  # who gave an instruction on it
    WAITING = "waiting"  # who gave an instruction on it or urged it on, and waits for an answer
    FOLLOWERS = "followers"  # who took it in or put the same matter forward; they hear of its end, whatever the step


# Who hears that a case has ended, by whatever step: nobody goes on waiting for what will not come.
HEAR_OF_THE_END = (Hearer.FOLLOWERS, Hearer.WAITING, Hearer.CO)


@dataclass(frozen=True)
class FirstDay:
    """The first day on which something can have happened: of the case, and in words what happened on it."""

    of: Callable[[Any], date | None]
    words: str


@dataclass(frozen=True)
class Fact:
    """One thing a step must be told. ``column`` names the field of the case that keeps it.

    ``help`` may name a term in braces: ``{petition.handle}`` is said as the length in force, ``{petition.handle+}`` as
    its longest extension.

    ``kind`` is one of ``fields.kinds``: text, long, date, moment, number, money, flag, confirm, files, a row of a table
    (unit, organ, user, colleague, case, area, category), or

    * choice, and several: one or more of ``choices``, told by their codes;
    * pick: a row among those that the chooser ``of`` offers; of a text it is the list that the page offers beside it;
    * rows: a table whose columns are ``columns``, told as a list with one dictionary a row; empty rows do not count.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    article: str = ""
    column: str = ""
    begins_with: str = ""  # field of the case whose text the form starts from
    # What else the form starts from: said of the case and the day, the name of ``WHOEVER_TAKES_IT``, or the first that
    # the chooser of that name offers.
    begins: Callable[[Any, Any], Any] | str = ""
    usual: str = ""  # the term whose length a number of days begins with
    limit: int = 0  # most characters of a text
    minimum: int | None = None
    maximum: int | None = None
    past_only: bool = False  # a date or moment of something that has happened
    # Why that may have happened before the case came in; empty where it cannot.
    may_precede: str = ""
    not_before: FirstDay | None = None  # of a date or moment: what must have happened before it
    reach: str = ""  # how far its day lies from today, by name, where it is neither past nor planned soon
    # (other fact, its value) that makes this one required; on the page it is asked only then.
    needed_if: tuple[str, str] | None = None
    asked_if: tuple[str, str] | None = None  # (other fact, its values with spaces between) for which a page asks it
    asked_where: Callable[[Any], bool] | None = None  # the cases in which it is asked at all
    # (other fact, which choices are left for each of its values): the others are not offered on the page.
    narrowed: tuple[str, tuple[tuple[str, tuple[str, ...]], ...]] | None = None
    columns: tuple["Fact", ...] = ()
    of: str = ""  # name of the chooser of a pick, or of the list beside a text
    needed_where: Callable[[Any], bool] | None = None  # the cases in which files cannot be left out
    needed_by: str = ""  # the flag that says of files that they are there
    shows: bool = False  # of the files that cannot be left out one is a picture
    untold: bool = False  # stays out of the history: a number that is kept sealed
    # Why the answer does not stand against the record of the case; empty if it does.
    refuted: Callable[[Any, Any], str] | None = None

    def is_wanted(self, row: Any) -> bool:
        """True if it cannot be left out in this case."""
        return self.required or (self.needed_where is not None and self.needed_where(row))

    @property
    def is_written(self) -> bool:
        """True of words that somebody writes, in a table as well."""
        return self.kind in ("text", "long") or any(column.is_written for column in self.columns)

    def words(self, value: Any) -> list[str]:
        """All that was written where this was asked."""
        if not self.is_written or not value:
            return []
        if not self.columns:
            return [value]
        return [said for row in value for column in self.columns for said in column.words(row.get(column.name))]


# Asked once, where what is written has words of an accusation or, in an accusation, names whoever may read it.
NOT_ACCUSING = Fact(
    "not_accusing",
    "不是检举控告公职人员或者单位违纪违法",
    "flag",
    required=False,
    help="写到“受贿”“控告”等用语时勾选",
)


# Asked once, where what is written says that somebody has an illness that is nobody's business (精神卫生法 art. 4).
ILLNESS_NEEDED = Fact(
    "illness_needed",
    "依法履行职责确需写明患病情况",
    "flag",
    required=False,
    help="写到精神障碍、艾滋病等时勾选",
)
QUESTIONS = (NOT_ACCUSING, ILLNESS_NEEDED)


def why_asked(case: Any, written: list[str], answers: Any, *, named: str = "") -> dict[str, str]:
    """What somebody who wrote this is asked first of what was not answered yet; nothing where all of it may stand."""
    asked = {} if answers.get(NOT_ACCUSING.name) else why_accusing(case, written, named=named)
    return asked or ({} if answers.get(ILLNESS_NEEDED.name) else why_telling(case, written))


@dataclass(frozen=True)
class Guard:
    """A condition of law on the case itself, with the sentence that is said when it does not hold."""

    holds: Callable[[Any], bool]
    sentence: str


@dataclass(frozen=True)
class ClockStart:
    """A clock that the step starts; ``since`` is a fact or column with the start date, or ``now``.

    One of the term that runs already goes on; what is owed ``each`` time runs once more beside it, with its number.
    ``owed_by`` is the fact, or the attribute of the case, that names the unit which owes it, where whoever holds it
    does not.
    """

    term: str
    since: str = "now"
    when: Callable[[Any], bool] | None = None
    amount: str = ""  # fact or column that says how many, where the law leaves it to the organ
    each: bool = False
    owed_by: str = ""


@dataclass(frozen=True)
class Extension:
    """The step lengthens whichever of these clocks runs by the number of days in a fact; of several of one term the one
    that the fact ``which`` picks.

    ``agreed_on`` is the fact with the day on which that was agreed, where it can be written down later: what was agreed
    in time stands though it is told when the time is over.
    """

    terms: tuple[str, ...]
    days: str
    agreed_on: str = ""
    which: str = ""


@dataclass(frozen=True)
class Standstill:
    """Whichever of these clocks runs stands still, or goes on again.

    ``on`` is the fact with the first day that is not counted, or the last one where the clock goes on; ``now`` is the
    day of the step. A clock that goes on as if it had ``never`` stood still counts all days: what it stood still for
    did not happen. ``reason`` is the fact that says why; the label of the step does where it is empty.
    """

    terms: tuple[str, ...]
    on: str = "now"
    reason: str = ""


@dataclass(frozen=True)
class TwoPeople:
    """Whoever drafted does not approve, unless the county lets one person do both.

    ``drafter`` is the column of the case that names the drafter; without one it is whoever puts the step forward.
    Whoever took one of the steps ``redrafts`` has drafted too; ``drafted`` says that these alone are the draft, so that
    everybody else decides at once. What is decided ``above`` goes to the organ above where
    nobody of the unit could agree who has not drafted.
    ``rule`` is the question that the county answers with ``two`` or ``one``; without a question it is always two.
    """

    drafter: str = ""
    rule: str = ""
    redrafts: tuple[str, ...] = ()
    drafted: bool = False
    above: bool = False

    @property
    def is_drafted(self) -> bool:
        """True if who drafted is known before the step is put forward."""
        return self.drafted or bool(self.drafter)


@dataclass(frozen=True)
class OnlyBy:
    """Who takes or approves the step among those whose post would do: whoever the kind's question of that name is true
    for."""

    person: str
    words: str


@dataclass(frozen=True)
class ApprovedWhere:
    """What of a step waits for approval: where it ``holds`` of the case and the facts, which ``words`` say."""

    holds: Callable[[Any, dict], bool]
    words: str


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
    met_on: str = ""  # fact with the day or moment of what the law wanted; the clocks it meets ended then
    met_as_taken: str = ""  # why they end when the step is taken, where nobody is asked for another day
    cancels: tuple[str, ...] = ()
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
        counted = (self.within.term,) if self.within else ()
        asked = (*self.needs_running, *counted, *self.lets_lapse, *self.owed)
        return (*started, *self.meets, *self.answers, *self.cancels, *moved, *asked)

    @property
    def terms_said(self) -> tuple[str, ...]:
        """Every term whose length the help texts of the step say."""
        said = (self.explained, *(each.help for fact in self.facts for each in (fact, *fact.columns)))
        return tuple(named[1] for text in said for named in TERM_NAMED.finditer(text))


@dataclass(frozen=True)
class Status:
    """A place a case can stand; ``closed`` ones have no steps but those that say so.

    Nothing open falls silent: a duty always runs, or ``waits`` says in words for what the case waits without one.
    ``clock`` is the term that runs wherever no other duty does; going on to a status with another meets it, and so does
    going on to one that begins it ``anew``. It counts from the end of the window ``after`` which alone the case can go
    on. A ``whole`` is watched by the clocks of its parts as long as one of them is open.
    """

    label: str
    closed: bool = False
    clock: str = ""
    waits: str = ""
    whole: bool = False
    anew: bool = False
    after: str = ""


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
    _by_name: dict[str, Step] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._by_name.update({step.name: step for step in self.steps})

    def step(self, name: str) -> Step | None:
        """The row of that name."""
        return self._by_name.get(name)

    def sources_of(self, step: Step) -> tuple[str, ...]:
        """The statuses in which the step is possible."""
        return step.sources or tuple(code for code, status in self.statuses.items() if not status.closed)

    @property
    def starting_clocks(self) -> tuple[ClockStart, ...]:
        """What runs from the registration on: the opening clocks, else that of the status in which it begins."""
        status = self.statuses[self.opening]
        return self.opening_clocks or ((ClockStart(status.clock),) if status.clock else ())

    @property
    def status_terms(self) -> tuple[str, ...]:
        """The terms that run where no other duty does."""
        return tuple(dict.fromkeys(status.clock for status in self.statuses.values() if status.clock))

    @property
    def owed_by_others(self) -> tuple[str, ...]:
        """The terms of what a unit may owe that does not hold the case."""
        starts = (*self.opening_clocks, *(start for step in self.steps for start in step.starts))
        return tuple(dict.fromkeys(start.term for start in starts if start.owed_by))

    def steps_from(self, status: str) -> list[Step]:
        """The steps possible in a status, in the order of the table."""
        return [step for step in self.steps if status in self.sources_of(step)]
