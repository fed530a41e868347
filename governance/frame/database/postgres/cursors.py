"""How statements are sent."""

from typing import Any

from django.db.backends.utils import CursorWrapper


class Cursor(CursorWrapper):
    """Django's cursor, with errors looked at where there is one: it prepares for one at every statement and every read.

    Where somebody listens to statements, they go Django's way.
    """

    def execute(self, sql: Any, params: Any = None) -> Any:
        if self.db.execute_wrappers or self.db.needs_rollback:
            self.db.validate_no_broken_transaction()
            self.db.send_ahead()
            return super().execute(sql, params)
        try:
            if not self.db.waits:
                return self.cursor.execute(sql, params)
            # What cannot be put into words is not sent, and nothing before it.
            statement = self.cursor.mogrify(sql, params)
            return self.cursor.execute(self.db.ahead() + statement)
        except Exception:
            with self.db.wrap_database_errors:
                raise

    def executemany(self, sql: Any, params: Any) -> Any:
        self.db.send_ahead()
        return super().executemany(sql, params)

    def __getattr__(self, name: str) -> Any:
        self.db.send_ahead()
        return super().__getattr__(name)

    def fetchone(self) -> Any:
        try:
            return self.cursor.fetchone()
        except Exception:
            with self.db.wrap_database_errors:
                raise

    def fetchmany(self, size: int) -> Any:
        try:
            return self.cursor.fetchmany(size)
        except Exception:
            with self.db.wrap_database_errors:
                raise

    def fetchall(self) -> Any:
        try:
            return self.cursor.fetchall()
        except Exception:
            with self.db.wrap_database_errors:
                raise

    def close(self) -> None:
        self.cursor.close()
