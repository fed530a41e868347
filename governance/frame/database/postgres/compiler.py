"""How queries are put into words."""

from typing import Any

from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)
from django.db.backends.postgresql.compiler import SQLCompiler as PlainCompiler

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


# What stands before FROM where whole rows of a table are read: the columns in words, and where they lie in a row.
_WHOLE_ROWS: dict[Any, Any] = {}


class SQLCompiler(PlainCompiler):
    """What most queries have alike is put into words once a process, or not at all."""

    def get_select(self, with_col_aliases: bool = False) -> Any:
        """The columns of a row, as they were put into words when such rows were first read.

        A table has thirty columns, and to put them into words takes three quarters of the time of the whole query.
        """
        query, opts = self.query, self.query.get_meta()
        names, left_out = query.deferred_loading
        if (
            with_col_aliases
            or not query.default_cols
            or query.selected is not None
            or query.select_related
            or query.annotation_select
            or query.extra_select
            or opts.proxy
            or (opts.parents and names)
        ):
            return super().get_select(with_col_aliases)
        alias = query.base_table or query.get_initial_alias()
        met: dict[Any, str] = {}
        # What stands in several tables is read from all of them, whoever put it into words.
        above = [query.join_parent_model(opts, parent, alias, met) for parent in opts.parents]
        rows = (query.model, alias, *above, frozenset(names), left_out)
        if rows not in _WHOLE_ROWS:
            _WHOLE_ROWS[rows] = super().get_select()[:2]
        columns, places = _WHOLE_ROWS[rows]
        return list(columns), dict(places), {}

    def _order_by_pairs(self) -> Any:
        """An order names its column instead of the column's place among those that are read.

        To find that place Django works out the identity of every column that is read, which takes longer than all the
        rest of the order. A column with a name of its own, and rows that come of several queries, keep their places.
        """
        order: Any = super()._order_by_pairs()
        if self.query.combinator:
            return order
        read = self.select
        self.select = [(expression if name else None, sql, name) for expression, sql, name in read]
        try:
            return list(order)
        finally:
            self.select = read
