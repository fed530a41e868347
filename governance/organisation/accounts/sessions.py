"""Sessions in PostgreSQL that know whose they are, so that all of one person's can be ended at once."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from governance.frame.database.written import WrittenOnce

from ..models import LoginSession, User


def _running(key: str, now: datetime) -> QuerySet[LoginSession]:
    return LoginSession.objects.filter(session_key=key, expire_date__gt=now)


RUNNING = WrittenOnce(_running, key="?", now=datetime(1, 1, 2, tzinfo=UTC))


class SessionStore(DatabaseStore):
    """Django's database store, with the user's id in a column of its own."""

    @classmethod
    def get_model_class(cls):
        return LoginSession

    def create_model_instance(self, data):
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row

    def _get_session_from_db(self) -> LoginSession | None:
        row = RUNNING.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
        return row


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """Every session of the person is gone, except the one whose key is to be kept; says how many went."""
    return LoginSession.objects.filter(user=user).exclude(session_key=keep).delete()[0]


def forget_ended(moment: datetime) -> int:
    """Sessions that ended before are gone; says how many went."""
    return LoginSession.objects.filter(expire_date__lt=moment).delete()[0]
