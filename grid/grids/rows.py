"""The rows of the pages of grids: who serves where, what is vacant, what is open there."""

from collections import Counter
from dataclasses import dataclass

from governance.organisation.models import Area

from ..models import Grid, GridEvent, GridPost


@dataclass(frozen=True, slots=True)
class GridRow:
    """One grid as its list shows it."""

    code: str
    name: str
    village: str
    type: str
    workers: str
    head: str
    is_vacant: bool
    has_boundary: bool
    open_events: int


@dataclass(frozen=True, slots=True)
class TownshipRow:
    """How many grids a township has, and how many of them nobody looks after."""

    code: str
    name: str
    grids: int
    vacant: int
    without_boundary: int


def township_rows(grids) -> list[TownshipRow]:
    """One row a township that has grids, in the order of codes; ``grids`` is a query."""
    served = set(_serving(grids).values_list("grid_id", flat=True))
    counted, vacant, bare = Counter(), Counter(), Counter()
    for pk, code, boundary in grids.values_list("pk", "area_id", "area__boundary__pk"):
        township = Area.township_of(code)
        counted[township] += 1
        vacant[township] += pk not in served
        bare[township] += boundary is None
    names = dict(Area.objects.filter(pk__in=counted).values_list("pk", "name"))
    return [TownshipRow(code, names[code], counted[code], vacant[code], bare[code]) for code in sorted(counted)]


def grid_rows(grids: list[Grid], user) -> list[GridRow]:
    """The rows of one page; events are counted as far as the reader may know of them."""
    keys = [grid.pk for grid in grids]
    serving: dict[int, list[GridPost]] = {key: [] for key in keys}
    for post in GridPost.objects.filter(grid__in=keys, until=None).select_related("user"):
        serving[post.grid_id].append(post)
    events = GridEvent.objects.visible_to(user).filter(grid__in=keys, closed_at=None)
    counted = Counter(events.order_by().values_list("grid_id", flat=True))
    return [_row(grid, serving[grid.pk], counted[grid.pk]) for grid in grids]


def _row(grid: Grid, posts: list[GridPost], open_events: int) -> GridRow:
    workers = [post.user.name for post in posts if post.part in (GridPost.Part.PRIMARY, GridPost.Part.WORKER)]
    heads = [post.user.name for post in posts if post.part == GridPost.Part.HEAD]
    return GridRow(
        code=grid.area_id,
        name=grid.area.name,
        village=f"{grid.area.parent.parent.name} {grid.area.parent.name}",
        type=grid.get_grid_type_display(),
        workers="、".join(workers),
        head="、".join(heads),
        is_vacant=not workers,
        has_boundary=hasattr(grid.area, "boundary"),
        open_events=open_events,
    )


def _serving(grids):
    parts = (GridPost.Part.PRIMARY, GridPost.Part.WORKER)
    return GridPost.objects.filter(grid__in=grids, until=None, part__in=parts)
