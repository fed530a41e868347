"""Bells: each says "look now", and the rows say what is to be done."""

from celery import shared_task

from . import tallying


@shared_task
def fold_tallies():
    """Whatever was noted by now stands in the tallies."""
    while tallying.fold() == tallying.FOLDED:
        pass
