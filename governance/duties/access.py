"""Who may see a duty, hand in for a unit, or urge those who have not."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from .models import DutyTask

RETURN, URGE, ARRANGE = "duties.return_duty", "duties.urge_duty", "duties.arrange"


def must_see(standing: Standing) -> None:
    """Raises StepNotAllowed for those who have nothing to do with the work of units: the three administrators."""
    if "cases.view_case" not in standing.permissions:
        raise StepNotAllowed("您的岗位不办理排查与例行任务。")


def visible_to(standing: Standing, tasks: QuerySet | None = None) -> QuerySet:
    """The duties of one's own units and of every unit inside an area one oversees."""
    tasks = DutyTask.objects.all() if tasks is None else tasks
    return tasks.exclude(state=DutyTask.State.WITHDRAWN).filter(standing.within("unit", area="area"))


def task_for(standing: Standing, pk: int) -> DutyTask:
    """The duty, if the person may know of it; raises Http404 otherwise."""
    task = visible_to(standing).filter(pk=pk).select_related("plan", "unit", "area").first()
    if task is None:
        raise Http404("没有这项任务。")
    return task


def is_own(standing: Standing, task: DutyTask) -> bool:
    """True if the person hands in for the unit as one of its own."""
    return task.unit_id in standing.units_with(RETURN)


def may_return(standing: Standing, task: DutyTask) -> bool:
    """True for the unit's own people and for those who write down what a unit of their area says on the phone."""
    return is_own(standing, task) or standing.covers(task.area_id, RETURN)


def may_arrange(standing: Standing, unit: Unit) -> bool:
    """True for those who plan the unit's meetings and rosters: its own people, and who oversees its area."""
    return standing.reaches(unit, ARRANGE)


def begun(tasks: QuerySet, today: date) -> QuerySet:
    """Those whose window has begun; the others are listed ahead and cannot be handed in yet."""
    return tasks.filter(first__lte=today)
