"""Inspections of the demo county: rounds under way and past, most places right, a few not, a few never looked at."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from governance.duties.models import DutyPlan, DutyTask
from governance.frame.days import office_day, office_moment
from governance.organisation.models import Post
from governance.organisation.roles import BY_CODE

from .access import INSPECT
from .checking import Looked, Marked, check_place
from .models import Check, Checklist, CheckResult
from .rounds import places_of

Mark = CheckResult.Mark
TASKS = 40
FAILED = {"fire": "通道堆放杂物，灭火器压力不足。", "order": "登记不全，录像缺失。"}


@transaction.atomic
def load(now: datetime) -> int:
    """The checks stand in the database; says how many. Does nothing if any are there."""
    if Check.objects.exists():
        return 0
    today = office_day(now)
    inspectors = {
        post.unit_id: post.user
        for post in Post.objects.current(today).select_related("user", "role").order_by("-id")
        if INSPECT in BY_CODE[post.role.name].permissions
    }
    lists = {each.plan_code: each for each in Checklist.objects.select_related("register").prefetch_related("items")}
    begun = DutyTask.objects.filter(plan__kind=DutyPlan.Kind.INSPECTION, first__lte=today, unit__in=inspectors)
    made = 0
    for task in begun.select_related("plan", "unit", "area").order_by("-first", "plan_code", "pk")[:TASKS]:
        if task.plan_code in lists:
            made += _round(task, lists[task.plan_code], inspectors[task.unit_id], now, made)
    return made


def _round(task: DutyTask, checklist: Checklist, inspector, now: datetime, before: int) -> int:
    """Most places of the round are checked, on days of it."""
    made = 0
    today = office_day(now)
    for number, entry in enumerate(places_of(task, checklist).select_related("area").order_by("pk")):
        serial = before + number
        day = min(task.first + timedelta(days=number * 3), task.last)
        if serial % 5 == 4 or day > today:
            continue
        at = min(office_moment(day, time(9 + serial % 8)), now)
        items = {item.pk: _marked(item, serial + place) for place, item in enumerate(checklist.items.all())}
        check_place(UUID(int=serial + 1), task, Looked(entry, day, items), actor=inspector, at=at)
        made += 1
    return made


def _marked(item, seed: int) -> Marked:
    if seed % 13 == 0 and not item.wants_photo:
        return Marked(Mark.FAILED, FAILED.get(item.hazard_kind, "与清单要求不符，已告知经营者。"))
    return Marked(Mark.NOT_APPLICABLE if item.wants_photo else Mark.PASSED)
