"""Accounts and posts that somebody should look at before they are forgotten, as conditions on people."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from ..models import Post

# GB/T 22239-2019 8.1.4.2 c): accounts that nobody uses are to be found and closed.
STALE_DAYS = 90
# So long before a post ends whoever keeps accounts sees it coming.
ENDING_DAYS = 30


def stale_at(now: datetime) -> Q:
    """People who have not logged in for so long, or never since they could."""
    since = now - timedelta(days=STALE_DAYS)
    return Q(last_login__lt=since) | Q(last_login=None, date_joined__lt=since)


def ending_by(today: date) -> Q:
    """People of whom a post of today ends within so many days."""
    posts = Post.objects.current(today).filter(ends_on__lte=today + timedelta(days=ENDING_DAYS))
    return Q(pk__in=posts.values("user_id"))
