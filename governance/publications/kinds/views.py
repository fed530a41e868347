"""The kinds of publication by group with what is in hand of each, and the page on which one is laid down."""

from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.fields.definitions import DefiningPage
from governance.duties.models import DutyTask
from governance.duties.returns.rows import due_of
from governance.frame.days import office_day
from governance.organisation.standing import Standing

from ..access import MANAGE, SEE, titled_for, visible
from ..models import Publication, PublicationKind, Receipt
from .defining import KINDS, definition_of
from .forms import definition, facts

State = Publication.State
staff_only = permission_required(SEE, raise_exception=True)


@staff_only
@require_safe
def kinds(request):
    """Every kind in use by group: what is out, what is in hand or late, and when the next is due."""
    now = timezone.now()
    manages = MANAGE in request.standing.permissions
    shown = PublicationKind.objects.all() if manages else PublicationKind.objects.filter(is_active=True)
    counts, due = _counts(request.standing, office_day(now)), _due(request.standing)
    groups: dict[str, list[dict]] = {}
    for kind in shown:
        task = due.get(kind.plan_code)
        row = {"kind": kind, "next": due_of(task, now) if task else "", **counts.get(kind.pk, {})}
        groups.setdefault(kind.group, []).append(row)
    receipts = Receipt.objects.filter(unit__in=request.standing.units, read_at=None, publication__state=State.ISSUED)
    unread = list(receipts.select_related("publication__kind", "unit").order_by("-publication__issued_at")[:20])
    titled_for((each.publication for each in unread), request.user)
    context = {
        "groups": groups.items(),
        "manages": manages,
        "scheduled": any(row["next"] for rows in groups.values() for row in rows),
        "unread": unread,
    }
    return render(request, "publications/home.html", context)


def _counts(standing: Standing, today) -> dict[int, dict]:
    late = Count("pk", filter=Q(state__in=Publication.IN_HAND, planned_on__lt=today))
    numbers = {
        "issued": Count("pk", filter=Q(state=State.ISSUED)),
        "in_hand": Count("pk", filter=Q(state__in=Publication.IN_HAND)),
        "late": late,
    }
    rows: list[Any] = list(visible(standing).order_by().values("kind").annotate(**numbers))
    return {row.pop("kind"): row for row in rows}


def _due(standing: Standing) -> dict[str, DutyTask]:
    """Of each plan the task that is due first of what the person's units owe, or those they oversee."""
    owed = DutyTask.objects.filter(state__in=(DutyTask.State.OPEN, DutyTask.State.MISSING))
    codes = PublicationKind.objects.exclude(plan_code="").values("plan_code")
    owed = owed.filter(standing.within("unit", area="area"), plan_code__in=codes)
    return {task.plan_code: task for task in owed.order_by("plan_code", "due_at").distinct("plan_code")}


PAGE = DefiningPage(
    KINDS,
    MANAGE,
    template="publications/define.html",
    called="kind",
    facts=facts,
    told=definition,
    stands=lambda kind: asdict(definition_of(kind)),
    begins={"is_active": True},
    home="publications:kinds",
    page="publications:publications",
)
