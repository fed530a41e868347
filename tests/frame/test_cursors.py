"""Statements fail as Django says they do, are heard by who listens, and keep to the thread of their connection."""

import threading

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

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
