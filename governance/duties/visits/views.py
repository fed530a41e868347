"""Visits on screen: the board, a visit to be written down, one leader's page, the list of leaders, and the quotas."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.lists.workbook import EXPORT, must_export, workbook
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.days import day_text, office_day
from governance.frame.forms.plausible import day_named
from governance.frame.forms.posted import posted, refusals_on, status_of, whole_number
from governance.frame.pages.paging import Order, page_of, page_of_list
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Unit
from governance.organisation.pickers import area_path

from .. import access
from ..models import Visit, VisitingLeader, VisitQuota
from ..models.visit import LeaderKind
from . import actions as visits
from . import rows as visit_board
from .forms import LeaderForm, QuotaForm, VisitForm

may_manage = permission_required("cases.manage_reference", raise_exception=True)
# What is said of a visit about a matter that the reader does not know of.
TAKEN_ALONG = "带案下访。"


def _asked(request):
    """The day, the kind, and the rows of the board."""
    access.must_see(request.standing)
    today = office_day(timezone.now())
    day = min(day_named(request.GET.get("on")) or today, today)
    kind = request.GET.get("kind", "")
    kind = kind if kind in LeaderKind.values else ""
    return today, day, kind, visit_board.rows_of(request.standing, day, today, calendar_at_hand(), kind)


@require_safe
def board(request):
    """Leader × done of quota, who lacks most first."""
    _, day, kind, rows = _asked(request)
    query = f"on={day}&kind={kind}"
    url = reverse("duties:visits")
    page = page_of_list(request, rows, unit="人")
    context = {
        "day": day,
        "kind": kind,
        "tabs": [
            {"label": label, "url": f"{url}?on={day}&kind={code}", "active": code == kind}
            for code, label in (("", "全部"), *LeaderKind.choices)
        ],
        "sentence": visit_board.sentence(rows),
        "rules": visit_board.rules(day),
        "rows": page.rows,
        "page": page,
        "export_url": f"{reverse('duties:visits_export')}?{query}" if EXPORT in request.standing.permissions else "",
        "may_record": bool(request.standing.units_with(access.RETURN)),
        "may_arrange": access.ARRANGE in request.standing.permissions,
        "may_manage": "cases.manage_reference" in request.standing.permissions,
    }
    return render(request, "duties/visits/list.html", context)


@require_safe
def export(request):
    """The whole board as a table."""
    must_export(request)
    _, day, _, rows = _asked(request)
    return workbook(
        request,
        name="领导下访",
        columns=visit_board.COLUMNS,
        rows=visit_board.export_rows(rows),
        subject=f"领导下访 {day}",
        filename=f"领导下访 {day}.xlsx",
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_visit(request):
    """A visit of one of one's own leaders is written down."""
    now = timezone.now()
    own = request.standing.units_with(access.RETURN)
    if not own:
        raise StepNotAllowed("您的岗位不记录下访。")
    leaders = VisitingLeader.objects.filter(unit__in=own, ends_on=None).select_related("unit")
    form = VisitForm(
        posted(request),
        user=request.user,
        leaders=leaders,
        leader=whole_number(request.GET, "leader"),
        today=office_day(now),
    )
    if form.is_valid():
        told = form.cleaned_data
        how = {"case": told["number"], "actor": request.user, "at": now}
        with refusals_on(form):
            made = visits.write(told["leader"], told["day"], told["area"], told["text"], **how)
            counts = calendar_at_hand().is_working(made.day)
            messages.success(request, "下访已记下。" if counts else "下访已记下；当天是休息日，不计入工作日。")
            return redirect("duties:visiting_leader", pk=made.leader_id)
    return render(request, "duties/visits/form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def leader_page(request, pk: int):
    """One leader's visits, each with whether it counts; a post makes one void or ends the leader's listing."""
    now = timezone.now()
    leaders = visit_board.leaders_of(request.standing).select_related("unit")
    leader = leaders.filter(pk=pk).first()
    if leader is None:
        raise Http404("没有这位领导。")
    may_record = visits.may_record(request.standing, leader.unit)
    may_arrange = access.may_arrange(request.standing, leader.unit)
    if request.method != "POST":
        return _leader(request, leader, may_record, may_arrange)
    if not (may_record or may_arrange):
        raise StepNotAllowed("只有本单位的人员可以改动下访记录。")
    try:
        _change(request, leader, now)
    except StepNotAllowed:
        raise
    except Refusal as refusal:
        return _leader(request, leader, may_record, may_arrange, status=refusal.status, wrong=str(refusal))
    return redirect("duties:visiting_leader", pk=pk)


def _change(request, leader: VisitingLeader, now) -> None:
    act = request.POST.get("act", "")
    if act == "end":
        ends_on = day_named(request.POST.get("ends_on"))
        if ends_on is None:
            raise FactMissing({"ends_on": "请填写正确的日期。"})
        visits.end_leader(leader, ends_on, actor=request.user, at=now)
        messages.success(request, "已移出名单，下访记录仍然保留。")
        return
    visit = leader.visits.filter(pk=whole_number(request.POST, "visit") or 0).first()
    if act != "void" or visit is None:
        raise Refusal("没有这条下访记录。")
    visits.make_void(visit, request.POST.get("reason", ""), actor=request.user, at=now)
    messages.success(request, "这条记录已作废。")


def _leader(request, leader, may_record: bool, may_arrange: bool, *, status: int = 200, wrong: str = ""):
    today, calendar = office_day(timezone.now()), calendar_at_hand()
    found = leader.visits.select_related("area__parent__parent", "case")
    page = page_of(request, found, Order("day", newest_first=True), unit="次")
    named = [each.case_id for each in page.rows if each.case_id]
    seen = set(Case.objects.visible_to(request.user).filter(pk__in=named).values_list("pk", flat=True)) if named else ()
    rows = visit_board.rows_of(request.standing, today, today, calendar, leader.kind)
    context = {
        "leader": leader,
        "row": next((row for row in rows if row.pk == leader.pk), None),
        "visits": [_visit(each, calendar, seen) for each in page.rows],
        "page": page,
        "may_record": may_record,
        "may_arrange": may_arrange,
        "today": today,
        "wrong": wrong,
    }
    return render(request, "duties/visits/leader_detail.html", context, status=status)


def _visit(visit: Visit, calendar, seen) -> dict:
    case = visit.case if visit.case_id in seen else None
    return {
        "pk": visit.pk,
        "day": day_text(visit.day),
        "counts": calendar.is_working(visit.day),
        "area": area_path(visit.area),
        "text": visit.text if _may_read(visit, seen) else TAKEN_ALONG,
        "case": {"url": case_url(case), "text": case.number} if case else None,
        "by": visit.by_name,
        "void": visit.void_reason,
    }


def _may_read(visit: Visit, seen) -> bool:
    """Of a matter that the reader does not know of nothing: one that is hidden looks like every other."""
    return visit.case_id is None or visit.case_id in seen


@require_http_methods(["GET", "HEAD", "POST"])
def new_leader(request):
    """One more leader is listed."""
    now = timezone.now()
    if access.ARRANGE not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不管理下访领导名单。")
    own = Unit.objects.filter(pk__in=request.standing.units_with(access.ARRANGE), is_active=True).first()
    form = LeaderForm(posted(request), unit=own, today=office_day(now))
    if form.is_valid():
        with refusals_on(form):
            made = visits.add_leader(VisitingLeader(**form.cleaned_data), actor=request.user, at=now)
            messages.success(request, f"{made.name}已列入名单。")
            return redirect("duties:visiting_leader", pk=made.pk)
    return render(request, "duties/visits/leader_form.html", {"form": form}, status=status_of(form))


@require_safe
@may_manage
def quotas(request):
    """What each kind of leader owes, and what it owed before."""
    rows = VisitQuota.objects.order_by("kind", "-effective_from")
    return render(request, "duties/visits/quota_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def quota(request, kind: str):
    """One kind's quota from the next window on."""
    current = get_object_or_404(VisitQuota, kind=kind, effective_to=None)
    form = QuotaForm(posted(request), quota=current)
    if form.is_valid():
        told = form.cleaned_data
        with refusals_on(form):
            made = visits.change_quota(current, told["cadence"], told["days"], told["basis"], **acting(request))
            messages.success(request, f"{made.get_kind_display()}的定额自 {made.effective_from} 起执行。")
            return redirect("duties:visit_quotas")
    context = {"form": form, "quota": current}
    return render(request, "duties/visits/quota_form.html", context, status=status_of(form))
