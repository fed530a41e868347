"""The warnings in force as points in the middle of their areas."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from shapely import Point, union_all
from shapely.geometry import shape

from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.maps.layers import Layer, MapPoint
from governance.maps.models import Boundary
from governance.organisation.models import Area

from ..models import Warning

MOST = 50


def points(user, inside: Area, now: datetime) -> Iterator[MapPoint]:
    """Those that the person may see, of areas whose shape is known."""
    seen = Case.objects.visible_to(user, kinds=("warning",)).filter(kind="warning", status="in_force")
    found = Warning.objects.filter(pk__in=seen.values("pk"), area__code__startswith=inside.pk).order_by("-pk")[:MOST]
    middles = _middles({warning.area_id for warning in found})
    for warning in found:
        if middle := middles.get(warning.area_id):
            state = f"{warning.get_level_display()}预警"
            late = warning.next_due_at is not None and warning.next_due_at <= now
            yield MapPoint(middle.x, middle.y, case_url(warning), warning.title, state, late)


def _middles(codes: Iterable[str]) -> dict[str, Point]:
    """A point inside each area that is drawn; a county is drawn as its townships. One query for all."""
    drawn = Boundary.objects.filter(Q(area__in=codes) | Q(area__parent__in=codes, area__level=Area.Level.TOWNSHIP))
    shapes = {code: shape(drawing) for code, drawing in drawn.filter(ended_on=None).values_list("area", "geometry")}
    parts = {code: [each for inner, each in shapes.items() if inner.startswith(code)] for code in codes}
    return {code: union_all(found).representative_point() for code, found in parts.items() if found}


LAYER = Layer("warnings", "生效预警", points)
