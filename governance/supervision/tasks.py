"""The bell of supervision: it says "look now", and the rows say what is to be done."""

from celery import shared_task
from django.utils import timezone

from .leading import actions as leading
from .leading import scopes


@shared_task
def scan_leading():
    """What a leader should take is proposed, and who ran out of time has passed the case to the head."""
    now = timezone.now()
    scopes.scan(now)
    leading.follow_matters(now)
    leading.pass_overdue(now)
