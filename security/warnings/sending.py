"""Whom a warning is for, drafting it, sending it, and its end."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from governance.cases import deadlines
from governance.cases.steps import actions
from governance.cases.steps.effects import let_in
from governance.cases.steps.notices import post
from governance.frame.database.alone import each_alone
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing
from governance.organisation.areas.lying import lies_now_in
from governance.organisation.models import Area, Post, Unit
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying

from ..models import Order, Warning
from .steps import CONFIRM
from .vocabulary import CONFIRMS

Kind = Unit.Kind
# How far ahead a warning can see, how long it lasts before somebody signs it anew, and how late it can come.
AHEAD, LONGEST, LATE = timedelta(days=7), timedelta(days=30), timedelta(days=1)
TOWNSHIP_UNITS = (Kind.CENTRE, Kind.GOVERNMENT)
ELSEWHERE = "{}不管这个地方，不能向它发布预警。"


def addressed(warning: Warning, on: date) -> list[Unit]:
    """The units it is for in which somebody can confirm today: those that answer in its area and those named beside."""
    return _whom(warning, Q(pk__in=_reading(on)))


def unreached(warning: Warning, on: date) -> list[Unit]:
    """The units it is for in which nobody can: they must be told in another way."""
    return _whom(warning, ~Q(pk__in=_reading(on)))


def _reading(on: date) -> QuerySet:
    posts = Post.objects.current(on).filter(role__name__in=carrying(CONFIRM))
    return posts.values("unit_id")


def _whom(warning: Warning, which: Q) -> list[Unit]:
    units = Unit.objects.filter(which, is_active=True).exclude(pk=warning.lead_unit_id)
    return [unit for unit in units.order_by("position", "id") if unit.pk in warning.named or _is_for(warning, unit)]


def _is_for(warning: Warning, unit: Unit) -> bool:
    """A unit answers where it lies inside the area; a township also for a part of itself, a department for all."""
    inside = lies_now_in(unit.area_id, warning.area_id)
    around = lies_now_in(warning.area_id, unit.area_id)
    level = Area.level_of(unit.area_id)
    if unit.kind in TOWNSHIP_UNITS:
        return "township" in warning.whom and level == Area.Level.TOWNSHIP and (inside or around)
    if unit.kind == Kind.VILLAGE:
        return "village" in warning.whom and (inside or around)
    if unit.kind == Kind.POLICE:
        return "police" in warning.whom and (inside or around)
    return unit.kind == Kind.DEPARTMENT and "department" in warning.whom and (inside or around)


def check(warning: Warning, at: datetime) -> list[Unit]:
    """The units it goes to; raises FactMissing at what cannot be sent so."""
    wrong = {}
    if warning.ends_at <= warning.begins_at:
        wrong["ends_at"] = "结束时间应当晚于开始时间。"
    elif warning.ends_at <= at:
        wrong["ends_at"] = "结束时间已经过去。"
    elif warning.ends_at - max(warning.begins_at, at) > LONGEST:
        wrong["ends_at"] = f"一次预警最长 {LONGEST.days} 日；到时危险没有过去的，再调整结束时间。"
    if warning.begins_at - at > AHEAD:
        wrong["begins_at"] = f"开始时间应在今后 {AHEAD.days} 日以内；更远的，临近时再发布。"
    elif warning.issued_at is None and at - warning.begins_at > LATE:
        wrong["begins_at"] = f"开始时间早于现在 {LATE.days} 日以上，请核对。"
    if not lies_now_in(warning.area_id, warning.lead_unit.area_id):
        wrong["area"] = ELSEWHERE.format(warning.lead_unit.short_name)
    units = addressed(warning, office_day(at))
    if not units and not wrong:
        wrong["whom"] = "这个地方没有可以确认的单位，请另选发送范围。"
    if wrong:
        raise FactMissing(wrong)
    return units


@transaction.atomic
def draft(warning: Warning, *, actor, at: datetime, people=(), files=(), told=(), replay=False) -> Warning:
    """The warning stands as a draft; what could not be sent is refused at once."""
    check(warning, at)
    warning.kind = "warning"
    actions.open_case(warning, actor=actor, at=at, people=people, files=files, told=told, replay=replay)
    return warning


def send(warning: Warning, units: list[Unit], act) -> None:
    """Each of the units takes part from now on, has the warning to confirm, and by when."""
    first = warning.orders.count() + 1
    due = deadlines.counted(CONFIRMS[warning.level], act.at).due_at
    text = f"{warning.get_level_display()}预警，{warning.get_warning_kind_display()}"
    told = {"text": text, "ordered_by": act.actor, "ordered_at": act.at, "due_at": due}
    Order.objects.bulk_create(
        Order(case_id=warning.pk, number=number, unit=unit, **told) for number, unit in enumerate(units, first)
    )
    let_in(warning, [unit.pk for unit in units], act=act)
    tell(warning, [unit.pk for unit in units], act)


def tell(warning: Warning, units: list[int], act) -> None:
    """Everybody in these units who can confirm has the urgent message."""
    if act.replay:
        return
    people = InOffice(act.day).of(*units, roles=carrying(CONFIRM))
    key = f"warning:{warning.pk}:{act.at:%Y%m%d%H%M%S}"
    post(warning, people, f"{warning.get_level_display()}预警，请确认收到", key=key, at=act.at)


def end_past(now: datetime) -> int:
    """What has come to its end is lifted by itself; says how many."""
    past = list(Warning.objects.filter(status="in_force", ends_at__lte=now).order_by("pk"))
    return each_alone("warnings", past, lambda warning: actions.take_step(warning, "lapse", actor=None, at=now))
