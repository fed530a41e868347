"""The database engine that the settings name."""

import threading
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base, operations

from . import compiler
from .cursors import Cursor

# Nothing here is asynchronous: a thread's connections need not be looked for as those of a task.
connections._connections = threading.local()  # type: ignore[attr-defined]  # unknown to its stubs


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = compiler.__name__


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def cursor(self) -> Any:
        """As Django's, which asks at every cursor whether there is a loop, a pool, another driver or no time zone."""
        if self.queries_logged:
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
