"""The open cases with a place, of every kind that is shown on maps."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache, reduce
from operator import or_

from django.db.models import BooleanField, ExpressionWrapper, FloatField, Q, QuerySet
from django.db.models.functions import Cast

from governance.maps.layers import MapPoint

from .. import registry
from ..models import Case

COLUMNS = ("number", "title", "kind", "status")


def placed(user) -> QuerySet[Case]:
    """Those that the person may know of; where somebody lives who asks for help stands on no map."""
    kinds = tuple(code for code, kind in registry.KINDS.items() if kind.on_map)
    found = Case.objects.visible_to(user, kinds=kinds)
    found = found.filter(kind__in=kinds, closed_at=None, longitude__isnull=False)
    homes = [Q(kind=code, **registry.KINDS[code].at_home) for code in kinds if registry.KINDS[code].at_home]
    return found.exclude(reduce(or_, homes)) if homes else found


def points_of(cases: QuerySet[Case], now: datetime, most: int) -> Iterator[MapPoint]:
    """These as points of a map, the newest first and no more than that."""
    said = cache(state_of)
    # Plain numbers: a decimal and a moment cost more to read than the rest of the row.
    overdue = ExpressionWrapper(Q(next_due_at__isnull=False, next_due_at__lte=now), BooleanField())
    told = {"x": Cast("longitude", FloatField()), "y": Cast("latitude", FloatField()), "late": overdue}
    found = cases.order_by("-pk").annotate(**told).values_list("x", "y", "late", *COLUMNS)[:most]
    for x, y, late, number, title, kind, status in found:
        yield MapPoint(x, y, f"/cases/{number}/", title, said(kind, status), late)


def state_of(kind: str, status: str) -> str:
    """The kind and the status in words."""
    workflow = registry.KINDS[kind].workflow
    return f"{workflow.label} {workflow.statuses[status].label}"
