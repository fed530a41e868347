"""Phones of rows that were taken off their register long ago."""

from datetime import datetime

from governance.frame.days import office_day

from ..models import Entry


def forget_phones(moment: datetime) -> int:
    """Of rows that ended before, only the mask of the phone is left; says of how many."""
    return Entry.objects.filter(ended_on__lt=office_day(moment)).exclude(phone_sealed="").update(phone_sealed="")
