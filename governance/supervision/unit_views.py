"""What is asked of one unit: papers, promises, its leaders' cases."""

from dataclasses import replace

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.lists.columns import CASE_COLUMNS
from governance.cases.lists.filters import due_between
from governance.cases.lists.rows import DUE_FIRST, listed, rows_of
from governance.cases.models import Case, Clock
from governance.duties.returns import rows as desk
from governance.organisation.models import Unit

from .accounts.case_cards import state_of
from .accounts.texts import result_of
from .leading.scopes import OWN_KINDS
from .models import AccountItem, LeaderCase, SupervisionPaper

SHOWN = 50


@require_safe
def unit_page(request, pk: int):
    """One unit: what it owes of cases and duties, the papers it was sent, what it answered and what was lifted."""
    now = timezone.now()
    unit = get_object_or_404(Unit, pk=pk)
    if not request.standing.reaches(unit):
        raise Http404("没有这个单位。")
    cases = Case.objects.visible_to(request.user).filter(lead_unit=unit).exclude(kind__in=OWN_KINDS)
    late = cases.open().filter(due_between("overdue", now))
    sent = SupervisionPaper.objects.visible_to(request.user).filter(target_unit=unit)
    led = LeaderCase.objects.visible_to(request.user).filter(lead_unit=unit, ended_on=None)
    context = {
        "unit": unit,
        "columns": CASE_COLUMNS,
        "led": rows_of(
            listed(led.order_by("promised_on", "id"), user=request.user)[:SHOWN], user=request.user, now=now
        ),
        "items": _items(unit),
        "duties": [replace(row, zero_url="", verb="查看", is_owed=False) for row in desk.unit_rows(unit, now)],
        "owed": _rows(request, DUE_FIRST.sorted(late), now),
        "figures": _figures(cases, sent, unit, now),
        "sent": rows_of(
            listed(sent.order_by("-opened_at", "-id"), user=request.user)[:SHOWN], user=request.user, now=now
        ),
        "list_url": f"{reverse('cases:list')}?unit={unit.pk}&due=overdue",
    }
    return render(request, "supervision/unit_detail.html", context)


def _rows(request, cases, now) -> list:
    return rows_of(listed(cases, user=request.user)[:SHOWN], user=request.user, now=now)


def _items(unit: Unit) -> list[dict]:
    """What the unit has to account for at meetings that are not over, and what it was told there."""
    rows = AccountItem.objects.filter(unit=unit, meeting__closed_at=None).select_related("meeting")
    return [
        {
            "meeting": item.meeting.title,
            "title": item.title,
            "promised": str(item.promised_on),
            "state": state_of(item),
            "result": result_of(item) if item.outcome != AccountItem.Outcome.OPEN else "",
        }
        for item in rows[:SHOWN]
    ]


def _figures(cases, sent, unit, now) -> list[tuple[str, int]]:
    open_cases = cases.open().aggregate(running=Count("pk"), late=Count("pk", filter=due_between("overdue", now)))
    in_force = Q(status__in=("sent", "received", "answered"))
    papers_ = sent.aggregate(
        force=Count("pk", filter=in_force),
        answered=Count("pk", filter=Q(status="answered")),
        lifted=Count("pk", filter=Q(status="lifted")),
        revoked=Count("pk", filter=Q(status="revoked")),
    )
    unanswered = Clock.objects.filter(
        case__in=sent.filter(in_force), term_code="supervision.answer", ended_at=None, due_at__lte=now
    ).count()
    return [
        ("在办", open_cases["running"]),
        ("超期未办结", open_cases["late"]),
        ("近一月缺报", desk.missed_of(unit, now).count()),
        ("在效督办文书", papers_["force"]),
        ("逾期未反馈", unanswered),
        ("待核查", papers_["answered"]),
        ("已解除", papers_["lifted"]),
        ("已撤销", papers_["revoked"]),
    ]
