"""Patrols on screen: coverage of places, one's own patrols, what a phone sends of one, and the norms."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.sending.views import wrong
from governance.frame.days import office_day
from governance.frame.forms.plausible import day_named
from governance.frame.forms.posted import posted, refusals_on, refusals_told, status_of
from governance.frame.forms.typed import told_of, words_of
from governance.frame.pages.paging import page_of_list
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Area
from governance.organisation.standing import lies_in

from .. import access
from ..models import WorkNorm
from . import actions, norms, rows, work
from .forms import NormForm

may_manage = permission_required("cases.manage_reference", raise_exception=True)
LARGEST = 256 * 1024


@require_safe
def patrols(request):
    """Coverage of the places in the reader's range in a month, and what a worker does there."""
    standing = request.standing
    access.must_see(standing)
    now = timezone.now()
    today = office_day(now)
    day = min(day_named(request.GET.get("on")) or today, today)
    inside = _inside(request)
    found = rows.coverage((inside.pk,) if inside else rows.seen_areas(standing), day, now, standing)
    page = page_of_list(request, found, unit="个")
    own = work.places_of(request.user, standing, today) if _patrols(request) else []
    context = {
        "day": day,
        "rows": page.rows,
        "page": page,
        "inside": inside,
        "norms": norms.norms_on(day).values(),
        "places": own,
        "mine": rows.own_patrols(request.user, now) if own else [],
        "help": rows.help_for(request.user, now) if own else None,
        "may_manage": "cases.manage_reference" in standing.permissions,
    }
    return render(request, "duties/patrols/list.html", context)


def _patrols(request) -> bool:
    return bool(request.standing.units_with(access.RETURN))


def _inside(request) -> Area | None:
    """The area that was asked for; raises Http404 for one whose places the reader is not shown."""
    code = request.GET.get("inside", "")
    if not code:
        return None
    found = Area.objects.filter(pk=code).first() if code.isdecimal() else None
    if found is None or not lies_in(code, rows.answered_areas(request.standing)):
        raise Http404("没有这个地方。")
    return found


@require_http_methods(["PUT"])
def patrol(request, key: UUID):
    """What a phone says of a patrol so far; answered with how it stands."""
    if len(request.body) > LARGEST:
        return wrong({"points": "内容太长。"})
    try:
        sent = told_of(request.body)
    except ValueError:
        return wrong({"key": "内容读不出来。"})
    points = sent.get("points") or []
    if not isinstance(points, list):
        return wrong({"points": "位置读不出来。"})
    now = timezone.now()
    try:
        told = words_of(sent, ("started_at", "ended_at", "area")) | {"points": points}
        kept = actions.keep(key, told, worker=request.user, at=now)
    except StepNotAllowed:
        raise
    except Refusal as refusal:
        return wrong(refusal.errors)
    return JsonResponse({"state": "kept", **rows.patrol_words(kept, now)})


@require_POST
def start(request):
    """The patrol begins, at a desk or on a phone without a script: with no points."""
    now = timezone.now()
    told = {"started_at": now.isoformat(), "area": request.POST.get("area", "")}
    with refusals_told(request):
        actions.keep(uuid4(), told, worker=request.user, at=now)
        messages.success(request, "巡查已开始，回来后请点“结束巡查”。")
    return redirect("duties:patrols")


@require_POST
def end(request):
    """The patrol under way is over."""
    if not _patrols(request):
        raise StepNotAllowed("您的岗位不记录巡查。")
    ended = actions.end(request.user, at=timezone.now())
    if ended is None:
        messages.error(request, "没有进行中的巡查。")
    else:
        messages.success(request, "巡查已结束。")
    return redirect("duties:patrols")


@require_safe
@may_manage
def norm_list(request):
    """How much of each kind of work is wanted, and was before."""
    found = WorkNorm.objects.order_by("code", "-effective_from")
    return render(request, "duties/patrols/norm_list.html", {"rows": found})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def norm(request, code: str):
    """One norm from the next month on."""
    current = get_object_or_404(WorkNorm, code=code, effective_to=None)
    form = NormForm(posted(request), norm=current)
    if form.is_valid():
        told = form.cleaned_data
        with refusals_on(form):
            made = norms.change(current, told["amount"], told["basis"], **acting(request))
            messages.success(request, f"{made.name}的定额自 {made.effective_from} 起执行。")
            return redirect("duties:work_norms")
    context = {"form": form, "norm": current}
    return render(request, "duties/patrols/norm_form.html", context, status=status_of(form))
