"""Sessions in PostgreSQL that know whose they are, so that all of one person's can be ended at once."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from ..models import LoginSession, User


class SessionStore(DatabaseStore):
    """Django's database store, with the user's id in a column of its own."""

    @classmethod
    def get_model_class(cls):
        return LoginSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """Every session of the person is gone, except the one whose key is to be kept; says how many went."""
    return LoginSession.objects.filter(user=user).exclude(session_key=keep).delete()[0]


def forget_ended(moment: datetime) -> int:
    """Sessions that ended before are gone; says how many went."""
    return LoginSession.objects.filter(expire_date__lt=moment).delete()[0]
