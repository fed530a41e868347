"""The registers of the county by group, and the page on which one is laid down."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.fields.kind import Setting, told_in
from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of, version_read
from governance.organisation.accounts.login_records import acting

from ..access import MANAGE, SEE, visible_of_all
from ..models import Register
from . import defining
from .forms import FACTS, RegisterForm, initial_of

staff_only = permission_required(SEE, raise_exception=True)
managers_only = permission_required(MANAGE, raise_exception=True)


@staff_only
@require_safe
def registers(request):
    """Every register in use by group: how many rows there are, and how many of them are late."""
    today = office_day(timezone.now())
    manages = MANAGE in request.standing.permissions
    shown = Register.objects.all() if manages else Register.objects.filter(is_active=True)
    counted = _counts(request.standing, today)
    groups: dict[str, list[dict]] = {}
    for register in shown.annotate(standards=Count("norms")):
        row = {"register": register, "url": reverse("registers:entries", args=[register.code])}
        groups.setdefault(register.group, []).append(row | counted.get(register.pk, {"rows": 0, "late": 0}))
    context = {"groups": groups.items(), "manages": manages}
    return render(request, "registers/home.html", context)


def _counts(standing, today) -> dict[int, dict]:
    """How many rows of each register the person may see, and how many are late; one query for both kinds of sight."""
    late = Count("pk", filter=Q(due_on__lt=today))
    found = visible_of_all(standing).filter(ended_on=None).order_by()
    rows = found.values("register").annotate(rows=Count("pk"), late=late)
    return {row["register"]: {"rows": row["rows"], "late": row["late"]} for row in rows}


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_register(request):
    """A register of the county's own."""
    form = RegisterForm(*_asked(request))
    if form.is_valid():
        with refusals_on(form):
            made = defining.add_register(form.definition(), **acting(request))
            messages.success(request, f"已新增台账“{made.name}”。")
            return redirect("registers:entries", code=made.code)
    return render(request, "registers/define.html", {"form": form}, status=status_of(form))


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def define(request, code: str):
    """What the register asks from now on."""
    register = Register.objects.filter(code=code).first()
    if register is None:
        raise Http404("没有这本台账。")
    begin = initial_of(defining.definition_of(register)) | {"version": register.version}
    form = RegisterForm(*_asked(request), initial=begin)
    if form.is_valid():
        with refusals_on(form):
            version = version_read(request.POST)
            held = defining.change_register(register, form.definition(), version=version, **acting(request))
            messages.success(request, f"台账“{held.name}”已修改。")
            return redirect("registers:registers")
    retired = [each.label for each in register.all_fields if each.retired]
    context = {"form": form, "register": register, "retired": "、".join(retired)}
    return render(request, "registers/define.html", context, status=status_of(form))


def _asked(request) -> tuple[Setting, dict | None]:
    return Setting.of(request.user, timezone.now()), told_in(request, FACTS, "version")
