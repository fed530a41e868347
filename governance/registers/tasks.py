"""The bell of registers."""

from celery import shared_task
from django.utils import timezone

from .reminding import remind


@shared_task
def remind_of_registers():
    """Whoever keeps a row that is due soon, or was due, has a message."""
    remind(timezone.now())
