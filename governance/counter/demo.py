"""Turns of the demo county: the last weeks at the windows of two units, as counts. All invented."""

from datetime import datetime, time, timedelta
from uuid import UUID

from governance.frame.days import office_day, office_moment
from governance.organisation.models import Post, Unit

from .models import Turn

DAYS = 20
KINDS = (Unit.Kind.CENTRE, Unit.Kind.GOVERNMENT)


def load(now: datetime) -> int:
    """Turns of past days stand in the database, all of them over; says how many. A second run adds nothing."""
    if Turn.objects.exists():
        return 0
    today, made = office_day(now), []
    posts = (
        Post.objects.current(today).filter(role__name="registrar", unit__kind__in=KINDS).select_related("unit", "user")
    )
    desks = list({post.unit_id: post for post in posts.order_by("-id")}.values())[-2:]
    for place, post in enumerate(desks):
        for back in range(1, DAYS):
            day = today - timedelta(days=back)
            if day.weekday() >= 5:
                continue
            for number in range(1, 4 + (back * 7 + place) % 6):
                made.append(_turn(post, day, number, place * 10_000 + back * 100 + number))
    return len(Turn.objects.bulk_create(made))


def _turn(post: Post, day, number: int, serial: int) -> Turn:
    taken = office_moment(day, time(8, 40)) + timedelta(minutes=number * 23)
    called = taken + timedelta(minutes=serial * 7 % 19)
    left = serial % 11 == 0
    return Turn(
        key=UUID(int=serial),
        unit=post.unit,
        day=day,
        number=number,
        state=Turn.State.LEFT if left else Turn.State.SERVED,
        window="" if left else f"{number % 2 + 1}号窗口",
        taken_at=taken,
        called_at=None if left else called,
        ended_at=called + timedelta(minutes=6 + serial % 13),
        served_by=None if left else post.user,
    )
