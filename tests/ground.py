"""What stands in the database before a test begins: the cast, committed once for all tests of a worker.

A test works inside a transaction of its own; one that commits is followed by the same rows put back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management.commands import flush
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import timezone

from governance.cases.models import CalendarDay, CalendarYear, LadderRung, Term
from governance.organisation.models import Area, Post, Unit, User
from tests import cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        # Where --reuse-db keeps a database, an earlier cast stands in it.
        clear()
        cast.engage()
        rows = _copied_out()

    plain = DatabaseOperations.execute_sql_flush

    def put_back(operations, sql_list):
        """Past the append-only triggers, which nothing else passes; with the ids of before, permissions' too.

        Tables that nothing was ever written to are left alone, and of the others the rows are taken away: to make all
        their files anew, as TRUNCATE does, costs ten times as much.
        """
        written = _written_to()
        locked = f"LOCK TABLE {', '.join(written)}"
        emptied = [f"DELETE FROM {table}" for table in written]
        plain(operations, [locked, "SET session_replication_role = replica", *emptied])
        with connection.cursor() as cursor:
            for table, text in rows.items():
                cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(text))
            cursor.execute("RESET session_replication_role")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", put_back)
        # The permissions that this would make stand again already.
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **more: None)
        yield


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _written_to() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0")
        found = {table for (table,) in cursor.fetchall()}
    return sorted(found.intersection(_tables()))


def _copied_out() -> dict[str, str]:
    """Every table that has rows, as PostgreSQL copies them in and out."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
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
