"""The page of figures, the errand for the workbook, and the lists of all figures under it."""

from uuid import uuid4

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from governance.figures.asked import Asked
from governance.figures.forms import PeriodForm
from governance.figures.measures import Measure
from governance.figures.tables import PERIOD, query_of
from governance.figures.views import list_of
from governance.frame.days import office_day
from governance.frame.pages.tables import CODE
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work

from . import jobs as figure_jobs
from . import tables
from .counts import figures_of

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
    lists = reverse("mediation:figure", args=[PERIOD, CODE])
    return form, Asked(request.standing, period, form.today, form.cleaned_data["area"], now=now, lists=lists)


@require_safe
def figures(request):
    """The figures of a period as far as the reader may see."""
    _may_look(request)
    form, asked = _asked(request, request.GET, timezone.now())
    may_export, export_url = EXPORT in request.standing.permissions, reverse("mediation:figures_export")
    context = {"filter_form": form, "may_export": may_export, "export_url": export_url}
    if asked is not None:
        found = figures_of(asked)
        period = asked.period
        context |= {
            "words": tables.sentence(found),
            "figures": tables.tops(found),
            "tables": tables.tables(found),
            "period": period.label,
            "under_way": asked.today if period.first <= asked.today < period.last else None,
            "query": urlencode(query_of(asked)),
            "token": uuid4(),
        }
    return render(request, "mediation/figures/list.html", context)


@require_safe
def figure(request, period: str, code: str):
    """The list of what one of these figures counts."""
    return list_of(request, period, code, of="调解统计", back=_page)


def _page(query: QueryDict, measure: Measure) -> str:
    return f"{reverse('mediation:figures')}?{query.urlencode()}"


@require_POST
def export(request):
    """The workbook of the figures is being made; asked twice with the same token, once."""
    _may_look(request)
    if EXPORT not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能导出统计表。")
    now = timezone.now()
    _, asked = _asked(request, request.GET, now)
    if asked is None:
        return redirect("mediation:figures")
    token = request.POST.get("token", "")[:40] or str(uuid4())
    params = {"query": urlencode(query_of(asked))}
    job = work.ask(figure_jobs.EXPORT, owner=request.user, at=now, params=params, key=f"figures:{token}")
    return redirect("job", pk=job.pk)
