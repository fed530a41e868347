"""Shapes for the screen: as fine as the view wants them, made once for a version of the boundaries and then kept."""

import gzip
import json
from functools import lru_cache

import numpy
from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Max
from django.db.models.functions import MD5
from django.urls import reverse
from shapely import coverage_simplify, get_coordinates, set_coordinates
from shapely.geometry import mapping, shape

from governance.organisation.models import Area

from .models import Boundary

# The area one level below, by the level; the codes of what can be shown inside.
BELOW = {6: 9, 9: 12, 12: 15, 15: 15}
LENGTHS = (9, 12, 15)
# A screen has so many dots: what is finer than one of them is not sent until somebody looks closer.
DOTS = 1000


def version_of(code: str) -> str:
    """A word that changes with the boundaries inside an area and with what the areas are called."""
    inside = Boundary.in_use().filter(area__code__startswith=code)
    called = MD5(StringAgg("area__name", delimiter="/", order_by="area"))
    told = inside.aggregate(Count("area"), Max("loaded_at"), called=called)
    newest = told["loaded_at__max"]
    return f"{told['area__count']}-{newest.timestamp():.0f}-{told['called'][:8]}" if newest else "0"


def address_of(inside: Area, length: int = 0) -> str:
    """Where the shapes inside an area are fetched; the address changes with their version, so it is kept for good."""
    length = length or BELOW[len(inside.pk)]
    return f"{reverse('maps:outlines', args=[inside.pk, length])}?v={version_of(inside.pk)}"


def picking(inside: Area) -> dict[str, str]:
    """What a map is drawn from on which a place inside an area is tapped, and the words of its buttons."""
    drawn = {"outlines": address_of(inside), "tiles": settings.MAP_TILES}
    return drawn | {"open": "在地图上点位置", "away": "去掉位置"}


@lru_cache(maxsize=64)
def packed(code: str, length: int, fine: bool, version: str) -> bytes:
    """The shapes with codes of that length inside an area, as GeoJSON, gzipped."""
    rows = Boundary.in_use().filter(area__code__startswith=code, area__level=Area.level_of("0" * length))
    found = list(rows.order_by("area_id").values_list("area_id", "area__name", "geometry"))
    shapes = numpy.array([shape(geometry) for _, _, geometry in found], dtype=object)
    if len(shapes) and not fine:
        points = get_coordinates(shapes)
        shapes = coverage_simplify(shapes, float(numpy.ptp(points, axis=0).max()) / DOTS)
    if len(shapes):
        shapes = set_coordinates(shapes, get_coordinates(shapes).round(6 if fine else 5))
    features = [
        {"type": "Feature", "properties": {"code": each, "name": name}, "geometry": mapping(drawn)}
        for (each, name, _), drawn in zip(found, shapes, strict=True)
    ]
    told = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(told.encode(), mtime=0)
