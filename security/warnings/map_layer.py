"""The warnings in force as points in the middle of their areas."""

from collections.abc import Iterator
from datetime import datetime

from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.maps.layers import Layer, MapPoint
from governance.maps.placing import middles
from governance.organisation.areas import lying
from governance.organisation.models import Area

from ..models import Warning

MOST = 50


def points(user, inside: Area, now: datetime) -> Iterator[MapPoint]:
    """Those that the person may see, of areas whose shape is known."""
    seen = Case.objects.visible_to(user, kinds=("warning",)).filter(kind="warning", status="in_force")
    found = Warning.objects.filter(lying.inside(inside.pk), pk__in=seen.values("pk")).order_by("-pk")[:MOST]
    drawn = middles({warning.area_id for warning in found})
    for warning in found:
        if middle := drawn.get(warning.area_id):
            state = f"{warning.get_level_display()}预警"
            late = warning.next_due_at is not None and warning.next_due_at <= now
            yield MapPoint(middle.x, middle.y, case_url(warning), warning.title, state, late)


LAYER = Layer("warnings", "生效预警", points, of_areas=True)
