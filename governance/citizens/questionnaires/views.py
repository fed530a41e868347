"""Questionnaires as the office writes, releases and reads them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.fields.kind import Setting, told_in
from governance.cases.lists.workbook import must_export, workbook
from governance.frame.days import office_day
from governance.frame.forms.once import shown_once
from governance.frame.forms.posted import posted, refusals_on, refusals_told, status_of, version_read
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import StepNotAllowed
from governance.jobs.spreadsheets import Column
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Unit
from governance.organisation.standing import PersonRequest
from governance.publications.access import kind_for, units_drafting
from governance.publications.body import table
from governance.publications.issuing.actions import PublicationInput, draft

from ..models import Questionnaire
from ..slips import on_paper
from . import actions, results
from .access import MANAGE, SEE, allowed, only, questionnaire_for
from .forms import FACTS, CodesForm, QuestionnaireForm, begun, stood
from .reference import forms
from .scales import asked

NEWEST = Order("first", newest_first=True)
PUBLISHED_AS = "statistics"
seers_only, managers_only = only(SEE), only(MANAGE)


@seers_only
@require_safe
def questionnaires(request: PersonRequest) -> HttpResponse:
    """Every questionnaire, the newest first; drafts for whoever writes them."""
    manages, today = allowed(request.standing, MANAGE), office_day(timezone.now())
    rows = Questionnaire.objects.all() if manages else Questionnaire.objects.exclude(state=Questionnaire.State.DRAFT)
    page = page_of(request, rows, NEWEST, unit="份")
    context = {
        "page": page,
        "rows": [(row, state_words(row, today)) for row in page.rows],
        "manages": manages,
        "forms": forms().values(),
    }
    return render(request, "citizens/questionnaires/list.html", context)


def state_words(questionnaire: Questionnaire, today) -> str:
    """草案, 未开始, 填写中, 已截止"""
    if questionnaire.is_draft:
        return "草案"
    if questionnaire.is_over(today):
        return "已截止"
    return "填写中" if questionnaire.takes_answers(today) else "未开始"


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, form_code: str) -> HttpResponse:
    """A draft, begun with a delivered one."""
    begins = forms().get(form_code)
    if begins is None:
        raise Http404("没有这种问卷。")
    now = timezone.now()
    form = _form(request, begun(begins, office_day(now)))
    if form.is_valid():
        with refusals_on(form):
            made = actions.write(form_code, form.told(), **acting(request))
            messages.success(request, "草案已保存，由其他人核对后发布。")
            return redirect("citizens:questionnaire", pk=made.pk)
    return render(request, "citizens/questionnaires/write.html", {"form": form}, status=status_of(form))


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PersonRequest, pk: int) -> HttpResponse:
    """A draft says something else."""
    found = questionnaire_for(request.standing, pk)
    form = _form(request, stood(found))
    if form.is_valid():
        with refusals_on(form):
            actions.change(found, form.told(), version=version_read(request.POST), **acting(request))
            messages.success(request, "草案已修改。")
            return redirect("citizens:questionnaire", pk=pk)
    context = {"form": form, "questionnaire": found}
    return render(request, "citizens/questionnaires/write.html", context, status=status_of(form))


def _form(request: PersonRequest, initial: dict) -> QuestionnaireForm:
    setting = Setting(timezone.now(), request.user)
    return QuestionnaireForm(setting, told_in(request, FACTS, "version"), initial=initial)


@seers_only
@require_safe
def questionnaire(request: PersonRequest, pk: int) -> HttpResponse:
    """What it asks; while it runs its address and how many have answered, and after that what came of it."""
    return _page(request, questionnaire_for(request.standing, pk))


def _page(request, found: Questionnaire, *, codes_form: CodesForm | None = None, status: int = 200) -> HttpResponse:
    today = office_day(timezone.now())
    over = found.is_over(today)
    context = {
        "questionnaire": found,
        "questions": asked(found.questions),
        "state": state_words(found, today),
        "manages": allowed(request.standing, MANAGE),
        "exports": "cases.export_case" in request.standing.permissions,
        "address": on_paper("citizens:answer", found.key),
        "sheets": results.sheets(found),
        "codes": found.codes.count() if found.by_code else 0,
        "codes_form": codes_form or CodesForm(),
        "over": over,
        "told": results.told(found) if over else None,
        "trend": results.trend(found, today) if over else None,
    }
    return render(request, "citizens/questionnaires/detail.html", context, status=status)


@managers_only
@require_POST
def release(request: PersonRequest, pk: int) -> HttpResponse:
    """People can answer on its days."""
    return _done(request, pk, actions.release, "问卷已发布。", "citizens:questionnaire", pk)


@managers_only
@require_POST
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    """The draft is given up."""
    return _done(request, pk, actions.drop, "草案已删去。", "citizens:questionnaires")


def _done(request: PersonRequest, pk: int, verb, said: str, *then) -> HttpResponse:
    found = questionnaire_for(request.standing, pk)
    with refusals_told(request):
        verb(found, version=version_read(request.POST), **acting(request))
        messages.success(request, said)
        return redirect(*then)
    return redirect("citizens:questionnaire", pk=pk)


@managers_only
@require_POST
def print_codes(request: PersonRequest, pk: int) -> HttpResponseBase:
    """New codes as a workbook to print; they are said only here."""
    found, form = questionnaire_for(request.standing, pk), CodesForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            made = actions.print_codes(found, form.cleaned_data["number"], **acting(request))
            address = on_paper("citizens:answer", found.key)
            book = workbook(
                request,
                name="问卷码",
                columns=(Column("问卷", 40), Column("网址", 60), Column("问卷码", 20)),
                rows=[(found.title, address, code) for code in made],
                subject=f"问卷码 {found}",
                filename=f"{found}问卷码.xlsx",
                now=timezone.now(),
            )
            return shown_once(book, reverse("citizens:questionnaire", args=[found.pk]))
    return _page(request, found, codes_form=form, status=status_of(form))


@seers_only
@require_safe
def export(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What came of it, as the page shows it."""
    found, now = _over(request, pk), timezone.now()
    must_export(request)
    told = results.told(found)
    return workbook(
        request,
        name="问卷结果",
        columns=tuple(Column(label, 24) for label in told.head),
        rows=[tuple(line) for line in told.lines],
        subject=f"问卷结果 {found}",
        filename=f"{found}结果.xlsx",
        now=now,
    )


@managers_only
@require_POST
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """What came of it becomes the draft of a publication, which others approve."""
    found, now = _over(request, pk), timezone.now()
    kind, shown = kind_for(PUBLISHED_AS), results.told(found)
    unit = Unit.objects.filter(units_drafting(kind, request.standing), pk__in=request.standing.units).first()
    if unit is None:
        raise StepNotAllowed(f"{kind.name}由它的起草单位发布。")
    days = f"{found.first} 至 {found.last}"
    body = "\n".join((f"{found.about}", f"= 结果（{days}）", table(shown.head, shown.lines)))
    with refusals_told(request):
        told = PublicationInput(f"{found.title}结果", unit, unit.area, body)
        made = draft(kind, told, actor=request.user, at=now)
        messages.success(request, "已写成公开发布的草稿，核对后提请审批。")
        return redirect("publications:publication", pk=made.pk)
    return redirect("citizens:questionnaire", pk=pk)


def _over(request: PersonRequest, pk: int) -> Questionnaire:
    found = questionnaire_for(request.standing, pk)
    if not found.is_over(office_day(timezone.now())):
        raise Http404("截止以后才有结果。")
    return found
