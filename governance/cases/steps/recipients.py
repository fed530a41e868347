"""Who hears of a case: worked out from the right to see it at that moment."""

from datetime import date

from governance.organisation.models import Post, User

from .. import access, registry
from ..models import CaseUnit, CaseUserObjectPermission

# Who takes in what comes to a unit; a committee has no window but its mediators.
DESKS = ("registrar", "centre_staff", "mediator")


def people(case, words, *, on: date) -> set[int]:
    """The ids of the active people whom the words name (handler, lead, staff, sender, first, co, guides).

    Of a restricted case only holders of an object permission hear, and nobody of an accused unit or of one under it.
    """
    found: set[int] = set()
    posts = Post.objects.current(on)
    # A part was taken in where the whole was.
    whole = case.parent if case.parent_id else case
    if "handler" in words:
        found |= _active(case.handler_id)
    if "first" in words and whole is not case:
        found |= _active(whole.handler_id)
    units = {
        "lead": (case.lead_unit_id, ("unit_lead",)),
        "staff": (case.lead_unit_id, ("unit_lead", "handler", *DESKS)),
        "sender": (case.sender_unit_id, ("unit_lead", *DESKS)),
        "first": (whole.first_unit_id, DESKS),
    }
    for word, (unit_id, roles) in units.items():
        if word in words and unit_id:
            found |= set(posts.filter(unit_id=unit_id, role__name__in=roles).values_list("user_id", flat=True))
    if "co" in words:
        partners = case.case_units.filter(part=CaseUnit.Part.CO_HANDLER).values("unit")
        staff = posts.filter(unit__in=partners, role__name__in=("unit_lead", "handler", *DESKS))
        found |= set(staff.values_list("user_id", flat=True))
    if "guides" in words:
        kinds = registry.kind_of(case).guided_by
        inside = posts.filter(unit__kind__in=kinds, role__name="justice_staff").select_related("unit")
        found |= {post.user_id for post in inside if case.area_id.startswith(post.unit.area_id)}
    if "sender" in words and case.sender_unit_id:
        # Whoever sent it waits for the answer, whatever the post.
        opened = posts.filter(unit_id=case.sender_unit_id, user_id=case.registered_by_id, user__is_active=True)
        found |= set(opened.values_list("user_id", flat=True))
    if case.is_restricted:
        granted = CaseUserObjectPermission.objects.filter(content_object_id=case.pk).values_list("user_id", flat=True)
        found &= set(granted)
        found -= set(posts.filter(unit__in=access.accused_units(case)).values_list("user_id", flat=True))
    return found


def _active(user_id: int | None) -> set[int]:
    return set(User.objects.filter(pk=user_id, is_active=True).values_list("pk", flat=True)) if user_id else set()
