"""Units on screen: the tree, one unit, opening and closing."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, refusals_told, status_of
from governance.organisation import units
from governance.organisation.accounts.login_records import acting
from governance.organisation.forms.units import ReasonForm, UnitFilter, UnitForm
from governance.organisation.models import Area, Post, Unit
from governance.organisation.roles import LABELS

from .access import managers_only


def tabs(active: str) -> list[dict]:
    """The halves of the organisation, what people call its parts, and the areas that were given up."""
    pages = (("units", "单位"), ("people", "人员"), ("synonyms", "常用说法"), ("joined", "区划撤并"))
    return [{"label": label, "url": reverse(f"organisation:{name}"), "active": name == active} for name, label in pages]


@managers_only
@require_safe
def unit_list(request):
    """Units by township, each township's in the order of the reports."""
    form = UnitFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = _filtered(asked).select_related("area").order_by("position", "id")
    today = office_day(timezone.now())
    working = Q(posts__user__is_active=True, posts__starts_on__lte=today) & (
        Q(posts__ends_on=None) | Q(posts__ends_on__gte=today)
    )
    rows = list(found.annotate(people_count=Count("posts__user", filter=working, distinct=True)))
    context = {
        "form": UnitFilter(asked) if asked else form,
        "groups": _by_township(rows),
        "count": len(rows),
        "is_filtered": any(asked.values()),
        "tabs": tabs("units"),
    }
    return render(request, "organisation/units/list.html", context)


def _filtered(asked: dict):
    found = Unit.objects.all()
    if asked.get("q"):
        found = found.filter(Q(name__contains=asked["q"]) | Q(short_name__contains=asked["q"]))
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("state") != "all":
        found = found.filter(is_active=asked.get("state") != "closed")
    return found


def _by_township(rows: list[Unit]) -> list[dict]:
    """Rows under the name of their township, the county's own first; a unit stands one step in under its parent."""
    length = Area.CODE_LENGTH[Area.Level.TOWNSHIP]
    names = dict(Area.objects.filter(level__in=("county", "township")).values_list("code", "name"))
    groups: dict[str, dict] = {}
    for unit in rows:
        code = unit.area_id[:length]
        group = groups.setdefault(code, {"code": code, "name": names.get(code, ""), "rows": []})
        group["rows"].append(
            {
                "url": reverse("organisation:unit", args=[unit.pk]),
                "name": unit.name,
                "short_name": unit.short_name,
                "kind": unit.get_kind_display(),
                "sees": unit.get_sees_display(),
                "people_count": unit.people_count,
                "is_active": unit.is_active,
                "area": unit.area.name if unit.area_id != code else "",
            }
        )
    return [groups[code] for code in sorted(groups)]


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_unit(request):
    """A unit is opened."""
    form = UnitForm(request.POST or None)
    if form.is_valid():
        unit = form.save(commit=False)
        with refusals_on(form):
            units.open_unit(unit, **acting(request))
            messages.success(request, f"已新增单位：{unit.name}。")
            return redirect("organisation:unit", unit.pk)
    return render(request, "organisation/units/form.html", {"form": form})


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def unit_page(request, pk):
    """One unit: its details to change, who works in it, what stands under it."""
    unit = get_object_or_404(Unit.objects.select_related("area__parent__parent", "parent"), pk=pk)
    form = UnitForm(request.POST or None, instance=unit)
    if form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["version"]
            units.change_unit(form.instance, form.changed, version=version, **acting(request))
            messages.success(request, "已保存。")
            return redirect("organisation:unit", pk)
    return _unit_page(request, pk, form=form, status=status_of(form))


def _unit_page(request, pk, *, form=None, closing=None, status=200):
    # A refused change must not stand in the heading.
    unit = get_object_or_404(Unit.objects.select_related("area__parent__parent", "parent"), pk=pk)
    posts = Post.objects.current(office_day(timezone.now())).filter(unit=unit).select_related("user", "role")
    context = {
        "unit": unit,
        "form": form or UnitForm(instance=unit),
        "closing": closing or ReasonForm(),
        "posts": [
            {
                "name": post.user.name,
                "url": reverse("organisation:person", args=[post.user_id]),
                "role": LABELS[post.role.name],
                "since": post.starts_on,
            }
            for post in posts.order_by("user__name", "id")
        ],
        "children": unit.children.filter(is_active=True).order_by("position", "id"),
    }
    return render(request, "organisation/units/detail.html", context, status=status)


@managers_only
@require_POST
def close_unit(request, pk):
    """The unit takes nothing new, unless something stands in the way."""
    unit = get_object_or_404(Unit, pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_on(form):
            units.close_unit(unit, reason=reason, **acting(request))
            messages.success(request, f"{unit.name}已停用。")
            return redirect("organisation:unit", pk)
    return _unit_page(request, pk, closing=form, status=422)


@managers_only
@require_POST
def reopen_unit(request, pk):
    """The unit works again."""
    unit = get_object_or_404(Unit, pk=pk)
    with refusals_told(request):
        units.reopen_unit(unit, **acting(request))
        messages.success(request, f"{unit.name}已恢复。")
    return redirect("organisation:unit", pk)
