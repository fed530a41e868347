"""What the grid tells the duties: who serves in which grid, and how many reports of theirs were worth it."""

from datetime import date

from django.db.models import Count

from governance.duties.patrols.work import CountedWork, Workplaces
from governance.frame.days import ONE_DAY, office_moment
from governance.organisation.areas.lying import inside, now_in
from governance.organisation.models import Area, User

from .models import Grid, GridEvent, GridPost

# What was no matter of the grid, or had been reported before, counts for nothing.
WORTHLESS = ("rejected", "merged")


def grids_of(user: User, day: date) -> list[Area]:
    """The grids in which the person serves on the day, the one with the main charge first."""
    posts = GridPost.objects.filter(GridPost.working(day), user=user, grid__area__successor=None)
    return list(dict.fromkeys(post.grid.area for post in posts.select_related("grid__area").order_by("part", "id")))


def staffed(code: str, day: date) -> dict[str, int]:
    """How many people serve in each grid inside an area."""
    grids = Grid.in_use().filter(area__code__startswith=code)
    return dict(grids.annotate(people=GridPost.people_on(day)).values_list("area_id", "people"))


def _worth(first: date, last: date):
    """What was reported in these days and was worth it; a hidden matter is in nobody's count."""
    begin, end = office_moment(first), office_moment(last + ONE_DAY)
    found = GridEvent.objects.filter(opened_at__gte=begin, opened_at__lt=end).exclude(status__in=WORTHLESS)
    return found.exclude(confidentiality=GridEvent.Confidentiality.RESTRICTED)


def reported_in(code: str, first: date, last: date) -> dict[str, int]:
    """How many valid reports each grid inside an area has, with those it took over."""
    events = _worth(first, last).filter(inside(code, path="grid__area")).order_by()
    return dict(events.values_list(now_in("grid__area")).annotate(Count("pk")))


def reported_by(user: User, first: date, last: date) -> int:
    """How many valid reports the person has."""
    return _worth(first, last).filter(registered_by=user).count()


WORKPLACES = Workplaces("grid", grids_of, staffed)
REPORTS = CountedWork("items", reported_in, reported_by)
