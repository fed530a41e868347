from celery import shared_task
from django.utils import timezone

from . import retention


@shared_task
def forget_overdue() -> None:
    """Whatever has been kept as long as it may is gone."""
    retention.forget_overdue(timezone.now())
