"""The lawyers who take turns: the list, entering and changing one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.organisation.accounts.login_records import acting

from ..models import Lawyer
from ..organisations.access import managers_only, manages_county, viewers_only
from . import roster
from .forms import LawyerForm


@viewers_only
@require_safe
def lawyer_list(request):
    """Every lawyer with the number of duties in this year; those who left the rotation stand last."""
    today = office_day(timezone.now())
    this_year = Q(duties__day__year=today.year)
    found = Lawyer.objects.annotate(
        often=Count("duties", filter=this_year), last=Max("duties__day", filter=Q(duties__day__lt=today))
    )
    context = {
        "rows": found.order_by("-is_active", "firm", "name", "id"),
        "count": sum(lawyer.is_active for lawyer in found),
        "year": today.year,
        "may_manage": manages_county(request),
    }
    return render(request, "mediation/lawyers/list.html", context)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_lawyer(request):
    """A lawyer joins the rotation."""
    form = LawyerForm(request.POST or None)
    return _entered(request, form, "新增律师", "登记")


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def lawyer_page(request, pk):
    """A lawyer's firm, or the end of their turns."""
    lawyer = get_object_or_404(Lawyer, pk=pk)
    name = lawyer.name
    form = LawyerForm(request.POST or None, instance=lawyer)
    return _entered(request, form, f"修改律师 {name}", "保存")


def _entered(request, form: LawyerForm, heading: str, verb: str):
    if not manages_county(request):
        raise PermissionDenied
    how = acting(request)
    if form.is_valid():
        with refusals_on(form):
            if form.instance.pk is None:
                roster.enter_lawyer(form.instance, **how)
            else:
                roster.change_lawyer(form.instance, form.changed, version=form.cleaned_data["version"], **how)
            messages.success(request, "已保存。")
            return redirect("mediation:lawyers")
    context = {"form": form, "heading": heading, "verb": verb, "back_url": reverse("mediation:lawyers")}
    return render(request, "mediation/lawyers/form.html", context, status=status_of(form))
