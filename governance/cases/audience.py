"""Who hears of a case: worked out from the right to see it at that moment."""

from datetime import date

from governance.organisation.models import Post, User

from . import access
from .models import CaseUserObjectPermission


def people(case, words, *, on: date) -> set[int]:
    """The ids of the active people whom the words name (handler, lead, sender, first, co).

    Of a restricted case only holders of an object permission hear, and nobody of an accused unit or of one under it.
    """
    found: set[int] = set()
    posts = Post.objects.current(on)
    if "handler" in words and case.handler_id:
        found |= set(User.objects.filter(pk=case.handler_id, is_active=True).values_list("pk", flat=True))
    units = {
        "lead": (case.lead_unit_id, ("unit_lead",)),
        "staff": (case.lead_unit_id, ("unit_lead", "handler", "registrar", "centre_staff")),
        "sender": (case.sender_unit_id, ("registrar", "centre_staff", "unit_lead")),
        "first": (case.first_unit_id, ("registrar", "centre_staff")),
    }
    for word, (unit_id, roles) in units.items():
        if word in words and unit_id:
            found |= set(posts.filter(unit_id=unit_id, role__name__in=roles).values_list("user_id", flat=True))
    if case.is_restricted:
        granted = CaseUserObjectPermission.objects.filter(content_object_id=case.pk).values_list("user_id", flat=True)
        found &= set(granted)
        found -= set(posts.filter(unit__in=access.accused_units(case)).values_list("user_id", flat=True))
    return found
