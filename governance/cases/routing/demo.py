"""Routing rules of the demo county, from the matters that its lines of work tell of."""

from collections.abc import Iterable

from governance.organisation.demo import COUNTY
from governance.organisation.models import Unit

from ..models import Category, RoutingRule


def lay_rules(kind: str, matters: Iterable[tuple[str, str]]) -> int:
    """For every path of a category the unit of that short name answers in the whole county; says how many are new."""
    units = {unit.short_name: unit for unit in Unit.objects.filter(is_active=True, area=COUNTY)}
    categories = {category.path: category for category in Category.objects.filter(kind=kind)}
    named = {path: name for path, name in matters if path in categories and name in units}
    made = [
        RoutingRule.objects.get_or_create(category=categories[path], area_id=COUNTY, defaults={"unit": units[name]})[1]
        for path, name in named.items()
    ]
    return sum(made)
