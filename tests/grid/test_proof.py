"""Placing and routing against brute force: every point and every case as if there were no index and no rule of thumb.

The gate tries some; ``make grid-proof`` tries as many as a county reports in years.
"""

import os
from functools import cache
from math import cos, radians
from random import Random

import numpy
import pytest
import shapely
from shapely.geometry import MultiPoint, box
from shapely.ops import voronoi_diagram

from governance.cases.models import Category, RoutingRule
from governance.cases.routing.rules import rule_for
from governance.maps.shapes import METRES_A_DEGREE, NEAR, Atlas
from governance.organisation.models import Area
from grid import reference
from grid.models import GridEvent

POINTS = int(os.environ.get("GRID_POINTS", "1500"))
GRIDS, CHUNK = 300, 2000
WEST, SOUTH, SIDE = 108.85, 34.05, 0.1
SHRINK = cos(radians(SOUTH + SIDE / 2))
# Where the two reckon a distance from the twenty metres that decide, they may differ by the width of a hand.
HAND = 0.1


def cells(chance: Random) -> dict[str, shapely.Polygon]:
    """A square cut into as many crooked grids, by code; a tenth of them is left out."""
    seeds = MultiPoint([(WEST + SIDE * chance.random(), SOUTH + SIDE * chance.random()) for _ in range(GRIDS)])
    county = box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    found = [cell.intersection(county) for cell in voronoi_diagram(seeds, county).geoms]
    return {f"610116001002{n:03}": cell for n, cell in enumerate(found) if n % 10}


def spots(chance: Random, shapes: dict) -> numpy.ndarray:
    """Anywhere in and around the county, every second one within metres of a border."""
    borders = [cell.exterior for cell in shapes.values()]
    found = []
    for n in range(POINTS):
        if n % 2:
            found.append((WEST + SIDE * (1.2 * chance.random() - 0.1), SOUTH + SIDE * (1.2 * chance.random() - 0.1)))
        else:
            on = chance.choice(borders).interpolate(chance.random(), normalized=True)
            found.append((on.x + (chance.random() - 0.5) / 1500, on.y + (chance.random() - 0.5) / 1500))
    return numpy.array(found)


def metres(shapes: dict) -> numpy.ndarray:
    """The shapes on a plane in metres."""
    flat = numpy.array([SHRINK * METRES_A_DEGREE, METRES_A_DEGREE])
    return shapely.transform(numpy.array(list(shapes.values())), lambda points: points * flat)


def test_every_point_is_placed_as_by_looking_at_every_grid():
    chance = Random(11)
    shapes = cells(chance)
    codes, plane, atlas = numpy.array(list(shapes)), metres(shapes), Atlas(shapes)
    points, wrong, undecided = spots(chance, shapes), [], 0
    for begin in range(0, len(points), CHUNK):
        part = points[begin : begin + CHUNK]
        away = shapely.distance(
            plane[:, None], shapely.points(part * [SHRINK * METRES_A_DEGREE, METRES_A_DEGREE])[None, :]
        )
        for (x, y), column in zip(part, away.T, strict=True):
            if (abs(column - NEAR) < HAND).any() or ((column > 0) & (column < 1e-6)).any():
                undecided += 1
                continue
            inside = min(codes[column == 0], default="")
            near = tuple(sorted(codes[(column <= NEAR) & (codes != inside)]))
            nearest = "" if inside else codes[column.argmin()]
            found = atlas.place(x, y)
            same = (found.inside, tuple(sorted(found.near))) == (inside, near)
            if nearest and same:
                # Of two that are equally far either will do.
                distance = column[list(codes).index(found.nearest)]
                same = distance - column.min() < HAND and abs(found.metres - column.min()) < 1 + column.min() / 500
            if not same:
                wrong.append((x, y, found, inside, near, nearest))
    assert wrong == [] and undecided < len(points) / 20


@pytest.mark.django_db
def test_every_case_finds_its_unit_as_by_asking_from_the_nearest_place_and_category_outward(cast):
    """A point lies in a grid or next to one; there, of some category, the nearest rule says who answers."""
    chance = Random(12)
    reference.load()
    shapes = cells(chance)
    for code in shapes:
        Area.objects.get_or_create(code=code, defaults={"name": code[-3:], "level": "grid", "parent_id": code[:12]})
    units = [cast.weiqu, cast.fengqi, cast.guodu, cast.housing, cast.water, cast.police]
    cast.water.is_active = False
    cast.water.save(update_fields=["is_active"])
    categories = {each.path: each for each in Category.objects.filter(kind="grid_event").order_by("pk")}
    areas = ["610116", "610116001", "610116001002", *shapes]
    rules = {(chance.choice([*categories]), chance.choice(areas)): chance.choice(units) for _ in range(400)}
    rules |= {(path, "610116"): chance.choice(units) for path in chance.sample([*categories], 20)}
    RoutingRule.objects.bulk_create(
        RoutingRule(category=categories[path], area_id=code, unit=unit) for (path, code), unit in rules.items()
    )

    def outward(path: str, code: str):
        """The nearest place that has a rule at all, there the nearest category."""
        parts = path.split("/")
        for place in (code[:length] for length in (15, 12, 9, 6) if len(code) >= length):
            for depth in range(len(parts), 0, -1):
                unit = rules.get(("/".join(parts[:depth]), place))
                if unit is not None and unit.is_active:
                    return unit
        return None

    @cache
    def said(path: str, code: str):
        rule = rule_for(GridEvent(category=categories[path], area_id=code))
        return rule.unit if rule else None

    atlas, paths = Atlas(shapes), [*categories]
    for x, y in spots(chance, shapes):
        found, path = atlas.place(x, y), chance.choice(paths)
        code = found.inside or found.nearest
        assert said(path, code) == outward(path, code), (path, code)
