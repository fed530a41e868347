"""The database engine that the settings name."""

import threading
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base, operations
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from . import compiler
from .cursors import Cursor

# Nothing here is asynchronous: a thread's connections need not be looked for as those of a task.
connections._connections = threading.local()  # type: ignore[attr-defined]  # unknown to its stubs


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = compiler.__name__


class DatabaseWrapper(base.DatabaseWrapper):
    """A savepoint is set, and let go, along with the statement that follows; one in which nothing is said is not sent.

    What a verb does is a savepoint for each verb that calls it: sent alone, they would be a tenth of all statements.
    Where somebody listens to statements, they are sent at once, and where one has failed: nothing else would say so.
    """

    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What goes before the next statement.
        self.waits: list[str] = []

    def cursor(self) -> Any:
        """As Django's, which asks at every cursor whether there is a loop, a pool, another driver or no time zone."""
        if self.queries_logged:
            self.send_ahead()
            return super().cursor()
        if self._thread_ident != threading.get_ident():  # type: ignore[attr-defined]  # unknown to its stubs
            self.validate_thread_sharing()
        self.close_if_health_check_failed()
        self.ensure_connection()
        try:
            cursor = self.connection.cursor()
        except Exception:
            with self.wrap_database_errors:
                raise
        cursor.tzinfo_factory = self.tzinfo_factory
        return Cursor(cursor, self)

    def chunked_cursor(self) -> Any:
        self.send_ahead()
        return super().chunked_cursor()

    def ahead(self) -> bytes:
        """What goes before the next statement, which is being sent."""
        statements, self.waits = self.waits, []
        return "; ".join([*statements, ""]).encode()

    def send_ahead(self) -> None:
        """What goes before the next statement is sent, as that one goes another way."""
        if self.waits:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(self.ahead())

    def _savepoint(self, sid: str) -> None:
        self._soon(self.ops.savepoint_create_sql(sid))

    def _savepoint_commit(self, sid: str) -> None:
        if self.waits[-1:] == [self.ops.savepoint_create_sql(sid)]:
            self.waits.pop()
        else:
            self._soon(self.ops.savepoint_commit_sql(sid))

    def _soon(self, sql: str) -> None:
        has_failed = self.connection.get_transaction_status() == TRANSACTION_STATUS_INERROR
        if has_failed or self.queries_logged or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(sql)
        else:
            self.waits.append(sql)

    def _savepoint_rollback(self, sid: str) -> None:
        begun = self.ops.savepoint_create_sql(sid)
        if begun in self.waits:
            del self.waits[self.waits.index(begun) + 1 :]
            return
        # Whatever was to go was of savepoints within this one.
        self.waits.clear()
        with self.cursor() as cursor:
            cursor.execute(self.ops.savepoint_rollback_sql(sid))

    def commit(self) -> None:
        self.waits.clear()
        super().commit()

    def rollback(self) -> None:
        self.waits.clear()
        super().rollback()

    def close(self) -> None:
        self.waits.clear()
        super().close()
