"""Plans as data: delivered filled in, switched on and off and changed by the county; every change is a new version."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from governance.frame.database.in_force import follow, not_over, still_open
from governance.frame.days import ONE_DAY, office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.frame.rows import rows_of
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record

from .. import windows
from ..models import DutyPlan, DutyPlanUnit, DutyReminder, DutyRung, DutyTask, SpecialPeriod
from ..scan import opening

SETTING = AccessRecord.Verb.SETTING
# Plans that the county added itself are numbered on from here.
LOCAL = "local."
REPORTS = (DutyPlan.Kind.SWEEP, DutyPlan.Kind.ZERO_REPORT)


def delivered_reminders(name: str) -> list[DutyReminder]:
    """The unsaved reminders of one delivered set, in order."""
    return [
        DutyReminder(
            rung=int(row["rung"]),
            offset_days=int(row["offset_days"]),
            weekday=int(row["weekday"]) if row["weekday"] else None,
            at_time=time.fromisoformat(row["at_time"]),
            recipients=row["recipients"].split(),
        )
        for row in rows_of("governance.duties", "reminders")
        if row["set"] == name
    ]


def delivered_rungs(name: str) -> list[DutyRung]:
    """The unsaved rungs of one delivered ladder, the mildest first."""
    return [
        DutyRung(
            rung=int(row["rung"]),
            missed=int(row["missed"]),
            **{field: row[field] for field in ("proposes", "span", "basis", "source")},
        )
        for row in rows_of("governance.duties", "missed_rungs")
        if row["set"] == name
    ]


def delivered() -> list[tuple[DutyPlan, list[DutyReminder], list[DutyRung]]]:
    """Every delivered plan, unsaved, with its reminders and its ladder."""
    return [
        (_plan_of(row), delivered_reminders(row["reminders"]), delivered_rungs(row["ladder"]))
        for row in rows_of("governance.duties", "plans")
    ]


def _plan_of(row: dict[str, str]) -> DutyPlan:
    return DutyPlan(
        **{name: row[name] for name in ("code", "name", "kind", "cadence", "rest_days", "form", "basis", "source")},
        levels=row["levels"].split(),
        unit_kinds=row["unit_kinds"].split(),
        anchor=date.fromisoformat(row["anchor"]) if row["anchor"] else None,
        due_time=time.fromisoformat(row["due_time"]) if row["due_time"] else None,
        quota=int(row["quota"]),
        opens_days_ahead=int(row["opens_days_ahead"]),
        is_active=row["is_active"] == "1",
        effective_from=date.fromisoformat(row["effective_from"]),
    )


@transaction.atomic
def load_reference() -> int:
    """Every delivered plan exists; what the county switched or changed stays as it is. Says how many are new."""
    known = set(DutyPlan.objects.values_list("code", flat=True))
    has_ladders = DutyRung.objects.exists()
    fresh = [each for each in delivered() if each[0].code not in known]
    for plan, reminders, rungs in fresh:
        plan.save(force_insert=True)
        _keep(plan, reminders, rungs, [])
    if known and not has_ladders:
        _give_ladders(known)
    return len(fresh)


def _give_ladders(known: set[str]) -> None:
    """Plans from the time before ladders have those that are delivered now."""
    for plan, _, rungs in delivered():
        standing = DutyPlan.objects.filter(code=plan.code, effective_to=None).first() if plan.code in known else None
        if standing is not None:
            _keep(standing, [], rungs, [])


def _keep(plan: DutyPlan, reminders: list[DutyReminder], rungs: list[DutyRung], named: list[DutyPlanUnit]) -> None:
    for place, reminder in enumerate(reminders, start=1):
        reminder.pk, reminder.plan, reminder.rung = None, plan, place
    for place, rung in enumerate(rungs, start=1):
        rung.pk, rung.plan, rung.rung = None, plan, place
    for unit in named:
        unit.pk, unit.plan = None, plan
    DutyReminder.objects.bulk_create(reminders)
    DutyRung.objects.bulk_create(rungs)
    DutyPlanUnit.objects.bulk_create(named)


def in_effect(on: date):
    """The versions in effect on that day, one a plan; of a plan that begins later, its first."""
    newest = DutyPlan.objects.filter(not_over(on))
    return newest.order_by("code", "version").distinct("code")


@dataclass
class Change:
    """What a new version says; ``include`` and ``exclude`` are units named beside the rule."""

    effective_from: date
    columns: dict = field(default_factory=dict)
    reminders: list[DutyReminder] = field(default_factory=list)
    rungs: list[DutyRung] = field(default_factory=list)
    include: list[Unit] = field(default_factory=list)
    exclude: list[Unit] = field(default_factory=list)


def earliest_start(plan: DutyPlan, today: date) -> date:
    """The first day on which a new version of the plan may begin: windows that have begun run out under the old one."""
    running = DutyTask.objects.filter(plan_code=plan.code, first__lte=today, last__gte=today)
    last = running.exclude(state=DutyTask.State.WITHDRAWN).order_by("-last").values_list("last", flat=True).first()
    return max(last + ONE_DAY if last else today, plan.effective_from + ONE_DAY)


def owing(levels, unit_kinds, include, exclude) -> set[int]:
    """The units that would owe a plan with this rule."""
    rule = Unit.objects.filter(is_active=True, area__level__in=levels, kind__in=unit_kinds)
    named = {unit.pk for unit in include if unit.is_active}
    return named | set(rule.exclude(pk__in=[unit.pk for unit in exclude]).values_list("pk", flat=True))


def owing_of(plan: DutyPlan) -> set[int]:
    """The units that owe this version now."""
    named = list(plan.named_units.select_related("unit"))
    include = [each.unit for each in named if not each.is_excluded]
    return owing(plan.levels, plan.unit_kinds, include, [each.unit for each in named if each.is_excluded])


def doubled(kind: str, cadence: str, units: set[int], *, apart_from: str) -> tuple[DutyPlan | None, int]:
    """The plan in use by which some of the units report the same kind of thing in the same windows, and how many.

    Only sweeps and zero reports: two kinds of leaders of one unit may well visit in the same week.
    """
    if kind not in REPORTS:
        return None, 0
    same = DutyPlan.objects.filter(kind=kind, cadence=cadence, is_active=True, effective_to=None)
    for plan in same.exclude(code=apart_from).order_by("code"):
        both = units & owing_of(plan)
        if both:
            return plan, len(both)
    return None, 0


@transaction.atomic
def add_plan(change: Change, *, actor, at: datetime, ip: str | None = None) -> DutyPlan:
    """A new plan stands, in use from the day named; what begins by then is listed.

    Raises FactMissing for a day that is over or a name that is taken, and Refusal if somebody else was faster.
    """
    today = office_day(at)
    if change.effective_from < today:
        raise FactMissing({"effective_from": f"不能早于今天，最早从 {today} 起。"})
    if DutyPlan.objects.filter(name=change.columns["name"], effective_to=None).exists():
        raise FactMissing({"name": "已有同名的方案，请修改那个方案，或者另起名称。"})
    plan = DutyPlan(code=_next_code(), effective_from=change.effective_from, source="", **change.columns)
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise Refusal("刚刚有他人新增了方案，请核对后再保存。") from None
    _keep_all(plan, change)
    opening.open_plan(plan.pk, at)
    record(SETTING, actor=actor, at=at, subject=f"例行方案 {plan.name}", reason="新增", ip=ip)
    return plan


def _next_code() -> str:
    """local.3 for the third plan that the county added itself."""
    known = DutyPlan.objects.filter(code__startswith=LOCAL).values_list("code", flat=True)
    return f"{LOCAL}{max((int(code.removeprefix(LOCAL)) for code in known), default=0) + 1}"


def _keep_all(plan: DutyPlan, change: Change) -> None:
    named = [DutyPlanUnit(unit=unit, is_excluded=False) for unit in change.include]
    named += [DutyPlanUnit(unit=unit, is_excluded=True) for unit in change.exclude]
    _keep(plan, change.reminders, change.rungs, named)


@transaction.atomic
def change_plan(plan: DutyPlan, change: Change, *, actor, at: datetime, ip: str | None = None) -> DutyPlan:
    """The plan has a new version from the day named, and what was listed for later days is listed anew under it.

    Windows that have begun keep the version under which they were opened, so none overlaps another. Raises FactMissing
    for a day that is too early, and StaleVersion if somebody else was faster.
    """
    old = still_open(plan, noun="这个方案")
    today = office_day(at)
    earliest = earliest_start(old, today)
    if change.effective_from < earliest:
        raise FactMissing({"effective_from": f"已经开始的一期仍按原方案报送，新版本最早从 {earliest} 起。"})
    columns = {"version": old.version + 1, "opened_through": None, **change.columns}
    new = follow(old, change.effective_from, **columns)
    named = [DutyPlanUnit(unit=unit, is_excluded=False) for unit in change.include]
    _keep(
        new,
        change.reminders,
        change.rungs,
        named + [DutyPlanUnit(unit=unit, is_excluded=True) for unit in change.exclude],
    )
    later = DutyTask.objects.filter(plan_code=new.code, first__gt=today, last__gte=new.effective_from)
    later.filter(state=DutyTask.State.OPEN).update(state=DutyTask.State.WITHDRAWN, alert_at=None)
    # A window listed ahead that reaches beyond the end of the old version comes back cut to it.
    opening.open_plan(old.pk, at)
    opening.open_plan(new.pk, at)
    record(SETTING, actor=actor, at=at, subject=f"例行方案 {new.name}", reason=f"改为第 {new.version} 版", ip=ip)
    return new


@dataclass(frozen=True)
class Reach:
    """Whom it reaches if the plan is switched: the units, and of what they owe now that which is taken back."""

    units: int
    tasks: int


def reach_of(plan: DutyPlan) -> Reach:
    """Whom a switch of the plan reaches, as it stands."""
    if not plan.is_active:
        return Reach(len(owing_of(plan)), 0)
    return Reach(**_open_tasks(plan).aggregate(units=Count("unit", distinct=True), tasks=Count("pk")))


def _open_tasks(plan: DutyPlan) -> QuerySet:
    return DutyTask.objects.filter(plan_code=plan.code, state=DutyTask.State.OPEN)


@transaction.atomic
def switch(plan: DutyPlan, is_active: bool, *, actor, at: datetime, reason: str = "", ip: str | None = None) -> None:
    """The plan is on or off in all its versions to come; off, nothing that is not over yet is owed any more."""
    plan = DutyPlan.objects.select_for_update().get(pk=plan.pk)
    DutyPlan.objects.filter(code=plan.code).update(is_active=is_active, opened_through=None)
    if is_active:
        opening.open_plan(plan.pk, at)
    else:
        _open_tasks(plan).update(state=DutyTask.State.WITHDRAWN, alert_at=None)
    said = "：".join(filter(None, ("启用" if is_active else "停用", reason)))
    record(SETTING, actor=actor, at=at, subject=f"例行方案 {plan.name}", reason=said, ip=ip)


@transaction.atomic
def declare_period(period: SpecialPeriod, *, actor, at: datetime, ip: str | None = None) -> int:
    """The period is declared, and if it has begun, today's windows are open at once. Says how many.

    Raises FactMissing for days that are over, or that lie in another period of the same plan.
    """
    plan = DutyPlan.objects.select_for_update().get(code=period.plan_code, effective_to=None)
    today = office_day(at)
    if period.last < today:
        raise FactMissing({"last": f"末日 {period.last} 已经过去。"})
    same = SpecialPeriod.objects.filter(plan_code=plan.code, first__lte=period.last, last__gte=period.first).first()
    if same is not None:
        raise FactMissing({"first": f"与“{same.name}”（{same.first} 至 {same.last}）重叠，请改日期或结束原来的时段。"})
    period.declared_by, period.declared_at = actor, at
    period.save(force_insert=True)
    opened = opening.open_plan(plan.pk, at)
    record(
        SETTING,
        actor=actor,
        at=at,
        subject=f"特殊时段 {period.name}",
        reason=f"{plan.name}：{period.first} 至 {period.last}",
        ip=ip,
    )
    return opened


def why_not_ended(period: SpecialPeriod, today: date) -> str:
    """Why the period cannot be ended today: it is over, or runs to the end of this day in any case; empty if it can."""
    if period.last > today:
        return ""
    over = f"已于 {period.last} 结束。" if period.last < today else "到今天为止，不用提前结束。"
    return f"“{period.name}”{over}"


@transaction.atomic
def end_period(period: SpecialPeriod, *, actor, at: datetime, reason: str = "", ip: str | None = None) -> None:
    """The period ends today, and what was listed for later days is not owed; one that has not begun is gone."""
    period = SpecialPeriod.objects.select_for_update().get(pk=period.pk)
    today = office_day(at)
    if sentence := why_not_ended(period, today):
        raise Refusal(sentence)
    _later_tasks(period, today).update(state=DutyTask.State.WITHDRAWN, alert_at=None)
    if period.first > today:
        period.delete()
    else:
        period.last = today
        period.save(update_fields=["last"])
    said = "：".join(filter(None, ("提前结束", reason)))
    record(SETTING, actor=actor, at=at, subject=f"特殊时段 {period.name}", reason=said, ip=ip)


def reach_of_end(period: SpecialPeriod, today: date) -> Reach:
    """Whom it reaches if the period ends today: what is listed for later days and taken back."""
    return Reach(**_later_tasks(period, today).aggregate(units=Count("unit", distinct=True), tasks=Count("pk")))


def _later_tasks(period: SpecialPeriod, today: date) -> QuerySet:
    later = DutyTask.objects.filter(plan_code=period.plan_code, first__gt=today, first__lte=period.last)
    return later.filter(state=DutyTask.State.OPEN)


def special_plans():
    """The plans that are owed in special periods, as they stand now."""
    return DutyPlan.objects.filter(cadence=windows.SPECIAL, effective_to=None).order_by("code")
