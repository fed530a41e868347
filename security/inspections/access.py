"""Who sees a round and who checks its places. The one place that decides it."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.duties.models import DutyPlan, DutyTask
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Area, Unit
from governance.organisation.standing import Standing, lies_in
from governance.registers.models import Entry

from .models import Check

INSPECT, MANAGE = "security.inspect_place", "security.manage_checklists"
# A village looks after its own places in the round of its township.
ON_THE_GROUND = (Unit.Kind.VILLAGE,)
TOWNSHIP = Area.CODE_LENGTH[Area.Level.TOWNSHIP]


def rounds(standing: Standing, today: date) -> QuerySet[DutyTask]:
    """The rounds that have begun: of one's own units and area, and of the township of one's village."""
    found = DutyTask.objects.filter(plan__kind=DutyPlan.Kind.INSPECTION, first__lte=today)
    above = {area[:TOWNSHIP] for area in standing.areas_guided(ON_THE_GROUND, INSPECT)}
    seen = standing.within("unit", area="area") | Q(area__in=above)
    return found.exclude(state=DutyTask.State.WITHDRAWN).filter(seen)


def round_for(standing: Standing, pk: int, today: date) -> DutyTask:
    """One round that the person may see; raises Http404 for any other."""
    found = rounds(standing, today).select_related("plan", "unit", "area").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这一轮检查。")
    return found


def shown(standing: Standing, task: DutyTask, places: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those of the places that the person sees: all, or for a village those that lie in it."""
    if task.unit_id in standing.units or standing.covers(task.area_id):
        return places
    near = Q(pk__in=())
    for area in standing.areas_guided(ON_THE_GROUND, INSPECT):
        near |= Q(area__code__startswith=area)
    return places.filter(near)


def may_check(standing: Standing, task: DutyTask, entry: Entry) -> bool:
    """True for the people of the round's unit, who oversees the place, and the village in which it lies."""
    return (
        task.unit_id in standing.units_with(INSPECT)
        or standing.covers(entry.area_id, INSPECT)
        or lies_in(entry.area_id, standing.areas_guided(ON_THE_GROUND, INSPECT))
    )


def must_check(standing: Standing, task: DutyTask, entry: Entry) -> None:
    """Raises StepNotAllowed for those who do not check this place."""
    if not may_check(standing, task, entry):
        raise StepNotAllowed("您的岗位不检查这个场所。")


def may_conclude(standing: Standing, task: DutyTask) -> bool:
    """True for those who check every place of the round."""
    return task.unit_id in standing.units_with(INSPECT) or standing.covers(task.area_id, INSPECT)


def check_for(standing: Standing, key, today: date) -> Check:
    """One check of a place that the person sees; raises Http404 for any other."""
    checks = Check.objects.select_related("task__unit", "checklist", "entry__area__parent__parent", "by")
    found = checks.filter(pk=key, task__in=rounds(standing, today)).first()
    if found is None or not shown(standing, found.task, Entry.objects.filter(pk=found.entry_id)).exists():
        raise Http404("没有这次检查。")
    return found
