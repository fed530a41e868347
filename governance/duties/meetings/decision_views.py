"""What meetings decided, on screen: the list, and one with all its versions."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import Refusal, StepNotAllowed

from .. import access
from ..models import Decision
from . import decisions
from . import rows as showing
from .access import may_host, meetings_in_range
from .forms import ProofForm, ReasonForm, RedateForm
from .views import tabs


@require_safe
def decision_list(request):
    """What is still to be done, the nearest date first; or what is over."""
    access.must_see(request.standing)
    now = timezone.now()
    closed = request.GET.get("show") == "closed"
    still_open = Q(state=Decision.State.OPEN)
    found = decisions.visible_to(request.standing).filter(~still_open if closed else still_open)
    page = page_of(request, found, Order("due_on"), unit="项")
    rows = showing.decision_rows(Decision.objects.filter(pk__in=[row.pk for row in page.rows]), now)
    context = {"tabs": tabs("closed" if closed else "open"), "page": page, "rows": rows, "closed": closed}
    return render(request, "duties/meetings/decision_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_page(request, pk: int):
    """One decision, every version of it, and what the reader may do about it."""
    now = timezone.now()
    decision = decisions.decision_for(request.standing, pk)
    forms = _forms(request, decision, now)
    if request.method == "POST":
        if not forms:
            raise StepNotAllowed("只有责任单位和召集单位可以办理议定事项。")
        if _done(request, decision, forms, now):
            messages.success(request, "已记录。")
            return redirect("duties:decision", pk=pk)
    case = Case.objects.visible_to(request.user).filter(pk=decision.case_id).first() if decision.case_id else None
    seen = meetings_in_range(request.standing).filter(pk=decision.meeting_id).exists()
    context = {
        "decision": decision,
        "due": showing.due_of(decision, decision.missed_on, now),
        "history": showing.history_of(decision),
        "forms": forms,
        "case": case,
        "case_url": case_url(case) if case else "",
        "sees_meeting": seen,
    }
    return render(request, "duties/meetings/decision_detail.html", context, status=status_of(*forms.values()))


def _forms(request, decision: Decision, now: datetime) -> dict:
    hosts = may_host(request.standing, decision.meeting.unit)
    owns = decisions.owns(request.standing, decision) and not decisions.was_missed(decision, office_day(now))
    kinds: dict[str, Any] = {}
    if decision.state == Decision.State.OPEN:
        kinds |= {"settle": ProofForm} if owns or hosts else {}
        kinds |= {"redate": RedateForm, "drop": ReasonForm} if hosts else {}
    elif decision.state == Decision.State.DONE and hosts:
        kinds = {"reopen": ReasonForm}
    act = request.POST.get("act", "")
    return {
        name: form(
            request.POST.dict() if name == act else None,
            initial={"version": decision.version, "due_on": decision.due_on},
            auto_id=f"id_{name}_%s",
        )
        for name, form in kinds.items()
    }


def _done(request, decision: Decision, forms: dict, now) -> bool:
    act = request.POST.get("act", "")
    form = forms.get(act)
    if form is None:
        raise Refusal("这一项不能这样办理，请刷新页面后再试。")
    if not form.is_valid():
        return False
    told = dict(form.cleaned_data)
    version, how = told.pop("version"), {"actor": request.user, "at": now}
    verbs: dict[str, Any] = {"settle": decisions.settle, "redate": decisions.redate}
    verbs |= {"drop": decisions.drop, "reopen": decisions.reopen}
    with refusals_on(form):
        verbs[act](decision, *told.values(), version, **how)
        return True
    return False
