from celery import shared_task
from django.conf import settings
from django.utils import timezone

from .accounts.brake import forget_before
from .accounts.sessions import forget_ended


@shared_task
def sweep_entrance() -> None:
    """Sessions that have ended and attempts that no longer count are gone."""
    now = timezone.now()
    forget_ended(now)
    forget_before(now - settings.AXES_COOLOFF_TIME)
