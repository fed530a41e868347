"""The register page of every kind of case: its form, the live right column, matters that look alike, what comes next.

A line of work brings a ``RegisterPage`` and puts its ``addresses`` among its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.days import office_day, office_time
from governance.frame.forms.posted import refusals_on
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.models import Unit
from governance.organisation.retention import kept
from governance.organisation.standing import Standing, standing_of

from .. import access, registry
from ..calendar.at_hand import calendar_at_hand
from ..deadlines.html import clock_html
from ..lists.rows import state_html
from ..models import Case
from ..models.case import case_url
from ..steps import actions
from ..steps.words import as_told
from ..workflow import Fact
from . import sources as case_sources
from .forms import IntakeForm
from .opening_clocks import OpeningClock, clocks_to_start
from .people_forms import BOXES
from .similar import Similar, similar
from .suggestions import Suggested

SAME, RELATED, DIFFERENT = "merge", "link", "none"
DATA_NOTICE = (
    "请告知当事人：所提供的个人信息只用于{purpose}：{boxes}；用不到的不填。"
    "电话、证件号自办结之日起保存 {kept}，期满清除；可以向本单位申请查阅、复制、更正、删除。"
    "《个人信息保护法》第六条、第十七条、第三十五条、第四十四条至第五十条"
)
ANSWERS = ((SAME, "并入"), (RELATED, "关联"), (DIFFERENT, "不是同一件事"))


def opened_by(verb: Callable) -> Callable:
    """Registers a case by the ``verb`` of its kind, which is told what was asked beside what every case is asked."""

    def save(form: IntakeForm, case, same, **told):
        verb(case, told=as_told(form.facts, form.cleaned_data), **told)
        return case

    return save


_open = opened_by(actions.open_case)


def _opening_clocks(form: IntakeForm, case, now: datetime) -> list[OpeningClock]:
    return clocks_to_start(case, registry.workflow_of(case).starting_clocks, form.received_at(now))


@dataclass(frozen=True)
class RegisterPage:
    """What the register page of a kind asks, says and does beyond what all of them do.

    ``facts`` are asked beside what every case is asked, and kept in the columns of their names and in the history; so
    are ``columns``, each a choice that the kind's table has and names.
    ``save(form, case, same, actor=, at=, people=, files=)`` registers the unsaved case and gives the one whose page
    comes next; ``same`` are the similar cases, each with the answer of who registers. ``clocks(form, case, now)``,
    ``consequences(form, case)`` and what is ``suggested`` for the unsaved case are shown beside the form while it is
    filled in, and nothing is kept of them.
    ``hint`` stands where nothing is compared yet and ``first``, if there is one, where nothing alike was found;
    ``meaning(found, unit, at)`` says what an earlier case means for one that the unit registers then.
    ``on_the_spot`` are steps that can follow at once, by name with the words of their button; ``ticks`` are boxes that
    the address may tick beforehand.
    """

    kind: str
    form: type[IntakeForm] = IntakeForm
    columns: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    template: str = "cases/intake/form.html"
    lead: str = ""
    purpose: str = "登记、办理、答复本事项和对办理工作的监督"  # what the people's data is for, as they are told
    word: str = "事项"  # what the reason and the note of a merger call a case
    hint: str = "填写姓名和电话、证件号或地点后，这里列出同一人、同一地点的既有事项。"
    first: str = ""
    meaning: Callable[[Similar, Unit, datetime], str] = lambda found, unit, at: ""
    save: Callable = _open
    clocks: Callable[[Any, Any, datetime], list[OpeningClock]] = _opening_clocks
    consequences: Callable[[Any, Any], list[str]] = lambda form, case: []
    suggested: Callable[[Any], list[Suggested]] = lambda case: []
    on_the_spot: tuple[tuple[str, str], ...] = ()
    ticks: tuple[str, ...] = ()

    def on_the_spot_for(self, standing: Standing) -> list[tuple[str, str]]:
        """The steps that some post of the person takes."""
        workflow = registry.KINDS[self.kind].workflow
        steps = ((workflow.step(name), words) for name, words in self.on_the_spot)
        return [(step.name, words) for step, words in steps if step and step.permission in standing.permissions]

    def asked(self, kind: registry.CaseKind) -> tuple[Fact, ...]:
        """What the page asks of that kind beside what every case is asked."""
        chosen = ((name, kind.label_of(name), tuple(kind.choices_of(name))) for name in self.columns)
        return (*(Fact(name, label, "choice", choices=words) for name, label, words in chosen), *self.facts)


@dataclass(frozen=True)
class StartingView:
    """A clock that registration will start, ready to print."""

    name: str
    article: str
    due: SafeString


@dataclass(frozen=True)
class SimilarView:
    """A case that may be the same matter, with the question what to do about it."""

    pk: int
    number: str
    url: str
    reason: str
    title: str
    note: SafeString
    meaning: str
    choices: list


def addresses(route: str, page: RegisterPage) -> list:
    """The addresses of the register page, for the ``urlpatterns`` of its line of work."""
    return [
        path(route, register, {"page": page}, name="register"),
        path(f"{route}preview/", preview, {"page": page}, name="preview"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def register(request, page: RegisterPage):
    """The register page; once sent, the case stands with its clocks and the next page is its own."""
    now = timezone.now()
    make = _form_of(request, page, now)
    coming = case_sources.coming(request, now)
    if request.method != "POST":
        ticked = {name: True for name in page.ticks if name in request.GET}
        form = make(initial=ticked | (coming.initial if coming else {}))
        return _page(request, page, form, make(form.untouched()), now, coming)
    form = make(request.POST)
    if form.is_valid():
        with refusals_on(form):
            return _registered(request, page, form, now, coming)
    return _page(request, page, form, form, now, coming, status=422)


@require_POST
def preview(request, page: RegisterPage):
    """The right column of the register page for what has been typed so far; nothing is written."""
    now = timezone.now()
    form = _form_of(request, page, now)(request.POST)
    return render(request, "cases/intake/_preview.html", _preview(request, page, form, now))


def _form_of(request, page: RegisterPage, now: datetime) -> Callable[..., IntakeForm]:
    """The form for the units in whose name this person registers; raises ``StepNotAllowed`` if there is none."""
    kind = registry.KINDS[page.kind]
    standing = standing_of(request.user, office_day(now))
    ids = standing.units_with(kind.register_permission)
    if not ids:
        raise StepNotAllowed("您的岗位不办理登记。")
    units = list(Unit.objects.filter(pk__in=ids).select_related("area"))
    how = {"user": request.user, "standing": standing, "now": now, "facts": page.asked(kind)}
    return partial(page.form, kind=kind, units=units, **how)


def _registered(request, page: RegisterPage, form: IntakeForm, now: datetime, coming: case_sources.SourceOnPage | None):
    case = form.case()
    case.opened_at = form.received_at(now)
    same = [
        (found, request.POST.get(f"same_{found.case.pk}", DIFFERENT)) for found in _similar(request, page, form, now)
    ]
    told = {"actor": request.user, "at": now, "people": form.people(), "files": request.FILES.getlist("files")}
    with transaction.atomic():
        shown = page.save(form, case, same, **told)
        linked = coming.link(case, request.user, now) if coming else ""
    messages.success(request, format_html('已登记，编号 <a href="{}">{}</a>。', case_url(case), case.number))
    if linked:
        messages.info(request, linked)
    asked = _asked_to_merge(case, same, request.user)
    left = [each for each in same if each is not asked]
    refused = _join(case, left, user=request.user, now=now, word=page.word)
    for sentence in refused:
        messages.warning(request, sentence)
    if asked:
        return redirect(_merging(case, asked[0].case, page.word))
    then = request.POST.get("then")
    if then in dict(page.on_the_spot) and not refused:
        return redirect("cases:step", number=case.number, name=then)
    if then == "another":
        return redirect(request.path)
    # A window that cannot keep an accusation has done its part: its page is not theirs.
    known = Case.objects.visible_to(request.user).filter(pk=shown.pk).exists()
    return redirect(case_url(shown) if known else "/")


def _asked_to_merge(case, same: list[tuple[Similar, str]], user) -> tuple[Similar, str] | None:
    """The similar case into which this one shall go, if the step wants to be told more than that."""
    step = registry.workflow_of(case).step("merge")
    if step is None or {fact.name for fact in step.facts if fact.required} <= {"into", "note"}:
        return None
    if not access.may_take(user, case, step):
        return None
    return next((each for each in same if each[1] == SAME), None)


def _merging(case, into: Case, word: str) -> str:
    """The page on which the case is merged, with what is known already."""
    known = urlencode({"into": into.number, "note": _merge_note(word)})
    return f"{reverse('cases:step', args=[case.number, 'merge'])}?{known}"


def _merge_note(word: str) -> str:
    return f"登记时核对为同一{word}"


def _join(case, same: list[tuple[Similar, str]], *, user, now: datetime, word: str) -> list[str]:
    """The new case is merged or linked as the clerk said; the sentences of what could not be done."""
    linked = set(case.links_out.values_list("other_id", flat=True)) if same else ()
    refused = []
    for found, answer in same:
        try:
            if answer == SAME:
                told = {"into": found.case, "note": _merge_note(word)}
                actions.take_step(case, "merge", told, actor=user, at=now)
            elif answer == RELATED and found.case.pk not in linked:
                relation = "repeat" if found.same_person else "related"
                actions.take_step(case, "link", {"other": found.case, "relation": relation}, actor=user, at=now)
        except Refusal as refusal:
            refused.append(f"没有与 {found.case.number} 合并或关联：{refusal}")
    return refused


def _page(request, page: RegisterPage, form: IntakeForm, bound: IntakeForm, now: datetime, coming, *, status=200):
    context = {
        "title": registry.KINDS[page.kind].registering,
        "page": page,
        "form": form,
        "coming": coming,
        "data_notice": DATA_NOTICE.format(
            purpose=page.purpose, boxes="，".join(BOXES.values()), kept=kept("people_numbers").words
        ),
        "preview_url": f"{request.path}preview/",
        "on_the_spot": page.on_the_spot_for(form.standing),
        **_preview(request, page, bound, now),
    }
    return render(request, page.template, context, status=status)


def _preview(request, page: RegisterPage, form: IntakeForm, now: datetime) -> dict:
    form.is_valid()
    case = form.case()
    calendar = calendar_at_hand()
    found = _similar(request, page, form, now)
    meanings = [page.meaning(each, case.lead_unit, now) for each in found]
    compared = bool(form.cleaned_data.get("area") and (form.people() or form.cleaned_data.get("summary")))
    return {
        "clocks": [
            StartingView(each.name, each.article, clock_html(each.clock, now, calendar))
            for each in page.clocks(form, case, now)
        ],
        "effects": page.consequences(form, case),
        "suggested": page.suggested(case),
        "similar": [_similar_view(request, *each) for each in zip(found, meanings, strict=True)],
        "similar_hint": (compared and page.first) or page.hint,
    }


def _similar(request, page: RegisterPage, form: IntakeForm, now: datetime) -> list[Similar]:
    told, kind = form.cleaned_data, registry.KINDS[page.kind]
    return similar(
        form.people(),
        told.get("area"),
        told.get("category"),
        [told.get(name) or "" for name in ("title", "summary")],
        visible=kind.model.objects.visible_to(request.user),
        parts=[group.part for group in form.groups if group.shown],
        at=now,
        word=page.word,
        sorted_out=kind.has_categories,
    )


def _similar_view(request, found: Similar, meaning: str) -> SimilarView:
    """The question about one case; nobody is taken beforehand to put the same matter forward again."""
    case: Case = found.case
    chosen = request.POST.get(f"same_{case.pk}", DIFFERENT)
    opened = office_time(case.opened_at)
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
        meaning=meaning,
        choices=[
            {"value": value, "label": label, "checked": value == chosen}
            for value, label in ANSWERS
            # A closed case takes nothing in any more, and none what other people put forward.
            if value != SAME or (found.certain and case.closed_at is None)
        ],
    )
