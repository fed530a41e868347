"""Bells: each says "look now", and the rows say what is to be done."""

from celery import shared_task
from django.utils import timezone

from governance.frame.database.alone import in_turn
from governance.frame.seals import book
from governance.organisation.posts import entrusting

from .deadlines import scan
from .steps import leaving, secrecy, undecided


@shared_task
def scan_deadlines():
    """Every clock whose moment has come has been announced."""
    scan(timezone.now())


@shared_task
def write_seals():
    """Whatever the history and the security record hold is in the book of seals."""
    book.write_pages(timezone.now())


@shared_task
def end_knowing():
    """Nobody keeps what they knew, or had in hand, through a post that has ended; what nobody can decide is told of."""
    stages = secrecy.end_knowing, leaving.let_go, entrusting.free_the_gone, undecided.tell_where_nobody_decides
    in_turn("knowing", timezone.now(), *stages)
