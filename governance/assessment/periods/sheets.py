"""One unit's own sheet, the list behind one of its lines, and what is objected to it and answered."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.lists.workbook import must_export
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.organisation.standing import Standing

from ..access import assesses, check_assesses, check_objects, lines_of, may_object, period_for
from ..models import Objection, ScoredPeriod, ScoreLine
from . import objections, rows, workbook
from .forms import AnswerForm, ObjectionForm
from .freezing import points_now
from .results import UnitResult, frozen


@require_safe
def sheet(request, pk: int, unit_pk: int):
    """Every line of the unit, its total and its place."""
    period, result = _of_unit(request.standing, pk, unit_pk)
    context = {
        "period": period,
        "result": result,
        "total": rows.points_words(result.score.total),
        "place": rows.place_words(period, result),
        "rows": rows.sheet(period, result),
        "objects_still": period.takes_objections(office_day(timezone.now())),
        "exports": "cases.export_case" in request.standing.permissions,
    }
    return render(request, "assessment/sheet.html", context)


@require_safe
def export(request, pk: int, unit_pk: int):
    """The unit's own sheet with the facts behind it: lists, objections, corrections."""
    period, result = _of_unit(request.standing, pk, unit_pk)
    must_export(request)
    return workbook.of_unit(request, period, result, timezone.now())


def _of_unit(standing: Standing, pk: int, unit_pk: int) -> tuple[ScoredPeriod, UnitResult]:
    period = period_for(standing, pk)
    found = next((each for each in frozen(period, standing) if each.unit.pk == unit_pk), None)
    if found is None:
        raise Http404("没有这个单位的成绩单。")
    return period, found


@require_http_methods(["GET", "HEAD", "POST"])
def line(request, pk: int, line_pk: int):
    """What was counted for one line; whoever works for the unit objects here."""
    found = _line(request.standing, pk, line_pk)
    if request.method == "POST":
        check_objects(found, request.standing)
        form = ObjectionForm(posted(request))
        if form.is_valid():
            with refusals_on(form):
                told = {"actor": request.user, "at": timezone.now()}
                objections.object_to(found, reason=form.cleaned_data["reason"], **told)
                messages.success(request, "异议已提出，等待答复。")
                return redirect("assessment:line", pk=pk, line_pk=line_pk)
        return _line_page(request, found, objection_form=form, status=status_of(form))
    return _line_page(request, found)


@require_POST
def answer(request, pk: int, line_pk: int):
    """The objection to the line has its answer."""
    found = _line(request.standing, pk, line_pk)
    check_assesses(request.standing)
    waiting = found.objections.filter(state=Objection.State.OPEN).select_related("line__unit", "line__period").first()
    if waiting is None:
        raise Http404("没有等待答复的异议。")
    form = AnswerForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            made = objections.answer(waiting, **form.told(), actor=request.user, at=timezone.now())
            messages.success(request, f"已答复：异议{made.get_state_display()}。")
            return redirect("assessment:line", pk=pk, line_pk=line_pk)
    return _line_page(request, found, answer_form=form, status=status_of(form))


def _line_page(request, found: ScoreLine, *, status: int = 200, **forms):
    period, today = found.period, office_day(timezone.now())
    item = objections.item_of(found)
    told = list(found.objections.select_related("by", "answered_by", "correction"))
    waits = any(each.state == Objection.State.OPEN for each in told)
    objects = may_object(found, request.standing) and period.takes_objections(today) and not waits
    context = {
        "period": period,
        "line": found,
        "item": item,
        "points": rows.points_words(points_now(found)),
        "was": rows.points_words(found.points) if found.corrections.all() else "",
        "behind": rows.behind(found, request.user),
        "objections": told,
        "objection_form": ObjectionForm() if objects else None,
        "answer_form": AnswerForm() if waits and assesses(request.standing) else None,
        **forms,
    }
    return render(request, "assessment/line.html", context, status=status)


def _line(standing: Standing, pk: int, line_pk: int) -> ScoreLine:
    period = period_for(standing, pk)
    found = lines_of(period, standing).select_related("unit", "marked_by").prefetch_related("corrections")
    one = found.filter(pk=line_pk).first()
    if one is None:
        raise Http404("没有这一项得分。")
    one.period = period
    return one
