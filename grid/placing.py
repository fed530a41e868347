"""In which grid a point lies."""

from dataclasses import dataclass

from governance.maps import placing

from .models import Grid


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
    found = placing.place(longitude, latitude)
    codes = {found.inside, *found.near, found.nearest} - {""}
    grids = {grid.area_id: grid for grid in Grid.objects.filter(area__in=codes).select_related("area__parent__parent")}
    near = [grids[code] for code in found.near if code in grids]
    return Placed(grids.get(found.inside), near, grids.get(found.nearest), found.metres)
