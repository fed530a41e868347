"""Who may see and host meetings."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.frame.days import ONE_DAY, office_moment
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from ..access import ARRANGE
from ..models import Meeting


def may_host(standing: Standing, unit: Unit) -> bool:
    """True for the unit's own people who plan its meetings and keep what they decided."""
    return unit.pk in standing.units_with(ARRANGE)


def meetings_in_range(standing: Standing) -> QuerySet:
    """The meetings of the units in one's range, and those to which a unit of one's own was asked."""
    asked = Meeting.units.through.objects.filter(unit__in=standing.units).values("meeting")
    return Meeting.objects.filter(standing.within("unit") | Q(pk__in=asked))


def told_to_citizens(first: date, last: date) -> list[Meeting]:
    """What anybody may know without a login: the days to come, of those kinds that the county makes public."""
    told = Meeting.objects.filter(state=Meeting.State.PLANNED, kind__is_public=True)
    told = told.filter(starts_at__gte=office_moment(first), starts_at__lt=office_moment(last + ONE_DAY))
    return list(told.select_related("kind", "unit").prefetch_related("units").order_by("starts_at", "pk"))


def meeting_for(standing: Standing, pk: int) -> Meeting:
    """The meeting, if the person may know of it; raises Http404 otherwise."""
    found = meetings_in_range(standing).filter(pk=pk).select_related("kind", "unit", "planned_by", "report__task")
    meeting = found.first()
    if meeting is None:
        raise Http404("没有这次会议。")
    return meeting
