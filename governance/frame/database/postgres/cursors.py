"""How statements are sent."""

from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg2 import extensions

BROKEN = (extensions.TRANSACTION_STATUS_INERROR, extensions.TRANSACTION_STATUS_UNKNOWN)


class Connection(extensions.connection):
    """Psycopg's connection, which keeps to itself what needs no answer until the next statement: that takes it along.

    A savepoint and its release are a tenth of all that is said, and each would be waited for.
    """

    unsaid: tuple[str, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether a statement is answered by an error, whatever it says."""
        return bool(self.closed) or self.get_transaction_status() in BROKEN

    def begin_point(self, sql: str) -> bool:
        """The savepoint will be made before the next statement; False where that cannot wait."""
        if self.is_broken:
            return False
        self.unsaid += (sql,)
        return True

    def end_point(self, sql: str, begun: str) -> bool:
        """The savepoint, ``begun`` so, will be released; one within which nothing was said was never made."""
        if self.is_broken:
            return False
        self.unsaid = self.unsaid[:-1] if self.unsaid[-1:] == (begun,) else (*self.unsaid, sql)
        return True

    def take_unsaid(self) -> str:
        """What the next statement has to begin with."""
        said, self.unsaid = self.unsaid, ()
        return "".join(f"{each}; " for each in said)

    def commit(self) -> None:
        self.unsaid = ()
        super().commit()

    def rollback(self) -> None:
        self.unsaid = ()
        super().rollback()


class Sender(extensions.cursor):
    """Psycopg's cursor, which says first what was left unsaid."""

    connection: Connection

    def say_unsaid(self) -> None:
        if said := self.connection.take_unsaid():
            with self.connection.cursor() as plain:
                plain.execute(said)

    def execute(self, query: Any, values: Any = None) -> None:
        if self.connection.unsaid:
            if self.name or not isinstance(query, str | bytes):
                self.say_unsaid()
            else:
                # What cannot be put into words, as a NUL, is found before anything is taken along: it is never sent.
                put = self.mogrify(query, values)
                query, values = self.connection.take_unsaid().encode() + put, None
        super().execute(query, values)

    def executemany(self, query: Any, rows: Any) -> None:
        self.say_unsaid()
        super().executemany(query, rows)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self.say_unsaid()
        super().copy_expert(sql, file, size)


class Cursor(CursorWrapper):
    """Django's cursor, with errors looked at where there is one: it prepares for one at every statement and every read.

    Where somebody listens to statements, they go Django's way.
    """

    def execute(self, sql: Any, params: Any = None) -> Any:
        if self.db.execute_wrappers or self.db.needs_rollback:
            return super().execute(sql, params)
        try:
            return self.cursor.execute(sql, params)
        except Exception:
            with self.db.wrap_database_errors:
                raise

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
