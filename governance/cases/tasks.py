"""Bells: each says "look now", and the rows say what is to be done."""

from celery import shared_task
from django.utils import timezone

from .deadlines import scan


@shared_task
def scan_deadlines():
    """Every clock whose moment has come has been announced."""
    scan(timezone.now())
