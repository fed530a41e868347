"""Mediators on screen: appointing, changing and ending, and their training."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Unit

from ..models import Mediator
from . import actions as appointing
from .access import check_manages, managers_only, organisation_of
from .forms import EndOfficeForm, MediatorForm, TrainingForm


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_mediator(request, pk):
    """Somebody mediates for the organisation from now on."""
    unit = organisation_of(pk)
    check_manages(request, unit.area_id)
    now = timezone.now()
    form = MediatorForm(request.POST or None, instance=Mediator(unit=unit), today=office_day(now))
    if form.is_valid():
        form.instance.user = form.cleaned_data["user"]
        with refusals_on(form):
            appointing.appoint(form.instance, **acting(request, now))
            messages.success(request, f"已登记调解员{form.instance.name}。")
            return redirect("mediation:organisation", pk)
    return _form_page(request, unit, form, "新增调解员", "登记")


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_mediator(request, pk):
    """Another position or another term."""
    mediator = _active_mediator(request, pk)
    now = timezone.now()
    name = mediator.name
    form = MediatorForm(request.POST or None, instance=mediator, today=office_day(now))
    if form.is_valid():
        changed, version = form.changed, form.cleaned_data["version"]
        with refusals_on(form):
            appointing.change_mediator(form.instance, changed, version=version, **acting(request, now))
            messages.success(request, "已保存。")
            return redirect("mediation:organisation", mediator.unit_id)
    advice = "连任的，把本届任期改为新一届的起止日期。"
    return _form_page(request, mediator.unit, form, f"修改调解员 {name}", "保存", advice)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def end_mediator(request, pk):
    """Somebody mediates here no longer."""
    mediator = _active_mediator(request, pk)
    now = timezone.now()
    form = EndOfficeForm(request.POST or None, initial={"left_on": office_day(now)})
    if form.is_valid():
        with refusals_on(form):
            appointing.end_office(mediator, **form.cleaned_data, **acting(request, now))
            messages.success(request, f"{mediator.name}的离任已登记。")
            return redirect("mediation:organisation", mediator.unit_id)
    advice = "次日起不能再被指定或者选为调解员，已办的调解和培训记录不变。"
    return _form_page(request, mediator.unit, form, f"{mediator.name}离任", "登记离任", advice)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_training(request, pk):
    """Mediators of the organisation took part in a training."""
    unit = organisation_of(pk)
    check_manages(request, unit.area_id)
    now = timezone.now()
    mediators = unit.mediators.filter(is_active=True).chair_first()
    form = TrainingForm(request.POST or None, mediators=mediators, initial={"on": office_day(now)})
    if form.is_valid():
        with refusals_on(form):
            count = appointing.enter_training(**form.cleaned_data, **acting(request, now))
            told = f"已登记 {count} 人的培训。" if count else "所选人员的这次培训已经登记过，没有重复登记。"
            messages.success(request, told)
            return redirect("mediation:organisation", pk)
    advice = "县级司法行政部门应当定期对人民调解员进行业务培训（《人民调解法》第十四条第二款）；旁听庭审也在这里登记。"
    return _form_page(request, unit, form, "登记培训", "登记", advice)


def _active_mediator(request, pk: int) -> Mediator:
    mediators = Mediator.objects.select_related("unit", "user").filter(unit__kind=Unit.Kind.MEDIATION)
    mediator = get_object_or_404(mediators, pk=pk, is_active=True)
    check_manages(request, mediator.unit.area_id)
    return mediator


def _form_page(request, unit: Unit, form, heading: str, verb: str, advice: str = "") -> HttpResponse:
    context = {"unit": unit, "form": form, "heading": heading, "verb": verb, "advice": advice}
    return render(request, "mediation/organisations/form.html", context, status=status_of(form))
