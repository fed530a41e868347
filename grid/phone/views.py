"""Reporting from a phone: the page, what it asks the server, and what it sends."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, permission_required
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from governance.cases.history import outcomes
from governance.cases.models import Event
from governance.cases.models.case import case_url
from governance.cases.registry import workflow_of
from governance.counter.becoming import brought_by, doors
from governance.duties.patrols.rows import help_for
from governance.duties.patrols.work import places_of
from governance.duties.returns.rows import owed_rows
from governance.frame.days import office_day
from governance.maps.outlines import address_of

from ..events.workflow import STATUSES, WORKFLOW
from ..models import EventItem, GridEvent
from ..vocabulary import REPORT
from .forms import ReportForm
from .receiving import reporting_unit

SHOWN, MOST_DUTIES = 30, 10
REGISTER = "grid:register"
reporters_only = permission_required(REPORT, raise_exception=True)


@reporters_only
@require_safe
def page(request):
    """The page that a phone keeps: what can be reported, and nothing about the person."""
    context = {
        "groups": EventItem.by_type(EventItem.listed()),
        "register_url": reverse(REGISTER),
        "tiles": settings.MAP_TILES,
        "accusing": ReportForm.asked_offline(),
    }
    return render(request, "grid/phone/report.html", context)


@reporters_only
@require_safe
def state(request):
    """Who is logged in, what they may send with, what became of what they sent, and what waits for them today."""
    now = timezone.now()
    # What a resident reported by the card on the wall waits for whoever serves there.
    unclaimed = Q(registered_by=None, first_unit__in=request.standing.units_with(REPORT), closed_at=None)
    own = Q(registered_by=request.user) | Q(joined__user=request.user) | unclaimed
    found = GridEvent.objects.visible_to(request.user).filter(own).distinct()
    mine = _waiting_first(found, request.user, unclaimed)[:SHOWN]
    became = outcomes(event.pk for event in mine if event.status == "converted")
    places = places_of(request.user, request.standing, office_day(now))
    unit = reporting_unit(request.standing)
    answer = {
        "places": [{"code": place.pk, "name": place.name} for place in places],
        "help": vars(help_for(request.user, now)) if places else None,
        "duties": [
            {"url": row.url, "text": f"{row.plan} {row.label} {row.verb}"}
            for row in owed_rows(request.standing, now, MOST_DUTIES)
            if row.verb
        ],
        "doors": doors(request.standing.permissions, besides=("event", "service")),
        "brought": [
            {"url": case_url(case), "text": f"{case.title} · {workflow_of(case).statuses[case.status].label}"}
            for case in brought_by(request.user, besides=WORKFLOW.kind)[:SHOWN]
        ],
        "outlines": address_of(unit.area) if unit else "",
        "user": request.user.pk,
        "name": request.user.name,
        "token": get_token(request),
        "mine": [_sent(event, became.get(event.pk, "")) for event in mine],
    }
    return JsonResponse(answer)


def _sent(event, outcome: str) -> dict:
    """What was reported, as the phone lists it."""
    return {
        "number": event.number,
        "title": event.title if event.registered_by_id else f"群众反映：{event.title}",
        "when": f"{office_day(event.opened_at):%m-%d}",
        "status": STATUSES[event.status].label,
        "check": event.waits and event.status == "checking",
        "more": event.waits and event.status == "incomplete",
        "outcome": outcome,
        "url": case_url(event),
    }


def _waiting_first(events: QuerySet, user, unclaimed: Q) -> QuerySet:
    """What waits for the reporter stands above what is newer; whoever joined an event is asked for nothing, and nobody
    to check what they did."""
    did = Event.objects.filter(case=OuterRef("pk"), step="finish", actor=user)
    asked = Q(Q(registered_by=user) | unclaimed, Q(status="incomplete") | Q(~Exists(did), status="checking"))
    return events.annotate(waits=ExpressionWrapper(asked, BooleanField())).order_by("-waits", "-pk")


# What makes the page an app on the phone's desk.
manifest = login_not_required(
    TemplateView.as_view(template_name="grid/phone/app.webmanifest", content_type="application/manifest+json")
)
