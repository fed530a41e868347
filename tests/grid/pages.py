"""The pages of the grid: who passes each, and what it may cost."""

from datetime import date, timedelta
from uuid import UUID

from governance.maps.models import Boundary
from governance.organisation.models import Area
from grid.models import Grid, GridPost
from tests.access.doors import CASE_PEOPLE, EXPORTERS, OPEN, Door, Listed, Row
from tests.cast import PEOPLE
from tests.grid import events

REPORTING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff", "grid_worker"))
MANAGERS = frozenset({"staff", "county"})
# They manage grids where they oversee the place; in the cast that is the county.
MANAGED = Door(MANAGERS)
OFFICE = Door(frozenset({"county"}))
KEY = UUID("0b8f6d0e-5f0a-4f0e-9a53-0b5a3f3f3f10")

ROWS = {
    "grid:events": Row(),
    "grid:register": Row(get=Door(REPORTING), post=Door(REPORTING)),
    "grid:preview": Row(get=None, post=Door(REPORTING)),
    "grid:phone": Row(get=Door(REPORTING)),
    "grid:phone_state": Row(get=Door(REPORTING)),
    "grid:phone_worker": Row(for_strangers=True),
    "grid:phone_manifest": Row(for_strangers=True),
    "grid:phone_report": Row(get=None, args=("report_key",)),
    "grid:phone_photo": Row(get=None, args=("report_key", "digest")),
    "grid:items": Row(get=Door(CASE_PEOPLE)),
    "grid:new_item": Row(get=OFFICE, post=OFFICE),
    "grid:change_item": Row(get=OFFICE, post=OFFICE, args=("item",)),
    # Everybody's, with a login and without.
    "grid_citizens:report_here": Row(get=OPEN, post=OPEN, args=("grid",), for_strangers=True),
    "grid_citizens:reported": Row(get=OPEN, post=OPEN, for_strangers=True),
    "grid:grids": Row(get=Door(CASE_PEOPLE)),
    "grid:grid_staff": Row(get=Door(EXPORTERS)),
    "grid:new_grid": Row(get=MANAGED, post=MANAGED),
    "grid:boundaries": Row(get=MANAGED, post=MANAGED),
    "grid:grid": Row(get=Door(CASE_PEOPLE), args=("grid",)),
    "grid:card": Row(get=Door(CASE_PEOPLE), args=("grid",)),
    "grid:change_grid": Row(get=None, post=MANAGED, args=("grid",)),
    "grid:appoint": Row(get=None, post=MANAGED, args=("grid",)),
    "grid:end_post": Row(get=MANAGED, post=MANAGED, args=("grid", "grid_post")),
    "grid:take_over_net": Row(get=None, post=MANAGED, args=("grid",)),
    "grid:merge_grid": Row(get=None, post=MANAGED, args=("grid",)),
}
LISTS = (
    *(Listed("grid:events", who, 6) for who in ("clerk", "handler", "grid_worker", "staff")),
    *(Listed("grid:events", "staff", 6, f"scope={scope}") for scope in ("mine", "closed", "all")),
    Listed("grid:register", "grid_worker", 10),
    Listed("grid:phone_state", "grid_worker", 15),
    Listed("grid:items", "county", 7),
    Listed("grid:change_item", "county", 5, args=("item",)),
    Listed("grid:grids", "staff", 9),
    Listed("grid:grid_staff", "staff", 7),
    Listed("grid:grids", "staff", 11, "township=610116001"),
    Listed("grid:grids", "staff", 12, "township=610116001&vacant=1"),
    Listed("grid:grid", "staff", 9, args=("grid",)),
    Listed("grid:grid", "clerk", 8, args=("grid",)),
)
NO_LIST = {
    "grid_citizens:report_here",
    "grid_citizens:reported",
    "grid:phone",
    "grid:phone_worker",
    "grid:phone_manifest",
    "grid:new_item",
    "grid:new_grid",
    "grid:boundaries",
    "grid:card",
    "grid:end_post",
}


def square(west: float, south: float, side: float = 0.01) -> dict:
    """A square as GeoJSON."""
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def open_grid(code: str = "610116001002001", **fields) -> Grid:
    """A grid of the cast's village with that code; its area is made where there is none."""
    area, _ = Area.objects.get_or_create(
        code=code, defaults={"name": f"第{int(code[12:])}网格", "level": "grid", "parent_id": code[:12]}
    )
    return Grid.objects.create(area=area, grid_type="urban", opened_on=date(2025, 1, 1), **fields)


def world(cast, made: dict) -> dict:
    """A grid with its worker, and the key of a report that nobody sent."""
    grid = open_grid()
    post = GridPost.objects.create(grid=grid, user=cast.grid_worker, part="worker", since=date(2025, 1, 1))
    return {
        "item": events.listed().pk,
        "grid": grid.area_id,
        "grid_post": post.pk,
        "county": "610116",
        "length": 15,
        "report_key": KEY,
        "digest": "0" * 64,
    }


class Growth:
    """More and more grids, posts and events."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        self.grid = open_grid()
        Boundary.objects.create(area=self.grid.area, geometry=square(108.9, 34.1), loaded_at=self.now)

    def known(self) -> dict:
        return {"item": events.listed().pk, "grid": self.grid.area_id, "county": "610116", "length": 15}

    def grow(self, n: int) -> None:
        """One more grid with somebody in it, and events that wait, are done with and lie in the first grid."""
        at = events.OPENED + timedelta(minutes=n)
        grid = open_grid(f"610116001002{n + 2:03}")
        since = date(2025, 1, 1) + timedelta(days=n)
        GridPost.objects.create(grid=grid, user=self.cast.grid_worker, part="worker", since=since)
        GridPost.objects.create(grid=self.grid, user=self.cast.grid_worker, part="worker", since=since, until=since)
        events.event(self.cast, at=at, grid=self.grid)
        events.dispatch(events.event(self.cast, at=at, grid=grid), self.cast)
        events.event(self.cast, at=at, settled="已当场处置。")
