"""Shapes follow their areas: where one was joined to another, the other's holds both."""

from datetime import datetime

from shapely.geometry import shape
from shapely.ops import unary_union

from governance.organisation.areas.merging import Following
from governance.organisation.models import Area

from . import shapes
from .models import Boundary


def unite(former: Area, successor: Area, at: datetime) -> tuple:
    """The shape of the area that took the other over holds that one's too."""
    drawn = Boundary.objects.in_bulk([former.pk, successor.pk])
    if former.pk in drawn:
        both = shapes.as_json(unary_union([shape(each.geometry) for each in drawn.values()]))
        Boundary.objects.update_or_create(area=successor, defaults={"geometry": both, "loaded_at": at})
    return ()


FOLLOWING = Following("boundaries", unite)
