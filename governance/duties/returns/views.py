"""One's own duties: the list, the page of one task, and handing in."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.cases import registry
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.days import minute_text, moment_text, office_day
from governance.frame.forms.posted import posted, refusals_on, show_refusal, status_of
from governance.frame.refusals import FactMissing
from governance.organisation.areas.lying import inside

from .. import access
from ..findings import actions as findings
from ..models import DutyPlan, DutyTask, Return
from ..scan import messages as digests
from . import actions as returns
from . import rows as desk
from .actions import ReturnInput
from .elsewhere import ELSEWHERE
from .forms import ReturnForm

CANDIDATES = 30


@require_http_methods(["GET", "HEAD", "POST"])
def task_page(request, pk: int):
    """One task: what is owed, what came in, and the form for it; a post hands in."""
    now = timezone.now()
    task = access.task_for(request.standing, pk)
    form = _form(request, task, now)
    if request.method == "POST":
        if form is None:
            return _hand_in(request, task, ReturnInput(""), 0, now)
        if form.is_valid():
            with refusals_on(form):
                return _hand_in(request, task, form.handed(), form.cleaned_data["version"], now)
        return _page(request, task, form, now, status=status_of(form))
    return _page(request, task, form, now)


@require_POST
def zero(request, pk: int):
    """Nothing was found: one click, with name and time. Who phones in for another unit is asked who called.

    Where the unit registered something in that time it is asked once, and says why there is nothing all the same.
    """
    now = timezone.now()
    task = access.task_for(request.standing, pk)
    why = request.POST.get("why", "").strip()
    registered = 0 if why or not desk.takes_zero(task, office_day(now)) else _registered(request, task)
    if registered:
        return _page(request, task, _form(request, task, now, {}), now, status=422, registered=registered)
    try:
        return _hand_in(request, task, ReturnInput(Return.Kind.ZERO, text=why), 0, now)
    except FactMissing as missing:
        form = _form(request, task, now, {"version": "0", "kind": "zero"})
        if form is None:
            raise
        show_refusal(form, missing)
        return _page(request, task, form, now, status=422)


def _registered(request, task: DutyTask) -> int:
    """How many cases of the time a zero report of the unit's own people would leave out."""
    if task.plan.form != DutyPlan.Form.SWEEP or not _own(request, task) or task.returns.exists():
        return 0
    return _candidates(request.user, task).count()


def _hand_in(request, task: DutyTask, handed: ReturnInput, version: int, now):
    made = returns.hand_in(task, handed, actor=request.user, at=now, version=version)
    at = moment_text(made.at)
    late = "，已记为迟报" if made.is_late else ""
    verb = "已更正" if made.version > 1 else "已报送"
    messages.success(
        request, f"{verb}：{task.unit.short_name} {task.plan.name}（{task.label}），{at} {made.by_name}{late}。"
    )
    if request.POST.get("back") == "workbench":
        return redirect("/")
    if made.on_behalf:
        return redirect(f"{reverse('duties:board')}?plan={task.plan_code}&window={task.first}")
    return redirect("duties:list")


def _own(request, task: DutyTask) -> bool:
    return access.is_own(request.standing, task)


def _form(request, task: DutyTask, now, data=None) -> ReturnForm | None:
    """The form for this person, or None where nothing can be handed in: not theirs, or done elsewhere."""
    if not access.may_return(request.standing, task) or task.plan.kind in ELSEWHERE:
        return None
    return ReturnForm(
        posted(request) if data is None else data or None,
        task=task,
        user=request.user,
        candidates=_candidates(request.user, task),
        current=task.returns.filter(is_current=True).first(),
        own=_own(request, task),
        # The list of cases is asked for anew when the person comes back from registering one.
        ticked=[word for word in request.GET.getlist("cases") if word.isdecimal()],
    )


def _candidates(user, task: DutyTask):
    """Cases that came in during the window, at the unit itself or in its area by the person's own hand."""
    at_unit = Q(first_unit=task.unit_id) | Q(inside(task.area_id), registered_by=user)
    seen = Case.objects.visible_to(user).filter(at_unit, parent=None, opened_at__date__gte=task.first)
    keys = seen.filter(opened_at__date__lte=task.last).exclude(confidentiality="restricted")
    newest = keys.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:CANDIDATES]
    return Case.objects.filter(pk__in=list(newest)).order_by("-opened_at", "-pk")


def _page(request, task: DutyTask, form, now, *, status: int = 200, registered: int = 0):
    current = task.returns.filter(is_current=True).first()
    begun = task.first <= office_day(now)
    context = {
        "task": task,
        "due": desk.due_of(task, now),
        "state": desk.state_of(task),
        "until": digests.until(task.due_at),
        "cadence": _cadence(task),
        "form": form if begun or (form and form.is_bound) else None,
        "waits_until": "" if begun else f"{task.first}",
        "is_sweep": task.plan.form == DutyPlan.Form.SWEEP,
        "one_click": current is None and desk.takes_zero(task, office_day(now)) and _own(request, task),
        "registered": registered,
        "enough": current is not None and not task.is_owed,
        "versions": _versions(task, request.user),
        "spots": _spots(request) if form is not None else [],
        "reception_url": _reception_url(task),
        "elsewhere": _elsewhere(task),
        "verb": "更正" if current is not None and not task.is_owed else "报送",
    }
    return render(request, "duties/returns/detail.html", context, status=status)


def _cadence(task: DutyTask) -> str:
    """How often it is due; where it is due several times, how many of them are done."""
    often = task.plan.get_cadence_display()
    return f"{often}，定额 {task.quota} 次，已完成 {task.done} 次" if task.quota > 1 else often


def _reception_url(task: DutyTask) -> str:
    """Where a day's reception is written down; what is written there is handed in from there."""
    if task.plan.kind != DutyPlan.Kind.RECEPTION or task.first != task.last:
        return ""
    return reverse("duties:reception_day", args=[task.unit_id, str(task.first)])


def _elsewhere(task: DutyTask) -> dict | None:
    """The page on which the task is done, where it has one of its own."""
    found = ELSEWHERE.get(task.plan.kind)
    return {"url": reverse(found.url_name, args=[task.pk]), "words": found.words} if found else None


def _versions(task: DutyTask, user) -> list[dict]:
    """Every version of what came in, the newest first."""
    made = list(task.returns.prefetch_related("items__case"))
    named = {item.case_id for each in made for item in each.items.all() if item.case_id}
    seen = set(Case.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    in_words = any(item.text for each in made for item in each.items.all())
    hidden = findings.hidden_words(task, user) if in_words else set()
    return [_version(each, seen, hidden) for each in made]


def _version(made: Return, seen: set[int], hidden: set[str]) -> dict:
    """One version; cases that the reader may not know of are only counted."""
    items = list(made.items.all())
    shown = [
        {"url": case_url(item.case), "text": f"{item.case.number} {item.case.title}"}
        if item.case
        else {"url": "", "text": f"{item.text}（尚未登记）"}
        for item in items
        if (item.case_id in seen if item.case_id else item.text not in hidden)
    ]
    return {
        "head": f"第 {made.version} 版 {made.get_kind_display()}",
        "at": moment_text(made.at),
        "by": f"{made.by_name} {made.by_post}",
        "phoned_by": made.phoned_by + (f"（{minute_text(made.phoned_at)}）" if made.phoned_at else ""),
        "text": made.text,
        "amount": made.amount,
        "category": items[0].get_category_display() if items else "",
        "items": shown,
        "hidden": len(items) - len(shown),
        "reason": made.reason,
        "is_late": made.is_late,
        "is_current": made.is_current,
    }


def _spots(request) -> list[dict]:
    """What can be registered on the spot by this person, each in a window of its own so that nothing typed is lost."""
    return [
        {"label": kind.registering, "url": reverse(kind.register_name)}
        for kind in registry.to_register(request.standing.permissions)
    ]
