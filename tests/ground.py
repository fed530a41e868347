"""What stands in the database before a test begins: the cast, committed once for all tests of a worker.

A test works inside a transaction of its own; one that commits is followed by the same rows put back.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from threading import Condition

import pytest
from django.contrib.auth.models import Group
from django.core.management.commands import flush
from django.core.servers.basehttp import ServerHandler
from django.db import OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TestCase
from django.utils import timezone
from psycopg2.errors import DeadlockDetected

from governance.cases.models import CalendarDay, CalendarYear, LadderRung, Term
from governance.organisation.models import Area, Post, Unit, User
from tests import cast

# The database of the centre on this machine, before that of the tests takes its place.
OWN = connection.settings_dict["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    # Without a test that asks for a database none is made, and this is the one of the centre itself.
    assert connection.settings_dict["NAME"] != OWN, "mark a test that uses the cast with django_db"
    with django_db_blocker.unblock():
        # Where --reuse-db keeps a database, an earlier cast stands in it.
        clear()
        cast.engage()
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        rows = _copied_out(tables)
        standing = _versions(rows)

    def put_back(*_, **__):
        """Once more where a request that was on its way came between: one of the two is let go first."""
        try:
            told_again()
        except OperationalError as refused:
            if not isinstance(refused.__cause__, DeadlockDetected):
                raise
            put_back()

    def told_again():
        """Past the append-only triggers, which nothing else passes; with the ids of before, permissions' too.

        Tables that nothing was ever written to are left alone, as are those in which the very rows of before stand. Of
        the others the rows are taken away: to make all their files anew, as TRUNCATE does, costs ten times as much.
        """
        answered.wait()
        with transaction.atomic(), connection.cursor() as cursor:
            written = _written_to(tables)
            cursor.execute(f"LOCK TABLE {', '.join(written)}")
            now = _versions(rows)
            changed = [table for table in rows if now[table] != standing[table]]
            emptied = [table for table in written if table not in rows or table in changed]
            # A hundred of them, told at once.
            cursor.execute(
                "; ".join(["SET session_replication_role = replica", *map("DELETE FROM {}".format, emptied)])
            )
            for table in changed:
                cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows[table]))
            cursor.execute("RESET session_replication_role")
            standing.update(_versions(changed))

    answered = AllAnswered()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServerHandler, "run", answered.heard(ServerHandler.run))
        # Django's own way looks for the tables of all applications, empties them and makes every permission anew.
        patch.setattr(flush.Command, "handle", put_back)
        patch.setattr(TestCase, "_fixture_teardown", take_back)
        yield


def take_back(test: TestCase) -> None:
    """What waits for the end of a transaction is checked before all is taken back. Django asks besides whether the
    database is still there, and lets wait again what comes no more."""
    try:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    finally:
        test._rollback_atomics(test.atomics)


class AllAnswered:
    """Knows what a browser has asked of the server of the tests and has no answer to yet.

    A page that is closed waits for no answer, but the request still writes, and locks what is to be put back.
    """

    def __init__(self):
        self.waiting, self.changed = 0, Condition()

    def wait(self):
        with self.changed:
            assert self.changed.wait_for(lambda: not self.waiting, timeout=60), "a request does not end"

    def heard(self, answer: Callable) -> Callable:
        """The same, and counted from when it begins to when it ends."""

        def counted(*told):
            self._count(1)
            try:
                return answer(*told)
            finally:
                self._count(-1)

        return counted

    def _count(self, one: int):
        with self.changed:
            self.waiting += one
            self.changed.notify_all()


def _written_to(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY (%s) AND pg_relation_size(oid) > 0", [tables])
        return sorted(table for (table,) in cursor.fetchall())


def _versions(tables: Iterable[str]) -> dict[str, tuple[int, int]]:
    """How many rows stand in each table, and the sum of the transactions that wrote them: no other rows have both."""
    each = [f"SELECT '{table}', count(*), sum(xmin::text::bigint) FROM {table}" for table in tables]
    if not each:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return {table: (count, total) for table, count, total in cursor.fetchall()}


def _copied_out(tables: list[str]) -> dict[str, str]:
    """Every table that has rows, as PostgreSQL copies them in and out."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            out = StringIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT", out)
            if out.tell():
                found[table] = out.getvalue()
    return found


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """What the module's fixtures tell stands for all its tests; what a test changes goes with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def beside(word: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a copy of the database, which goes with the block.

    What is told of a whole county is committed there as it is at a desk: within one transaction every version of a row
    stays, and whoever reads the row walks past all of them.
    """
    plain = connection.settings_dict["NAME"]
    connection.close()
    copy = connections["default"].copy()
    copy.settings_dict["NAME"] = f"{plain}_{word}"
    with connection._nodb_cursor() as cursor:
        # A page that a browser left while it was loading may still hold a connection, and a template takes none.
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [plain])
        cursor.execute(f"CREATE DATABASE {plain}_{word} TEMPLATE {plain}")
    yield copy
    copy.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {plain}_{word}")


@contextmanager
def current(database: BaseDatabaseWrapper) -> Iterator[None]:
    """It is the database that is asked, for the length of the block."""
    before = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = before


@pytest.fixture
def bare(db):
    """The database as it has just been migrated, for the length of the test."""
    clear()


def clear() -> None:
    """The cast is gone until the transaction is rolled back."""
    models = (Post, User, Unit, Area, Group.permissions.through, Group, CalendarDay, CalendarYear, LadderRung, Term)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in models:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("RESET session_replication_role")


@pytest.fixture
def half_past(time_machine):
    """The clock stands at half past the hour: what is counted by the hour is not begun anew in the middle of a test."""
    time_machine.move_to(timezone.now().replace(minute=30), tick=False)
