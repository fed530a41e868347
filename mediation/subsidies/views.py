"""Subsidies by the case: the list of a month, marking it as paid, its export, and the rates."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.jobs import work
from governance.organisation.accounts.login_records import acting

from ..models import Dispute, Subsidy, SubsidyRate
from . import effects as subsidy
from . import payments
from .forms import PayForm, RateForm, month_of
from .jobs import EXPORT

approvers_only = permission_required(payments.PERMISSION, raise_exception=True)


@approvers_only
@require_http_methods(["GET", "HEAD", "POST"])
def subsidies(request):
    """The claims that wait, and the list of a month with its sum; what was paid is marked here."""
    now = timezone.now()
    today = office_day(now)
    month = month_of(request.GET.get("month", ""), today=today)
    rows = payments.of_month(request.user, month)
    payable = [row for row in rows if row.state == Subsidy.State.APPROVED]
    sent = posted(request)
    form = PayForm(sent, payable=payable, initial={"paid_on": today})
    if form.is_valid():
        chosen = [row for row in payable if row.pk in form.cleaned_data["chosen"]]
        paid = payments.pay(chosen, paid_on=form.cleaned_data["paid_on"], actor=request.user, at=now)
        if paid.done:
            messages.success(request, f"{paid.done} 件已登记发放。")
        for sentence in paid.refused:
            messages.error(request, sentence)
        return redirect(f"{reverse('mediation:subsidies')}?month={month:%Y-%m}")
    context = {
        "month": month,
        "months": sorted({month, today.replace(day=1), *payments.months(request.user)}, reverse=True),
        "rows": rows,
        "waiting": payments.claimed(request.user),
        "total": subsidy.total_of(rows),
        "paid_total": subsidy.total_of(row for row in rows if row.state == Subsidy.State.PAID),
        "payable": payable,
        "chosen": set(sent.getlist("chosen")) if sent else {str(row.pk) for row in payable},
        "form": form,
    }
    return render(request, "mediation/subsidies/list.html", context, status=status_of(form))


@approvers_only
@require_POST
def export(request):
    """The month's list is asked for as a table."""
    now = timezone.now()
    month = month_of(request.POST.get("month", ""), today=office_day(now))
    job = work.ask(EXPORT, owner=request.user, at=now, params={"month": month.isoformat()})
    return redirect("job", pk=job.pk)


@approvers_only
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request):
    """What a case of each grade earns, now and before; a new rate begins on a day of its own."""
    now = timezone.now()
    today = office_day(now)
    form = RateForm(posted(request), initial={"effective_from": today})
    if form.is_valid():
        with refusals_on(form):
            saved = subsidy.set_rate(form.rate(), today=today, **acting(request, now))
            messages.success(request, f"{saved.get_grade_display()}纠纷的标准已保存，{saved.effective_from} 起执行。")
            return redirect("mediation:subsidy_rates")
    context = {"form": form, "rows": _rate_rows(today)}
    return render(request, "mediation/subsidies/rate_list.html", context, status=status_of(form))


def _rate_rows(today) -> list[dict]:
    """Every rate by grade, newest first, with the word for its time."""
    current = set()
    rows = []
    # Newest first within a grade: sorting keeps the order of the table.
    order = Dispute.Grade.values
    for rate in sorted(SubsidyRate.objects.all(), key=lambda rate: order.index(rate.grade)):
        is_current = rate.effective_from <= today and rate.grade not in current
        if is_current:
            current.add(rate.grade)
        otherwise = "尚未执行" if rate.effective_from > today else "已停止执行"
        rows.append({"rate": rate, "word": "执行中" if is_current else otherwise, "current": is_current})
    return rows
