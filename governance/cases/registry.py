"""The kinds of case that the domain apps bring: their workflow and their table."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from governance.frame.database.history import label_of
from governance.frame.registry import Registry

from .workflow import Step, Workflow

# What a guard asks of the history is which step came last: read with the row.
HISTORY = "events"


@dataclass(frozen=True)
class Described:
    """What only its kind can say of a case: short words for its head, facts as label and text, longer texts.

    ``told_to(user)`` are facts that speak of other cases: of those that the reader may know of.
    """

    tags: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    told_to: Callable[[Any], list[tuple[str, str]]] = lambda user: []


@dataclass(frozen=True)
class Section:
    """A card of the kind's own on the page of a case: the template that draws it, and what that reads as ``section``.

    It is shown to everybody who may see the case: what is private its maker leaves out.
    """

    template: str
    context: dict = field(default_factory=dict)


def _plainly(case) -> Described:
    return Described(texts=[("概况", case.summary)])


@dataclass(frozen=True)
class CaseKind:
    """One kind of case; ``effects`` are the kind's own, beside those of the kernel.

    ``describe`` takes the row of the kind's table; ``list_name``, ``import_name`` and ``register_name`` name the
    addresses of its list, of its import and of its register page, which is for holders of ``register_permission`` and
    is offered on the spot in a sweep too. ``people_label`` is what a list calls its people, empty where there are
    none; ``categories`` is the kind whose categories it shares, where it has none of its own, and a kind that is told
    apart by none says so by ``has_categories``. Late cases of a kind that is
    ``on_agenda`` are talked about in meetings.

    ``choosers`` are what a fact of kind ``pick`` picks from: ``chooser(row, on)`` gives a query. ``persons`` answer who
    takes a step that not everybody with such a post takes: ``person(row, user, on)``, and ``lacking`` what the records
    of these cases lack for a step: ``lacks(rows)``, of each in sentences. ``sections(row, user, now)`` gives the kind's
    own cards of a case page. ``open_from(origin, actor, at, facts)`` opens a case of this kind that comes out of
    another case. A unit of a kind in ``guided_by`` sees the cases of this kind in its own area and counts as overseeing
    them there. ``guards_read`` are the related rows that the guards of its main steps look at, so that a list reads
    them once for all its cases. ``accused`` is the column that names the accused unit and ``accused_names`` the one
    with the names of accused people, where cases of this kind can be accusations, and ``accuses`` the condition under
    which they are;
    ``grave`` is the condition under which one of them is a grave dispute (重大疑难);
    ``hides(row)`` takes back what was written elsewhere of a case that few may know of from now on.
    ``carries(case)`` gives the keys of cases of this kind that repeat what another says. ``awaits(case)``
    gives those of cases of this kind that wait for what another comes to. ``followers(case)`` gives
    the ids of people who put the same matter forward as well. Cases of a kind that is ``on_map`` may have a place
    there, but where ``at_home`` holds, as that is where somebody lives. ``outcomes`` is what a case that it came out
    of is told, by the status that a case of this kind goes to; of
    closed ones not named there it is the label. ``grades`` are the service grades that a routing rule may give
    a case of this kind, each with a term of its own. ``answered`` are the open statuses in which
    whoever put it forward has the answer. ``names_for`` is the permission with which those who work on a case of this
    kind see names in full. ``file_title`` is what the file (卷宗) of such a case is called, empty where none is bound,
    and ``bind(row, user, on)`` makes it where it has its own order. ``words`` are what the kind calls what every case
    has, by the names of the columns, and registering one; what is not named there has the common word.
    """

    workflow: Workflow
    model: type[Any]
    effects: dict[str, Callable] = field(default_factory=dict)
    # load_reference() loads the kind's own reference data and says how many rows are new.
    load_reference: Callable[[], int] | None = None
    describe: Callable[[Any], Described] = _plainly
    list_name: str = ""
    import_name: str = ""
    register_name: str = ""
    register_permission: str = ""
    people_label: str = "人员"
    categories: str = ""
    has_categories: bool = True
    choosers: dict[str, Callable] = field(default_factory=dict)
    persons: dict[str, Callable[[Any, Any, date], bool]] = field(default_factory=dict)
    lacking: dict[str, Callable[[list], list[str]]] = field(default_factory=dict)
    sections: Callable[[Any, Any, datetime], list[Section]] | None = None
    open_from: Callable | None = None
    guided_by: tuple[str, ...] = ()
    guards_read: tuple[str, ...] = ()
    on_agenda: bool = True
    accused: str = ""
    accused_names: str = ""
    accuses: dict[str, str] = field(default_factory=dict)
    grave: dict[str, str] = field(default_factory=dict)
    hides: Callable[[Any], None] | None = None
    carries: Callable[[Any], Any] | None = None
    awaits: Callable[[Any], Any] | None = None
    followers: Callable[[Any], set[int]] | None = None
    on_map: bool = False
    at_home: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    grades: tuple[tuple[str, str], ...] = ()
    answered: tuple[str, ...] = ()
    names_for: str = "cases.view_personal"
    file_title: str = ""
    bind: Callable | None = None
    words: dict[str, str] = field(default_factory=dict)

    def is_accusation(self, case) -> bool:
        """True if the row accuses somebody, whoever that is."""
        return bool(self.accuses) and all(getattr(case, name) == value for name, value in self.accuses.items())

    def called(self, name: str, otherwise: str) -> str:
        """What a case of this kind calls that column; ``otherwise`` is the common word."""
        return self.words.get(name) or otherwise

    @property
    def registering(self) -> str:
        """What the act is called by which a case of this kind comes to stand."""
        return self.called("register", f"登记{self.workflow.label}")

    @property
    def rows_read(self) -> tuple[str, ...]:
        """What of ``guards_read`` is no step of the history."""
        return tuple(name for name in self.guards_read if name != HISTORY)

    @property
    def takes_people(self) -> bool:
        """True if its register page asks for people."""
        return bool(self.register_name and self.people_label)

    @property
    def code(self) -> str:
        """The word under which cases of this kind are kept."""
        return self.workflow.kind

    @property
    def table(self) -> str:
        """The name under which a case reaches its own row."""
        return self.model._meta.model_name

    def label_of(self, name: str) -> str:
        """What a column of its table is called."""
        return label_of(self.model, name)

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """What can stand in a column of its table, with the words for it."""
        return list(self.model._meta.get_field(name).flatchoices)

    @property
    def category_kind(self) -> str:
        """The kind under which its categories stand."""
        return self.categories or self.workflow.kind


@dataclass(frozen=True)
class Cards:
    """Cards that a higher app puts on the page of every case, whatever its kind: ``make(row, user, now)``."""

    code: str
    make: Callable[[Any, Any, datetime], list[Section]]


@dataclass(frozen=True)
class Reference:
    """What a higher app loads beside its kinds of case; ``load`` says how many rows are new."""

    label: str
    load: Callable[[], int]


KINDS: Registry[CaseKind] = Registry("kinds of case", field="kinds")
CARDS: Registry[Cards] = Registry("cards of every case", field="cards")
REFERENCES: Registry[Reference] = Registry("reference data", field="reference", code="label")


def kind_of(case) -> CaseKind:
    """The kind of this case."""
    return KINDS[case.kind]


def called(case, person) -> str:
    """What the person is in the case, in the words of its kind: whoever put an event of the grid forward or asks for
    help there is no 信访人.
    """
    first = person.part == person.Part.PETITIONER
    return (first and kind_of(case).people_label) or person.get_part_display()


def what_they_lack(asked: Iterable[tuple[Any, Step]]) -> dict[tuple[int, str], str]:
    """What the records of these cases, given by the rows of their own tables, still lack for these steps: sentences by
    case and step, for those that lack something. It is asked once for all of them.
    """
    rows = defaultdict(list)
    for row, step in asked:
        if step.lacks:
            rows[kind_of(row).lacking[step.lacks], step.name].append(row)
    return {
        (row.pk, name): said
        for (lacks, name), theirs in rows.items()
        for row, said in zip(theirs, lacks(theirs), strict=True)
        if said
    }


def is_answered(case) -> bool:
    """True if the matter has ended or whoever put it forward has the answer; of a merged one: that of the other."""
    while case.merged_into_id:
        case = case.merged_into
    return case.closed_at is not None or case.status in kind_of(case).answered


def to_register(permissions: Collection[str]) -> list[CaseKind]:
    """The kinds whose register page is open to somebody with these permissions."""
    return [kind for kind in KINDS.values() if kind.register_name and kind.register_permission in permissions]


def workflow_of(case) -> Workflow:
    """The workflow table this case follows."""
    return KINDS[case.kind].workflow


def tables() -> list[str]:
    """The tables of the registered kinds, by the name under which a case reaches its own row."""
    return sorted({kind.table for kind in KINDS.values()})


def sections_of(row, user, now) -> list[Section]:
    """The cards of the case's own kind, then those that every case can have."""
    make = kind_of(row).sections
    own_cards = make(row, user, now) if make else []
    return [*own_cards, *(section for each in CARDS.values() for section in each.make(row, user, now))]
