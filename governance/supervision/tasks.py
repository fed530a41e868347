"""The bell of supervision: it says "look now", and the rows say what is to be done."""

from celery import shared_task
from django.utils import timezone

from governance.frame.database.alone import in_turn

from .leading import actions as leading
from .leading import scopes


@shared_task
def scan_leading():
    """What a leader should take is proposed, and who ran out of time has passed the case to the head."""
    in_turn("leading", timezone.now(), scopes.scan, leading.follow_matters, leading.pass_overdue)
