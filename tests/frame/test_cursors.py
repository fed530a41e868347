"""Statements fail as Django says they do, are heard by who listens, and keep to the thread of their connection."""

import threading
from contextlib import suppress
from io import StringIO

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from psycopg2.sql import SQL

from governance.organisation.models import Area

pytestmark = pytest.mark.django_db


def test_what_fails_in_the_database_fails_as_django_says():
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere WHERE %s", [True])


@pytest.mark.parametrize("read", ["fetchone", "fetchall"])
def test_so_does_what_is_read_where_nothing_was_found(read):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        with pytest.raises(ProgrammingError):
            getattr(cursor, read)()


def test_a_broken_transaction_is_asked_nothing_more():
    with pytest.raises(TransactionManagementError), transaction.atomic(), connection.cursor() as cursor:
        transaction.set_rollback(True)
        try:
            cursor.execute("SELECT 1")
        finally:
            transaction.set_rollback(True)


def test_who_listens_hears_every_statement():
    heard = []

    def listen(execute, sql, *more):
        heard.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(listen), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert heard == ["SELECT 1"]


def test_another_thread_asks_nothing_over_this_connection():
    found, here = [], connection.cursor

    def ask():
        try:
            here()
        except DatabaseError as error:
            found.append(error)

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert len(found) == 1


def names() -> list[str]:
    return list(Area.objects.filter(code__startswith="99").order_by("code").values_list("name", flat=True))


def area(code: str) -> None:
    Area.objects.create(code=code, name=code, level="county")


def test_what_is_done_within_a_savepoint_stays_or_goes_with_it():
    with transaction.atomic():
        area("990001")
        with pytest.raises(InterruptedError), transaction.atomic():
            area("990002")
            with transaction.atomic():
                area("990003")
            with transaction.atomic():
                pass
            raise InterruptedError
        with transaction.atomic(), transaction.atomic():
            area("990004")
    assert names() == ["990001", "990004"]


def test_what_fails_as_the_first_thing_within_a_savepoint_leaves_what_was_before():
    area("990001")
    for _ in range(2):
        with pytest.raises(DatabaseError), transaction.atomic(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing")
        assert names() == ["990001"]


def test_an_error_that_was_passed_over_ends_the_savepoint_around_it():
    with pytest.raises(DatabaseError), transaction.atomic():
        area("990001")
        with connection.cursor() as cursor, suppress(DatabaseError):
            cursor.execute("SELECT nothing")
    assert names() == []


UNSPEAKABLE = [["\0"], ["\ud800"], [object()], []]


@pytest.mark.parametrize("values", UNSPEAKABLE)
def test_what_cannot_be_said_at_all_leaves_the_savepoint_to_what_is_said_next(values):
    area("990001")
    with transaction.atomic(), connection.cursor() as cursor:
        with suppress(Exception):
            cursor.execute("SELECT %s", values)
        area("990002")
    with suppress(InterruptedError), transaction.atomic(), connection.cursor() as cursor:
        with suppress(Exception):
            cursor.execute("SELECT %s", values)
        area("990003")
        raise InterruptedError
    assert names() == ["990001", "990002"]


@pytest.mark.parametrize("values", UNSPEAKABLE)
def test_and_what_ends_with_it_ends_nothing_around_it(values):
    with transaction.atomic():
        area("990001")
        with suppress(Exception), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s", values)
        area("990002")
    assert names() == ["990001", "990002"]


@pytest.mark.parametrize(
    "say",
    [
        lambda cursor: cursor.executemany("SELECT %s", [[1], [2]]),
        lambda cursor: cursor.cursor.copy_expert("COPY (SELECT 1) TO STDOUT", StringIO()),
        lambda cursor: cursor.execute(b"SELECT 1"),
        lambda cursor: cursor.execute(SQL("SELECT 1")),
        lambda cursor: list(Area.objects.all().iterator()),
    ],
)
def test_a_savepoint_is_made_before_whatever_is_said_in_it(say):
    with transaction.atomic():
        with pytest.raises(InterruptedError), transaction.atomic(), connection.cursor() as cursor:
            say(cursor)
            area("990001")
            raise InterruptedError
        assert names() == []


def test_a_savepoint_is_not_waited_for_and_one_in_which_nothing_is_said_is_never_made():
    assert names() == []
    with transaction.atomic():
        with transaction.atomic():
            assert len(connection.connection.unsaid) == 2
        assert len(connection.connection.unsaid) == 1
        names()
        assert connection.connection.unsaid == ()
    (release,) = connection.connection.unsaid
    assert release.startswith("RELEASE")
    with CaptureQueriesContext(connection) as heard, transaction.atomic():
        names()
    assert [each["sql"].split()[0] for each in heard] == ["SAVEPOINT", "SELECT", "RELEASE"]
