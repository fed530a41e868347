"""The page of the event list, for everybody to read and for the county office to change."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.routing.rules import grade_label, rules_by_path
from governance.frame.days import minute_text
from governance.frame.forms.posted import posted, refusals_on, status_of, version_read
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Area

from ..models import EventItem
from ..reference import KIND
from . import keeping
from .forms import ChangeItemForm, NewItemForm

MANAGE, ROUTE = "grid.manage_items", "cases.manage_reference"
SHOWN_CHANGES = 30
staff_only = permission_required("cases.view_case", raise_exception=True)
office_only = permission_required(MANAGE, raise_exception=True)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with the unit that answers for it in the whole county, and how fast."""

    item: EventItem
    grade: str
    unit: str
    along: str
    rule_url: str


@staff_only
@require_safe
def items(request):
    """What may be reported, type by type, and who sets it right."""
    found = EventItem.objects.select_related("category")
    if not request.GET.get("all"):
        found = found.filter(on_list=True, category__is_active=True)
    county = min(post.area for post in request.standing.posts)[: Area.CODE_LENGTH[Area.Level.COUNTY]]
    rules = rules_by_path(KIND, county)
    rows = [_row(item, rules) for item in found]
    groups = [(label, [row for row in rows if row.item.event_type == code]) for code, label in EventItem.Type.choices]
    context = {
        "groups": [group for group in groups if group[1]],
        "every": bool(request.GET.get("all")),
        "manages": MANAGE in request.standing.permissions,
        "may_route": ROUTE in request.standing.permissions,
    }
    return render(request, "grid/items/list.html", context)


def _row(item: EventItem, rules: dict) -> ItemRow:
    path = item.category.path
    said = [rules[each] for each in (path, path.split("/")[0]) if each in rules]
    grade = next((grade_label(rule) for rule in said if rule.grade), item.get_grade_display())
    url = f"{reverse('cases:routing_of', args=[KIND])}?category={item.category_id}"
    if not said:
        return ItemRow(item, grade, "", "", url)
    rule = said[0]
    along = "、".join(unit.short_name for unit in rule.co_units.all())
    return ItemRow(item, grade, rule.unit.short_name, along, url)


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """One item more."""
    last = EventItem.objects.order_by("-position").values_list("position", flat=True).first() or 0
    form = NewItemForm(posted(request), initial={"on_list": True, "position": last + 10})
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            made = keeping.add_item(told["group"], told["name"], form.told(), **acting(request))
            messages.success(request, f"“{made}”已列入清单。")
            return redirect("grid:items")
    return render(request, "grid/items/form.html", {"form": form, "name": "新增事项"}, status=status_of(form))


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    """One item from now on, with what it was before."""
    item = get_object_or_404(EventItem.objects.select_related("category"), pk=pk)
    stands = {column: getattr(item, column) for column in keeping.COLUMNS}
    form = ChangeItemForm(posted(request), initial={**stands, "in_use": item.category.is_active})
    if form.is_valid():
        with refusals_on(form):
            version, in_use = version_read(request.POST), form.cleaned_data["in_use"]
            keeping.change_item(item, form.told(), in_use=in_use, version=version, **acting(request))
            messages.success(request, f"“{item}”已修改。")
            return redirect("grid:items")
    context = {
        "form": form,
        "name": str(item.category),
        "version": form.data.get("version", item.version) if form.is_bound else item.version,
        "changes": [(minute_text(change.at), change) for change in keeping.changes_of(item)[:SHOWN_CHANGES]],
    }
    return render(request, "grid/items/form.html", context, status=status_of(form))
