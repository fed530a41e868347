"""What a list of cases shows and in which words: all that a line of work says of its list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from governance.frame.pages.columns import ListColumn
from governance.frame.pages.sorting import by_place

from .. import registry
from .columns import STATE, TITLE, CaseColumn, case_columns, further_columns
from .filters import OPEN, SCOPES
from .rows import rows_of


@dataclass(frozen=True)
class Listing:
    """A list of the cases of these kinds; of every kind where none is named.

    ``title`` is the label of the first kind where nothing else is said. ``due`` is the column of the nearest duty, by
    which open work is sorted; a list whose column is no field of a case brings ``prepared``, which adds it to the
    query. ``rows(cases, user, now)`` makes the rows out of what every list reads and of ``reads``, what its rows show
    beside what its columns read themselves; ``number`` says of a row which case it is. ``desk_first``: the reader's own
    desk stands in front. ``own`` are choices in the table of the one kind of the list: each is a column and a filter;
    ``beside`` are columns of its own that are no choices. ``name`` is what a list is called that shows a part of a
    kind which has a list already. Without ``names`` it is of matters alone, and nobody is named in it.
    """

    kinds: tuple[str, ...] = ()
    title: str = ""
    columns: tuple[ListColumn, ...] = ()
    rows: Callable = rows_of
    own: tuple[str, ...] = ()
    beside: tuple[ListColumn, ...] = ()
    reads: tuple[str, ...] = ()
    name: str = ""
    names: bool = True
    due: str = "next_due_at"
    number: Callable = attrgetter("number")
    prepared: Callable | None = None
    desk_first: bool = False
    # Rows of a page, where it is not as many as elsewhere: what says more in each row shows fewer of them.
    size: int = 0
    empty_text: str = "放宽筛选条件，或者清除筛选后查看全部。"

    @property
    def only(self) -> registry.CaseKind | None:
        """The kind, if the list has cases of one kind."""
        return registry.KINDS[self.kinds[0]] if len(self.kinds) == 1 else None

    @property
    def heading(self) -> str:
        """How the page is called."""
        return self.title or (registry.KINDS[self.kinds[0]].workflow.label if self.kinds else "事项")

    @property
    def code(self) -> str:
        """What the list is called where something is kept about it."""
        return self.name or (self.kinds[0] if self.kinds else "case")

    @cached_property
    def shown(self) -> tuple[ListColumn, ...]:
        """The columns that stand there unless others are chosen."""
        called = self.only.people_label if self.only else "人员"
        people = called if self.names else ""
        own = (*(_own_column(self.only, name) for name in self.own), *self.beside) if self.only else ()
        by = by_place(STATE, dict.fromkeys(status for kind in self._kinds for status in kind.workflow.statuses))
        columns = self.columns or case_columns(people, own)
        return tuple(replace(column, by=by) if column.code == STATE else column for column in columns)

    @cached_property
    def to_choose(self) -> tuple[ListColumn, ...]:
        """All columns that there are."""
        if self.columns:
            return self.shown
        kinds = self._kinds
        sorted_at_all = any(kind.has_categories for kind in kinds)
        return (*self.shown, *further_columns(sorted_at_all, any(kind.takes_people for kind in kinds)))

    def chosen(self, codes: Iterable[str]) -> tuple[ListColumn, ...]:
        """The columns of these codes in the order of the list, the title always with them; without any as it comes."""
        wanted = {*codes} & {column.code for column in self.to_choose}
        return tuple(each for each in self.to_choose if each.code in wanted | {TITLE}) if wanted else self.shown

    def reading(self, columns: Iterable[ListColumn]) -> tuple[str, ...]:
        """The fields that a page with these columns reads."""
        read = (field for column in columns if isinstance(column, CaseColumn) for field in column.reads)
        return (*self.reads, *read)

    @property
    def _kinds(self) -> list[registry.CaseKind]:
        return [each for code, each in registry.KINDS.items() if code in self.kinds or not self.kinds]

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        """The tabs: the first is the one that opens without being asked for."""
        if not self.desk_first:
            return SCOPES
        rest = [pair for pair in SCOPES if pair[0] not in ("", "mine")]
        return ("", dict(SCOPES)["mine"]), OPEN, *rest


def _own_column(kind: registry.CaseKind, name: str) -> CaseColumn:
    words, label, of_kind = dict(kind.choices_of(name)), kind.label_of(name), attrgetter(f"case.{kind.table}.{name}")
    field = f"{kind.table}__{name}"
    cell, by = (lambda row: words.get(of_kind(row), "")), by_place(field, words)
    return CaseColumn(label, cell, css="nowrap", label=label, code=name, by=by, reads=(field,))
