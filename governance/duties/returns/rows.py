"""What a person finds on duties: what their units owe, what those below them have not handed in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count, DateTimeField, QuerySet, Value
from django.urls import reverse
from django.utils.safestring import SafeString

from governance.frame.database.written import READERS, WrittenFor
from governance.frame.days import due_words, end_text, office_day, office_time
from governance.frame.pages.lights import due_html, light_html, state_label
from governance.organisation.models import Unit
from governance.organisation.navigation import Counted, Reader
from governance.organisation.standing import Standing

from .. import access
from ..models import DutyPlan, DutyTask, Return
from .actions import KINDS, zero_from
from .elsewhere import ELSEWHERE

State = DutyTask.State
# What was missed longer ago stands on the board and in the ledger; the list is for what can still be mended.
MENDABLE = timedelta(days=31)
MOST_MISSED = 30
# What ends sooner stands above what was missed; what has more time below it.
PRESSING = timedelta(days=3)
MOST_COUNTED = 100
DUTY = "duty"
RECENT = timedelta(days=7)
# What stands for the moment of the page while a question is written.
SOME_TIME = datetime(1, 1, 3, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One task as a list shows it."""

    pk: int
    url: str
    plan: str
    label: str
    unit: str
    due: SafeString
    state: SafeString
    zero_url: str
    version: int
    verb: str
    is_owed: bool
    note: str


def owed(standing: Standing, now: datetime) -> QuerySet:
    """What the person's units owe, listed ahead included."""
    tasks = DutyTask.objects.filter(unit__in=standing.units_with(access.RETURN))
    mendable = Value(now, DateTimeField()) - MENDABLE
    return tasks.filter(state__in=(State.OPEN, State.MISSING), due_at__gte=mendable)


def owed_rows(standing: Standing, now: datetime, limit: int = 200) -> list[DutyRow]:
    """What was missed, the newest first; what ends within days, nearest end first; then what has time or lies ahead.

    What was missed takes no more than half of the rows: what ends today stands among them.
    """
    if not standing.units_with(access.RETURN):
        return []
    today = office_day(now)
    found = sorted(_owed_of(standing, limit).objects(now=now), key=lambda task: (task.due_at, task.pk))
    late = [task for task in reversed(found) if task.state == State.MISSING]
    running = [task for task in found if task.state == State.OPEN]
    pressing = [task for task in running if task.first <= today and task.due_at <= now + PRESSING]
    begun = [task for task in running if task.first <= today and task.due_at > now + PRESSING]
    ahead = [task for task in running if task.first > today]
    shown = [*late[: max(1, limit // 2)], *pressing, *begun, *ahead]
    return [row_of(task, now) for task in shown[:limit]]


@lru_cache(maxsize=READERS)
def _owed_of(standing: Standing, limit: int) -> WrittenFor:
    def rows(now: datetime) -> QuerySet[DutyTask]:
        tasks = owed(standing, now).select_related("plan", "unit")
        under_way = tasks.filter(state=State.OPEN).order_by("due_at", "id")[:limit]
        missed = tasks.filter(state=State.MISSING).order_by("-due_at", "-id")[:MOST_MISSED]
        return under_way.union(missed, all=True)

    return WrittenFor(rows, now=SOME_TIME)


def missed_of(unit: Unit, now: datetime) -> QuerySet:
    """What the unit missed in the last month and has not mended."""
    return DutyTask.objects.filter(unit=unit, state=State.MISSING, due_at__gte=now - MENDABLE)


def unit_rows(unit: Unit, now: datetime, limit: int = 50) -> list[DutyRow]:
    """What one unit owes: what it missed lately, the newest first, then what has begun and is open."""
    today = office_day(now)
    missed = missed_of(unit, now).select_related("plan", "unit").order_by("-due_at", "-id")[:limit]
    begun = access.begun(DutyTask.objects.filter(unit=unit, state=State.OPEN), today)
    running = begun.select_related("plan", "unit").order_by("due_at", "id")[:limit]
    return [row_of(task, now) for task in [*missed, *running][:limit]]


def _counted(reader: Reader) -> QuerySet:
    """The tasks of the person's units that have begun and want a return, no further than a hundred."""
    begun = access.begun(owed(reader.standing, reader.now), reader.today)
    return begun.order_by().values_list(Value(DUTY), flat=True)[:MOST_COUNTED]


OWED = Counted(_counted, (DUTY,), "项没有报送")


def row_of(task: DutyTask, now: datetime) -> DutyRow:
    """The row of a task; its plan and unit are at hand."""
    today = office_day(now)
    begun = task.first <= today
    elsewhere = task.plan.kind in ELSEWHERE
    return DutyRow(
        pk=task.pk,
        url=reverse("duties:task", args=[task.pk]),
        plan=task.plan.name,
        label=task.label,
        unit=task.unit.short_name,
        due=due_of(task, now),
        state=state_of(task),
        zero_url=reverse("duties:zero", args=[task.pk])
        if task.is_owed and takes_zero(task, today) and not elsewhere
        else "",
        version=0,
        verb=("报送" if begun else "") if task.is_owed else "查看",
        is_owed=task.is_owed,
        note="" if begun else f"{task.first} 起",
    )


def takes_zero(task: DutyTask, today: date) -> bool:
    """True if one click can say that there was nothing: the days of the window are as good as over."""
    return Return.Kind.ZERO in KINDS[task.plan.form] and today >= zero_from(task)


def due_of(task: DutyTask, now: datetime) -> SafeString:
    """By when, with its light; what came in says when."""
    today, day = office_day(now), office_day(task.due_at)
    if not task.is_owed:
        if task.returned_at is None:
            return light_html("ended", "不再要求")
        came = f"{office_time(task.returned_at):%m-%d %H:%M} 报送"
        return light_html("missed" if task.state == State.LATE else "met", came)
    code, left = due_words(day, today, near=1)
    if code == "today":
        # On the day itself it is late by the hour, and not by a day yet.
        code, end = ("overdue", "截止，已超期") if now > task.due_at else ("today", "截止")
        left = f"今天 {end_text(task.due_at)} {end}"
    return due_html(code, day, left)


def state_of(task: DutyTask) -> SafeString:
    """The state as a label; of a quota, how far it has come."""
    word = task.get_state_display()
    if task.found and task.state in (State.RETURNED, State.LATE):
        word += f" {task.found} 件"
    if task.is_owed and task.done:
        word += f" {task.done}/{task.quota}"
    return state_label(task.state, word)


def returned(standing: Standing) -> QuerySet:
    """What came in for the person's units, newest first."""
    tasks = DutyTask.objects.filter(unit__in=standing.units_with(access.RETURN))
    return tasks.exclude(state__in=(State.OPEN, State.MISSING, State.WITHDRAWN)).select_related("plan", "unit")


@dataclass(frozen=True)
class MissingLine:
    """A plan of which something is missing among the units one oversees."""

    plan: str
    count: int
    url: str


def missing_lines(standing: Standing, now: datetime, limit: int = 8) -> list[MissingLine]:
    """What the units inside one's areas missed in the last seven days, by plan; nothing for who oversees no area."""
    if not standing.areas:
        return []
    counted = _missing_in(standing, limit).rows(since=now - RECENT)
    names = names_of(office_day(now)) if counted else {}
    return [
        MissingLine(
            names.get(plan, plan),
            count,
            f"{reverse('duties:board')}?plan={plan}",
        )
        for plan, count in counted
    ]


@lru_cache(maxsize=READERS)
def _missing_in(standing: Standing, limit: int) -> WrittenFor:
    def plans(since: datetime) -> QuerySet:
        missed = access.visible_to(standing).filter(state=State.MISSING, due_at__gte=since)
        counted = missed.order_by().values("plan_code").annotate(count=Count("pk"))
        return counted.order_by("-count", "plan_code").values_list("plan_code", "count")[:limit]

    return WrittenFor(plans, since=SOME_TIME)


def names_of(on: date) -> dict[str, str]:
    """What the plans are called now, by code."""
    return dict(DutyPlan.objects.filter(effective_from__lte=on).order_by("version").values_list("code", "name"))
