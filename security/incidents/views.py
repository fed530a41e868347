"""Reporting an incident, and the page of command."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from governance.cases import access
from governance.cases.intake import views as intake
from governance.cases.models import Case
from governance.cases.views import case_parts, case_timeline
from governance.cases.workflow import OVERSEER, Fact
from governance.frame.days import minute_text, office_day, office_time
from governance.frame.pages.lights import light_html
from governance.maps.layers import told
from governance.maps.outlines import address_of
from governance.notices.models import Notice
from governance.organisation.areas.lying import lies_now_in
from governance.organisation.standing import standing_of
from governance.registers import access as registers
from governance.registers.models import Register

from ..forms import HappenedForm
from ..models import Incident
from ..orders.rows import order_rows
from . import nearby
from .conditions import is_grave
from .reporting import report
from .steps import COMMAND, REPORT_LAW, WORKFLOW
from .vocabulary import GRADES, KINDS, SOURCES

PLANS = "plans"
MOST_PLANS, MOST_READ, MOST_TOLD, MOST_ACTS = 6, 200, 40, 30
# The page asks for itself anew so often.
SECONDS = 15


def consequences(form: HappenedForm, incident: Incident) -> list[str]:
    """Whom a grave one reaches."""
    return ["登记后立即发送给当日值班领导，昼夜一样；未按时签收的随即提醒。"] if is_grave(incident) else []


REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    HappenedForm,
    facts=(
        Fact("incident_kind", "类型", "choice", choices=KINDS),
        Fact("grade", "等级", "choice", choices=GRADES),
        Fact("happened_at", "发生时间", "moment", required=False, past_only=True, help="不填写的，按现在。"),
        Fact("source", "来源", "choice", required=False, choices=SOURCES),
    ),
    template="security/incidents/report.html",
    lead=f"先报类型、地点和情况三项，其他随后续报。依据{REPORT_LAW}。",
    word="案事件",
    hint="填写地点后，这里列出同一地点的既有事项。",
    save=intake.opened_by(report),
    consequences=consequences,
)


@require_safe
def command(request, number: str):
    """Where every order stands, who was told when, and the plans that apply; the page asks for itself anew."""
    now = timezone.now()
    case = _case(request.user, number)
    incident = case.own
    clocks, _ = case_parts.clocks_of(case)
    commands = access.has_permission(request.user, incident, COMMAND, OVERSEER)
    inside, place = nearby.township_of(incident), nearby.place_of(incident)
    context = {
        "incident": case_parts.head(case, incident, clocks, now, request.user),
        "clocks": case_parts.clock_views(case, [clock for clock in clocks if clock.is_running], now),
        "orders": order_rows(incident, now),
        "order_url": reverse("cases:step", args=[number, "order"]) if commands and case.closed_at is None else "",
        "told": _told(case) if commands else [],
        "timeline": case_timeline.timeline(case, request.user, [], case_timeline.events_of(case, []))[:MOST_ACTS],
        "plans": _plans(request.user, incident, office_day(now)),
        "near": nearby.near(incident, place, inside, request.user, now),
        "outlines_url": address_of(inside),
        "tiles": settings.MAP_TILES,
        "seconds": 0 if case.closed_at else SECONDS,
        "now": f"{office_time(now):%H:%M:%S}",
    }
    return render(request, "security/incidents/command.html", context)


@require_safe
@gzip_page
def command_points(request, number: str):
    """Where it happened and what stands near, for the map of the page of command."""
    incident = _case(request.user, number).own
    inside, place = nearby.township_of(incident), nearby.place_of(incident)
    found = [each.point for each in nearby.near(incident, place, inside, request.user, timezone.now())]
    return JsonResponse({**told([place, *found] if place else []), "areas": {}})


def _case(user, number: str) -> Case:
    case = access.case_for(user, number)
    if case.kind != WORKFLOW.kind:
        raise Http404("没有这件案事件。")
    return case


def _told(case) -> list[dict]:
    """Who has had an urgent message about it: when the last was sent, and whether it was read."""
    notices = Notice.objects.filter(subject_key=case.number, kind="emergency").select_related("recipient")
    last = {notice.recipient_id: notice for notice in notices.order_by("created_at", "id")}
    return [
        {
            "person": notice.recipient.name,
            "sent": minute_text(notice.created_at),
            "read": light_html("met", minute_text(notice.read_at)) if notice.read_at else light_html("near", "未读"),
        }
        for notice in list(last.values())[:MOST_TOLD]
    ]


def _plans(user, incident: Incident, today) -> list[dict]:
    """The plans of the register that hold where it happened; those that name its kind come first."""
    register = Register.objects.filter(code=PLANS, is_active=True).first()
    if register is None:
        return []
    entries = registers.visible(register, standing_of(user, today)).filter(ended_on=None).select_related("unit", "area")
    here = [entry for entry in entries[:MOST_READ] if lies_now_in(incident.area_id, entry.area_id)]
    word = incident.get_incident_kind_display()
    here.sort(key=lambda entry: word not in f"{entry.name}{entry.facts}")
    return [
        {
            "name": entry.name,
            "unit": entry.unit.short_name,
            "url": reverse("registers:entry", args=[PLANS, entry.pk]),
        }
        for entry in here[:MOST_PLANS]
    ]
