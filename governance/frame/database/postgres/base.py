"""The database engine that the settings name."""

import threading
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base, operations

from . import compiler
from .cursors import Connection, Cursor, Sender

# Nothing here is asynchronous: a thread's connections need not be looked for as those of a task.
connections._connections = threading.local()  # type: ignore[attr-defined]  # unknown to its stubs


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = compiler.__name__


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "connection_factory": Connection, "cursor_factory": Sender}

    @property
    def _is_heard(self) -> bool:
        """Whether somebody listens to statements, each by itself."""
        return bool(self.execute_wrappers or self.queries_logged)

    def _savepoint(self, sid: str) -> None:
        if self._is_heard or not self.connection.begin_point(self.ops.savepoint_create_sql(sid)):
            super()._savepoint(sid)  # type: ignore[misc]  # unknown to its stubs

    def _savepoint_commit(self, sid: str) -> None:
        begun, sql = self.ops.savepoint_create_sql(sid), self.ops.savepoint_commit_sql(sid)
        if self._is_heard or not self.connection.end_point(sql, begun):
            super()._savepoint_commit(sid)  # type: ignore[misc]  # unknown to its stubs

    def cursor(self) -> Any:
        """As Django's, which asks at every cursor whether there is a loop, a pool, another driver or no time zone."""
        if self.queries_logged:
            self.ensure_connection()
            with self.connection.cursor() as plain:
                plain.say_unsaid()
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
