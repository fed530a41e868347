"""The bell of duties: it says "look now", and the rows say what is to be done."""

from celery import shared_task
from django.utils import timezone

from .scanning import scan


@shared_task
def scan_duties():
    """What begins is open, what ran out is missing, who is to be reminded has a message."""
    scan(timezone.now())
