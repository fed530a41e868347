"""The bell of duties: it says "look now", and the rows say what is to be done."""

from celery import shared_task
from django.utils import timezone

from governance.frame.database.alone import in_turn

from .afternoon import foretell
from .findings.actions import recount, remind
from .patrols.actions import stop_overdue
from .scan.reminding import scan


@shared_task
def scan_duties():
    """What begins is open, what ran out is missing, who is to be reminded has a message, what was found and left lying
    is called to mind by its day as it is known by now, no patrol goes on for ever.
    """
    in_turn("duties", timezone.now(), scan, recount, remind, stop_overdue)


@shared_task
def foretell_duties():
    """Whoever sits tomorrow or has to carry out a decision by then has a message."""
    foretell(timezone.now())
