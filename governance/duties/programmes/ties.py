"""What a task of a programme rests on (挂接): a routine plan, a register, and what rooms above bring of their own.

A mechanism of which nobody reports and that no list checks stands on paper alone; here it leads to what is done for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.safestring import SafeString

from governance.frame.pages.tables import linked_html
from governance.frame.registry import Registry
from governance.organisation.standing import Standing
from governance.registers import access as register_access
from governance.registers.models import Register

from .. import access
from ..models import DutyPlan, DutyTask

State = DutyTask.State


@dataclass(frozen=True)
class Tie:
    """One sort of thing: those that there are, by code, how one of them stands for a reader, and where it is."""

    code: str
    label: str
    offered: Callable[[], list[tuple[str, str]]]
    stands: Callable[[str, Standing, date], str]
    url: Callable[[str], str]


TIES: Registry[Tie] = Registry("what tasks of programmes rest on", field="ties")


def choices(kept: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """All that a task can rest on, sort by sort; and on what it rests now, though that is there no more."""
    found = [(tie.label, [(f"{tie.code}:{code}", name) for code, name in tie.offered()]) for tie in TIES.values()]
    gone = named(kept) and not any(kept == code for _, offered in found for code, _ in offered)
    return [*found, *([("不再使用", [(kept, named(kept))])] if gone else [])]


def named(rests_on: str) -> str:
    """例行方案：日报告零报告; empty for a task that rests on nothing, the code of what there is no more."""
    sort, _, code = rests_on.partition(":")
    if sort not in TIES:
        return ""
    return f"{TIES[sort].label}：{dict(TIES[sort].offered()).get(code, code)}"


def shown(rests_on: str, standing: Standing, today: date) -> list[tuple[str, SafeString | str]]:
    """What it is, with the way to it, and how it stands for this reader."""
    sort, _, code = rests_on.partition(":")
    words = named(rests_on)
    if not words or code not in dict(TIES[sort].offered()):
        return [("挂接", words)] if words else []
    tie = TIES[sort]
    return [("挂接", linked_html(tie.url(code), words)), ("落实情况", tie.stands(code, standing, today))]


def _plans() -> list[tuple[str, str]]:
    running = DutyPlan.objects.filter(effective_to=None).order_by("code", "-version").distinct("code")
    return [(plan.code, plan.name) for plan in running]


def _plan_stands(code: str, standing: Standing, today: date) -> str:
    """How many of those that owe it handed in what was due last."""
    tasks = access.visible_to(standing).filter(plan_code=code, last__lt=today).exclude(state=State.WITHDRAWN)
    newest = tasks.order_by("-last").values_list("first", "last").first()
    if newest is None:
        return "还没有到期的任务"
    missing = Count("pk", filter=Q(state=State.MISSING))
    found = tasks.filter(first=newest[0], last=newest[1]).aggregate(all=Count("pk"), missing=missing)
    span = str(newest[1]) if newest[0] == newest[1] else f"{newest[0]} 至 {newest[1]}"
    return f"{span}：应报 {found['all']}，已报 {found['all'] - found['missing']}，缺报 {found['missing']}"


def _registers() -> list[tuple[str, str]]:
    return list(Register.objects.filter(is_active=True).values_list("code", "name"))


def _register_stands(code: str, standing: Standing, today: date) -> str:
    register = Register.objects.get(code=code)
    count = register_access.visible(register, standing).filter(ended_on=None).count()
    return f"在册 {count} {register.unit_word}"


OWN_TIES = (
    Tie("plan", "例行方案", _plans, _plan_stands, lambda code: reverse("duties:board", query={"plan": code})),
    Tie("register", "台账", _registers, _register_stands, lambda code: reverse("registers:entries", args=[code])),
)
