"""The bell of assessment."""

from celery import shared_task
from django.utils import timezone

from .periods.actions import open_ended


@shared_task
def open_ended_quarters():
    """The quarter that has ended can be marked and worked out."""
    open_ended(timezone.now())
