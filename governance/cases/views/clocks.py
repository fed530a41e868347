"""为什么是这一天: how the date of a clock was worked out."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.deadlines.html import clock_html

from .. import access, deadlines
from ..calendar.at_hand import calendar_at_hand
from ..models.case import case_url


@require_safe
def why(request, number: str, pk: int):
    """Start, article, the days counted week by week with holidays named, pauses and extensions."""
    case = access.case_for(request.user, number)
    clock = case.clocks.select_related("term").filter(pk=pk).first()
    if clock is None:
        raise Http404("没有这个时限。")
    context = {
        "case": {"number": case.number, "title": case.title, "url": case_url(case)},
        "clock": clock_html(clock, timezone.now(), calendar_at_hand()),
        "why": deadlines.explain(clock),
    }
    return render(request, "cases/deadlines/why.html", context)
