"""Opening: every unit that owes a plan has one task for each of its windows, whoever rings, how often and how late.

The rows say what is open. A window that nobody opened in time is opened by the next who looks; a worker that dies
leaves whole windows or none; two that look at once cannot open one twice, for the database refuses the second.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import F

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.worktime import Calendar
from governance.frame.database.alone import going_on
from governance.frame.database.in_force import not_over
from governance.frame.days import ONE_DAY, office_day, office_moment

from .. import windows
from ..models import DutyPlan, DutyReminder, SpecialPeriod

# A transaction opens at most a month of daily windows: what is done stays done when the worker dies.
CHUNK = 31

# The rule of the version: level and kind of the unit, and the units named beside it.
OWES = """
u.is_active AND (
    (a.level = ANY (p.levels) AND u.kind = ANY (p.unit_kinds)
        AND (p.id, u.id) NOT IN (SELECT n.plan_id, n.unit_id FROM duties_dutyplanunit n WHERE n.is_excluded))
    OR (p.id, u.id) IN (SELECT n.plan_id, n.unit_id FROM duties_dutyplanunit n WHERE NOT n.is_excluded))
"""
# One row a unit and window that is not open yet. The dry run counts what the opening inserts: one text for both. The
# plan and its days are given as constants too, or the whole history would be read to see what is open.
NOT_OPEN = f"""
FROM json_to_recordset(%(slots)s) AS w(first date, last date, label text, due_at timestamptz, alerts timestamptz[])
CROSS JOIN duties_dutyplan p
CROSS JOIN organisation_unit u
JOIN organisation_area a ON a.code = u.area_id
WHERE p.id = %(plan)s AND {OWES} AND NOT EXISTS (
    SELECT 1 FROM duties_dutytask t
    WHERE t.plan_code = %(code)s AND t.first BETWEEN %(begin)s AND %(end)s
        AND t.unit_id = u.id AND t.first = w.first AND t.state <> 'withdrawn')
"""
# What was withdrawn is owed again when its plan, its unit or its period comes back.
OPEN = f"""
INSERT INTO duties_dutytask (plan_id, plan_code, unit_id, area_id, first, last, label, due_at, alert_plan, alert_at,
    rung, state, quota, done, found, opened_at)
SELECT p.id, p.code, u.id, u.area_id, w.first, w.last, w.label, w.due_at, w.alerts, w.alerts[1], 0, 'open', p.quota,
    0, 0, %(now)s
{NOT_OPEN}
ORDER BY w.first, u.id
ON CONFLICT (plan_code, unit_id, first) DO UPDATE SET plan_id = excluded.plan_id, area_id = excluded.area_id,
    last = excluded.last, label = excluded.label, due_at = excluded.due_at, alert_plan = excluded.alert_plan,
    alert_at = excluded.alert_at, rung = 0, state = 'open', quota = excluded.quota, opened_at = excluded.opened_at
WHERE duties_dutytask.state = 'withdrawn'
"""
COUNT = f"SELECT w.first, count(*) {NOT_OPEN} GROUP BY w.first"
# Units that were closed, or moved out of the rule, before their window was over.
WITHDRAW = f"""
UPDATE duties_dutytask t SET state = 'withdrawn', alert_at = NULL
FROM duties_dutyplan p, organisation_unit u, organisation_area a
WHERE t.plan_id = ANY (%(plans)s) AND t.state = 'open' AND p.id = t.plan_id AND u.id = t.unit_id AND a.code = u.area_id
    AND NOT ({OWES})
"""
FOLLOW = """
UPDATE duties_dutytask t SET area_id = u.area_id FROM organisation_unit u
WHERE t.plan_id = ANY (%(plans)s) AND t.state = 'open' AND u.id = t.unit_id AND t.area_id <> u.area_id
"""
# The plans by which a unit owes a window that it has no task for. Each window is looked up by itself, or the whole
# history would be read.
LACKING = f"""
WITH owing AS MATERIALIZED (
    SELECT p.id AS plan, p.code, u.id AS unit
    FROM duties_dutyplan p CROSS JOIN organisation_unit u JOIN organisation_area a ON a.code = u.area_id
    WHERE p.id = ANY (%(plans)s) AND {OWES}
)
SELECT DISTINCT o.plan FROM owing o JOIN json_to_recordset(%(slots)s) AS w(plan bigint, first date) ON w.plan = o.plan
WHERE (SELECT t.id FROM duties_dutytask t WHERE t.plan_code = o.code AND t.unit_id = o.unit AND t.first = w.first
    AND t.state <> 'withdrawn' LIMIT 1) IS NULL
"""
# The number under which scans keep out of each other's way.
LOCK = 4391


@dataclass(frozen=True)
class OpeningWindow:
    """One window of a version with the moments that follow from it; the same for every unit."""

    first: date
    last: date
    label: str
    due_at: datetime
    alerts: tuple[datetime, ...]

    def as_json(self) -> dict:
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "label": self.label,
            "due_at": self.due_at.isoformat(),
            "alerts": [moment.isoformat() for moment in self.alerts],
        }


@dataclass(frozen=True)
class PlannedWindow:
    """What an opening would add for one window of a plan."""

    plan: DutyPlan
    slot: OpeningWindow
    units: int


def slots_of(
    plan: DutyPlan, first: date, last: date, calendar: Calendar, *, silent: bool = False
) -> list[OpeningWindow]:
    """The windows of this version that have begun or begin by ``last`` and are not over before ``first``.

    A window is cut where the version begins or ends, so that it never overlaps one of another version. A window of
    nothing but rest days is none where the plan leaves rest days out. ``silent`` leaves the reminders out.
    """
    reminders = [] if silent else list(DutyReminder.objects.filter(plan=plan).order_by("rung"))
    found = []
    for whole in _windows(plan, first, last):
        window = windows.cut(whole, plan.effective_from, plan.effective_to)
        if window is None or window.first > last or window.last < first:
            continue
        due = windows.due_day(window, plan.rest_days, calendar)
        if due is not None:
            due_at = office_moment(due + ONE_DAY * plan.grace_days, plan.due_time or time.max)
            alerts = alerts_of(window, due, reminders)
            found.append(OpeningWindow(window.first, window.last, window.label, due_at, alerts))
    return found


def _windows(plan: DutyPlan, first: date, last: date) -> Iterator[windows.Window]:
    if plan.cadence != windows.SPECIAL:
        return windows.windows(plan.cadence, first, last, plan.anchor)
    periods = SpecialPeriod.objects.filter(plan_code=plan.code, first__lte=last, last__gte=first)
    return windows.special_windows(periods.values_list("first", "last"), first, last)


def alerts_of(window: windows.Window, due: date, reminders: list[DutyReminder]) -> tuple[datetime, ...]:
    """The moment of every reminder, never falling.

    One that the window does not have (no such weekday in it) falls together with the next, and is so passed over.
    """
    moments: list[datetime] = []
    following: datetime | None = None
    for reminder in reversed(reminders):
        day = _reminder_day(window, due, reminder)
        moment = office_moment(day, reminder.at_time) if day else following
        if moment is not None:
            following = min(moment, following) if following else moment
            moments.append(following)
    return tuple(reversed(moments))


def _reminder_day(window: windows.Window, due: date, reminder: DutyReminder) -> date | None:
    if reminder.weekday is None:
        return due + timedelta(days=reminder.offset_days)
    day = due - timedelta(days=(due.weekday() - reminder.weekday) % 7)
    return day if day >= window.first else None


def open_windows(now: datetime, ahead: int | None = None) -> int:
    """Every window that has begun, or begins within the days that its plan looks ahead, is open. Says how many tasks
    are new.

    ``ahead`` looks that many days further for every plan. Running it again changes nothing.
    """
    today = office_day(now)
    in_use = DutyPlan.objects.filter(is_active=True)
    running = list(in_use.filter(not_over(today)))
    # A version that ended while nobody looked still has windows to open.
    late = in_use.filter(effective_to__lt=today, opened_through__lt=F("effective_to"))
    keys = set(late.values_list("pk", flat=True))
    behind = {
        plan.pk for plan in running if plan.opened_through is None or plan.opened_through < _end(plan, today, ahead)
    }
    keys |= behind | _lacking([plan for plan in running if plan.pk not in behind], now, ahead)
    opened = 0
    for pk in sorted(keys):
        with going_on("plans", pk):
            opened += open_plan(pk, now, ahead)
    _tidy([plan.pk for plan in running])
    return opened


def _end(plan: DutyPlan, today: date, ahead: int | None) -> date:
    """How far the windows of the plan should be open."""
    return today + timedelta(days=plan.opens_days_ahead if ahead is None else ahead)


def _lacking(plans: list[DutyPlan], now: datetime, ahead: int | None) -> set[int]:
    """The plans, open as far as they should be, of which some unit lacks a task all the same: it began or came back."""
    today, calendar = office_day(now), calendar_at_hand()
    slots = [
        {"plan": plan.pk, "first": slot.first.isoformat()}
        for plan in plans
        for slot in slots_of(plan, max(today, plan.effective_from), _end(plan, today, ahead), calendar, silent=True)
        if slot.due_at > now
    ]
    if not slots:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(LACKING, {"plans": [plan.pk for plan in plans], "slots": json.dumps(slots)})
        return {pk for (pk,) in cursor.fetchall()}


def open_plan(pk: int, now: datetime, ahead: int | None = None) -> int:
    """The windows of one version are open as far as they should be by now; says how many tasks are new.

    Somebody else who is at this version just now is left to it.
    """
    today = office_day(now)
    begin, opened = None, 0
    while True:
        with transaction.atomic():
            plan = DutyPlan.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=pk).first()
            if plan is None or not plan.is_active:
                return opened
            last = _end(plan, today, ahead)
            begin = begin or _where_to_begin(plan, today)
            end = min(last, begin + timedelta(days=CHUNK * _days_of(plan) - 1))
            opened += _open_stretch(plan, begin, end, now)
            if end >= last:
                _settle([plan.pk])
                return opened
        begin = end + ONE_DAY


def _where_to_begin(plan: DutyPlan, today: date) -> date:
    """The current window, or where the last opening stopped if that is longer ago."""
    behind = plan.opened_through + ONE_DAY if plan.opened_through else today
    return max(min(today, behind), plan.effective_from)


def _days_of(plan: DutyPlan) -> int:
    """About how long a window is; a chunk has as many windows whatever the cadence."""
    window = windows.window_of(plan.cadence, plan.effective_from, plan.anchor)
    return (window.last - window.first).days + 1


def _open_stretch(plan: DutyPlan, begin: date, end: date, now: datetime) -> int:
    if begin > end:
        return 0
    done = plan.opened_through
    slots = [
        slot
        for slot in slots_of(plan, begin, end, calendar_at_hand())
        # A unit that came in late owes what can still be handed in; what is over is opened for nobody a second time.
        if done is None or slot.first > done or slot.due_at > now
    ]
    opened = _execute(OPEN, now=now, **_named(plan, slots)) if slots else 0
    if done is None or end > done:
        plan.opened_through = end
        plan.save(update_fields=["opened_through"])
    return opened


def _tidy(plans: list[int]) -> None:
    """What is open of these versions is settled, by one scan at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            alone = cursor.fetchone()[0]
        if alone:
            _settle(plans)


def _settle(plans: list[int]) -> None:
    """Nobody owes what his unit no longer owes, and what is open stands where its unit stands."""
    _execute(WITHDRAW, plans=plans)
    _execute(FOLLOW, plans=plans)


def planned(first: date, last: date) -> Iterator[PlannedWindow]:
    """What opening everything from one day to the other would add, plan by plan; nothing is written."""
    calendar = calendar_at_hand()
    versions = DutyPlan.objects.filter(is_active=True, effective_from__lte=last)
    for plan in versions.filter(not_over(first)).order_by("code", "version"):
        slots = slots_of(plan, first, last, calendar)
        if not slots:
            continue
        with connection.cursor() as cursor:
            cursor.execute(COUNT, _named(plan, slots))
            units = dict(cursor.fetchall())
        for slot in slots:
            yield PlannedWindow(plan, slot, units.get(slot.first, 0))


def _named(plan: DutyPlan, slots: list[OpeningWindow]) -> dict:
    """What the statements want to know of a version and at least one of its windows."""
    return {
        "plan": plan.pk,
        "code": plan.code,
        "begin": slots[0].first,
        "end": slots[-1].first,
        "slots": json.dumps([slot.as_json() for slot in slots]),
    }


def _execute(sql: str, **params) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount
