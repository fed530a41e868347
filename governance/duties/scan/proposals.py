"""What the ladder has proposed about units and nobody has ruled on, and the facts that go with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from governance.frame.refusals import Refusal
from governance.organisation.standing import Standing

from ..models import DutyEscalation, DutyTask

MISSING = DutyTask.State.MISSING
RULED_ALREADY = "所选的建议刚刚已被他人处理，请刷新页面后再选。"
# So many windows are named one by one.
MOST_NAMED = 5


def waiting(standing: Standing) -> QuerySet:
    """What was proposed about units in the person's range, the newest first, each with its windows in order.

    Left out is what a person has ruled on, and what came in altogether.
    """
    owed = Exists(DutyTask.objects.filter(escalation=OuterRef("pk"), state=MISSING))
    found = DutyEscalation.objects.filter(standing.within("unit"), owed, ruled_at=None)
    return with_windows(found).order_by("-raised_at", "-pk")


def with_windows(escalations: QuerySet) -> QuerySet:
    """Each with its plan, its unit and, as ``windows``, the tasks that brought it up and are still missing."""
    tasks = DutyTask.objects.filter(state=MISSING).order_by("first")
    return escalations.select_related("plan", "unit").prefetch_related(Prefetch("tasks", tasks, to_attr="windows"))


def rule(escalations: Iterable[DutyEscalation], at: datetime) -> None:
    """A person has ruled on all of these; raises Refusal if somebody else was faster with one."""
    keys = {each.pk for each in escalations}
    if DutyEscalation.objects.filter(pk__in=keys, ruled_at=None).update(ruled_at=at) != len(keys):
        raise Refusal(RULED_ALREADY)


def words_of(escalation: DutyEscalation) -> str:
    """连续缺 2 期, 当月累计缺 5 期"""
    return f"{escalation.get_span_display()}缺 {escalation.missed} 期"


def labels_of(tasks: Sequence[DutyTask]) -> str:
    """2026年第45周、2026年第46周; of many the first, the last and how many: 11月12日 周四至11月21日 周六间 10 期"""
    if len(tasks) > MOST_NAMED:
        return f"{tasks[0].label}至{tasks[-1].label}间 {len(tasks)} 期"
    return "、".join(task.label for task in tasks)
