"""Leaders in charge on screen: the list, what waits for a leader, who answers for what, and the rules of scope."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases import access
from governance.cases.lists.rows import state_html
from governance.cases.models.case import case_url
from governance.cases.registry import KINDS, workflow_of
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.organisation.accounts.login_records import acting

from ..access import OVERSEE, sender_of
from ..forms import WhyNotForm
from ..models import Leader, LeaderProposal, Portfolio, ScopeRule
from ..vocabulary import MEASURED_IN
from . import portfolios, scopes
from . import queue as leader_queue
from .actions import reject, take_charge
from .forms import ChargeForm, LeaderForm, ScopeForm, usual_day

RejectForm = partial(WhyNotForm, act="不予包案")
may_manage = permission_required("cases.manage_reference", raise_exception=True)


@require_safe
def queue_page(request):
    """What the scan proposes for a leader, each with what was found and whose portfolio covers it."""
    sender_of(request)
    context = {"lines": leader_queue.lines(request.user), "until": usual_day(office_day(timezone.now()))}
    return render(request, "supervision/leading/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_page(request, number: str):
    """One case and what proposes it for a leader; a post names the leader, or says why there is to be none."""
    now = timezone.now()
    case = access.case_for(request.user, number, OVERSEE)
    unit = sender_of(request)
    suggested = portfolios.portfolios().leader_of(case)
    rejecting = request.POST.get("act") == "reject"
    sent = request.POST if request.method == "POST" and not rejecting else None
    form = ChargeForm(sent, suggested=suggested, today=office_day(now))
    if rejecting:
        return _reject(request, case, form, now)
    if form.is_valid():
        with refusals_on(form):
            led = take_charge(case, **form.cleaned_data, actor=request.user, at=now, unit=unit)
            messages.success(request, f"已由{led.leader}包案，编号 {led.number}。")
            # Whoever took it from the list goes on there.
            return redirect("supervision:leader_queue" if request.POST.get("from") == "queue" else case_url(led))
    return _proposal(request, case, form, status=status_of(form))


def _reject(request, case, form, now):
    rejecting = RejectForm(request.POST)
    if rejecting.is_valid():
        with refusals_on(rejecting):
            count = reject(case, reason=rejecting.cleaned_data["why_not"], actor=request.user, at=now)
            messages.success(request, "已不予包案，理由已经记录。" if count else "这件事项的建议已经处理过。")
            return redirect("supervision:leader_queue")
    return _proposal(request, case, form, status=status_of(rejecting), rejecting=rejecting)


def _proposal(request, case, form, *, status: int = 200, **extra):
    rows = LeaderProposal.objects.filter(case=case).select_related("rule", "by").order_by("at", "pk")
    context = {
        "case": {
            "number": case.number,
            "title": case.title,
            "url": case_url(case),
            "state": state_html(case, workflow_of(case)),
            "facts": [
                ("承办单位", case.lead_unit.name),
                ("发生地", case.area.name),
                ("登记日期", str(office_day(case.opened_at))),
            ],
        },
        "waiting": [leader_queue.reason(row) for row in rows if not row.decision],
        "decided": [row for row in rows if row.decision],
        "form": form,
        "rejecting": RejectForm(),
        **extra,
    }
    return render(request, "supervision/leading/proposal_detail.html", context, status=status)


@require_safe
@may_manage
def leaders(request):
    """Every leader with what lies with him."""
    known = Leader.objects.select_related("user", "head__user").prefetch_related(
        Prefetch("portfolios", Portfolio.objects.select_related("unit", "category"))
    )
    rows = [
        {
            "pk": leader.pk,
            "name": leader.user.name,
            "title": leader.title,
            "head": f"{leader.head.user.name}接办" if leader.head else "主要领导",
            "units": "、".join(row.unit.short_name for row in leader.portfolios.all() if row.unit),
            "categories": "、".join(str(row.category) for row in leader.portfolios.all() if row.category_id),
            "on": leader.is_active,
        }
        for leader in known
    ]
    return render(request, "supervision/leading/leader_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def leader_page(request, pk: int = 0):
    """One leader and what lies with him, or a new one."""
    leader = get_object_or_404(Leader.objects.select_related("user"), pk=pk) if pk else Leader()
    form = LeaderForm(posted(request), instance=leader)
    if form.is_valid():
        told = form.cleaned_data
        with refusals_on(form):
            kept = portfolios.keep(
                form.instance,
                units=list(told["units"]),
                categories=list(told["categories"]),
                version=told["version"],
                **acting(request),
            )
            messages.success(request, f"{kept.user.name}的分工已保存。")
            return redirect("supervision:leaders")
    return render(
        request, "supervision/leading/leader_form.html", {"form": form, "leader": leader}, status=status_of(form)
    )


@require_safe
@may_manage
def scope_list(request):
    """The rules by which cases are proposed for a leader."""
    labels = {code: kind.workflow.label for code, kind in KINDS.items()}
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "reach": f"{rule.get_measured_display()}达到 {rule.threshold} {MEASURED_IN[rule.measured]}",
            "kinds": "、".join(labels.get(code, code) for code in rule.kinds) or "各类事项",
            "basis": rule.basis,
            "on": rule.is_active,
        }
        for rule in ScopeRule.objects.all()
    ]
    return render(request, "supervision/leading/scope_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def scope_page(request, code: str):
    """One rule of scope: from how much on, for which kinds, and whether at all."""
    rule = get_object_or_404(ScopeRule, code=code)
    form = ScopeForm(posted(request), rule=rule)
    if form.is_valid():
        with refusals_on(form):
            scopes.change_rule(rule, **form.cleaned_data, **acting(request))
            messages.success(request, f"“{rule.name}”已保存，下一次扫描起按新的范围提出建议。")
            return redirect("supervision:scopes")
    context = {"form": form, "rule": rule, "back": reverse("supervision:scopes")}
    return render(request, "supervision/leading/scope_form.html", context, status=status_of(form))
