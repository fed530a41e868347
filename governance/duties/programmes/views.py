"""Programmes: the list, a new one, the page of one with its tasks, and the same as a table for Excel."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.lists.workbook import EXPORT, must_export, workbook
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import StepNotAllowed

from .. import access
from ..models import Programme
from . import actions as programmes
from . import export as programme_exporting
from . import lights as programme_lights
from . import rows as programme_tree
from .access import MANAGE, led_units, may_manage, programme_for, programmes_visible_to
from .counts import by_unit
from .forms import ProgrammeForm

OPEN, WAITING, DONE, TREE, UNITS = "", "waiting", "done", "tree", "units"
TABS = ((OPEN, "进行中"), (WAITING, "待确认"), (DONE, "已完成"), (TREE, "全部"), (UNITS, "按单位"))
STATES = {OPEN: ("open",), WAITING: ("reported",), DONE: ("done",)}


@require_safe
def programme_list(request):
    """What one's units have to do, late first, and the programmes one may see, newest first."""
    access.must_see(request.standing)
    today = office_day(timezone.now())
    found = programmes_visible_to(request.standing).select_related("lead_unit")
    page = page_of(request, found, Order("year", newest_first=True), size=20, unit="个")
    figures = programme_tree.figures(page.rows, request.standing, today)
    context = {
        "rows": [_row(each, figures.get(each.pk, {})) for each in page.rows],
        "page": page,
        "mine": programme_tree.mine(request.standing, today),
        "may_make": MANAGE in request.standing.permissions,
        "rule": programme_lights.RULE,
    }
    return render(request, "duties/programmes/list.html", context)


def _row(programme: Programme, counted: dict) -> dict:
    return {
        "url": reverse("duties:programme", args=[programme.pk]),
        "name": programme.name,
        "year": programme.year,
        "lead": programme.lead_unit.short_name,
        **{name: counted.get(name, 0) for name in ("total", "done", "waiting", "late")},
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request):
    """The form for a new programme; sent, it stands with the tasks of its sample."""
    now = timezone.now()
    units = led_units(request.standing)
    if MANAGE not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能建立任务方案。")
    form = ProgrammeForm(posted(request), units=units, today=office_day(now))
    if form.is_valid():
        told = form.cleaned_data
        with refusals_on(form):
            made = programmes.create(
                told["name"],
                told["year"],
                told["lead_unit"],
                sample=form.chosen,
                basis=told["basis"],
                actor=request.user,
                at=now,
                period=form.period,
            )
            messages.success(request, f"已建立“{made.name}”，列入任务 {made.tasks.count()} 项。")
            return redirect("duties:programme", pk=made.pk)
    return render(request, "duties/programmes/form.html", {"form": form}, status=status_of(form))


@require_safe
def programme_page(request, pk: int):
    """One programme: its figures in a sentence, its last tasks with the late ones first, or the whole tree."""
    programme = programme_for(request.standing, pk)
    nodes = programme_tree.load(programme, request.standing, office_day(timezone.now()))
    show = request.GET.get("show", OPEN)
    show = show if show in dict(TABS) else OPEN
    owners = {leaf.task.owner_id: leaf.task.owner.short_name for leaf in programme_tree.leaves(nodes)}
    owner = next((pk for pk in owners if str(pk) == request.GET.get("unit")), None)
    measured = by_unit(nodes)
    context = {
        "programme": programme,
        "table": measured if show == UNITS else None,
        "sentence": programme_tree.sentence(nodes, whole=request.standing.covers(programme.lead_unit.area_id)),
        "rule": programme_lights.RULE,
        "tabs": [tab for tab in _tabs(nodes, show, owner) if measured or tab["code"] != UNITS],
        "show": show,
        "is_tree": show == TREE,
        "owners": [] if show == UNITS else sorted(owners.items(), key=lambda pair: pair[1]),
        "owner": owner,
        "rows": _rows(nodes, show, owner),
        "may_manage": may_manage(request.standing, programme.lead_unit),
        "may_export": EXPORT in request.standing.permissions,
    }
    return render(request, "duties/programmes/detail.html", context)


def _of(leaves, show: str, owner: int | None) -> list:
    return [
        leaf
        for leaf in leaves
        if leaf.task.state in STATES.get(show, ()) and (owner is None or leaf.task.owner_id == owner)
    ]


def _rows(nodes, show: str, owner: int | None) -> list[programme_tree.TaskRow]:
    if show == TREE:
        return [programme_tree.row_of(node, depth) for depth, node in programme_tree.flat(nodes)]
    leaves = _of(programme_tree.leaves(nodes), show, owner)
    return [programme_tree.row_of(node) for node in programme_tree.late_first(leaves)]


def _tabs(nodes, show: str, owner: int | None) -> list[dict]:
    leaves = programme_tree.leaves(nodes)
    chosen = f"&unit={owner}" if owner else ""
    return [
        {
            "code": code,
            "label": label,
            "url": f"?show={code}{'' if code in (TREE, UNITS) else chosen}",
            "active": code == show,
            "count": len(_of(leaves, code, owner)),
        }
        for code, label in TABS
    ]


@require_safe
def programme_export(request, pk: int):
    """Every task of the programme that the reader may see, in its order."""
    now = timezone.now()
    programme = programme_for(request.standing, pk)
    must_export(request)
    nodes = programme_tree.load(programme, request.standing, office_day(now))
    return workbook(
        request,
        name="任务台账",
        columns=programme_exporting.COLUMNS,
        rows=programme_exporting.rows_of(nodes),
        subject=f"{programme.name} {programme.year}",
        filename=programme_exporting.file_name(programme),
        now=now,
    )
