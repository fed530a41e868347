"""Whoever is accused learns nothing of it (信访工作条例 art. 30 para 3), however the case became an accusation or they
became the accused. The verbs ask for this after every change, so that no step needs a guard of its own."""

from django.db.models import Q

from governance.notices import outbox
from governance.organisation.models import Post

from .. import access, registry
from ..hearing import confidants
from ..history import Doing, write_event
from ..models import Case, CaseLink, CaseUnit, CaseUserObjectPermission
from .effects import hand_over


def conceal(case, doing: Doing, *known) -> list[str]:
    """The case is restricted from now on; returns the names of the fields that were set.

    Whoever was let in while it was an ordinary one is let in no longer: only who must handle it, and of ``known``
    whoever is not accused. Messages already written to the others say nothing any more.
    """
    case.confidentiality = Case.Confidentiality.RESTRICTED
    _name_accused(case, doing)
    changed = _move_out(case, access.accused_units(case), doing)
    CaseUserObjectPermission.objects.filter(content_object_id=case.pk).delete()
    confide(case, doing, *known)
    _withdraw_messages(case)
    _conceal_copies(case, doing)
    return ["confidentiality", *changed]


def keep(case, doing: Doing) -> list[str]:
    """The restricted case is shut to the accused, whoever they are by now; returns the fields that were set.

    The rows of accused units say what the case says. A holder or sender of the accused tree gives way to a unit above
    or beside it, and its people lose what they were confided.
    """
    if not case.is_restricted:
        return []
    _name_accused(case, doing)
    barred = access.accused_units(case)
    changed = _move_out(case, barred, doing)
    accused = Post.objects.current(doing.day).filter(unit__in=barred).values("user_id")
    if CaseUserObjectPermission.objects.filter(content_object_id=case.pk, user__in=accused).delete()[0]:
        _withdraw_messages(case)
    _conceal_copies(case, doing)
    return changed


def confide(case, doing: Doing, *known) -> None:
    """Those who must handle the case know of it, and of ``known`` whoever is not accused."""
    trusted = confidants(case, case.lead_unit_id, on=doing.day)
    trusted += [person for person in known if person is not None and access.may_know(person, case)]
    access.grant(case, {person.pk: person for person in trusted}.values())


def _name_accused(case, doing: Doing) -> None:
    column = registry.kind_of(case).accused
    if not column:
        return
    unit = getattr(case, column)
    rows = CaseUnit.objects.filter(case_id=case.pk, part=CaseUnit.Part.ACCUSED)
    rows.exclude(unit=unit).delete() if unit else rows.delete()
    if unit and not rows.exists():
        CaseUnit.objects.create(case_id=case.pk, unit=unit, part=CaseUnit.Part.ACCUSED, since=doing.at)


def _move_out(case, barred: set[int], doing: Doing) -> list[str]:
    """The case lies with nobody of the accused tree: its holder, its sender, its partners, its handler."""
    if not barred:
        return []
    if case.lead_unit_id in barred:
        hand_over(case, access.holder_beside(case.first_unit or case.lead_unit, barred), doing=doing)
    if case.sender_unit_id in barred:
        case.sender_unit = None
    partners = CaseUnit.objects.filter(case_id=case.pk, unit__in=barred, part=CaseUnit.Part.CO_HANDLER)
    for row in partners:
        former = {"case_id": case.pk, "unit_id": row.unit_id, "part": CaseUnit.Part.FORMER}
        CaseUnit.objects.get_or_create(**former, defaults={"since": row.since})
        row.delete()
    if case.handler is not None and not access.may_know(case.handler, case):
        case.handler = None
    return ["lead_unit", "sender_unit", "handler"]


def _withdraw_messages(case) -> None:
    granted = CaseUserObjectPermission.objects.filter(content_object_id=case.pk).values("user_id")
    outbox.withdraw(case.number, but_for=granted)


def _made_from(case):
    """The cases that carry what this one says: its parts, what came out of it, and what other kinds say of it."""
    found = Q(parent_id=case.pk) | Q(links_out__other=case.pk, links_out__kind=CaseLink.Kind.ORIGIN)
    for kind in registry.KINDS.values():
        if kind.carries:
            found |= Q(pk__in=kind.carries(case))
    return Case.objects.filter(found).exclude(pk=case.pk).distinct().order_by("pk")


def _conceal_copies(case, doing: Doing) -> None:
    """What was made of the case before it was hidden is hidden with it, from the same accused."""
    rows = CaseUnit.objects.filter(part=CaseUnit.Part.ACCUSED)
    accused = set(rows.filter(case_id=case.pk).values_list("unit_id", flat=True))
    for copy in _made_from(case):
        named = set(rows.filter(case_id=copy.pk).values_list("unit_id", flat=True))
        if copy.is_restricted and accused <= named:
            continue
        own = Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=copy.pk).own
        for unit_id in accused - named:
            CaseUnit.objects.create(case_id=own.pk, unit_id=unit_id, part=CaseUnit.Part.ACCUSED, since=doing.at)
        changed = keep(own, doing) if own.is_restricted else conceal(own, doing, own.handler)
        write_event(own, step="restrict", label="限制知悉", doing=doing, facts={"told": []})
        own.version += 1
        own.save(update_fields=[*changed, "version"])
