"""Whom an accusation names, whom it named before, and whom the accusations name from which a case came."""

from django.db.models import Q

from governance.frame.names import standing_in

from .. import registry
from ..models import Case, CaseLink
from .hearing import PEOPLE_ACCUSED, SHUT_OUT, UNITS_SHUT_OUT

ACCUSED, BARRED = SHUT_OUT
ORIGIN = CaseLink.Kind.ORIGIN


def told_accused(case) -> set[tuple[str, int, str]]:
    """The rows of the accused, comparable between a case and its copies."""
    units, people = UNITS_SHUT_OUT.rows(cases=[case.pk]), PEOPLE_ACCUSED.rows(cases=[case.pk])
    return {(part, unit_id, "") for _, unit_id, part in units} | {
        ("person", user_id, name) for _, user_id, name in people
    }


def accused_elsewhere(case) -> set[tuple[str, int, str]]:
    """Whom the accusations name into which this case was merged, of which it is a part or out of which it came."""
    found = Q(pk__in=(case.merged_into_id, case.parent_id)) | Q(links_in__case=case.pk, links_in__kind=ORIGIN)
    sources = [each.own for each in Case.objects.filter(found, confidentiality=Case.Confidentiality.RESTRICTED)]
    named = (told_accused(each) for each in sources if registry.kind_of(each).is_accusation(each))
    return set().union(*named)


def former(case) -> set[tuple[str, int, str]]:
    """The rows of whom an accusation accused before; with a unit go those that stood under it."""
    kind = registry.kind_of(case)
    if not kind.is_accusation(case):
        return set()
    unit_id, names = getattr(case, f"{kind.accused}_id"), getattr(case, kind.accused_names)
    told = told_accused(case) - accused_elsewhere(case)
    people = {row for row in told if row[0] == "person" and not standing_in({row[1]: row[2]}, names)}
    units = {row for row in told if row[0] == ACCUSED and row[1] != unit_id}
    return people | units | ({row for row in told if row[0] == BARRED} if units else set())


def accuses_fewer(case) -> bool:
    """True if somebody is shut out whom the case accused before and names no more."""
    return bool(former(case))
