"""Numbers of people whose matter has been closed for as long as they may be kept."""

from datetime import datetime

from django.db.models import Q

from ..models import Participant

AT_ONCE = 5000
LEFT: dict[str, str | list[str]] = {
    "phone_sealed": "",
    "phone_hashes": [],
    "id_number_sealed": "",
    "id_number_hash": "",
}


def forget_numbers(moment: datetime) -> int:
    """Of people in cases that were closed before, with the case they belong to, only the masks are left.

    So it is with what stood there before a correction. Says of how many; what is left comes with the next hour.
    """
    any_left = Q()
    for column, empty in LEFT.items():
        any_left |= ~Q(**{column: empty})
    whole = Q(case__parent=None) | Q(case__parent__closed_at__lt=moment)
    due = Participant.ever.filter(whole, any_left, case__closed_at__lt=moment).order_by("pk")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return Participant.ever.filter(pk__in=pks).update(**LEFT)
