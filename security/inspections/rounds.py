"""What a round asks: which places are due in it, how many were checked, what was found and what became of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from governance.cases.models import Case
from governance.duties.models import DutyTask
from governance.frame.days import ONE_DAY, office_day, office_moment
from governance.organisation.areas.lying import inside, lies_now_in
from governance.registers.models import Change, Entry

from .models import Check, Checklist, CheckResult

Mark = CheckResult.Mark


def checklist_of(task: DutyTask) -> Checklist | None:
    """The list by which the places of the round are checked: the one in use, or the one by which they were."""
    lists = Checklist.objects.select_related("register")
    found = lists.filter(plan_code=task.plan_code, is_active=True).first()
    return found or lists.filter(pk__in=task.checks.values("checklist")).first()


def _of_kind(checklist: Checklist) -> QuerySet[Entry]:
    rows = Entry.objects.filter(register=checklist.register_id)
    return rows.filter(**{f"facts__{checklist.field}": checklist.code}) if checklist.field else rows


def _standing_on(day: date) -> Any:
    """In the register on that day: entered by then, and not struck off by then."""
    entered = Change.objects.filter(entry=OuterRef("pk"), verb=Change.Verb.OPENED, at__lt=office_moment(day + ONE_DAY))
    return (Q(ended_on=None) | Q(ended_on__gt=day)) & Exists(entered)


def places_of(task: DutyTask, checklist: Checklist) -> QuerySet[Entry]:
    """The places that are due in the round: those that stand in the register at its end."""
    return _of_kind(checklist).filter(_standing_on(task.last), inside(task.area_id))


@dataclass(frozen=True)
class Tally:
    """One round in counts."""

    planned: int = 0
    checked: int = 0
    late: int = 0  # not checked by its day, or only afterwards
    failed: int = 0
    opened: int = 0
    closed: int = 0

    @property
    def unchecked(self) -> int:
        """How many are still to be checked."""
        return max(self.planned - self.checked, 0)


def tallies(tasks: Iterable[DutyTask], today: date) -> dict[int, Tally]:
    """The counts of these rounds by key; a hazard to which several items lead is one."""
    tasks = list(tasks)
    planned = _planned(tasks)
    checked: Counter[int] = Counter()
    in_time: Counter[int] = Counter()
    due = {task.pk: office_day(task.due_at) for task in tasks}
    for task, on, count in _checks(tasks):
        checked[task] += count
        in_time[task] += count if on <= due[task] else 0
    found = {row["of__task"]: row for row in _results(tasks)}
    return {
        task.pk: Tally(
            planned[task.pk],
            checked[task.pk],
            max(planned[task.pk] - in_time[task.pk], 0) if due[task.pk] < today else 0,
            *(found.get(task.pk, {}).get(name, 0) for name in ("failed", "opened", "closed")),
        )
        for task in tasks
    }


def _checks(tasks: list[DutyTask]):
    rows = Check.objects.filter(task__in=tasks).values("task", "on").annotate(count=Count("pk"))
    return rows.values_list("task", "on", "count")


def _results(tasks: list[DutyTask]):
    told = ~Q(hazard__confidentiality=Case.Confidentiality.RESTRICTED)
    over = Q(hazard__closed_at__isnull=False) & told
    return (
        CheckResult.objects.filter(of__task__in=tasks, mark=Mark.FAILED)
        .order_by()
        .values("of__task")
        .annotate(
            failed=Count("pk"),
            opened=Count("hazard", distinct=True, filter=told),
            closed=Count("hazard", distinct=True, filter=over),
        )
    )


def _planned(tasks: list[DutyTask]) -> Counter[int]:
    """How many places are due in each round."""
    counted: Counter[int] = Counter()
    for _, members, rows in places_by_list(tasks):
        for area, count in rows.order_by().values_list("area").annotate(count=Count("pk")):
            for task in members:
                counted[task.pk] += count if lies_now_in(area, task.area_id) else 0
    return counted


def places_by_list(tasks: Iterable[DutyTask]) -> Iterator[tuple[Checklist, list[DutyTask], QuerySet[Entry]]]:
    """The rounds that share a list and an end, with the places that are due in any of them."""
    lists = {each.plan_code: each for each in Checklist.objects.filter(is_active=True).prefetch_related("items")}
    groups: dict[tuple[str, date], list[DutyTask]] = defaultdict(list)
    for task in tasks:
        if task.plan_code in lists:
            groups[task.plan_code, task.last].append(task)
    for (code, last), members in groups.items():
        there = inside(*(task.area_id for task in members))
        yield lists[code], members, _of_kind(lists[code]).filter(_standing_on(last), there)
