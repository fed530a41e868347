"""In which of the smallest areas a point lies, by the boundaries in the database."""

from collections.abc import Collection
from functools import lru_cache

from django.db.models import Count, Max, Q
from shapely import Point, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from governance.organisation.models import Area

from .models import Boundary
from .shapes import NEAR, Atlas, Placing

# Metres outside all shapes at which a place may still be the county's.
FURTHEST = 5000.0
SMALLEST = Area.CODE_LENGTH[Area.Level.GRID]
VILLAGE = Area.CODE_LENGTH[Area.Level.VILLAGE]


def is_drawn() -> bool:
    """True once the smallest areas have shapes."""
    return _of_length(SMALLEST).exists()


def place(longitude: float, latitude: float, within: float = NEAR) -> Placing:
    """Where the point lies among the smallest areas in use, and which are so near that it may be in them."""
    counted = _of_length(SMALLEST).aggregate(Count("area"), Max("loaded_at"))
    return _atlas(counted["area__count"], counted["loaded_at__max"]).place(longitude, latitude, within)


def village_at(longitude: float, latitude: float) -> Area | None:
    """The village in which the point lies, or to which it is nearest within reach of the county."""
    found = place(longitude, latitude)
    code = found.inside or (found.nearest if found.metres <= FURTHEST else "")
    return Area.objects.filter(pk=code[:VILLAGE]).first() if code else None


def shapes_of(length: int, inside: str = "") -> dict[str, BaseGeometry]:
    """The shapes of the areas in use with codes of that length ``inside`` another, by code."""
    rows = _of_length(length).filter(area__code__startswith=inside)
    return {code: shape(geometry) for code, geometry in rows.values_list("area_id", "geometry")}


def _of_length(length: int):
    return Boundary.in_use().filter(area__level=Area.level_of("0" * length))


@lru_cache(maxsize=1)
def _atlas(count, loaded_at) -> Atlas:
    return Atlas(shapes_of(SMALLEST))


def middles(codes: Collection[str]) -> dict[str, Point]:
    """A point inside each area that is drawn; a county is drawn as its townships. One query for all."""
    townships = Q(area__parent__in=codes, area__level=Area.Level.TOWNSHIP, area__successor=None)
    drawn = Boundary.objects.filter(Q(area__in=codes) | townships)
    shapes = {code: shape(drawing) for code, drawing in drawn.values_list("area", "geometry")}
    parts = {code: [each for inner, each in shapes.items() if inner.startswith(code)] for code in codes}
    return {code: union_all(found).representative_point() for code, found in parts.items() if found}
