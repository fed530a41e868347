"""The plans and special periods as the county keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.days import minute_text, office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.forms.weighed import Weighed, weigh
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Area, Unit

from .. import windows
from ..models import DutyPlan, DutyReminder, DutyRung, SpecialPeriod
from . import actions as plans
from .forms import PeriodForm, PlanForm, SwitchForm
from .row_forms import ReminderFormSet, RungFormSet

may_manage = permission_required("cases.manage_reference", raise_exception=True)
LEVELS, KINDS = dict(Area.Level.choices), dict(Unit.Kind.choices)


@require_safe
@may_manage
def plan_list(request):
    """Every plan as it stands, by kind, each with its switch."""
    today = office_day(timezone.now())
    groups: dict[str, list[dict]] = {}
    for plan in plans.in_effect(today):
        groups.setdefault(plan.get_kind_display(), []).append(_row(plan, today))
    order = [label for _, label in DutyPlan.Kind.choices if label in groups]
    return render(
        request, "duties/plans/list.html", {"groups": [{"name": kind, "rows": groups[kind]} for kind in order]}
    )


def _row(plan: DutyPlan, today) -> dict:
    return {
        "code": plan.code,
        "name": plan.name,
        "units": units_text(plan),
        "cadence": cadence_text(plan),
        "basis": plan.basis,
        "on": plan.is_active,
        "version": plan.version,
        "since": "" if plan.effective_from <= today else f"{plan.effective_from} 起",
    }


def units_text(plan: DutyPlan) -> str:
    """乡镇（街道）：党委政府、公安机关"""
    levels = "、".join(LEVELS[level] for level in plan.levels)
    return f"{levels}：{'、'.join(KINDS[kind] for kind in plan.unit_kinds)}" if levels else "点名单位"


def cadence_text(plan: DutyPlan) -> str:
    """每周 2 次，18:00 截止，休息日不报"""
    parts = [plan.get_cadence_display() + (f" {plan.quota} 次" if plan.quota > 1 else "")]
    parts += [f"{plan.due_time:%H:%M} 截止"] if plan.due_time else []
    parts += [f"宽限 {plan.grace_days} 天"] if plan.grace_days else []
    parts += [plan.get_rest_days_display()] if plan.rest_days != windows.KEEP else []
    return "，".join(parts)


def _newest(code: str) -> DutyPlan:
    plan = DutyPlan.objects.filter(code=code, effective_to=None).first()
    if plan is None:
        raise Http404("没有这个方案。")
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def plan_page(request, code: str):
    """One plan: its versions, and the form that makes the next."""
    now = timezone.now()
    plan = _newest(code)
    earliest = plans.earliest_start(plan, office_day(now))
    sent = posted(request)
    typed = Typed(
        PlanForm(sent, plan=plan, earliest=earliest), ReminderFormSet(sent, plan=plan), RungFormSet(sent, plan=plan)
    )
    if typed.is_valid():
        new = typed.keep(lambda change: plans.change_plan(plan, change, **acting(request, now)))
        if new is not None:
            messages.success(request, f"“{new.name}”第 {new.version} 版自 {new.effective_from} 起执行。")
            return redirect("duties:plan", code=code)
    said = Prefetch("reminders", DutyReminder.objects.order_by("rung"))
    rungs = Prefetch("rungs", DutyRung.objects.order_by("rung"))
    versions = DutyPlan.objects.filter(code=code).order_by("-version").prefetch_related(said, rungs)
    context = {
        "plan": plan,
        "units": len(plans.owing_of(plan)),
        "versions": [_version(each) for each in versions],
        **typed.context(),
    }
    return render(request, "duties/plans/form.html", context, status=typed.status())


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def new_plan(request):
    """A plan of the county's own."""
    now = timezone.now()
    sent = posted(request)
    typed = Typed(
        PlanForm(sent, plan=None, earliest=office_day(now)),
        ReminderFormSet(sent, plan=None, proposed=plans.delivered_reminders("weekly")),
        RungFormSet(sent, plan=None),
    )
    if typed.is_valid():
        plan = typed.keep(lambda change: plans.add_plan(change, **acting(request, now)))
        if plan is not None:
            messages.success(request, f"已新增“{plan.name}”，自 {plan.effective_from} 起执行。")
            return redirect("duties:plan", code=plan.code)
    return render(request, "duties/plans/form.html", typed.context(), status=typed.status())


@dataclass(frozen=True)
class Typed:
    """What stands in the form of a plan: its words, its reminders, its ladder."""

    form: PlanForm
    reminders: ReminderFormSet
    rungs: RungFormSet

    def is_valid(self) -> bool:
        """True if all three are; every mistake is shown at once."""
        return all([self.form.is_valid(), self.reminders.is_valid(), self.rungs.is_valid()])

    def keep(self, verb: Callable[[plans.Change], DutyPlan]) -> DutyPlan | None:
        """What the verb made of it; None with the sentences on the form if it refused."""
        with refusals_on(self.form):
            return verb(self.form.change(self.reminders.reminders(), self.rungs.rungs()))
        return None

    def status(self) -> int:
        """The status of the page that shows the three."""
        return status_of(self.form, self.reminders, self.rungs)

    def context(self) -> dict:
        """The three for the page."""
        return {"form": self.form, "reminders": self.reminders, "rungs": self.rungs}


def _version(plan: DutyPlan) -> dict:
    return {
        "version": plan.version,
        "days": f"{plan.effective_from} 至 {plan.effective_to}" if plan.effective_to else f"{plan.effective_from} 起",
        "units": units_text(plan),
        "cadence": cadence_text(plan),
        "reminders": [reminder_text(each) for each in plan.reminders.all()],
        "rungs": [str(each) for each in plan.rungs.all()],
    }


def reminder_text(reminder: DutyReminder) -> str:
    """截止前 2 天 09:00 承办人、单位负责人"""
    words = dict(DutyReminder.Recipient.choices)
    if reminder.weekday is not None:
        day = reminder.get_weekday_display()
    elif reminder.offset_days == 0:
        day = "截止当天"
    else:
        day = f"截止{'前' if reminder.offset_days < 0 else '后'} {abs(reminder.offset_days)} 天"
    return f"{day} {reminder.at_time:%H:%M} {'、'.join(words[word] for word in reminder.recipients)}"


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def switch(request, code: str):
    """Whom it reaches if the plan is switched, and why it is; then the plan is on or off."""
    plan = _newest(code)
    on = not plan.is_active
    form = SwitchForm(posted(request), initial={"on": "1" if on else "0"})

    def act(reason: str):
        if form.cleaned_data["on"] != on:
            messages.success(request, f"“{plan.name}”已经{'启用' if plan.is_active else '停用'}。")
            return redirect("duties:plans")
        plans.switch(plan, on, reason=reason, **acting(request))
        said = "已启用，当期任务已列出。" if on else "已停用，还没有到期的任务不再要求。"
        messages.success(request, f"“{plan.name}”{said}")
        return redirect("duties:plans")

    weighed = Weighed("启用" if on else "停用", plan.name, _switch_words(on, plans.reach_of(plan)), _plans_page())
    return weigh(request, weighed, act, form=form)


def _switch_words(on: bool, reach: plans.Reach) -> tuple[str, ...]:
    if on:
        return (f"启用后，{reach.units} 个单位从当期起按这个方案报送，任务马上列出，到期前提醒。",)
    return (
        f"停用后，{reach.units} 个单位还没有到期的 {reach.tasks} 项任务马上撤回，不再提醒；已经报送和缺报的不变。",
        "再次启用时，当期的任务重新列出。",
    )


def _plans_page() -> tuple[str, str]:
    return reverse("duties:plans"), "例行方案"


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def periods(request):
    """The declared periods, and the form for another."""
    now = timezone.now()
    today = office_day(now)
    special = list(plans.special_plans())
    form = PeriodForm(posted(request), plans=special, today=today)
    if form.is_valid():
        with refusals_on(form):
            period = form.save(commit=False)
            opened = plans.declare_period(period, **acting(request, now))
            messages.success(request, f"已宣布“{period.name}”，列出任务 {opened} 项。")
            return redirect("duties:periods")
    # Also of a plan that is none for special times any more.
    newest = DutyPlan.objects.filter(code=OuterRef("plan_code")).order_by("-version").values("name")[:1]
    found = SpecialPeriod.objects.select_related("declared_by").annotate(plan_name=Subquery(newest))
    rows = [_period(each, today) for each in found[:100]]
    off = [plan.name for plan in special if not plan.is_active]
    context = {"form": form, "rows": rows, "off": off}
    return render(request, "duties/plans/period_list.html", context, status=status_of(form))


def _period(period: Any, today) -> dict:
    ends = period.last > today
    by = period.declared_by.name if period.declared_by else ""
    return {
        "name": period.name,
        "plan": period.plan_name,
        "days": f"{period.first} 至 {period.last}",
        "state": "进行中" if period.first <= today <= period.last else "未开始" if period.first > today else "已结束",
        "by": f"{by} {minute_text(period.declared_at)}",
        "end_url": reverse("duties:end_period", args=[period.pk]) if ends else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def end_period(request, pk: int):
    """Whom it reaches if the period ends today, and why it does; then it is over."""
    period = get_object_or_404(SpecialPeriod, pk=pk)

    def act(reason: str):
        plans.end_period(period, reason=reason, **acting(request))
        messages.success(request, f"“{period.name}”已结束，此后不再列出任务。")
        return redirect("duties:periods")

    today = office_day(timezone.now())
    reach = plans.reach_of_end(period, today)
    says = (
        f"今天结束后，{reach.units} 个单位明天以后的 {reach.tasks} 项任务马上撤回，不再提醒；以前的不变。",
        "结束以后不能恢复，还要报送的，另外宣布一个时段。",
    )
    done = plans.why_not_ended(period, today)
    return weigh(request, Weighed("今天结束", period.name, says, (reverse("duties:periods"), "特殊时段"), done), act)
