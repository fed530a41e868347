import logging

from celery import shared_task
from django.utils import timezone

from .letters.fetching import fetch
from .letters.mailbox import MailboxDown
from .letters.replying import reply_due
from .texting.sending import send_due

log = logging.getLogger(__name__)


@shared_task
def fetch_letters():
    """What came into the mailbox waits at the window; a second run finds nothing new."""
    try:
        fetch(timezone.now())
    except MailboxDown:
        log.exception("The mailbox cannot be asked")


@shared_task
def reply_to_letters():
    """Who wrote a letter that was registered has been answered once; a second run finds nothing to do."""
    reply_due(timezone.now())


@shared_task
def text_citizens():
    """Whoever agreed to it was told by text message of what has come by now; a second run finds nothing to say."""
    send_due(timezone.now())
