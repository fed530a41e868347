"""The public notice card of a grid (网格公示牌): name, area, who works there, whom to call."""

from datetime import date
from typing import Any

from governance.citizens.cards import drawn_cards
from governance.citizens.slips import on_paper
from governance.organisation.models import Unit
from governance.organisation.units import unit_above

from ..models import Grid, GridPost


def cards(grids: list[Grid], day: date) -> bytes:
    """One page a grid, in the order given, with who serves on the day; the code opens the page on which anybody reports
    to it.
    """
    posts: dict[int, list[GridPost]] = {grid.pk: [] for grid in grids}
    for post in GridPost.objects.filter(GridPost.serving(day), grid__in=grids).select_related("user"):
        posts[post.grid_id].append(post)
    # Whether or not the village has a unit of its own.
    villages = {grid.area.parent for grid in grids if grid.area.parent}
    centres: dict[Any, Unit | None] = {
        village.pk: unit_above(Unit(area=village, kind=Unit.Kind.VILLAGE)) for village in villages
    }
    pages = [
        (lines(grid, posts[grid.pk], centres[grid.area.parent_id]), on_paper("grid_citizens:report_here", grid.area_id))
        for grid in grids
    ]
    return drawn_cards("网格服务管理公示牌", pages, "扫码反映问题")


def lines(grid: Grid, posts: list[GridPost], centre: Unit | None) -> list[tuple[str, str]]:
    """What the card says, label and words."""
    village: Any = grid.area.parent
    said = [
        ("网格名称", grid.area.name),
        ("网格编码", grid.area_id),
        ("所属村（社区）", f"{village.parent.name}{village.name}"),
    ]
    for part in GridPost.Part:
        named = "、".join(f"{post.user.name} {post.user.phone}".strip() for post in posts if post.part == part)
        if named:
            said.append((part.label, named))
    if grid.branch:
        said.append(("责任党支部", grid.branch))
    said.append(("受理监督", centre.name if centre else "县综治中心"))
    if centre and centre.phone:
        said.append(("监督电话", centre.phone))
    return said
