"""A savepoint goes with the statement that follows it, and holds all the same."""

from contextlib import suppress
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.db import DataError, IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext

from governance.frame.database import written
from governance.frame.database.written import WrittenOnce

pytestmark = pytest.mark.django_db
SENT = "SELECT current_query()"


def sent() -> str:
    """All that this question is sent with."""
    with connection.cursor() as cursor:
        cursor.execute(SENT)
        return cursor.fetchone()[0].removesuffix(SENT)


def named(*names: str) -> set[str]:
    return {*Group.objects.filter(name__in=names).values_list("name", flat=True)}


def test_it_is_set_and_let_go_with_what_follows():
    with transaction.atomic():
        assert [sent().partition('"')[0], sent()] == ["SAVEPOINT ", ""]
    assert [sent().partition('"')[0], sent()] == ["RELEASE SAVEPOINT ", ""]


def test_one_in_which_nothing_is_said_is_not_sent():
    with transaction.atomic(), transaction.atomic():
        pass
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        1 / 0  # noqa: B018
    assert sent() == ""


def test_what_fails_takes_back_what_it_did_and_nothing_else():
    with transaction.atomic():
        Group.objects.create(name="before")
        with pytest.raises(IntegrityError), transaction.atomic():
            Group.objects.create(name="within")
            with transaction.atomic():
                Group.objects.create(name="deep")
            Group.objects.create(name="before")
        with pytest.raises(IntegrityError), transaction.atomic():
            Group.objects.create(name="before")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            with transaction.atomic():
                Group.objects.create(name="deep")
            1 / 0  # noqa: B018
        Group.objects.create(name="after")
    assert named("before", "within", "deep", "after") == {"before", "after"}


def test_what_cannot_be_said_takes_nothing_back_but_itself():
    Group.objects.create(name="before")
    with pytest.raises(ValueError), transaction.atomic():
        named("\x00")
    with pytest.raises(ValueError), transaction.atomic():
        Group.objects.create(name="within")
        with transaction.atomic():
            named("\x00")
    assert named("before", "within") == {"before"}


def test_a_plan_that_cannot_be_made_takes_nothing_back_but_itself(monkeypatch):
    monkeypatch.setattr(written, "OFTEN", 1)
    wrong = WrittenOnce(lambda name: Group.objects.filter(name=name).annotate(no=RawSQL("nobody()", [])), name="?")
    with transaction.atomic():
        Group.objects.create(name="before")
        with pytest.raises(ProgrammingError), transaction.atomic():
            wrong.objects(name="within")
        assert named("before") == {"before"}


@pytest.mark.parametrize(
    "write",
    [
        lambda cursor: cursor.copy_expert("COPY auth_group (name) FROM STDIN", StringIO("written\n")),
        lambda cursor: cursor.executemany("INSERT INTO auth_group (name) VALUES (%s)", [["written"]]),
        lambda cursor: cursor.execute(b"INSERT INTO auth_group (name) VALUES ('written')"),
    ],
)
def test_what_is_sent_in_another_way_is_taken_back_too(write):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), connection.cursor() as cursor:
        write(cursor)
        assert named("written")
        1 / 0  # noqa: B018
    assert named("written") == set()


def test_so_it_is_where_rows_are_read_one_by_one():
    Group.objects.create(name="read")
    with transaction.atomic():
        assert [each.name for each in Group.objects.filter(name="read").iterator()] == ["read"]
    assert sent().startswith("RELEASE")


def test_who_counts_statements_counts_it():
    with (
        CaptureQueriesContext(
            connection,
        ) as heard,
        transaction.atomic(),
    ):
        named("nobody")
    assert [each["sql"].partition(" ")[0] for each in heard] == ["SAVEPOINT", "SELECT", "RELEASE"]


@pytest.mark.django_db(transaction=True)
def test_what_was_to_go_does_not_outlive_its_transaction():
    with transaction.atomic(), transaction.atomic():
        Group.objects.create(name="kept")
    assert sent() == "" and named("kept")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with transaction.atomic():
            Group.objects.create(name="lost")
        1 / 0  # noqa: B018
    assert sent() == "" and not named("lost")


@pytest.mark.django_db(transaction=True)
def test_what_failed_and_was_passed_over_is_heard_before_all_is_lost():
    """PostgreSQL ends a transaction in which something failed as if it had been taken back, and says nothing."""
    with pytest.raises(InternalError), transaction.atomic():
        Group.objects.create(name="before")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            with suppress(DataError):
                cursor.execute("SELECT 1 / 0")
