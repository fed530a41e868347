"""Rows that belong to many others, asked for by all their keys at once."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler


class Among(Lookup):
    """``filter(Among(F("case"), keys))``: the rows whose key, a number or a code, is among these; of no keys nothing is
    asked.

    The same rows as ``case__in``, by the same index. Django prepares each key of ``in`` by itself, which takes longer
    than reading the rows; here the hundreds of a page and the thousands of a ledger are one array.

    The keys may be the statement that finds them, as of ``in``. PostgreSQL then finds them first, however many tables
    the rows are joined with, and does not gather all rows there are to see afterwards which of them are meant.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """The column is any of the array."""
        column, params = self.process_lhs(compiler, connection)
        if not self.rhs_is_direct_value():
            statement, told = self.process_rhs(compiler, connection)
            return f"{column} = ANY(ARRAY{statement})", (*params, *told)
        keys = list(self.rhs)
        if not keys:
            raise EmptyResultSet
        kind = "text" if isinstance(self.lhs.output_field, CharField) else "bigint"
        return f"{column} = ANY(%s::{kind}[])", (*params, keys)


class Overlapping(Lookup):
    """``filter(Overlapping(array, elements))``: the rows whose array has one of these elements.

    An index that holds several arrays of a row beside one another finds by all of them at once.
    """

    lookup_name = "overlapping"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """The arrays have something in common."""
        array, params = self.process_lhs(compiler, connection)
        return f"{array} && %s::{self.lhs.output_field.db_type(connection)}", (*params, list(self.rhs))
