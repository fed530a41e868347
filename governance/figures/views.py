"""The page of figures, and the list behind each of them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.lists.views import list_behind
from governance.cases.models import Clock
from governance.cases.models.case import case_url
from governance.frame.days import office_day
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Area, Unit

from .counting import Asked, rows_of
from .forms import FigureForm, PeriodForm
from .measures import MEASURES
from .tables import SubjectFigures


def _may_look(request) -> None:
    if "cases.view_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不办理事项，不能查看统计指标。")


def _asked(request, form: PeriodForm, unit: int | None = None) -> Asked | None:
    """What the form asks for, if it is in order."""
    period = form.asked_period()
    if period is None:
        return None
    return Asked(request.standing, period, form.today, form.cleaned_data["area"], unit)


@require_safe
def figures(request):
    """The figures of a subject in a period, as far as the reader may know them."""
    _may_look(request)
    form = FigureForm(request.GET, today=office_day(timezone.now()))
    asked = _asked(request, form)
    context: dict = {"filter_form": form}
    if asked is not None:
        found = SubjectFigures(form.cleaned_data["subject"], asked)
        period = asked.period
        context |= {
            "figures": found.tops(),
            "tables": found.tables(),
            "period": period.label,
            "under_way": asked.today if period.first <= asked.today < period.last else None,
        }
    return render(request, "figures/list.html", context)


@require_safe
def figure(request):
    """The list of what one figure counts."""
    _may_look(request)
    told = request.GET.get("unit", "")
    if told and not (told.isdecimal() and len(told) < 10):
        raise Http404("没有这项统计。")
    form = PeriodForm(request.GET, today=office_day(timezone.now()))
    asked = _asked(request, form, int(told) if told else None)
    measure = MEASURES.get(request.GET.get("figure", ""))
    if measure is None or asked is None:
        raise Http404("没有这项统计。")
    query = request.GET.copy()
    for name in ("figure", "unit", "after"):
        query.pop(name, None)
    query["subject"] = measure.subject
    shown = {
        "title": measure.label,
        "words": [asked.period.label, *_words(asked)],
        "explains": measure.rule,
        "of": "统计指标",
        "back": f"{reverse('figures:figures')}?{query.urlencode()}",
        "empty_text": "事项撤回、转出或者知悉范围改变以后，不再计入这项统计。",
    }
    found = rows_of(measure, asked)
    if measure.path:
        return render(request, "figures/clock_list.html", shown | _clocks(request, found, asked))
    return list_behind(request, found.model.objects.filter(pk__in=found.order_by().values("pk")), **shown)


def _words(asked: Asked) -> list[str]:
    """What narrows the list, in words."""
    words = list(Area.objects.filter(code=asked.area).values_list("name", flat=True)) if asked.area else []
    if asked.unit is not None:
        words += Unit.objects.filter(pk=asked.unit).values_list("short_name", flat=True)
    return words


def _clocks(request, found, asked: Asked) -> dict:
    rows = found.select_related("case", "term", "charged_to", "case__lead_unit")
    page = page_of(request, rows, Order(), unit="项")
    return {"page": page, "rows": [_clock(clock, asked) for clock in page.rows]}


def _clock(clock: Clock, asked: Asked) -> dict:
    running = "超期未办" if clock.due and clock.due < asked.today else "办理中"
    return {
        "number": clock.case.number,
        "title": clock.case.title,
        "url": case_url(clock.case),
        "term": clock.name,
        "unit": clock.responsible_unit.short_name,
        "due": clock.due_said(),
        "ended": clock.ended_at,
        "state": clock.get_outcome_display() or running,
    }
