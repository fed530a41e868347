"""The open cases with a place, of every kind that is shown on maps."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from governance.maps.layers import MapPoint

from .. import registry
from ..models import Case

COLUMNS = ("longitude", "latitude", "number", "title", "kind", "status", "next_due_at")


def placed(user) -> QuerySet[Case]:
    """Those that the person may know of."""
    kinds = tuple(code for code, kind in registry.KINDS.items() if kind.on_map)
    found = Case.objects.visible_to(user, kinds=kinds)
    return found.filter(kind__in=kinds, closed_at=None, longitude__isnull=False)


def points_of(cases: QuerySet[Case], now: datetime, most: int) -> Iterator[MapPoint]:
    """These as points of a map, the newest first and no more than that."""
    for x, y, number, title, kind, status, due in cases.order_by("-pk").values_list(*COLUMNS)[:most]:
        yield MapPoint(float(x), float(y), f"/cases/{number}/", title, state_of(kind, status), bool(due and due <= now))


def state_of(kind: str, status: str) -> str:
    """The kind and the status in words."""
    workflow = registry.KINDS[kind].workflow
    return f"{workflow.label} {workflow.statuses[status].label}"
