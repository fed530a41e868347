"""Grids of the demo county: its real villages, an invented outline, cut so that no point lies in two grids or none."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from governance.cases.demo_stories import GIVEN, SURNAMES
from governance.frame.days import office_day
from governance.maps.models import Boundary
from governance.maps.shapes import as_json
from governance.organisation.demo import COUNTY
from governance.organisation.models import Area, Post, Unit, User
from governance.organisation.posts.actions import appoint

from ..models import FormerNet, Grid, GridPost

# An outline for the demo, not the county's: no surveyed line is public.
OUTLINE = Polygon(
    (
        (108.66, 34.10),
        (108.72, 34.18),
        (108.84, 34.21),
        (108.95, 34.19),
        (109.06, 34.22),
        (109.17, 34.17),
        (109.21, 34.06),
        (109.15, 33.94),
        (109.02, 33.84),
        (108.88, 33.80),
        (108.74, 33.86),
        (108.67, 33.97),
    )
)
# Places with a unit of their own are towns and have more grids than a village.
TOWN_GRIDS = 3
# From here on the numbers of a township are committees of villagers, below it of residents.
COMMITTEES = "200"


@transaction.atomic
def load(now: datetime) -> int:
    """Every village has grids with boundaries, those with a unit of their own have workers too; says how many grids."""
    if Grid.objects.exists():
        return 0
    today = office_day(now)
    villages = list(Area.objects.filter(level=Area.Level.VILLAGE, code__startswith=COUNTY).order_by("code"))
    towns = set(Unit.objects.filter(kind=Unit.Kind.VILLAGE).values_list("area_id", flat=True))
    numbers = {village.pk: TOWN_GRIDS if village.pk in towns else 1 + int(village.pk[-1]) % 2 for village in villages}
    shapes = _shapes(villages, numbers)
    areas = [
        Area(
            code=f"{village.pk}{serial:03}", name=f"{village.name}第{serial}网格", level=Area.Level.GRID, parent=village
        )
        for village in villages
        for serial in range(1, numbers[village.pk] + 1)
    ]
    Area.objects.bulk_create(areas)
    opened = today - timedelta(days=400)
    Grid.objects.bulk_create(
        Grid(area=area, grid_type="urban" if area.pk[9:12] < COMMITTEES else "rural", opened_on=opened)
        for area in areas
    )
    Boundary.objects.bulk_create(
        Boundary(area_id=code, geometry=as_json(shape), loaded_at=now) for code, shape in shapes.items()
    )
    _fill(now)
    return len(areas)


def _shapes(villages: list[Area], numbers: dict[str, int]) -> dict[str, BaseGeometry]:
    """The outline cut into townships, those into villages, those into grids; by code."""
    found: dict[str, BaseGeometry] = {}
    townships: dict[str, list[Area]] = {}
    for village in villages:
        townships.setdefault(str(village.parent_id), []).append(village)
    parts = _cut(OUTLINE, [len(inside) for inside in townships.values()])
    for (township, inside), part in zip(townships.items(), parts, strict=True):
        found[township] = part
        for village, own in zip(inside, _cut(part, [1] * len(inside)), strict=True):
            found[village.pk] = own
            grids = _cut(own, [1] * numbers[village.pk])
            found |= {f"{village.pk}{serial:03}": grid for serial, grid in enumerate(grids, start=1)}
    return found


def _cut(whole: BaseGeometry, weights: list[int]) -> list[BaseGeometry]:
    """The polygon in as many parts as there are weights, sized by them, along straight lines."""
    if len(weights) == 1:
        return [whole]
    half = len(weights) // 2
    share = sum(weights[:half]) / sum(weights)
    west, south, east, north = whole.bounds
    upright = (east - west) * 0.83 > north - south
    low, high = (west, east) if upright else (south, north)
    for _ in range(40):
        middle = (low + high) / 2
        first = box(west, south, middle, north) if upright else box(west, south, east, middle)
        if whole.intersection(first).area < share * whole.area:
            low = middle
        else:
            high = middle
    middle = round(middle, 6)
    first = box(west, south, middle, north) if upright else box(west, south, east, middle)
    second = box(middle, south, east, north) if upright else box(west, middle, east, north)
    return [
        *_cut(whole.intersection(first), weights[:half]),
        *_cut(whole.intersection(second), weights[half:]),
    ]


def _fill(now: datetime) -> None:
    """The grids of villages with a unit have a primary worker, the first of each a head; one took over two nets."""
    today = office_day(now)
    since = today - timedelta(days=300)
    workers = Post.objects.current(today).filter(role__name="grid_worker").select_related("user", "unit")
    known = {post.unit.area_id: post.user for post in workers}
    place = 0
    for unit in Unit.objects.filter(kind=Unit.Kind.VILLAGE).order_by("position"):
        for grid in Grid.objects.filter(area__parent=unit.area_id).order_by("area_id"):
            place += 1
            user = known.pop(unit.area_id, None) or _worker(unit, place, since, now)
            GridPost.objects.create(grid=grid, user=user, part=GridPost.Part.PRIMARY, since=since)
            if grid.area_id.endswith("001"):
                GridPost.objects.create(grid=grid, user=user, part=GridPost.Part.HEAD, since=since)
                for kind, name in (("order", "综治一格"), ("fire", "消防片区")):
                    FormerNet.objects.create(grid=grid, kind=kind, name=f"{unit.short_name}{name}", merged_on=since)


def _worker(unit: Unit, place: int, since, now: datetime) -> User:
    """Somebody who works there and has not been given a login yet."""
    user = User.objects.create(
        username=f"wanggeyuan{place:02}",
        name=SURNAMES[place * 3 % len(SURNAMES)] + GIVEN[place * 7 % len(GIVEN)],
        phone=f"029-8560{place:04}",
        password=make_password(None),
    )
    appoint(user, unit, "grid_worker", since, actor=None, at=now)
    return user
