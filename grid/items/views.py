"""The page of the event list, for everybody to read and for the county office to change."""

from dataclasses import dataclass, replace

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.cases.fields.definitions import DefiningPage
from governance.cases.routing.rules import grade_label, rules_by_path
from governance.organisation.models import Area

from ..models import EventItem
from ..reference import KIND
from .defining import CHANGED, ITEMS, NEW, told_of

MANAGE, ROUTE = "grid.manage_items", "cases.manage_reference"
SHOWN_CHANGES = 30
staff_only = permission_required("cases.view_case", raise_exception=True)


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
    every = bool(request.GET.get("all"))
    found = EventItem.objects.select_related("category") if every else EventItem.listed()
    county = min(post.area for post in request.standing.posts)[: Area.CODE_LENGTH[Area.Level.COUNTY]]
    rules = rules_by_path(KIND, county)
    groups = [(label, [_row(item, rules) for item in items]) for label, items in EventItem.by_type(found)]
    context = {
        "groups": groups,
        "based": any(row.item.basis for _, rows in groups for row in rows),
        "every": every,
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


PAGE = DefiningPage(
    ITEMS,
    MANAGE,
    template="grid/items/form.html",
    called="item",
    facts=lambda: CHANGED,
    stands=told_of,
    home="grid:items",
    beside=lambda item: {"changes": ITEMS.changes(item)[:SHOWN_CHANGES] if item else ()},
)
NEW_PAGE = replace(PAGE, facts=lambda: NEW, begins={"on_list": True})
