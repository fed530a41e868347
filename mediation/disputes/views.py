"""The lists of mediation, and registering a dispute: the page, its live right column, disputes that look the same."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases import case_sources
from governance.cases.files.attachments import AttachmentRefused
from governance.cases.intake import views as intake
from governance.cases.intake.similar import Similar
from governance.cases.lists.views import list_page
from governance.cases.models.case import case_url
from governance.frame.refusals import FactMissing
from governance.organisation.standing import standing_of

from ..lists import DISPUTES, TRACKS
from .actions import register_and_mediate, register_dispute
from .forms import RegisterForm
from .preview import consequences, opening, similar_disputes

REGISTER = "mediation.register_dispute"


def _form(request, today, data=None, **how) -> RegisterForm:
    """The form for this person's units; raises ``StepNotAllowed`` for who registers nowhere."""
    units = intake.registering_units(request.user, REGISTER, today)
    accepting = standing_of(request.user, today).units_with("cases.handle_case")
    return RegisterForm(data, units=units, accepting=accepting, today=today, **how)


@require_safe
def disputes(request):
    """Disputes, the nearest duty of the dispute or of one of its tracks first."""
    return list_page(request, DISPUTES)


@require_safe
def tracks(request):
    """Tracks of all four ways, the reader's own desk first."""
    return list_page(request, TRACKS)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """The register page; once sent, the dispute stands with its clocks and the next page is its own."""
    now = timezone.now()
    today = timezone.localdate(now)
    coming = case_sources.coming(request, now)
    if request.method != "POST":
        form = _form(request, today, initial=coming.initial if coming else {})
        return _page(request, form, _form(request, today, form.untouched()), now, coming=coming)
    form = _form(request, today, request.POST)
    if not form.is_valid():
        return _page(request, form, form, now, status=422, coming=coming)
    try:
        return _register(request, form, now, coming)
    except AttachmentRefused as refusal:
        form.add_error(None, refusal.sentence)
    except FactMissing as refusal:
        form.say_of_people(refusal.errors)
    return _page(request, form, form, now, status=422, coming=coming)


def _register(request, form: RegisterForm, now: datetime, coming: case_sources.Coming | None):
    dispute, at_once = form.dispute(), form.at_once()
    dispute.opened_at = form.received_at(now)
    same = intake.answered(request, _similar(request, form, now))
    if at_once is not None and any(answer == intake.SAME for _, answer in same):
        raise FactMissing({"direct": "并入已有纠纷的，在已有纠纷中启动调解，请不勾选这一项。"})
    told = {"actor": request.user, "at": now, "people": form.people(), "files": request.FILES.getlist("files")}
    with transaction.atomic():
        if at_once is None:
            register_dispute(dispute, **told)
            shown = dispute
        else:
            shown = register_and_mediate(dispute, at_once, **told)
        linked = coming.link(dispute, request.user, now) if coming else ""
    done = format_html('已登记，编号 <a href="{}">{}</a>。', case_url(dispute), dispute.number)
    messages.success(request, done)
    if linked:
        messages.info(request, linked)
    for sentence in intake.join(dispute, same, user=request.user, now=now, word="纠纷"):
        messages.warning(request, sentence)
    if request.POST.get("then") == "another":
        return redirect("mediation:register")
    return redirect(case_url(shown))


@require_POST
def preview(request):
    """The right column of the register page for what has been typed so far; nothing is written."""
    now = timezone.now()
    form = _form(request, timezone.localdate(now), request.POST)
    form.is_valid()
    return render(request, "mediation/disputes/_preview.html", _preview(request, form, now))


def _page(request, form: RegisterForm, bound: RegisterForm, now: datetime, *, status: int = 200, coming=None):
    bound.is_valid()
    context = {"form": form, "coming": coming, **_preview(request, bound, now)}
    return render(request, "mediation/disputes/form.html", context, status=status)


def _preview(request, form: RegisterForm, now: datetime) -> dict:
    dispute, at_once = form.dispute(), form.at_once()
    starting = opening(dispute, at_once, form.received_at(now), now)
    return {
        "clocks": intake.starting_views(starting, timezone.localdate(now)),
        "effects": consequences(dispute, at_once),
        "similar": [
            intake.similar_view(request, each, suggested=intake.RELATED if each.same_person else intake.DIFFERENT)
            for each in _similar(request, form, now)
        ],
    }


def _similar(request, form: RegisterForm, now: datetime) -> list[Similar]:
    told = form.cleaned_data
    return similar_disputes(form.people(), told.get("area"), told.get("category"), user=request.user, at=now)
