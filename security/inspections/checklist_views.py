"""The checklists, for everybody to read and for the county office to lay down."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.fields.kind import Setting, told_in
from governance.frame.forms.posted import refusals_on, status_of, version_read
from governance.organisation.accounts.login_records import acting

from . import defining
from .access import MANAGE
from .forms import ChecklistForm, facts, initial_of
from .models import Checklist

staff_only = permission_required("cases.view_case", raise_exception=True)
managers_only = permission_required(MANAGE, raise_exception=True)


@staff_only
@require_safe
def checklists(request):
    """Every list: for which places, by which plan, how many items."""
    kinds, plans = dict(defining.kinds_of_place()), dict(defining.plans())
    found = Checklist.objects.select_related("register")
    rows = [
        {
            "list": each,
            "kind": kinds.get(defining.kind_of(each), each.register.name),
            "plan": plans.get(each.plan_code, each.plan_code),
        }
        for each in found.annotate(asked=Count("items", filter=Q(items__retired=False)))
    ]
    context = {"rows": rows, "manages": MANAGE in request.standing.permissions}
    return render(request, "security/inspections/checklists.html", context)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A list of the county's own."""
    form = _form(request)
    if form.is_valid():
        with refusals_on(form):
            made = defining.add(form.told(), **acting(request))
            messages.success(request, f"已新增“{made.name}”。")
            return redirect("security:inspections:checklists")
    return _page(request, form, None)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    """What the list asks from now on."""
    checklist = get_object_or_404(Checklist.objects.select_related("register"), pk=pk)
    form = _form(request, initial=initial_of(checklist))
    if form.is_valid():
        with refusals_on(form):
            version = version_read(request.POST)
            defining.change(checklist, form.told(), version=version, **acting(request))
            messages.success(request, f"“{checklist.name}”已修改。")
            return redirect("security:inspections:checklists")
    return _page(request, form, checklist)


def _form(request, **more) -> ChecklistForm:
    asked = facts()
    told = told_in(request, asked, "version")
    return ChecklistForm(Setting.of(request.user, timezone.now()), asked, told, **more)


def _page(request, form, checklist):
    context = {"form": form, "checklist": checklist}
    return render(request, "security/inspections/checklist.html", context, status=status_of(form))
