"""Rows by COPY: what a table is not told about a column is the model's own default."""

import json
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import StringIO

import pgtrigger
from django.core.management.color import no_style
from django.db import connection, connections
from django.db.models import AutoField

NULL = "\\N"
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique
"""


def text(value) -> str:
    """A value as COPY reads it; what is text already must hold no tab, line break or backslash."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


class Table:
    """The rows of one table that wait to be written. ``columns`` differ from row to row, ``same`` do not."""

    def __init__(self, model, *columns: str, **same):
        own = model._meta.local_concrete_fields
        fields = {field.attname: field for field in own}
        unknown = {*columns, *same} - set(fields)
        if unknown:
            raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
        rest = {
            name: field.get_default()
            for name, field in fields.items()
            if name not in columns and name not in same and not isinstance(field, AutoField)
        }
        constant = {**rest, **same}
        self.model = model
        names = ", ".join(f'"{fields[name].column}"' for name in (*columns, *constant))
        self.sql = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        self._tail = "".join(f"\t{text(value)}" for value in constant.values()) + "\n"
        self._rows: list[str] = []

    def add(self, *values: str) -> None:
        """One more row; the values stand in the order of the columns and are text."""
        self._rows.append("\t".join(values) + self._tail)

    def take(self) -> str:
        """Everything that waits; nothing waits any more."""
        rows, self._rows = "".join(self._rows), []
        return rows


class Writer:
    """Writes what waits in the tables, in their order, while the next rows are made."""

    def __init__(self, tables: Iterable[Table]):
        self.tables = list(tables)
        self._hand = ThreadPoolExecutor(1)
        self._under_way: Future | None = None
        self._connection = connections["default"].copy()
        self._connection.inc_thread_sharing()

    def __enter__(self):
        with self._connection.cursor() as cursor:
            # Of the triggers only those marked ALWAYS look at the rows.
            cursor.execute("SET session_replication_role = replica")
        return self

    def flush(self) -> None:
        """What waits is being written; raises what went wrong with the rows before."""
        waiting = [(table.sql, table.take()) for table in self.tables]
        self._wait()
        self._under_way = self._hand.submit(self._write, waiting)

    def __exit__(self, *raised):
        self._wait()
        self._hand.shutdown()
        self._connection.close()

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None

    def _write(self, waiting: list[tuple[str, str]]) -> None:
        with self._connection.cursor() as cursor:
            for sql, rows in waiting:
                if rows:
                    cursor.copy_expert(sql, StringIO(rows))


@contextmanager
def stripped(tables: Iterable[Table]):
    """The tables have no indexes but unique ones inside the block, and all of them after it, with fresh statistics."""
    names = sorted({table.model._meta.db_table for table in tables})
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [names])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        filling = [pair for table in tables for pair in _filling(table.model)]
        for table, trigger in filling:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
        yield
        for table, trigger in filling:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute("RESET maintenance_work_mem")
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
        cursor.execute(f"VACUUM ANALYZE {', '.join(names)}")


def _filling(model) -> list[tuple[str, str]]:
    """The triggers of the table that fill columns of a new row; the others only check, and the rows are right."""
    return [
        (model._meta.db_table, trigger.get_pgid(model))
        for trigger in getattr(model._meta, "triggers", ())
        if trigger.when == pgtrigger.Before and "INSERT" in str(trigger.operation)
    ]
