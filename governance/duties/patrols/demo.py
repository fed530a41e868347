"""Patrols of the demo county: whoever serves in a grid has walked on most mornings, some too little."""

from datetime import datetime, time, timedelta
from uuid import UUID

from governance.frame.days import ONE_DAY, office_day, office_moment
from governance.organisation.models import Post
from governance.organisation.standing import standing_of

from ..access import RETURN
from ..models import Patrol
from . import norms
from .work import places_of

DAYS = 40


def load(now: datetime) -> int:
    """The patrols stand in the database, says how many; a second run adds nothing."""
    norms.load_reference()
    if Patrol.objects.exists():
        return 0
    today = office_day(now)
    posts = Post.objects.current(today).filter(role__name="grid_worker").select_related("user", "unit").order_by("id")
    made = []
    for place, post in enumerate(posts):
        areas = places_of(post.user, standing_of(post.user, today), today)
        if not areas or post.unit_id not in standing_of(post.user, today).units_with(RETURN):
            continue
        # Every fourth walks one day in two.
        for day in range(1, DAYS, 2 if place % 4 == 3 else 1):
            started = office_moment(today - ONE_DAY * day, time(8, (place * 7 + day * 3) % 60))
            made.append(
                Patrol(
                    key=UUID(int=place * 1000 + day),
                    worker=post.user,
                    unit=post.unit,
                    area=areas[day % len(areas)],
                    started_at=started,
                    ended_at=started + timedelta(minutes=95 + (place * 13 + day * 29) % 80),
                )
            )
    return len(Patrol.objects.bulk_create(made))
