"""Receptions as pages show them: one day in all units, absences first, and the month so far in a sentence."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.urls import reverse

from governance.cases.models import Case
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from .. import access, windows
from ..models import DutyPlan, Reception, ReceptionDay, RosterDay
from ..models.reception import counted
from .actions import leader_words, may_record

RECEPTION = DutyPlan.Kind.RECEPTION
CLOSED = Q(case__closed_at__isnull=False)
# Answered on the spot, or what it became is closed: in groups and people, as the county tells it.
SETTLED = Q(outcome=Reception.Outcome.ANSWERED) | CLOSED
# Absences first, then what has not been handed in, then what has.
ABSENT, OWED, WAITING, HANDED = range(4)


@dataclass(frozen=True)
class ReceptionRow:
    """One unit's day; without a record of the day there are no figures."""

    unit: str
    url: str
    planned: str
    came: str
    is_absent: bool
    state: str
    tone: str
    groups: int | None
    people: int | None
    cases: int | None
    rank: int
    one_click: bool
    version: int


def rows_of(standing: Standing, day: date, today: date) -> list[ReceptionRow]:
    """The units of the person's range that receive on the day, absences first; four queries."""
    seats = RosterDay.objects.filter(standing.within("roster__unit"), roster__kind__code=RECEPTION, day=day)
    by_unit: dict[int, list[RosterDay]] = defaultdict(list)
    for seat in seats.select_related("roster", "person", "stand_in").order_by("id"):
        by_unit[seat.roster.unit_id].append(seat)
    days = {on.unit_id: on for on in _counted(ReceptionDay.objects.filter(standing.within("unit"), day=day))}
    tasks = access.visible_to(standing).filter(
        plan__kind=RECEPTION, plan__cadence=windows.DAILY, first__lte=day, last__gte=day
    )
    owed = {task.unit_id: task for task in tasks.order_by("-id")}
    units = Unit.objects.filter(pk__in=by_unit.keys() | days.keys() | owed.keys()).order_by("position", "id")
    found = [_row(standing, unit, day, by_unit[unit.pk], days.get(unit.pk), owed.get(unit.pk), today) for unit in units]
    return sorted(found, key=lambda row: row.rank)


def _counted(days):
    valid = counted("receptions__")
    return days.annotate(
        groups=Count("receptions", filter=valid),
        people=Sum("receptions__visitors", filter=valid, default=0),
        cases=Count("receptions", filter=valid & Q(receptions__case__isnull=False)),
    )


def _row(standing, unit, day: date, seats, on, task, today: date) -> ReceptionRow:
    is_absent = any(seat.is_absent for seat in seats)
    came = leader_words(seats) or (on.leader if on else "")
    rank, state, tone = _state(seats, on, task, came, is_over=day < today)
    handed = on is not None and on.handed_at is not None
    return ReceptionRow(
        unit=unit.short_name,
        url=reverse("duties:reception_day", args=[unit.pk, str(day)]),
        planned="、".join(seat.person.name for seat in seats),
        came=came,
        is_absent=is_absent,
        state=state,
        tone=tone,
        groups=on.groups if on else None,
        people=on.people if on else None,
        cases=on.cases if on else None,
        rank=rank,
        one_click=bool(seats and came and not handed and not (on and on.groups) and may_record(standing, unit)),
        version=on.version if on else 0,
    )


def _state(seats, on, task, came: str, *, is_over: bool) -> tuple[int, str, str]:
    """Rank, word and look of a unit's day."""
    if on is not None and on.handed_at:
        return HANDED, "已报" if on.groups else "没有来访", "state state-active"
    if seats and not came:
        return ABSENT, "领导缺席", "state cell-missing"
    if task is not None and not task.is_owed:
        return HANDED, task.get_state_display(), "state state-active"
    if on is not None and on.groups:
        return OWED, "有记录未报", "state"
    if is_over:
        return OWED, "缺报" if task else "没有记录", "state cell-missing" if task else "state"
    return WAITING, "待接访" if seats else "没有排班", "state"


def month_sentence(standing: Standing, day: date) -> str:
    """11 月 1 日至 18 日：接访 121 天次，接待 163 批 321 人次，登记多少件、办结多少件，当场答复和已办结多少批人次……"""
    first, month = day.replace(month=1, day=1), day.replace(day=1)
    days = ReceptionDay.objects.filter(standing.within("unit"), day__range=(first, day))
    handed = list(days.exclude(handed_at=None).values_list("day", flat=True))
    since = {"month": Q(on__day__gte=month), "year": Q()}
    told = Reception.objects.filter(counted(), on__in=days).aggregate(
        **{f"groups_{name}": Count("pk", filter=of) for name, of in since.items()},
        **{f"people_{name}": Sum("visitors", default=0, filter=of) for name, of in since.items()},
        **{f"cases_{name}": Count("case", distinct=True, filter=of) for name, of in since.items()},
        **{f"closed_{name}": Count("case", distinct=True, filter=of & CLOSED) for name, of in since.items()},
        **{f"settled_{name}": Count("pk", filter=of & SETTLED) for name, of in since.items()},
        **{f"content_{name}": Sum("visitors", default=0, filter=of & SETTLED) for name, of in since.items()},
    )
    absent = RosterDay.objects.filter(
        standing.within("roster__unit"),
        roster__kind__code=RECEPTION,
        day__range=(month, day),
        is_absent=True,
        stand_in=None,
    ).count()
    this_month = _received(told, "month", sum(each >= month for each in handed))
    till = f"至 {day.day} 日" if day > month else ""
    return (
        f"{day.month} 月 1 日{till}：{this_month}；领导缺席无人顶班 {absent} 天次。"
        f"今年以来：{_received(told, 'year', len(handed))}。"
    )


def _received(told: dict, name: str, days: int) -> str:
    """On how many days whom was received, what was registered, and how much of it is closed."""
    return (
        f"接访 {days} 天次，接待 {told[f'groups_{name}']} 批 {told[f'people_{name}']} 人次，"
        f"登记 {told[f'cases_{name}']} 件，已办结 {told[f'closed_{name}']} 件，"
        f"当场答复和已办结的 {told[f'settled_{name}']} 批 {told[f'content_{name}']} 人次"
    )


def shown(found, user) -> list[Reception]:
    """Those of which the reader may know, each with the case if they may know of it; nothing tells of the others."""
    records = list(found)
    named = [each.case_id for each in records if each.case_id]
    seen = set(Case.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)) if named else ()
    shown = [each for each in records if each.is_shown(user, seen)]
    for each in shown:
        each.known_case = each.case if each.case_id in seen else None
    return shown
