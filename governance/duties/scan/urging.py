"""Urging (催报): whoever oversees an area says once to all who have not handed in for a window that they should."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from governance.frame.days import office_day
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.standing import standing_of

from .. import access
from ..models import DutyReminder, DutyTask
from . import messages
from .recipients import TaskRecipients

# Whoever was urged within this time is left in peace: two clerks press the same button.
REST = timedelta(hours=1)
TOLD = (DutyReminder.Recipient.HANDLER, DutyReminder.Recipient.UNIT_LEAD)


@dataclass(frozen=True)
class Urged:
    """How many units were urged, by how many messages, and which have nobody who could be told."""

    units: int
    notices: int
    unheard: list[str]


@transaction.atomic
def urge(plan_code: str, first: date, *, actor, at: datetime) -> Urged:
    """Every unit of the actor's areas that has not handed in for the window has been told, once an hour at most.

    Raises StepNotAllowed for who oversees no area, and Refusal when there is nobody to urge.
    """
    today = office_day(at)
    standing = standing_of(actor, today)
    if not standing.areas_with(access.URGE):
        raise StepNotAllowed("您的岗位不能催报。")
    if first > today:
        raise Refusal("这一期还没有开始，不能催报。")
    owed = DutyTask.objects.filter(standing.inside("area", access.URGE), plan_code=plan_code, first=first)
    owed = owed.filter(state__in=(DutyTask.State.OPEN, DutyTask.State.MISSING))
    fresh = owed.filter(Q(urged_at=None) | Q(urged_at__lte=at - REST))
    tasks = list(fresh.select_for_update(of=("self",), no_key=True).select_related("plan", "unit").order_by("id"))
    if not tasks:
        raise Refusal("没有需要催报的单位，或者一小时内已经催过。")
    DutyTask.objects.filter(pk__in=[task.pk for task in tasks]).update(urged_at=at)
    return _tell(tasks, actor, at, today)


def _tell(tasks: list[DutyTask], actor, at: datetime, today: date) -> Urged:
    recipients = TaskRecipients(today)
    by_person: dict[int, messages.Digest] = defaultdict(lambda: messages.Digest(by=actor.name))
    unheard = []
    for task in tasks:
        told = recipients.of(task.unit_id, task.area_id, TOLD)
        for user_id in told:
            by_person[user_id].owed.append(_owed(task))
        if not told:
            unheard.append(task.unit.short_name)
    by_person.pop(actor.pk, None)
    key = f"urge:{tasks[0].plan_code}:{tasks[0].first}:{actor.pk}:{at.timestamp():.0f}"
    return Urged(len(tasks), messages.post(by_person, key=key, now=at), unheard)


def _owed(task: DutyTask) -> messages.OwedTask:
    return messages.OwedTask(
        task_id=task.pk,
        plan_code=task.plan_code,
        plan=task.plan.name,
        label=task.label,
        first=str(task.first),
        unit=task.unit.short_name,
        due_at=task.due_at,
        is_own=True,
    )
