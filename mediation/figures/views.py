"""The page of figures, the list behind each of them, and the errand for the workbook."""

from uuid import uuid4

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.cases.lists.views import list_behind
from governance.cases.models.case import case_url
from governance.figures.forms import PeriodForm
from governance.frame.days import office_day
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work
from governance.organisation.models import Area, Unit

from ..models import Mediator
from ..vocabulary import GRADES, SOURCES, TRACKS
from . import jobs as figure_jobs
from . import tables
from .counts import GROUPS_OF, Scope, counted, counted_items, figures_of
from .measures import ITEMS, MEASURES, FigureRequest

EXPORT = "cases.export_case"


def _may_look(request) -> None:
    if "cases.view_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不办理事项，不能查看调解统计。")


def _asked(request, data, now):
    """The form and, if it is in order, what it asks for."""
    form = PeriodForm(data, today=office_day(now))
    period = form.asked_period()
    if period is None:
        return form, None
    return form, Scope(request.user, FigureRequest(period, now, form.today), form.cleaned_data["area"])


@require_safe
def figures(request):
    """The figures of a period as far as the reader may see."""
    _may_look(request)
    form, scope = _asked(request, request.GET, timezone.now())
    context = {"filter_form": form, "may_export": EXPORT in request.standing.permissions}
    if scope is not None:
        found = figures_of(scope)
        period = scope.asked.period
        context |= {
            "words": tables.sentence(found),
            "figures": tables.tops(found),
            "tables": tables.tables(found),
            "period": period.label,
            "under_way": scope.asked.today if period.first <= scope.asked.today < period.last else None,
            "query": tables.query_of(scope),
            "token": uuid4(),
        }
    return render(request, "mediation/figures/list.html", context)


@require_safe
def figure(request):
    """The list that one figure counts."""
    _may_look(request)
    _, scope = _asked(request, request.GET, timezone.now())
    measure = MEASURES.get(request.GET.get("figure", ""))
    if measure is None or scope is None:
        raise Http404("没有这项统计。")
    group = next((name for name in GROUPS_OF[measure.about] if request.GET.get(name)), "")
    value = request.GET.get(group, "") if group else ""
    if group in ("unit", "mediator") and not (value.isdecimal() and len(value) < 10):
        raise Http404("没有这项统计。")
    shown = {
        "title": measure.label,
        "words": [scope.asked.period.label, *_words(scope, group, value)],
        "explains": measure.explains,
        "of": "调解统计",
        "back": f"{reverse('mediation:figures')}?{tables.query_of(scope)}",
        "empty_text": "事项办结、撤回或者知悉范围改变以后，不再计入这项统计。",
    }
    if measure.about == ITEMS:
        return render(request, "mediation/figures/item_list.html", shown | _items(request, scope, measure.code))
    return list_behind(request, counted(scope, measure.code, group, value), **shown)


def _words(scope: Scope, group: str, value: str) -> list[str]:
    """What narrows the list, in words."""
    words = []
    if scope.area:
        words += Area.objects.filter(code=scope.area).values_list("name", flat=True)
    if group == "unit":
        words += Unit.objects.filter(pk=value).values_list("short_name", flat=True)
    elif group == "mediator":
        words += Mediator.objects.filter(pk=value).values_list("name", flat=True)
    elif group:
        known = {**dict(SOURCES), **dict(GRADES), **dict(TRACKS), "none": "未分类"}
        words.append(known.get(value, value[:40]))
    return words


def _items(request, scope: Scope, code: str) -> dict:
    """Promises by number and day: what was promised is for the people of the track alone."""
    found = counted_items(scope, code).select_related("agreement__track__lead_unit")
    page = page_of(request, found, Order(), unit="项")
    return {"page": page, "rows": [_item(item, scope.asked.today) for item in page.rows]}


def _item(item, today) -> dict:
    track = item.agreement.track
    if item.performed_on:
        state = "按期履行" if item.performed_on <= item.due_on else "逾期履行"
    elif item.breached_on:
        state = "认定未履行"
    else:
        state = "到期未履行" if item.due_on < today else "未到期"
    return {
        "number": track.number,
        "title": track.title,
        "url": case_url(track),
        "unit": track.lead_unit.short_name,
        "position": item.position,
        "due": item.due_on,
        "performed": item.performed_on or "",
        "state": state,
    }


@require_POST
def export(request):
    """The workbook of the figures is being made; asked twice with the same token, once."""
    _may_look(request)
    if EXPORT not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能导出统计表。")
    now = timezone.now()
    _, scope = _asked(request, request.GET, now)
    if scope is None:
        return redirect("mediation:figures")
    token = request.POST.get("token", "")[:40] or str(uuid4())
    params = {"query": tables.query_of(scope)}
    job = work.ask(figure_jobs.EXPORT, owner=request.user, at=now, params=params, key=f"figures:{token}")
    return redirect("job", pk=job.pk)
