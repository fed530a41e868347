"""Inspections on screen: the rounds, one round with its places, the check of a place, and what it found."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.files.views import handed_out
from governance.cases.lists.workbook import EXPORT, must_export, workbook
from governance.cases.models import Case
from governance.duties.models import DutyTask
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, refusals_told, status_of
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import StepNotAllowed
from governance.organisation.pickers import area_path
from governance.registers.models import Entry

from ..hazards.steps import REPORT
from . import access, checking
from .forms import CheckForm, RoundFilter
from .models import CheckPhoto, CheckResult
from .opening import become_hazard
from .rounds import checklist_of, places_of, tallies
from .rows import COLUMNS, place_rows, result_rows, round_rows, sheet_rows

State = DutyTask.State
TABS = (
    ("", "进行中", (State.OPEN,)),
    ("late", "逾期未查完", (State.MISSING,)),
    ("done", "已查完", (State.RETURNED, State.ZERO, State.LATE)),
)
staff_only = permission_required("cases.view_case", raise_exception=True)


@staff_only
@require_safe
def rounds(request):
    """The rounds of one's units and of every unit below: what is planned, checked, late, and what was found."""
    now = timezone.now()
    code, found, form = _tab(request, now)
    page = page_of(request, found, Order("due_at", newest_first=code != ""), unit="轮")
    context = {
        "tabs": [{"label": label, "url": form.address(tab=each), "active": each == code} for each, label, _ in TABS],
        "filter_form": form,
        "page": page,
        "rows": round_rows(page.rows, now),
        "inspects": access.INSPECT in request.standing.permissions,
        "exports": EXPORT in request.standing.permissions,
        "query": form.address(tab=code),
    }
    return render(request, "security/inspections/list.html", context)


def _tab(request, now) -> tuple[str, QuerySet[DutyTask], RoundFilter]:
    """The tab that is asked for, the rounds of it that the filters leave, and the filters."""
    chosen = request.GET.get("tab", "")
    code, _, states = next((tab for tab in TABS if tab[0] == chosen), TABS[0])
    seen = access.rounds(request.standing, office_day(now))
    form = RoundFilter(request.GET, rounds=seen)
    return code, form.applied(seen.filter(state__in=states)).select_related("plan", "unit"), form


@require_safe
def export(request):
    """The rounds of the tab that began this year or last, each with its counts."""
    must_export(request)
    now = timezone.now()
    code, found, _ = _tab(request, now)
    label = next(label for each, label, _ in TABS if each == code)
    since = date(office_day(now).year - 1, 1, 1)
    rows = sheet_rows(list(found.filter(first__gte=since).order_by("-due_at", "unit__position", "pk")), now)
    told: dict[str, Any] = {
        "subject": f"场所检查 {label}",
        "filename": f"场所检查 {label} {office_day(now)}.xlsx",
        "now": now,
    }
    return workbook(request, name="场所检查", columns=COLUMNS, rows=rows, **told)


@require_http_methods(["GET", "HEAD", "POST"])
def round_page(request, pk: int):
    """One round: its places, those still to be checked first; a post says that there are none in the area."""
    now = timezone.now()
    task = access.round_for(request.standing, pk, office_day(now))
    concludes = access.may_conclude(request.standing, task)
    if request.method == "POST":
        if not concludes:
            raise StepNotAllowed("您的岗位不报送这一轮检查。")
        with refusals_told(request):
            checking.conclude_empty(task, actor=request.user, at=now)
            messages.success(request, "已报送：辖区内没有这类场所。")
        return redirect("security:inspections:round", pk=pk)
    checklist = checklist_of(task)
    places = places_of(task, checklist) if checklist else Entry.objects.none()
    shown = access.shown(request.standing, task, places)
    inspects = access.INSPECT in request.standing.permissions
    context = {
        "task": task,
        "checklist": checklist,
        "round": round_rows([task], now)[0],
        "rows": place_rows(task, shown, checks=inspects),
        "concludes": concludes and task.is_owed,
    }
    return render(request, "security/inspections/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request, pk: int, entry_pk: int):
    """The check of one place, at a desk or on a phone without a script."""
    now = timezone.now()
    task = access.round_for(request.standing, pk, office_day(now))
    checklist = checklist_of(task)
    places = places_of(task, checklist) if checklist else Entry.objects.none()
    shown = access.shown(request.standing, task, places).select_related("area__parent__parent")
    entry = get_object_or_404(shown, pk=entry_pk)
    access.must_check(request.standing, task, entry)
    items = list(checklist.items.filter(retired=False)) if checklist else []
    form = CheckForm(posted(request), request.FILES or None, items=items, today=office_day(now), key=str(uuid4()))
    if form.is_valid():
        with refusals_on(form):
            looked, key = form.looked(entry), form.cleaned_data["key"]
            made = checking.check_place(key, task, looked, actor=request.user, at=now)
            messages.success(request, f"{entry.name}的检查已登记。")
            return redirect("security:inspections:checked", key=made.pk)
    context = {
        "task": task,
        "checklist": checklist,
        "entry": entry,
        "place": area_path(entry.area),
        "form": form,
    }
    return render(request, "security/inspections/check.html", context, status=status_of(form))


@require_safe
def checked(request, key: UUID):
    """What a check found."""
    today = office_day(timezone.now())
    found = access.check_for(request.standing, key, today)
    context = {
        "check": found,
        "place": area_path(found.entry.area),
        "rows": result_rows(found, request.user),
        "opens": REPORT in request.standing.permissions and access.may_check(request.standing, found.task, found.entry),
        "tally": tallies([found.task], today)[found.task_id],
    }
    return render(request, "security/inspections/checked.html", context)


@require_POST
def hazard(request, key: UUID, pk: int):
    """A failed item becomes a hazard, or belongs to the one that is open."""
    now = timezone.now()
    found = access.check_for(request.standing, key, office_day(now))
    if REPORT not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不登记隐患。")
    access.must_check(request.standing, found.task, found.entry)
    failed = found.results.filter(mark=CheckResult.Mark.FAILED)
    result = get_object_or_404(failed.select_related("item", "hazard", "of__entry"), pk=pk)
    with refusals_told(request):
        made = become_hazard(result, actor=request.user, at=now)
        known = Case.objects.visible_to(request.user).filter(pk=made.pk).exists()
        messages.success(request, f"已列为隐患 {made.number}。" if known else "已列为隐患。")
    return redirect("security:inspections:checked", key=key)


@require_safe
def photo(request, key: UUID, pk: int):
    """A picture of the check, for whoever may see the place."""
    found = access.check_for(request.standing, key, office_day(timezone.now()))
    file = get_object_or_404(CheckPhoto, result__of=found, pk=pk)
    return handed_out(request, f"检查 {found.entry.name}", file.path, file.name, file.content_type)
