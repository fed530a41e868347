"""Questions that are asked before every page and at every step: Django writes their SQL once a process, and PostgreSQL
plans them once a connection that asks them often."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.transaction import TransactionManagementError
from psycopg2.extensions import AsIs

# A connection that is soon closed is not worth a plan that is kept.
OFTEN = 5
# Of so many readers each process keeps the words of a question.
READERS = 256
# How often each question was asked over a connection.
_ASKED: WeakKeyDictionary[Any, Counter["WrittenOnce"]] = WeakKeyDictionary()
_NUMBERS = count(1)


class Written(NamedTuple):
    """The SQL, what stands in its places (a name, or a constant), how to read its columns, what of each row is of other
    tables, where what the query adds to it stands, whose rows they are, and whether they are held.

    Nothing of the query is kept beside: it weighs more than its words.
    """

    sql: str
    places: list[tuple[str, Any]]
    columns: list[str]
    convert: Callable[[Iterable], Iterable]
    beside: list[RelatedPopulator]
    added: list[tuple[str, int]]
    model: Any
    holds: bool


class WrittenOnce:
    """A query that ``make`` builds of examples of what it is asked with: of columns, or of rows and what they lead to.

    An example is a value that stands for itself in the query and is met nowhere else in it.
    """

    asks_all = True

    def __init__(self, make: Callable[..., QuerySet], **examples: Any) -> None:
        self.make = make
        self.examples = examples
        self.name = f"written_{next(_NUMBERS)}"

    def rows(self, **values: Any) -> list:
        """What a query of columns finds when these values stand where the examples stood."""
        written = self._written
        if written.holds and connection.get_autocommit():
            raise TransactionManagementError("what is held until a transaction ends is asked for within one")
        with connection.cursor() as cursor:
            if self._is_planned(cursor):
                cursor.execute(self._by_name, [values[name] for name, _ in written.places if name])
            else:
                cursor.execute(written.sql, [values[name] if name else constant for name, constant in written.places])
            return list(written.convert(cursor.fetchall()))

    def _is_planned(self, cursor: Any) -> bool:
        """Whether the connection keeps a plan under the question's name; whoever reads the SQL along gets its words."""
        if connection.queries_logged:
            return False
        asked = _ASKED.setdefault(connection.connection, Counter())
        times = asked[self] + 1
        if times == OFTEN:
            # It goes past the cursor that counts, and so past what waits to go ahead.
            database: Any = connection
            database.send_ahead()
            with connection.wrap_database_errors:
                cursor.cursor.execute(b"PREPARE %s AS %s" % (self.name.encode(), self._numbered(cursor)))
        asked[self] = times
        return times >= OFTEN

    def _numbered(self, cursor: Any) -> bytes:
        """The SQL with numbered places for what is asked with."""
        numbers = count(1)
        places = [AsIs(f"${next(numbers)}") if name else constant for name, constant in self._written.places]
        return cursor.mogrify(self._written.sql, places)

    @cached_property
    def _by_name(self) -> str:
        places = ["%s" for name, _ in self._written.places if name]
        return f"EXECUTE {self.name}" + (f" ({', '.join(places)})" if places else "")

    def objects(self, **values: Any) -> list:
        """The same for a query of whole rows of a table."""
        written = self._written
        columns, model = written.columns, written.model
        found = []
        for row in self.rows(**values):
            found.append(model.from_db(DEFAULT_DB_ALIAS, columns, row[: len(columns)]))
            for each in written.beside:
                each.populate(row, found[-1])
            for name, place in written.added:
                setattr(found[-1], name, row[place])
        return found

    def first(self, **values: Any) -> Any:
        """The first of them; None where there is none."""
        return next(iter(self.objects(**values)), None)

    def one(self, **values: Any) -> Any:
        """The first of them; raises ``DoesNotExist`` where there is none."""
        if (found := self.first(**values)) is None:
            raise self._written.model.DoesNotExist(values)
        return found

    def _named(self, value: Any) -> str:
        """What is asked with where this value stands; an example is of the value's own sort."""
        examples = self.examples.items()
        return next((name for name, each in examples if type(each) is type(value) and each == value), "")

    @cached_property
    def _written(self) -> Written:
        query = self.make(**self.examples)
        compiler: Any = query.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        places = [(self._named(each), each) for each in parameters]
        if self.asks_all and {name for name, _ in places if name} != set(self.examples):
            raise ValueError(f"an example does not stand for itself in {sql}")
        read = [column[0] for column in compiler.select]
        whole = compiler.klass_info or {"select_fields": []}
        columns = [read[place].target.attname for place in whole["select_fields"]]
        converters = compiler.get_converters(read)
        beside = get_related_populators(whole, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        return Written(
            sql,
            places,
            columns,
            partial(_converted, list(converters.items())) if converters else list,
            beside,
            list(compiler.annotation_col_map.items()),
            query.model,
            query.query.select_for_update,
        )


def _converted(converters: list[tuple[int, tuple[list[Callable], Any]]], rows: Iterable) -> Iterator[list]:
    """The rows as a compiler would read them."""
    for row in map(list, rows):
        for place, (converts, expression) in converters:
            for convert in converts:
                row[place] = convert(row[place], expression, connection)
        yield row


class WrittenFor(WrittenOnce):
    """A question of one among many who ask: no connection keeps a plan for each, and not each asks with all that can be
    said. Who can never find anything does not ask the database.

    Whoever keeps one keeps it by all that goes into its words: what a person's posts amount to, and no time.
    """

    asks_all = False

    def rows(self, **values: Any) -> list:
        """What is found; nothing where nothing can be."""
        return super().rows(**values) if self._can_find else []

    def objects(self, **values: Any) -> list:
        """The same for a query of whole rows of a table."""
        return super().objects(**values) if self._can_find else []

    @cached_property
    def _can_find(self) -> bool:
        try:
            return bool(self._written)
        except EmptyResultSet:
            return False

    def _is_planned(self, cursor: Any) -> bool:
        return False
