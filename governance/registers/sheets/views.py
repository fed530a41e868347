"""A register as a sheet: out as the list shows it, in with every bad row named."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.frame.forms.posted import status_of
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work
from governance.jobs.forms import SheetForm

from .. import access
from ..access import SEE, register_for
from .columns import columns_of
from .jobs import EXPORT, LOAD

staff_only = permission_required(SEE, raise_exception=True)


@permission_required("cases.export_case", raise_exception=True)
@require_POST
def export(request, code: str):
    """A job makes the sheet of what the list shows."""
    register = register_for(code)
    params = {"register": register.pk, "query": request.GET.urlencode()}
    key = f"export:{request.POST.get('token', '')[:40]}" if request.POST.get("token") else None
    job = work.ask(EXPORT, owner=request.user, at=timezone.now(), params=params, key=key)
    return redirect("job", pk=job.pk)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def load(request, code: str):
    """The sheet is taken in and a job looks through it, and writes it down if all of it is right."""
    register = register_for(code)
    if not access.may_keep(register, request.standing):
        raise StepNotAllowed("您的岗位不登记这本台账。")
    form = SheetForm(request, label="台账文件")
    if form.is_valid():
        job = form.ask(LOAD, owner=request.user, at=timezone.now(), register=register.pk)
        return redirect("job", pk=job.pk)
    context = {
        "register": register,
        "form": form,
        "columns": [column.label for column in columns_of(register)],
        "back": reverse("registers:entries", args=[code]),
    }
    return render(request, "registers/import.html", context, status=status_of(form))


@require_safe
def faults(request, code: str, pk: int):
    """Every bad row of a sheet that was not taken."""
    register = register_for(code)
    job = get_object_or_404(work.jobs_of(request.user), pk=pk, kind=LOAD)
    back = reverse("registers:import", args=[code])
    return render(request, "registers/import_faults.html", {"job": job, "name": register.name, "back": back})
