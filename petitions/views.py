"""Registering a petition: the page, its live right column, and what is done with matters that look the same."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from governance.cases import case_sources
from governance.cases.files.attachments import AttachmentRefused
from governance.cases.intake import views as intake
from governance.cases.intake.opening_clocks import clocks_to_start
from governance.cases.intake.similar import Similar
from governance.cases.models import Case
from governance.cases.models.case import case_url

from .actions import register_petition
from .forms import RegisterForm
from .preview import consequence, similar_petitions
from .workflow import WORKFLOW

REGISTER = "cases.register_case"


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """The register page; once sent, the petition stands with its clocks and the next page is its own."""
    now = timezone.now()
    today = timezone.localdate(now)
    units = intake.registering_units(request.user, REGISTER, today)
    coming = case_sources.coming(request, now)
    if request.method != "POST":
        form = RegisterForm(units=units, today=today, initial=coming.initial if coming else {})
        return _page(request, form, RegisterForm(form.untouched(), units=units, today=today), now, coming=coming)
    form = RegisterForm(request.POST, units=units, today=today)
    if not form.is_valid():
        return _page(request, form, form, now, status=422, coming=coming)
    try:
        return _register(request, form, now, coming)
    except AttachmentRefused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, form, form, now, status=422, coming=coming)


def _register(request, form: RegisterForm, now: datetime, coming: case_sources.Coming | None):
    petition = form.petition()
    petition.lead_unit = form.intake_unit()
    petition.opened_at = form.received_at(now)
    same = intake.answered(request, _similar(request, form, now))
    repeats = _repeated(petition, same)
    with transaction.atomic():
        register_petition(
            petition,
            actor=request.user,
            at=now,
            people=form.people(),
            files=request.FILES.getlist("files"),
            repeats=repeats,
        )
        linked = coming.link(petition, request.user, now) if coming else ""
    refused = intake.join(petition, same, user=request.user, now=now, word="信访事项", linked=repeats)
    done = format_html('已登记，编号 <a href="{}">{}</a>。', case_url(petition), petition.number)
    messages.success(request, done)
    if linked:
        messages.info(request, linked)
    for sentence in refused:
        messages.warning(request, sentence)
    if request.POST.get("then") == "notify" and not refused:
        return redirect("cases:step", number=petition.number, name="notify")
    if request.POST.get("then") == "another":
        return redirect("petitions:register")
    return redirect("cases:case", number=petition.number)


def _repeated(petition, same: list[tuple[Similar, str]]) -> Case | None:
    """The earlier petition of the same person that the clerk says this one repeats.

    An ordinary petition does not say of itself that it repeats an accusation: its readers would learn who accused.
    """
    restricted = petition.petition_class == petition.Class.ACCUSATION
    for found, answer in same:
        if answer != intake.DIFFERENT and found.same_person and (restricted or not found.case.is_restricted):
            return found.case
    return None


@require_POST
def preview(request):
    """The right column of the register page for what has been typed so far; nothing is written."""
    now = timezone.now()
    today = timezone.localdate(now)
    units = intake.registering_units(request.user, REGISTER, today)
    form = RegisterForm(request.POST, units=units, today=today)
    form.is_valid()
    return render(request, "petitions/_preview.html", _preview(request, form, now))


def _page(request, form: RegisterForm, bound: RegisterForm, now: datetime, *, status: int = 200, coming=None):
    bound.is_valid()
    context = {"form": form, "coming": coming, **_preview(request, bound, now)}
    return render(request, "petitions/form.html", context, status=status)


def _preview(request, form: RegisterForm, now: datetime) -> dict:
    petition = form.petition()
    starting = clocks_to_start(petition, WORKFLOW.opening_clocks, form.received_at(now))
    return {
        "clocks": intake.starting_views(starting, timezone.localdate(now)),
        "effects": [consequence(petition)],
        "similar": [
            intake.similar_view(request, each, suggested=intake.RELATED if each.same_person else intake.DIFFERENT)
            for each in _similar(request, form, now)
        ],
    }


def _similar(request, form: RegisterForm, now: datetime) -> list[Similar]:
    told = form.cleaned_data
    return similar_petitions(form.people(), told.get("area"), told.get("category"), user=request.user, at=now)
