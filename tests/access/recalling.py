"""Who it is that asks, and in which posts, is read once and not before each of thousands of requests; what a request
has written is taken back, and of one that only read, or was only refused, there is nothing to take back."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from governance.frame.days import office_day
from governance.organisation.accounts.backends import PostBackend
from governance.organisation.accounts.sessions import SessionStore
from governance.organisation.models import AccessRecord, LoginSession, User
from governance.organisation.standing import standing_of

READING = re.compile(r"\s*\(*(SELECT|EXECUTE|RELEASE)\b")


@contextmanager
def recalling(persons: Iterable[User], clients: Iterable[Client]) -> Iterator[None]:
    """For requests of which each takes back whatever it has changed before the next one. What they are refused is put
    into a row of the security record, which is not written: it would be the only one of thousands of them."""
    people = {person.pk: person for person in persons}
    for person in people.values():
        standing_of(person, office_day(timezone.now()))
    rows = LoginSession.objects.in_bulk([client.cookies[settings.SESSION_COOKIE_NAME].value for client in clients])
    told = {key: row.get_decoded() for key, row in rows.items()}
    read_person, read_session, write = PostBackend.get_user, SessionStore.load, AccessRecord.objects.create
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostBackend, "get_user", lambda self, pk: copy(people.get(pk)) or read_person(self, pk))
        patch.setattr(SessionStore, "load", lambda self: dict(told.get(self.session_key) or read_session(self)))
        patch.setattr(AccessRecord.objects, "create", lambda **it: (write if it["succeeded"] else AccessRecord)(**it))
        yield


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever the block writes is gone after it. A savepoint stands from the first statement that does not just read:
    to hold one for each of thousands of refusals costs as much as to answer them."""
    held = []

    def hold(execute, sql, params, many, context):
        if not held and not READING.match(sql):
            held.append("")
            held[0] = connection.savepoint()
        return execute(sql, params, many, context)

    later = len(connection.run_on_commit)
    try:
        with connection.execute_wrapper(hold):
            yield
    finally:
        if held:
            connection.needs_rollback = False
            connection.savepoint_rollback(held[0])
            connection.savepoint_commit(held[0])
            del connection.run_on_commit[later:]
