"""Who may see a programme or one of its tasks, report it, and confirm it."""

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from .. import access
from ..models import Evidence, Programme, ProgrammeTask

MANAGE = "duties.manage_programme"


def tasks_visible_to(standing: Standing) -> QuerySet:
    """The tasks that the person's units own or oversee."""
    return ProgrammeTask.objects.filter(standing.within("owner"))


def programmes_visible_to(standing: Standing) -> QuerySet:
    """The programmes that the person's units lead, and those in which a task is in his range."""
    mine = Q(lead_unit__in=standing.units) | Q(pk__in=tasks_visible_to(standing).values("programme_id"))
    return Programme.objects.filter(mine)


def programme_for(standing: Standing, pk: int) -> Programme:
    """The programme, if the person may know of it; raises Http404 otherwise."""
    found = programmes_visible_to(standing).select_related("lead_unit").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这个方案。")
    return found


def task_for(standing: Standing, pk: int) -> ProgrammeTask:
    """The task, if the person may know of it; raises Http404 otherwise."""
    tasks = tasks_visible_to(standing).select_related("programme__lead_unit", "owner", "person", "parent")
    found = tasks.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这项任务。")
    return found


def evidence_for(standing: Standing, pk: int) -> Evidence:
    """The file, if the person may know of its task; raises Http404 otherwise."""
    tasks = tasks_visible_to(standing).values("pk")
    found = Evidence.objects.filter(pk=pk, event__task__in=tasks).select_related("event__task").first()
    if found is None:
        raise Http404("没有这份材料。")
    return found


def led_units(standing: Standing) -> QuerySet:
    """The units in whose name the person makes programmes: those whose post carries the right."""
    return Unit.objects.filter(is_active=True, pk__in=standing.units_with(MANAGE)).order_by("position", "id")


def may_manage(standing: Standing, lead_unit: Unit) -> bool:
    """True for the people of the unit that leads, and of whoever oversees its area."""
    return standing.reaches(lead_unit, MANAGE)


def may_report(standing: Standing, task: ProgrammeTask) -> bool:
    """True for the people of the unit that owns the task."""
    return task.owner_id in standing.units_with(access.RETURN)
