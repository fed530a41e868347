"""In which grid a point lies, by the boundaries in the database."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from governance.organisation.models import Area

from .models import Boundary, Grid
from .shapes import Atlas, Placing


@dataclass(frozen=True)
class Placed:
    """The grid in which a point lies, and those that it may lie in as well; the ``nearest`` where it lies in none, so
    many metres away."""

    grid: Grid | None
    near: list[Grid]
    nearest: Grid | None
    metres: float


def place(longitude: float, latitude: float) -> Placed:
    """Where the point lies among the grids in use."""
    found: Placing = _atlas_now().place(longitude, latitude)
    codes = {found.inside, *found.near, found.nearest} - {""}
    grids = {grid.area_id: grid for grid in Grid.objects.filter(area__in=codes).select_related("area__parent__parent")}
    near = [grids[code] for code in found.near if code in grids]
    return Placed(grids.get(found.inside), near, grids.get(found.nearest), found.metres)


def shapes_of(length: int, inside: str = "") -> dict[str, BaseGeometry]:
    """The shapes of the areas with codes of that length ``inside`` another, by code; of grids those in use."""
    rows = Boundary.objects.filter(area__code__startswith=inside, area__code__regex=rf"^\d{{{length}}}$")
    if length == Area.CODE_LENGTH[Area.Level.GRID]:
        rows = rows.filter(area__grid__closed_on=None)
    return {code: shape(geometry) for code, geometry in rows.values_list("area_id", "geometry")}


def _atlas_now() -> Atlas:
    counted = Boundary.objects.filter(area__grid__closed_on=None).aggregate(Count("area"), Max("loaded_at"))
    return _atlas(counted["area__count"], counted["loaded_at__max"])


@lru_cache(maxsize=1)
def _atlas(count, loaded_at) -> Atlas:
    return Atlas(shapes_of(15))
