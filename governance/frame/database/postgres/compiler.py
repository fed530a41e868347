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


class SQLCompiler(PlainCompiler):
    """An order names its column instead of the column's place among those that are read.

    To find that place Django works out the identity of every column that is read, which takes longer than all the rest
    of the order. A column with a name of its own, and rows that come of several queries, keep their places.
    """

    def _order_by_pairs(self) -> Any:
        order: Any = super()._order_by_pairs()
        if self.query.combinator:
            return order
        read = self.select
        self.select = [(expression if name else None, sql, name) for expression, sql, name in read]
        try:
            return list(order)
        finally:
            self.select = read
