"""What the tables of addresses are asked of: one of everything, and everybody before a browser."""

import logging
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import NamedTuple

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.organisation.models import User
from tests import ground, questions
from tests.access import pages
from tests.access.filling import picking
from tests.access.pages import TABLE
from tests.access.recalling import READING, recalling, taken_back
from tests.builders import within_the_day
from tests.cast import known

# A look leaves a record, a sending its digest; whoever guesses a code is counted, and what citizens typed is kept.
FREE = {"AccessRecord", "LoginSession", "Sending", "KeptFile", "Tries", "Draft", "DraftFile"}
WRITING = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) ("\w+")')
SAVEPOINT, ROLLBACK = re.compile(r"SAVEPOINT (\S+)"), re.compile(r"ROLLBACK TO SAVEPOINT (\S+)")


class Furnished(NamedTuple):
    """A copy of the database in which one of everything stands: under which words, since which moment, and with which
    cookie everybody goes about in it."""

    database: BaseDatabaseWrapper
    words: dict
    moment: datetime
    cookies: dict[str, str]


@pytest.fixture(scope="session")
def furnished(django_db_setup, django_db_blocker) -> Iterator[Furnished]:
    """Made once for all modules that ask of it."""
    stack = ExitStack()
    with django_db_blocker.unblock():
        database = stack.enter_context(ground.beside("world"))
        with ground.current(database), time_machine.travel(within_the_day(), tick=False), transaction.atomic():
            words = pages.world(known())
            cookies = {person.username: signed_in(person) for person in known().people}
            found = Furnished(database, words, timezone.now(), cookies)
    yield found
    with django_db_blocker.unblock():
        stack.close()


def signed_in(person: User) -> str:
    """The cookie with which somebody goes about; the page that writes down when they were seen is behind them."""
    client = Client()
    client.force_login(person, backend="governance.organisation.accounts.backends.PostBackend")
    assert client.get(reverse("notices:inbox")).status_code == 200
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def world(furnished, django_db_blocker) -> Iterator[dict]:
    """One of everything that an address can name, at a moment that lasts as long as the module; what the module
    changes goes with it."""
    with (
        django_db_blocker.unblock(),
        ground.current(furnished.database),
        time_machine.travel(furnished.moment, tick=False),
        transaction.atomic(),
    ):
        yield dict(furnished.words)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(furnished, world) -> dict[str, Client]:
    """Everybody before a browser of their own."""
    found = {}
    for username, cookie in furnished.cookies.items():
        found[username] = client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return found


@pytest.fixture(scope="module")
def picks(clients) -> dict[str, Callable[[str], str]]:
    """What each of them finds first in a picker; it is looked for once."""
    return {username: picking(client) for username, client in clients.items()}


@pytest.fixture(scope="module")
def as_before():
    """The frame of a page remembers its numbers whoever has done something: what is taken back has changed none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("governance.organisation.middleware.get_random_string", lambda length: "nothing")
        yield


@pytest.fixture(scope="module", autouse=True)
def asked_without_a_guard():
    """What was asked while a guard of reading was taken out is asked by nobody else."""
    yield
    questions.forget()


@pytest.fixture(scope="module")
def recalled(as_before, clients):
    """For modules that take back whatever a request has changed before the next one, and ask for thousands of refusals:
    those are not written down one by one, in the log neither, and who it is that asks is read once."""
    refusals = logging.getLogger("django.request")
    before = refusals.level
    refusals.setLevel(logging.ERROR)
    with recalling(known().people, clients.values()):
        yield
    refusals.setLevel(before)


class Answer(NamedTuple):
    """What somebody was answered: its kind is empty where it is no text, and its template where none was filled in."""

    status: int
    kind: str
    template: str
    packed: bytes

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.packed)

    @property
    def is_page(self) -> bool:
        return self.kind.startswith("text/html")

    def text(self) -> str:
        return self.content.decode(errors="replace")


@pytest.fixture(scope="module")
def ask(as_before, world, clients) -> Callable[[str, str, str], Answer]:
    """``ask(method, name, username)``: the address as it answers that person; the request leaves nothing behind."""

    def asked(method: str, name: str, username: str) -> Answer:
        client = clients[username]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        with taken_back():
            said = getattr(client, method)(reverse(name, args=[world[word] for word in TABLE[name].args]))
        # Whoever went out by it is in again.
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        kind = "" if said.streaming else said.get("Content-Type", "")
        template = said.templates[0].name if said.templates else ""
        packed = zlib.compress(b"" if said.streaming else said.content, 1)
        return Answer(said.status_code, kind, template, packed)

    return asked


@pytest.fixture(scope="session")
def answered() -> dict[tuple[str, str], Answer]:
    """What each address said to whoever read it in the furnished world, in which no module leaves a change."""
    return {}


@pytest.fixture(scope="module")
def read(answered, ask) -> Callable[[str, str], Answer]:
    """``read(name, username)``: the address as that person reads it, asked for once for all modules."""

    def recalled(name: str, username: str) -> Answer:
        if (name, username) not in answered:
            answered[name, username] = ask("get", name, username)
        return answered[name, username]

    return recalled


class Counts:
    """How many rows each table has. To count all two hundred takes longer than most pages: counted anew are those that
    something was written to since, by whomever, also by triggers."""

    def __init__(self, tables: list[str]):
        self.tables = tables
        # The rows, how often each table had been written to when they stood so, and whether they stand so still.
        self.rows: dict[str, int] = {}
        self.written: dict[str, int] = dict.fromkeys(tables, -1)
        self.hold = False
        self.taken_back = False
        self.at_savepoint: dict[str, tuple] = {}
        self.free = {f'"{model._meta.db_table}"' for model in apps.get_models() if model.__name__ in FREE}

    def __call__(self) -> dict[str, int]:
        if not self.hold or self.taken_back:
            with connection.cursor() as cursor:
                cursor.execute("EXECUTE written_in_all")
                written = dict(cursor.fetchall())
                changed = [name for name in self.tables if written[name] != self.written[name]]
                if changed and not self.hold:
                    cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in changed))
                    self.rows = self.rows | dict(cursor.fetchall())
            self.written, self.hold, self.taken_back = written, True, False
        return self.rows

    def watch(self, execute, sql, params, many, context):
        """Before every statement: what was counted no longer holds, or holds again."""
        if savepoint := SAVEPOINT.fullmatch(sql):
            self.at_savepoint[savepoint[1]] = self.rows, self.written, self.hold
        elif back := ROLLBACK.fullmatch(sql):
            self.rows, self.written, self.hold = self.at_savepoint[back[1]]
            # It was written all the same.
            self.taken_back = True
        elif not (READING.match(sql) or ((row := WRITING.match(sql)) and row[1] in self.free)):
            self.hold = False
        return execute(sql, params, many, context)


# Of the tables that the transaction has written to, how often; what was taken back is counted too.
WRITTEN = """
PREPARE written_in_all AS
SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class WHERE oid = ANY (%s::regclass[]::oid[])
"""


@pytest.fixture(scope="module")
def counts(world) -> Iterator[Callable[[], dict[str, int]]]:
    """Says how many rows each table has."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed and model.__name__ not in FREE]
    counted = Counts(tables)
    with connection.execute_wrapper(counted.watch), connection.cursor() as cursor:
        cursor.execute(WRITTEN, [tables])
        # All two hundred, before a test holds a savepoint: to what stands then its end goes back.
        counted()
        yield counted
        cursor.execute("DEALLOCATE written_in_all")
