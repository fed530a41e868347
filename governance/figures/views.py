"""The page of figures, and the list behind each of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db.models import F, Sum
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.cases.lists.views import list_behind
from governance.cases.models import Case
from governance.frame.database.among import Among
from governance.frame.days import office_day
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work
from governance.organisation.models import Area, Unit

from .asked import Asked
from .counting import rows_of
from .forms import FigureForm, PeriodForm
from .jobs import EXPORT, MAKE
from .measures import MEASURES, Measure
from .tables import ONLY, UNITS, SubjectFigures, query_of

# The page shows one table of those by which the rows are told apart; the workbook has all.
PART = "by"


def _may_look(request) -> None:
    if "cases.view_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不办理事项，不能查看统计指标。")


def _asked(request, form: PeriodForm, unit: int | None = None) -> Asked | None:
    """What the form asks for, if it is in order."""
    period = form.asked_period()
    if period is None:
        return None
    return Asked(request.standing, period, form.today, form.cleaned_data["area"], unit, timezone.now())


@require_safe
def figures(request):
    """The figures of a subject in a period, as far as the reader may know them."""
    _may_look(request)
    form = FigureForm(request.GET, today=office_day(timezone.now()), standing=request.standing)
    asked = _asked(request, form, form.asked_unit() if form.is_valid() else None)
    may_export, export_url = EXPORT in request.standing.permissions, reverse("figures:export")
    context: dict = {"filter_form": form, "may_export": may_export, "export_url": export_url}
    if asked is not None:
        found = SubjectFigures(form.cleaned_data["subject"], asked)
        parts = found.parts()
        part = request.GET.get(PART, "")
        part = part if part in parts else UNITS
        period = asked.period
        context |= {
            "figures": found.tops(),
            "tables": found.shown(part),
            "tabs": _tabs(request.GET, parts, part),
            "kept": [(PART, part)] if part != UNITS else [],
            "period": period.label,
            "query": urlencode({**query_of(asked), "subject": form.cleaned_data["subject"], "area": asked.area}),
            "token": uuid4(),
            "under_way": asked.today if period.first <= asked.today < period.last else None,
        }
    return render(request, "figures/list.html", context)


def _tabs(query: QueryDict, parts: dict[str, str], shown: str) -> list[dict]:
    told = query.copy()
    found = []
    for part, label in parts.items():
        told[PART] = part
        found.append({"label": label, "url": f"?{told.urlencode()}#{part}", "active": part == shown})
    return found


@require_POST
def export(request):
    """The workbook of what the page shows is being made; asked twice with the same token, once."""
    _may_look(request)
    if EXPORT not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能导出统计表。")
    token = request.POST.get("token", "")[:40] or str(uuid4())
    params = {"query": request.GET.urlencode()}
    job = work.ask(MAKE, owner=request.user, at=timezone.now(), params=params, key=f"figures-export:{token}")
    return redirect("job", pk=job.pk)


@require_safe
def figure(request, period: str, code: str):
    """The list of what one figure counts in a period, named by its word or its days."""
    return list_of(request, period, code, of="统计指标", back=_page)


def _page(query: QueryDict, measure: Measure) -> str:
    query["subject"] = measure.subject
    return f"{reverse('figures:figures')}?{query.urlencode()}"


def list_of(
    request, period: str, code: str, *, of: str, back: Callable[[QueryDict, Measure], str], place: str = ""
) -> HttpResponse:
    """The list, under the page from which it is opened: how that is called, its address by what it was asked, and the
    place of which it tells, in which the list may be about a smaller one."""
    _may_look(request)
    told = request.GET.get("unit", "")
    if told and not (told.isdecimal() and len(told) < 10):
        raise Http404("没有这项统计。")
    query = request.GET.copy()
    query["period"] = period
    query.setdefault("area", place)
    form = PeriodForm(query, today=office_day(timezone.now()))
    asked = _asked(request, form, int(told) if told else None)
    measure = MEASURES.get(code)
    if measure is None or asked is None:
        raise Http404("没有这项统计。")
    asked = replace(asked, only=request.GET.get("only") == "1")
    group = next((group for group in measure.groups if request.GET.get(group.code)), None)
    if group is not None:
        asked = replace(asked, group=group.code, key=request.GET[group.code][:40])
    shown: dict[str, Any] = {
        "title": measure.label,
        "words": [asked.period.label, *_words(measure, asked)],
        "explains": measure.rule,
        "empty_text": "事项撤回、转出或者知悉范围改变以后，不再计入这项统计。",
        "of": of,
        "back": back(_without_narrowing(query, measure), measure),
    }
    found = rows_of(measure, asked)
    if measure.listing:
        shown |= _listed(request, found, measure, asked)
        return render(request, measure.listing.template, shown)
    keys = found.order_by().values_list(f"{measure.path}pk", flat=True)
    if measure.is_of_case:
        return list_behind(request, Case.objects.filter(pk__in=keys), **shown)
    # Rows that a case's own days do not find are found first, and once: as many cases are shown by them.
    once = {*keys}
    return list_behind(request, Case.objects.filter(Among(F("pk"), once)), known=len(once), **shown)


def _without_narrowing(query: QueryDict, measure: Measure) -> QueryDict:
    found = query.copy()
    for name in ("unit", "after", "only", *(group.code for group in measure.groups)):
        found.pop(name, None)
    return found


def _words(measure: Measure, asked: Asked) -> list[str]:
    """What narrows the list, in words."""
    words = list(Area.objects.filter(code=asked.area).values_list("name", flat=True)) if asked.area else []
    if asked.only:
        words.append(ONLY)
    if asked.unit is not None:
        words += Unit.objects.filter(pk=asked.unit).values_list("short_name", flat=True)
    if asked.group:
        words.append(measure.group(asked.group).names([asked.key]).get(asked.key, asked.key))
    return words


def _listed(request, found, measure: Measure, asked: Asked) -> dict:
    """The rows; of a measure that adds a number up each with its own, and what they come to."""
    listing: Any = measure.listing
    rows = found.select_related(*listing.along)
    if measure.adds is None:
        page = page_of(request, rows, Order(), unit=measure.counts)
        return {"page": page, "rows": [listing.row(each, asked) for each in page.rows]}
    page = page_of(request, rows.annotate(added=measure.adds), Order(), unit="条")
    whole = found.aggregate(whole=Sum(measure.adds))["whole"] or 0
    return {
        "page": page,
        "rows": [
            listing.row(each, asked) | {"added": each.added or 0, "counted_on": getattr(each, measure.day)}
            for each in page.rows
        ],
        "added_up": f"{whole:,} {measure.counts}",
    }
