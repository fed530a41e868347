"""A task for every unit of a kind, as a campaign sets it: the same words and target, to be adjusted one by one."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit
from governance.organisation.standing import units_above

from ..models import Programme, ProgrammeTask
from .actions import add_task
from .planned import TaskInput

MOST_UNITS = 100


@transaction.atomic
def add_for_every(
    kind: str, programme: Programme, parent: ProgrammeTask | None, planned: TaskInput, *, actor, at: datetime
) -> list[ProgrammeTask]:
    """Each active unit of the kind in the programme's area has a task of its own, in the order of the units; none
    above the one that leads.

    Raises what adding one raises, and FactMissing where there is no such unit.
    """
    found = Unit.objects.filter(is_active=True, kind=kind, area__code__startswith=programme.lead_unit.area_id)
    found = found.exclude(pk__in=units_above([programme.lead_unit_id]))
    units = list(found.order_by("position", "id")[: MOST_UNITS + 1])
    if not units:
        raise FactMissing({"every": "方案的区域内没有这一类单位。"})
    if len(units) > MOST_UNITS:
        raise FactMissing({"every": f"这一类单位超过 {MOST_UNITS} 个，请先按乡镇（街道）分解。"})
    return [add_task(programme, parent, replace(planned, owner=unit), actor=actor, at=at) for unit in units]
