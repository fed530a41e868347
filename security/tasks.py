"""The bell of public safety."""

from celery import shared_task
from django.utils import timezone

from .warnings.sending import end_past


@shared_task
def end_warnings():
    """Whatever warning has come to its end is in force no more."""
    end_past(timezone.now())
