"""Registering a petition: the page, its live right column, and what is done with matters that look the same."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from governance.cases import actions, registry
from governance.cases.almanac import calendar_at_hand
from governance.cases.attachments import AttachmentRefused
from governance.cases.lights import clock_html
from governance.cases.models import Case
from governance.cases.refusals import Refusal, StepNotAllowed
from governance.cases.views.parts import case_url
from governance.cases.views.rows import state_html
from governance.organisation.models import Unit
from governance.organisation.standing import standing_of

from .actions import register_petition
from .forms import RegisterForm
from .previewing import Similar, clocks_to_start, consequence, similar_petitions

SAME, RELATED, DIFFERENT = "merge", "link", "none"
ANSWERS = ((SAME, "并入"), (RELATED, "关联"), (DIFFERENT, "不是同一件事"))


@dataclass(frozen=True)
class StartingView:
    """A clock that registration will start, ready to print."""

    name: str
    article: str
    due: SafeString


@dataclass(frozen=True)
class SimilarView:
    """A petition that may be the same matter, with the question what to do about it."""

    pk: int
    number: str
    url: str
    reason: str
    title: str
    note: SafeString
    choices: list


def _units(user, today) -> list[Unit]:
    """The units in whose name this person registers; raises ``StepNotAllowed`` if there is none."""
    ids = standing_of(user, today).units_with("cases.register_case")
    if not ids:
        raise StepNotAllowed("您的岗位不办理登记。")
    return list(Unit.objects.filter(pk__in=ids))


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """The register page; once sent, the petition stands with its clocks and the next page is its own."""
    now = timezone.now()
    today = timezone.localdate(now)
    units = _units(request.user, today)
    if request.method != "POST":
        form = RegisterForm(units=units, today=today)
        return _page(request, form, RegisterForm(_defaults(form), units=units, today=today), now)
    form = RegisterForm(request.POST, units=units, today=today)
    if not form.is_valid():
        return _page(request, form, form, now, status=422)
    try:
        return _register(request, form, now)
    except AttachmentRefused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, form, form, now, status=422)


def _defaults(form: RegisterForm) -> dict:
    """What an untouched form would send, for the first preview."""
    return {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}


def _register(request, form: RegisterForm, now: datetime):
    petition = form.petition()
    petition.lead_unit = form.intake_unit()
    petition.opened_at = form.received_at(now)
    same = _answered(request, form, now)
    repeats = _repeated(petition, same)
    register_petition(
        petition,
        actor=request.user,
        at=now,
        people=form.people(),
        files=request.FILES.getlist("files"),
        repeats=repeats,
    )
    refused = _join(petition, same, repeats, request.user, now)
    done = format_html('已登记，编号 <a href="{}">{}</a>。', case_url(petition), petition.number)
    messages.success(request, done)
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
        if answer != DIFFERENT and found.same_person and (restricted or not found.case.is_restricted):
            return found.case
    return None


def _answered(request, form: RegisterForm, now: datetime) -> list[tuple[Similar, str]]:
    """The similar petitions with what the clerk said about each."""
    found = _similar(request, form, now)
    return [(each, request.POST.get(f"same_{each.case.pk}", DIFFERENT)) for each in found]


def _join(petition, same, repeats, user, now: datetime) -> list[str]:
    """The new petition is merged or linked as the clerk said; the sentences of what could not be done."""
    refused = []
    for found, answer in same:
        try:
            if answer == SAME:
                actions.take_step(
                    petition, "merge", actor=user, at=now, into=found.case, note="登记时核对为同一信访事项"
                )
            elif answer == RELATED and found.case != repeats:
                relation = "repeat" if found.same_person else "related"
                actions.take_step(petition, "link", actor=user, at=now, other=found.case, relation=relation)
        except Refusal as refusal:
            refused.append(f"没有与 {found.case.number} 合并或关联：{refusal.sentence}")
    return refused


@require_POST
def preview(request):
    """The right column of the register page for what has been typed so far; nothing is written."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = RegisterForm(request.POST, units=_units(request.user, today), today=today)
    form.is_valid()
    return render(request, "petitions/_preview.html", _preview(request, form, now))


def _page(request, form: RegisterForm, bound: RegisterForm, now: datetime, *, status: int = 200):
    bound.is_valid()
    context = {"form": form, **_preview(request, bound, now)}
    return render(request, "petitions/register.html", context, status=status)


def _preview(request, form: RegisterForm, now: datetime) -> dict:
    petition = form.petition()
    received = form.received_at(now)
    calendar = calendar_at_hand()
    today = timezone.localdate(now)
    return {
        "clocks": [
            StartingView(starting.name, starting.article, clock_html(starting.clock, today, calendar))
            for starting in clocks_to_start(petition, received)
        ],
        "effect": consequence(petition),
        "similar": [_similar_view(request, each) for each in _similar(request, form, now)],
    }


def _similar(request, form: RegisterForm, now: datetime) -> list[Similar]:
    told = form.cleaned_data
    people = form.people()
    return similar_petitions(people, told.get("area"), told.get("category"), user=request.user, at=now)


def _similar_view(request, found: Similar) -> SimilarView:
    case: Case = found.case
    chosen = request.POST.get(f"same_{case.pk}", RELATED if found.same_person else DIFFERENT)
    opened = timezone.localtime(case.opened_at)
    return SimilarView(
        pk=case.pk,
        number=case.number,
        url=case_url(case),
        reason=found.reason,
        title=case.title,
        note=format_html(
            "{} 登记 · {} {}",
            f"{opened:%Y-%m-%d}",
            case.lead_unit.short_name,
            state_html(case, registry.workflow_of(case)),
        ),
        choices=[
            {"value": value, "label": label, "checked": value == chosen}
            for value, label in ANSWERS
            # A closed case takes nothing in any more.
            if value != SAME or case.closed_at is None
        ],
    )
