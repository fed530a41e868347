"""What a list of cases shows and in which words: all that a line of work says of its list."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from governance.frame.pages.columns import ListColumn

from .. import registry
from .columns import CASE_COLUMNS, case_columns
from .filters import OPEN, SCOPES
from .rows import PLAIN_READS, rows_of


@dataclass(frozen=True)
class Listing:
    """A list of the cases of these kinds; of every kind where none is named.

    ``title`` is the label of the first kind where nothing else is said. ``due`` is the column of the nearest duty, by
    which open work is sorted; a list whose column is no field of a case brings ``prepared``, which adds it to the
    query. ``rows(cases, user, now)`` makes the rows out of what every list reads and of ``reads``, the fields of
    related rows that ``columns`` show; ``number`` says of a row which case it is. ``desk_first``: the reader's own desk
    stands in front. ``own`` are choices in the table of the one kind of the list: each is a column and a filter.
    """

    kinds: tuple[str, ...] = ()
    title: str = ""
    columns: tuple[ListColumn, ...] = ()
    rows: Callable = rows_of
    own: tuple[str, ...] = ()
    reads: tuple[str, ...] = PLAIN_READS
    due: str = "next_due_at"
    number: Callable = attrgetter("number")
    prepared: Callable | None = None
    desk_first: bool = False
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
    def shown(self) -> tuple[ListColumn, ...]:
        """The columns."""
        if self.columns or not self.only:
            return self.columns or CASE_COLUMNS
        return case_columns(self.only.people_label, tuple(_own_column(self.only, name) for name in self.own))

    @property
    def read(self) -> tuple[str, ...]:
        """The fields of related rows that are read for a page of it."""
        own = (f"{self.only.table}__{name}" for name in self.own) if self.only else ()
        return (*self.reads, *own)

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        """The tabs: the first is the one that opens without being asked for."""
        if not self.desk_first:
            return SCOPES
        rest = [pair for pair in SCOPES if pair[0] not in ("", "mine")]
        return ("", dict(SCOPES)["mine"]), OPEN, *rest


def _own_column(kind: registry.CaseKind, name: str) -> ListColumn:
    words, label, of_kind = dict(kind.choices_of(name)), kind.label_of(name), attrgetter(f"case.{kind.table}.{name}")
    return ListColumn(label, lambda row: words.get(of_kind(row), ""), css="nowrap", label=label)
