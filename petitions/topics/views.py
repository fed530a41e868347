"""The page of what many people put forward."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.models.case import case_url

from .topics import FEWEST, topics

PERIODS = (("30", "最近 30 天"), ("90", "最近 90 天"), ("365", "最近一年"))
USUAL = "90"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Each topic with its petitions behind it."""
    chosen = request.GET.get("days", USUAL)
    days = chosen if chosen in dict(PERIODS) else USUAL
    rows = [
        (topic, [(petition.number, case_url(petition)) for petition in topic.petitions])
        for topic in topics(request.user, days=int(days), at=timezone.now())
    ]
    tabs = [{"label": label, "url": f"?days={code}", "active": code == days} for code, label in PERIODS]
    return render(request, "petitions/topics.html", {"rows": rows, "tabs": tabs, "fewest": FEWEST})
