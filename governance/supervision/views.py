"""The queue of proposals, the list of papers and what one unit owes, was sent, answered and was released from."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.filters import due_between
from governance.cases.models import Case, Clock
from governance.cases.pages import DUE_FIRST
from governance.cases.refusals import FactMissing, StepNotAllowed
from governance.cases.views.lists import case_list
from governance.cases.views.parts import case_url
from governance.cases.views.rows import listed, rows_of
from governance.organisation.models import Unit

from . import queue
from .actions import propose, set_aside
from .forms import ProposeForm
from .models import SupervisionPaper

OVERSEE = "cases.oversee_case"
SHOWN = 50


def _sender(request) -> Unit:
    """The unit in whose name the person supervises: the one with the widest area."""
    ids = [post.unit_id for post in request.standing.posts if post.sees_area]
    ids = [pk for pk in ids if pk in request.standing.units_with(OVERSEE)]
    if not ids:
        raise StepNotAllowed("您的岗位不办理督办。")
    return min(Unit.objects.filter(pk__in=ids), key=lambda unit: len(unit.area_id))


@require_safe
def papers(request):
    """The papers of the ladder that the reader may know of."""
    return case_list(request, kind="supervision")


@require_http_methods(["GET", "HEAD", "POST"])
def queue_page(request):
    """What the machine proposes, by unit; a post makes one paper of what was ticked."""
    now = timezone.now()
    sender = _sender(request)
    if request.method != "POST":
        return _page(request, ProposeForm(initial={"ground": "overdue"}), now)
    form = ProposeForm(request.POST)
    ticked = _ticked(request)
    if not form.is_valid():
        return _page(request, form, now, ticked, status=422)
    told = form.cleaned_data
    try:
        paper = propose(
            told["rung"],
            sender=sender,
            target=told["target_unit"],
            ground=told["ground"],
            reason=told["reason"],
            actor=request.user,
            at=now,
            escalations=ticked,
        )
    except FactMissing as refusal:
        for name, sentence in refusal.errors.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _page(request, form, now, ticked, status=422)
    messages.success(request, f"已拟制{paper.get_rung_display()} {paper.number}，请提请签发。")
    return redirect(case_url(paper))


@require_POST
def put_aside(request):
    """What was ticked is not followed, for the reason given."""
    now = timezone.now()
    _sender(request)
    ticked = _ticked(request)
    try:
        count = set_aside(ticked, reason=request.POST.get("set_aside_reason", ""), actor=request.user, at=now)
    except FactMissing as refusal:
        wrong = {"set_aside_error": refusal.errors["reason"]}
        return _page(request, ProposeForm(initial={"ground": "overdue"}), now, ticked, status=422, **wrong)
    messages.success(request, f"{count} 项不予制发，理由已经记录。" if count else "没有选择任何一项。")
    return redirect("supervision:queue")


def _ticked(request) -> list:
    ids = [int(value) for value in request.POST.getlist("alarm") if value.isdigit()]
    return [row for row in queue.waiting(request.user) if row.pk in ids] if ids else []


def _page(request, form, now, ticked=(), *, status: int = 200, **extra):
    context = {
        "form": form,
        "groups": queue.groups(request.user, now),
        "ticked": {row.pk for row in ticked},
        **extra,
    }
    return render(request, "supervision/queue.html", context, status=status)


@require_safe
def unit_page(request, pk: int):
    """One unit: its late work, the papers it was sent, what it answered and what was lifted."""
    now = timezone.now()
    unit = get_object_or_404(Unit, pk=pk)
    inside = any(unit.area_id.startswith(code) for code in request.standing.areas)
    if unit.pk not in request.standing.all_units and not inside:
        raise Http404("没有这个单位。")
    cases = Case.objects.visible_to(request.user).filter(lead_unit=unit).exclude(kind="supervision")
    late = cases.open().filter(due_between("overdue", now))
    sent = SupervisionPaper.objects.visible_to(request.user).filter(target_unit=unit)
    context = {
        "unit": unit,
        "owed": rows_of(DUE_FIRST.sorted(listed(late))[:SHOWN], user=request.user, now=now),
        "figures": _figures(cases, sent, now),
        "sent": rows_of(listed(sent.order_by("-opened_at", "-id"))[:SHOWN], user=request.user, now=now),
        "list_url": f"{reverse('cases:list')}?unit={unit.pk}&due=overdue",
    }
    return render(request, "supervision/unit.html", context)


def _figures(cases, sent, now) -> list[tuple[str, int]]:
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
        ("在效督办文书", papers_["force"]),
        ("逾期未反馈", unanswered),
        ("待核查", papers_["answered"]),
        ("已解除", papers_["lifted"]),
        ("已撤销", papers_["revoked"]),
    ]
