"""Opening, changing and merging grids, and who serves in them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Greatest

from governance.frame.database.locking import locked, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.organisation.areas.merging import Following, Pairs, join
from governance.organisation.models import AccessRecord, Area, User
from governance.organisation.records import record
from governance.organisation.standing import standing_of

from ..models import FormerNet, Grid, GridPost
from ..vocabulary import REPORT

MANAGE = "grid.manage_grids"
SETTING = AccessRecord.Verb.SETTING
ALONE = (GridPost.Part.PRIMARY, GridPost.Part.HEAD)


@transaction.atomic
def open_grid(village: Area, name: str, *, actor, at: datetime, ip=None, **fields) -> Grid:
    """The grid stands in its village under the next code there, which no grid ever had."""
    # The village's row is locked, so that two who open a grid at once take two codes.
    Area.objects.select_for_update().get(pk=village.pk)
    last = village.children.filter(level=Area.Level.GRID).aggregate(last=Max("code"))["last"]
    serial = int(last[12:]) + 1 if last else 1
    if serial > 999:
        raise FactMissing({"village": f"{village.name}的网格编码已经用完。"})
    area = Area.objects.create(code=f"{village.pk}{serial:03}", name=name, level=Area.Level.GRID, parent=village)
    grid = Grid.objects.create(area=area, opened_on=office_day(at), **fields)
    record(SETTING, actor=actor, at=at, subject=f"网格 {area.code} {name}", reason="新增", ip=ip)
    return grid


@transaction.atomic
def change_grid(grid: Grid, name: str, *, version: int | None, actor, at: datetime, ip=None, **fields) -> Grid:
    """The grid has this name and these fields; its code stays."""
    grid = locked(Grid.objects.select_related("area"), grid, version, noun="这个网格")
    _check_open(grid)
    Area.objects.filter(pk=grid.area_id).update(name=name)
    for field, value in fields.items():
        setattr(grid, field, value)
    save_version(grid, *fields)
    record(SETTING, actor=actor, at=at, subject=f"网格 {grid.area_id} {name}", reason="修改", ip=ip)
    return grid


@transaction.atomic
def merge_grid(grid: Grid, into: Grid, *, reason: str, actor, at: datetime, ip=None) -> None:
    """The grid is closed into the other, which takes over its former nets and its shape; its posts end."""
    grids = Grid.objects.select_for_update(of=("self",)).select_related("area").order_by("pk")
    pair = grids.in_bulk((grid.pk, into.pk))
    grid, into = pair[grid.pk], pair[into.pk]
    _check_open(grid)
    if into.area.successor_id or grid == into or grid.area.parent_id != into.area.parent_id:
        raise FactMissing({"into": "只能并入同一村（社区）另一个在用的网格。"})
    _close_into(grid, into, at)
    record(SETTING, actor=actor, at=at, subject=f"网格 {grid.area_id}", reason=f"并入 {into.area_id}：{reason}", ip=ip)


def _close_into(grid: Grid, into: Grid, at: datetime) -> Pairs:
    grid.closed_on = office_day(at)
    save_version(grid, "closed_on")
    grid.posts.filter(until=None).update(until=Greatest("since", Value(grid.closed_on)))
    for net in grid.former_nets.all():
        FormerNet.objects.get_or_create(grid=into, kind=net.kind, name=net.name, defaults={"merged_on": net.merged_on})
    return join(grid.area, into.area, at)


def go_on(former: Area, successor: Area, at: datetime) -> Pairs:
    """The grids of a village that was joined to another go on in that one under new codes, with their people."""
    pairs = []
    for grid in Grid.in_use().filter(area__parent=former).select_related("area").order_by("area"):
        kept = {"grid_type": grid.grid_type, "branch": grid.branch}
        new = open_grid(successor, grid.area.name, actor=None, at=at, **kept)
        serving = list(grid.posts.filter(until=None))
        pairs += _close_into(grid, new, at)
        GridPost.objects.bulk_create(
            GridPost(grid=new, user_id=post.user_id, part=post.part, since=post.since) for post in serving
        )
    return pairs


FOLLOWING = Following("grids", go_on)


@transaction.atomic
def appoint(grid: Grid, user: User, part: str, since: date, *, actor, at: datetime, ip=None) -> GridPost:
    """The person serves in the grid from that day; a new primary worker or head takes the place of the last one."""
    grid = _open(grid)
    serving = GridPost.objects.filter(grid=grid, part=part, until=None)
    if serving.filter(user=user).exists():
        raise FactMissing({"user": f"{user.name}已经是{GridPost.Part(part).label}。"})
    if part in GridPost.WORKING and REPORT not in standing_of(user, office_day(at)).permissions:
        raise FactMissing({"user": f"{user.name}没有上报网格事件的岗位，先在“机构与人员”里给村（社区）的网格员岗位。"})
    if part in ALONE:
        for last in serving:
            last.end(since)
    post = GridPost.objects.create(grid=grid, user=user, part=part, since=since)
    reason = f"{user.name}任{post.get_part_display()}"
    record(SETTING, actor=actor, at=at, subject=f"网格 {grid.area_id}", reason=reason, ip=ip)
    return post


@transaction.atomic
def end_post(post: GridPost, *, actor, at: datetime, reason: str, ip=None) -> None:
    """The person serves there no longer from today."""
    post = GridPost.objects.select_for_update().get(pk=post.pk)
    if post.until is not None:
        raise Refusal("这项任职已经结束。")
    post.end(office_day(at))
    said = f"{post.user.name}不再任{post.get_part_display()}：{reason}"
    record(SETTING, actor=actor, at=at, subject=f"网格 {post.grid.area_id}", reason=said, ip=ip)


@transaction.atomic
def take_over_net(grid: Grid, kind: str, name: str, merged_on: date, *, actor, at: datetime, ip=None) -> None:
    """A former net of a department is part of the grid since that day (多网合一)."""
    grid = _open(grid)
    _, made = FormerNet.objects.get_or_create(grid=grid, kind=kind, name=name, defaults={"merged_on": merged_on})
    if not made:
        raise FactMissing({"name": "这个原有网格已经并入。"})
    label = FormerNet.Kind(kind).label
    record(SETTING, actor=actor, at=at, subject=f"网格 {grid.area_id}", reason=f"并入{label} {name}", ip=ip)


def _open(grid: Grid) -> Grid:
    """The grid as it stands, locked; raises Refusal for one that is closed."""
    grid = Grid.objects.select_for_update(of=("self",)).select_related("area").get(pk=grid.pk)
    _check_open(grid)
    return grid


def _check_open(grid: Grid) -> None:
    if grid.area.successor_id:
        raise Refusal("这个网格已经停用。")
