from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from governance.frame import kept_files
from governance.frame.once import forget_sent_before

from .accounts.brake import forget_before
from .accounts.sessions import forget_ended


@shared_task
def sweep_entrance() -> None:
    """Sessions that have ended, attempts that no longer count, and what belongs to pages that nobody can have open."""
    now = timezone.now()
    forget_sent_before(now - timedelta(seconds=settings.SESSION_COOKIE_AGE))
    kept_files.forget_before(now - kept_files.KEPT)
    forget_ended(now)
    forget_before(now - settings.AXES_COOLOFF_TIME)
