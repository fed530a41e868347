"""The pages of grids: by township, one grid with who serves there, a new one, boundaries, the notice card."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.lists.workbook import EXPORT, must_export, workbook
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.forms.weighed import Weighed, weigh
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import StepNotAllowed
from governance.organisation.accounts.login_records import acting
from governance.organisation.areas.lying import inside
from governance.organisation.models import Area
from governance.organisation.standing import standing_now

from ..models import Grid, GridEvent, GridPost
from . import actions
from .actions import MANAGE
from .card import cards
from .forms import GridForm, MergeForm, NetForm, NewGridForm, PostForm
from .rows import STAFF_COLUMNS, grid_rows, short_of_staff, staff_rows, township_rows

staff_only = permission_required("cases.view_case", raise_exception=True)
managers_only = permission_required(MANAGE, raise_exception=True)


@staff_only
@require_safe
def grids(request):
    """How the townships stand, and the grids of the one that was chosen."""
    found = Grid.in_use()
    township = request.GET.get("township", "")
    today = office_day(timezone.now())
    rows = township_rows(found, today)
    chosen = next((row for row in rows if row.code == township), None)
    permissions = request.standing.permissions
    context: dict[str, Any] = {
        "townships": rows,
        "chosen": chosen,
        "may_manage": MANAGE in permissions,
        "may_export": EXPORT in permissions,
    }
    if chosen:
        listed = found.filter(area__code__startswith=chosen.code)
        if request.GET.get("vacant"):
            listed = short_of_staff(listed, today)
        listed = listed.select_related("area__parent__parent")
        page = page_of(request, listed, Order("area_id"), unit="个")
        context |= {"page": page, "rows": grid_rows(page.rows, request.user, today)}
    return render(request, "grid/grids/list.html", context)


@staff_only
@require_safe
def staff(request):
    """Every grid with its people and what is short, as a sheet: of one township or of all."""
    must_export(request)
    township, now = request.GET.get("township", ""), timezone.now()
    found = Grid.in_use()
    if Area.level_of(township) == Area.Level.TOWNSHIP:
        found = found.filter(area__code__startswith=township)
    rows = staff_rows(found, office_day(now))
    told: dict[str, Any] = {"subject": "网格员配备", "filename": f"网格员配备 {office_day(now)}.xlsx", "now": now}
    return workbook(request, name="网格员配备", columns=STAFF_COLUMNS, rows=rows, **told)


def _grid(code: str) -> Grid:
    known = Grid.objects.select_related("area__parent__parent", "area__boundary", "area__successor")
    grid = known.filter(area_id=code).first() if code.isdecimal() else None
    if grid is None:
        raise Http404("没有这个网格。")
    return grid


def _managed(request, code: str) -> Grid:
    """The grid, if it lies where the person manages grids."""
    grid = _grid(code)
    if not standing_now(request.user).covers(grid.area_id, MANAGE):
        raise StepNotAllowed("您的岗位不管理这个网格。")
    return grid


@staff_only
@require_safe
def grid(request, code: str):
    """One grid: who serves there, what became part of it, what happens there."""
    return _page(request, _grid(code))


def _page(request, found: Grid, *, status: int = 200, **forms):
    today = office_day(timezone.now())
    manages = not found.area.successor_id and standing_now(request.user).covers(found.area_id, MANAGE)
    lying = inside(found.area_id, path="grid__area")
    events = GridEvent.objects.visible_to(request.user).filter(lying, closed_at=None)
    initial = {
        "name": found.area.name,
        "grid_type": found.grid_type,
        "branch": found.branch,
        "version": found.version,
    }
    context = {
        "shown": found,
        "posts": sorted(found.posts.select_related("user").filter(GridPost.serving(today)), key=GridPost.rank),
        "past_posts": found.posts.select_related("user").exclude(GridPost.serving(today)).order_by("-until"),
        "nets": found.former_nets.all(),
        "merged": Grid.objects.filter(area__successor=found.area_id).select_related("area"),
        "open_events": events.count(),
        "manages": manages,
        "form": GridForm(initial=initial),
        "post_form": PostForm(on=today),
        "net_form": NetForm(initial={"merged_on": today}),
        "merge_form": MergeForm(grid=found),
        **forms,
    }
    return render(request, "grid/grids/detail.html", context, status=status)


def _taken(request, code: str, act, said: str, **named):
    """What the one form tells is done with a grid that the person manages; or the page says what is wrong in it."""
    found, (form,) = _managed(request, code), named.values()
    if form.is_valid():
        with refusals_on(form):
            act(found, **form.cleaned_data, **acting(request))
            messages.success(request, said)
            return redirect("grid:grid", code=code)
    return _page(request, _grid(code), **named, status=status_of(form))


@managers_only
@require_POST
def change(request, code: str):
    """The grid has another name or type."""
    return _taken(request, code, actions.change_grid, "网格已修改。", form=GridForm(request.POST))


@managers_only
@require_POST
def appoint(request, code: str):
    """Somebody serves in the grid."""
    form = PostForm(request.POST, on=office_day(timezone.now()))
    return _taken(request, code, actions.appoint, "任职已登记。", post_form=form)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def end_post(request, code: str, pk: int):
    """What follows if somebody serves there no longer, and why; then the post is over."""
    found = _managed(request, code)
    post = found.posts.select_related("user", "grid").filter(pk=pk).first()
    if post is None:
        raise Http404("没有这项任职。")

    def act(reason: str):
        actions.end_post(post, reason=reason, **acting(request))
        messages.success(request, "任职已结束。")
        return redirect("grid:grid", code=code)

    left = found.posts.filter(GridPost.serving(office_day(timezone.now()))).exclude(pk=post.pk).count()
    says = (
        f"从今天起{post.user.name}不再任{post.get_part_display()}，不再收到这个网格的任务；任职记录和报过的事件不变。",
        f"这个网格还有 {left} 人任职。" if left else "这个网格没有别人任职了，请接着任命。",
    )
    back = reverse("grid:grid", args=[code]), "网格"
    done = "这项任职已经结束。" if post.until is not None else ""
    return weigh(request, Weighed("结束任职", post.user.name, says, back, done), act)


@managers_only
@require_POST
def take_over_net(request, code: str):
    """A former net is part of the grid."""
    form = NetForm(request.POST)
    return _taken(request, code, actions.take_over_net, "已登记并入。", net_form=form)


@managers_only
@require_POST
def merge(request, code: str):
    """The grid goes into another one of its village."""
    found = _managed(request, code)
    form = MergeForm(request.POST, grid=found)
    if form.is_valid():
        with refusals_on(form):
            into = form.cleaned_data["into"]
            actions.merge_grid(found, into, reason=form.cleaned_data["reason"], **acting(request))
            messages.success(request, f"已并入{into.area.name}。")
            return redirect("grid:grid", code=into.area_id)
    return _page(request, found, merge_form=form, status=status_of(form))


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A new grid in a village that the person manages."""
    standing = standing_now(request.user)
    areas = standing.areas_with(MANAGE)
    form = NewGridForm(posted(request), scope=areas[0] if len(areas) == 1 else "")
    if form.is_valid():
        told: dict[str, Any] = dict(form.cleaned_data)
        village = told.pop("village")
        if not standing.covers(village.pk, MANAGE):
            form.add_error("village", "这个村（社区）不在您管理的范围内。")
        else:
            with refusals_on(form):
                made = actions.open_grid(village, told.pop("name"), **told, **acting(request))
                messages.success(request, f"已新增，网格编码 {made.area_id}。")
                return redirect("grid:grid", code=made.area_id)
    return render(request, "grid/grids/form.html", {"form": form}, status=status_of(form))


@staff_only
@require_safe
def card(request, code: str):
    """The public notice card of a grid, or of all grids of a township, as PDF."""
    found = []
    if Area.level_of(code) in (Area.Level.TOWNSHIP, Area.Level.GRID):
        listed = Grid.in_use().filter(area__code__startswith=code)
        found = list(listed.select_related("area__parent__parent").order_by("area_id"))
    if not found:
        raise Http404("没有这个网格。")
    today = office_day(timezone.now())
    answer = HttpResponse(cards(found, today), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="grid-card-{code}.pdf"'
    return answer
