"""The rows of the pages of grids: who serves where, what is vacant, what is open there."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.duties.patrols.norms import norms_on
from governance.jobs.spreadsheets import Column
from governance.organisation.areas.figures import figures_of
from governance.organisation.areas.lying import inside, now_in
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
    open_events: int


@dataclass(frozen=True, slots=True)
class TownshipRow:
    """How many grids a township has for how many households, and how many people there should be in them and are."""

    code: str
    name: str
    households: int | None
    grids: int
    wanted: int
    there: int
    short: int
    without_boundary: int


def township_rows(grids, day: date) -> list[TownshipRow]:
    """One row a township that has grids, in the order of codes; ``grids`` is a query.

    What is too many in one grid fills no gap in another.
    """
    wanted = wanted_of_each(day)
    there = Counter(_working(grids, day).values_list("grid_id", flat=True))
    tallies: dict[str, Counter] = {}
    for pk, code, boundary in grids.values_list("pk", "area_id", "area__boundary__pk"):
        tally = tallies.setdefault(Area.township_of(code), Counter())
        short = max(wanted - there[pk], 0)
        tally.update(grids=1, there=there[pk], short=short, without_boundary=int(boundary is None))
    names = dict(Area.objects.filter(pk__in=tallies).values_list("pk", "name"))
    households = figures_of("households", day.year)
    return [
        TownshipRow(
            code=code,
            name=names[code],
            households=households.get(code),
            wanted=wanted * tally["grids"],
            **tally,
        )
        for code, tally in sorted(tallies.items())
    ]


def wanted_of_each(day: date) -> int:
    """How many people each grid should have, by the norm of the day."""
    norms = norms_on(day)
    return norms["workers"].amount if "workers" in norms else 0


def short_of_staff(grids, day: date):
    """Those of the grids in which fewer people serve than there should be."""
    return grids.annotate(people=GridPost.people_on(day)).filter(people__lt=wanted_of_each(day))


STAFF_COLUMNS = (
    Column("乡镇（街道）", 16),
    Column("村（社区）", 16),
    Column("网格编码", 18),
    Column("网格", 24),
    Column("类型", 12),
    Column("村（社区）户数", 16),
    Column("网格员", 24),
    Column("应有", 8),
    Column("现有", 8),
    Column("缺", 8),
)


def staff_rows(grids, day: date) -> list[tuple]:
    """Every grid with the people who serve there and how many are short; ``grids`` is a query."""
    wanted = wanted_of_each(day)
    households = figures_of("households", day.year)
    people: dict[int, list[str]] = {}
    for grid, name in _working(grids, day).values_list("grid_id", "user__name"):
        people.setdefault(grid, []).append(name)
    rows = []
    for grid in grids.select_related("area__parent__parent").order_by("area_id"):
        village, names = grid.area.parent, people.get(grid.pk, [])
        place = (village.parent.name, village.name, grid.area_id, grid.area.name, grid.get_grid_type_display())
        short = max(wanted - len(names), 0)
        rows.append((*place, households.get(village.pk), "、".join(names), wanted, len(names), short))
    return rows


def grid_rows(grids: list[Grid], user, day: date) -> list[GridRow]:
    """The rows of one page; events are counted as far as the reader may know of them."""
    keys = [grid.pk for grid in grids]
    serving: dict[int, list[GridPost]] = {key: [] for key in keys}
    for post in GridPost.objects.filter(GridPost.serving(day), grid__in=keys).select_related("user"):
        serving[post.grid_id].append(post)
    lying = inside(*(grid.area_id for grid in grids), path="grid__area")
    events = GridEvent.objects.visible_to(user).filter(lying, closed_at=None)
    counted = Counter(events.order_by().values_list(now_in("grid__area"), flat=True))
    return [_row(grid, serving[grid.pk], counted[grid.area_id]) for grid in grids]


def _row(grid: Grid, posts: list[GridPost], open_events: int) -> GridRow:
    workers = [post.user.name for post in posts if post.part in GridPost.WORKING]
    heads = [post.user.name for post in posts if post.part == GridPost.Part.HEAD]
    village: Any = grid.area.parent
    return GridRow(
        code=grid.area_id,
        name=grid.area.name,
        village=f"{village.parent.name} {village.name}",
        type=grid.get_grid_type_display(),
        workers="、".join(workers),
        head="、".join(heads),
        open_events=open_events,
    )


def _working(grids, day: date):
    """Each person once a grid."""
    posts = GridPost.objects.filter(GridPost.working(day), grid__in=grids)
    return posts.order_by("grid_id", "user_id").distinct("grid_id", "user_id")
