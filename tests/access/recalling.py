"""Who it is that asks, and in which posts, is read once and not before each of thousands of requests."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from governance.frame.days import office_day
from governance.organisation.accounts.backends import PostBackend
from governance.organisation.accounts.sessions import SessionStore
from governance.organisation.models import LoginSession, User
from governance.organisation.standing import standing_of


@contextmanager
def recalling(persons: Iterable[User], clients: Iterable[Client]) -> Iterator[None]:
    """For requests of which each takes back whatever it has changed before the next one."""
    people = {person.pk: person for person in persons}
    for person in people.values():
        standing_of(person, office_day(timezone.now()))
    rows = LoginSession.objects.in_bulk([client.cookies[settings.SESSION_COOKIE_NAME].value for client in clients])
    read_person, read_row = PostBackend.get_user, SessionStore._get_session_from_db
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostBackend, "get_user", lambda self, pk: copy(people.get(pk)) or read_person(self, pk))
        patch.setattr(SessionStore, "_get_session_from_db", lambda self: rows.get(self.session_key) or read_row(self))
        yield
