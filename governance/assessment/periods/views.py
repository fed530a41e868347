"""The periods of assessment: opening one, marks by hand, freezing, the table of all units, publication."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.files.views import handed_out
from governance.cases.lists.workbook import must_export
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, refusals_told, status_of, version_read
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.paging import Order, page_of
from governance.organisation.standing import Standing

from ..access import SEE, assesses, check_assesses, period_for, sees_all, visible_periods
from ..grounds import GROUNDS
from ..models import ScoredPeriod
from ..schemes.assessed import units_of
from . import actions, rows, workbook
from .forms import CancelForm, MarksForm, PeriodForm
from .results import frozen
from .writings import WRITINGS

staff_only = permission_required(SEE, raise_exception=True)
NEWEST = Order("first", newest_first=True)
COLUMNS = (
    ListColumn("考核期", rows.period_link, "cell-title"),
    ListColumn("状态", lambda row: row.get_state_display(), label="状态"),
    ListColumn("冻结时间", rows.frozen_words, "nowrap", label="冻结时间"),
    ListColumn("异议截止", lambda row: str(row.objections_until or ""), "nowrap", label="异议截止"),
    ListColumn("公布", lambda row: "已公布" if row.published_at else "", label="公布"),
)


@staff_only
@require_safe
def periods(request):
    """Every period that the person may see, the newest first."""
    page = page_of(request, visible_periods(request.standing), NEWEST, unit="期")
    context = {"page": page, "rows": page.rows, "columns": COLUMNS, "manages": assesses(request.standing)}
    return render(request, "assessment/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_period(request):
    """Another period, for which marks can be given."""
    check_assesses(request.standing)
    now = timezone.now()
    form = PeriodForm(posted(request), year=office_day(now).year)
    if form.is_valid():
        with refusals_on(form):
            length, _, first = form.cleaned_data["span"].partition(" ")
            told = {"length": length, "first": date.fromisoformat(first), "actor": request.user, "at": now}
            made = actions.open_period(form.cleaned_data["scheme"], **told)
            messages.success(request, f"已发起“{made}”。")
            return redirect("assessment:period", pk=made.pk)
    return render(request, "assessment/period_new.html", {"form": form}, status=status_of(form))


@require_safe
def period(request, pk: int):
    """How far it has come; once frozen how the units stand, each number with the list behind it."""
    return _page(request, period_for(request.standing, pk))


def _page(request, found: ScoredPeriod, *, status: int = 200, cancel_form: CancelForm | None = None):
    manages, today = assesses(request.standing), office_day(timezone.now())
    context = {
        "period": found,
        "scheme": found.scheme,
        "manages": manages,
        "running": found.job if found.job and found.job.is_active else None,
        "failed": found.job if found.job and not found.is_frozen and not found.job.is_active else None,
        "over": found.last < today,
        "cancel_form": cancel_form or CancelForm(),
        "whole": sees_all(found, request.standing),
        "exports": "cases.export_case" in request.standing.permissions,
    }
    if found.is_frozen:
        context["nothing_due"] = rows.nothing_due(found.scheme)
        context["table"] = rows.table(found, frozen(found, request.standing))
        context["objections"] = rows.objections(found, request.standing)
    elif manages:
        context["hand_items"] = rows.hand_items(found)
    if manages:
        units = found.lines.values("unit").distinct() if found.is_frozen else units_of(found.scheme)
        context["unit_count"] = units.count()
        context["unsettled"] = actions.why_unsettled(found, today)
        context["history"] = rows.history(found)
    if manages and found.published_at:
        context["writings"] = [(writing.label, writing.url(found.pk)) for writing in WRITINGS.values()]
    return render(request, "assessment/period.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def marks(request, pk: int, name: str):
    """The marks of one item that no figure answers, for all units at once, and the files on which they stand."""
    found = _assessed(request.standing, pk)
    item = next((each for each in actions.hand_items(found.scheme) if each.name == name), None)
    if item is None or found.state != ScoredPeriod.State.OPEN:
        raise Http404("没有要评的项目。")
    stood = {mark.unit_id: mark for mark in found.hand_marks.filter(item=name)}
    form = MarksForm(item, list(units_of(found.scheme)), stood, posted(request))
    if form.is_valid():
        with refusals_on(form):
            told = {"version": version_read(request.POST), "actor": request.user, "at": timezone.now()}
            actions.give_marks(found, item, form.given(), request.FILES.getlist("files"), **told)
            messages.success(request, f"“{item.text}”的评分已保存。")
            return redirect("assessment:period", pk=pk)
    context = {"period": found, "item": item, "form": form, "files": found.files.filter(item=name)}
    if ground := GROUNDS.get(item.source):
        context |= {"ground": ground, "rows": form.rows(ground.words(found, form.units))}
        context |= {"unmatched": ground.unmatched(found)}
    else:
        context["rows"] = form.rows({})
    return render(request, "assessment/period_marks.html", context, status=status_of(form))


@require_POST
def freeze(request, pk: int):
    """A job works it out; whoever asked is led to its progress."""
    found, version = _assessed(request.standing, pk), version_read(request.POST)
    with refusals_told(request):
        job = actions.freeze(found, version=version, actor=request.user, at=timezone.now())
        return redirect("job", pk=job.pk)
    return redirect("assessment:period", pk=pk)


@require_POST
def cancel(request, pk: int):
    """The period comes to nothing."""
    found = _assessed(request.standing, pk)
    form = CancelForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            told = {"version": version_read(request.POST), "actor": request.user, "at": timezone.now()}
            actions.cancel_period(found, reason=form.cleaned_data["reason"], **told)
            messages.success(request, "已取消这一期考核。")
            return redirect("assessment:period", pk=pk)
    return _page(request, found, cancel_form=form, status=status_of(form))


@require_POST
def publish(request, pk: int):
    """Every unit that was assessed reads how all of them stand."""
    found, version = _assessed(request.standing, pk), version_read(request.POST)
    with refusals_told(request):
        actions.publish(found, version=version, actor=request.user, at=timezone.now())
        messages.success(request, "已公布，被考核的单位可以看到全部名次。")
    return redirect("assessment:period", pk=pk)


@require_safe
def export(request, pk: int):
    """The table of the units that the person may read, as an office prints it."""
    found = period_for(request.standing, pk)
    must_export(request)
    if not found.is_frozen:
        raise Http404("还没有冻结。")
    return workbook.whole(request, found, frozen(found, request.standing), timezone.now())


@require_safe
def ground_file(request, pk: int, file_pk: int):
    """A file on which marks stand, for whoever sees what every unit came to."""
    found = period_for(request.standing, pk)
    file = found.files.filter(pk=file_pk).first() if sees_all(found, request.standing) else None
    if file is None:
        raise Http404("没有这个文件。")
    return handed_out(request, str(found), file.path, file.name, file.content_type)


def _assessed(standing: Standing, pk: int) -> ScoredPeriod:
    found = period_for(standing, pk)
    check_assesses(standing)
    return found
