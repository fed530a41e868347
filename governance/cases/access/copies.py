"""What repeats a case: whoever may not know of the one learns of it from the other."""

from django.db.models import Q

from .. import registry
from ..models import Case, CaseLink


def copies_of(case):
    """The cases that carry what this one says: its parts, what came out of it or was merged into it, and what other
    kinds say of it."""
    found = Q(parent_id=case.pk) | Q(links_out__other=case.pk, links_out__kind=CaseLink.Kind.ORIGIN)
    found |= Q(merged_into_id=case.pk)
    for kind in registry.KINDS.values():
        if kind.carries:
            found |= Q(pk__in=kind.carries(case))
    return Case.objects.filter(found).exclude(pk=case.pk).distinct().order_by("pk")
