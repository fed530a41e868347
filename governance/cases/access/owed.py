"""What a unit owes in a case that another one holds: an answer to an objection, a check, a share, a follow-up."""

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from governance.organisation.standing import Standing

from .. import registry
from ..models import Clock
from ..workflow import HOLDER


@cache
def _terms_by_permission() -> Mapping[str, Set[str]]:
    """The terms that a step ends which is not for the holder, by the permission of the step."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind in registry.KINDS.values():
        for step in kind.workflow.steps:
            if step.reach != HOLDER:
                found[step.permission] |= set(kind.workflow.ended_by(step)) & set(kind.workflow.owed_by_others)
    return {permission: terms for permission, terms in found.items() if terms}


@cache
def _owed_as_such() -> Set[str]:
    return frozenset(term for kind in registry.KINDS.values() for term in kind.workflow.owed_by_others)


def whose_turn(case, clock: Clock | None) -> tuple[Any, str]:
    """The unit that is to go on with a case, and the name of whoever has it in hand there: one that owes what runs as
    such, otherwise the holder.
    """
    if clock and clock.charged_to and clock.term_code in _owed_as_such() and clock.charged_to_id != case.lead_unit_id:
        return clock.charged_to, ""
    return case.lead_unit, case.handler.name if case.handler else ""


def owed_at(standing: Standing) -> QuerySet[Clock]:
    """What runs for the person's units as such, where a post of theirs there takes the step that ends it."""
    mine = Q(pk__in=())
    for permission, terms in _terms_by_permission().items():
        mine |= Q(charged_to__in=standing.units_with(permission), term_code__in=terms)
    # The units stand alone too, for the index that has what runs by its unit.
    return Clock.objects.filter(mine, charged_to__in=standing.units, ended_at=None)


def is_owed_at(clock: Clock, standing: Standing) -> bool:
    """True of a running clock that ``owed_at`` would find."""
    return clock.charged_to_id is not None and any(
        clock.term_code in terms and clock.charged_to_id in standing.units_with(permission)
        for permission, terms in _terms_by_permission().items()
    )
