"""What repeats a case: whoever may not know of the one learns of it from the other."""

from django.db.models import Q, TextField

from .. import registry
from ..models import Case, CaseLink

# Fewer characters say nothing of which case they come from.
TELLING = 8


def words_of(own) -> dict[str, str]:
    """The words by which a kind's row would be known, by column: its title, and where somebody tells at length."""
    told = [each.name for each in own._meta.fields if isinstance(each, TextField) and each.editable]
    texts = {name: getattr(own, name) for name in ("title", *told)}
    return {name: text for name, text in texts.items() if len(text) >= TELLING}


def copies_of(case):
    """The cases that carry what this one says: its parts, what came out of it or was merged into it, that out of which
    it came, whatever that is called by now, and what other kinds say of it."""
    found = Q(parent_id=case.pk) | Q(links_out__other=case.pk, links_out__kind=CaseLink.Kind.ORIGIN)
    found |= Q(links_in__case=case.pk, links_in__kind=CaseLink.Kind.ORIGIN)
    found |= Q(merged_into_id=case.pk)
    for kind in registry.KINDS.values():
        if kind.carries:
            found |= Q(pk__in=kind.carries(case))
    return Case.objects.filter(found).exclude(pk=case.pk).distinct().order_by("pk")
