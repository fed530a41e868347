"""The bell of the window."""

from celery import shared_task
from django.utils import timezone

from .turns import end_left_behind


@shared_task
def end_turns_left_behind():
    """Nothing that was said on an earlier day waits at a window."""
    end_left_behind(timezone.now())
