"""What sweeps found in words, on screen: the list of what waits, and one with what can be done about it."""

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases import registry
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.days import due_words, office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.frame.pages.lights import due_html, state_label
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import Refusal, StepNotAllowed

from .. import access
from ..models import SweepFinding
from . import actions
from .forms import AssignForm, DismissForm, NumberForm, ResultForm

FORMS = {"register": NumberForm, "settle": ResultForm, "dismiss": DismissForm, "assign": AssignForm}
VERBS: dict[str, Any] = {
    "register": actions.register,
    "settle": actions.settle,
    "dismiss": actions.dismiss,
    "assign": actions.assign,
}


@require_safe
def finding_list(request):
    """What waits, the nearest day first; or what is over."""
    access.must_see(request.standing)
    today = office_day(timezone.now())
    closed = request.GET.get("show") == "closed"
    waiting = {"state": SweepFinding.State.WAITING}
    found = actions.visible_to(request.standing)
    found = found.exclude(**waiting) if closed else found.filter(**waiting)
    page = page_of(request, found.select_related("unit", "person", "task__unit"), Order("due_on"), unit="件")
    url = reverse("duties:findings")
    tabs = [("待处理", url, not closed), ("已处理", f"{url}?show=closed", closed)]
    context = {
        "page": page,
        "rows": [_row(row, today) for row in page.rows],
        "tabs": [{"label": label, "url": address, "active": active} for label, address, active in tabs],
        "closed": closed,
    }
    return render(request, "duties/findings/list.html", context)


def _row(row: SweepFinding, today) -> dict:
    return {
        "url": reverse("duties:finding", args=[row.pk]),
        "text": row.text,
        "found": f"{row.task.unit.short_name} {row.found_on}",
        "holder": f"{row.unit.short_name} {row.person.name if row.person else ''}".strip(),
        "due": due_of(row, today),
    }


def due_of(row: SweepFinding, today):
    """How far off its day is, or how it ended."""
    if row.state != SweepFinding.State.WAITING:
        return state_label("closed", f"{row.get_state_display()} {row.ended_on}")
    code, left = due_words(row.due_on, today, near=1)
    return due_html(code, row.due_on, left, provisional=row.provisional)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_page(request, pk: int):
    """One finding; a post registers, settles or passes it to another person or day."""
    now = timezone.now()
    finding = actions.finding_for(request.standing, pk)
    forms = _forms(request, finding)
    if request.method == "POST":
        form = forms.get(request.POST.get("act", ""))
        if not forms:
            raise StepNotAllowed("只有负责处理的单位可以登记、化解或者核实。")
        if form is None:
            raise Refusal("这一项不能这样办理，请刷新页面后再试。")
        if form.is_valid():
            told = dict(form.cleaned_data)
            version = told.pop("version")
            with refusals_on(form):
                VERBS[request.POST["act"]](finding, *told.values(), version, actor=request.user, at=now)
                messages.success(request, "已记录。")
                return redirect("duties:finding", pk=pk)
    seen = Case.objects.visible_to(request.user).filter(pk=finding.case_id).first() if finding.case_id else None
    context = {
        "finding": finding,
        "due": due_of(finding, office_day(now)),
        "forms": forms,
        "case": seen,
        "case_url": case_url(seen) if seen else "",
        "spots": _spots(request) if forms else [],
    }
    return render(request, "duties/findings/detail.html", context, status=status_of(*forms.values()))


def _forms(request, finding: SweepFinding) -> dict:
    if finding.state != SweepFinding.State.WAITING or not actions.deals_with(request.standing, finding):
        return {}
    act = request.POST.get("act", "")
    initial = {"version": finding.version, "person": finding.person_id, "due_on": finding.due_on}
    return {
        name: form(
            request.POST.dict() if name == act else None, initial=initial, auto_id=f"id_{name}_%s", user=request.user
        )
        for name, form in FORMS.items()
    }


def _spots(request) -> list[dict]:
    """Where the person can register it, in a window of its own."""
    return [
        {"label": kind.registering, "url": reverse(kind.register_name)}
        for kind in registry.to_register(request.standing.permissions)
    ]
