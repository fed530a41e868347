"""Somebody leaves: no grid names them any more, on its card or as there, and who manages it hears of it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from governance.frame.days import office_day
from governance.organisation.models import Post, User
from governance.organisation.posts.entrusting import InHand, tell
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying
from governance.organisation.standing import lies_in

from ..models import GridPost
from .actions import MANAGE


def in_hand(user: User, today: date) -> list[InHand]:
    """In how many grids the person serves."""
    count = _posts(user, today).values("grid").distinct().count()
    said = f"在 {count} 个网格任职，离任后公示牌和配备不再写名，由管理网格的人接着任命。"
    return [InHand(said, reverse("grid:grids"))] if count else []


def let_go(user: User, at: datetime) -> None:
    """The person serves in no grid from that day; the nearest who manage each are told."""
    _end(_posts(user, office_day(at)), user, at)


def move(user: User, left: frozenset[int], at: datetime) -> None:
    """The same in the grids of the areas that the person left, where none of their posts holds the grid any more."""
    today = office_day(at)
    gone = set(Post.objects.filter(user=user, unit__in=left).values_list("unit__area", flat=True))
    here = set(Post.objects.current(today).filter(user=user).values_list("unit__area", flat=True))
    areas = dict(_posts(user, today).values_list("pk", "grid__area"))
    moved = [pk for pk, area in areas.items() if lies_in(area, gone) and not lies_in(area, here)]
    _end(_posts(user, today).filter(pk__in=moved), user, at)


@transaction.atomic
def _end(posts, user: User, at: datetime) -> None:
    today = office_day(at)
    in_office = InOffice(today)
    for post in posts.select_for_update(of=("self",)).select_related("grid__area"):
        post.end(today)
        grid = post.grid
        over = in_office.overseeing(grid.area_id, carrying(MANAGE))
        people = next((over[code] for code in sorted(over, reverse=True) if over[code]), set())
        said = f"{user.name}离任或者停用，不再任{grid}{post.get_part_display()}，请接着任命，公示牌重新打印。"
        tell(people, said, at=at, key=f"grid-post:{post.pk}", link=reverse("grid:grid", args=[grid.area_id]))


def _posts(user: User, today: date):
    return GridPost.objects.filter(Q(until=None) | Q(until__gt=today), user=user, grid__area__successor=None)
