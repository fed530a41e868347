from celery import shared_task
from django.utils import timezone

from .delivery import deliver_due


@shared_task
def deliver_notices():
    """What waits to leave the system has been tried once more; a second run finds nothing to do."""
    deliver_due(timezone.now())
