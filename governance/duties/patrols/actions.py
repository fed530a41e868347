"""What is done with patrols: started, kept as they go on, ended by the worker or by the clock."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from governance.frame.days import moment_text, office_day
from governance.frame.forms.posted import checked
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.areas.lying import goes_on_as
from governance.organisation.models import Area, Unit, User
from governance.organisation.standing import standing_of

from ..access import RETURN
from ..models import Patrol
from ..models.patrol import LONGEST
from .forms import MOST_POINTS, PatrolForm
from .work import places_of

# Where somebody walked is of no use to anybody for longer.
POINTS_KEPT = timedelta(days=30)


@transaction.atomic
def keep(key: UUID, told: dict, *, worker: User, at: datetime) -> Patrol:
    """The patrol stands as it was told, with all its points, however often and in whatever order it was told.

    Raises FactMissing with a sentence at each wrong part, StepNotAllowed for those who patrol nowhere.
    """
    patrolled = checked(PatrolForm(told, now=at))
    # One after another for each worker: two that overlap cannot both be found alone.
    User.objects.select_for_update(no_key=True).get(pk=worker.pk)
    started, ended, area, points = (patrolled[name] for name in ("started_at", "ended_at", "area", "points"))
    patrol = Patrol.objects.select_for_update().filter(pk=key).first()
    if patrol is None:
        patrol = _begun(key, started, ended or at, area, worker=worker, at=at)
    elif patrol.worker_id != worker.pk:
        raise FactMissing({"key": "这次巡查属于另一个人。"})
    latest = _latest(patrol)
    own = patrol.ended_at if not patrol.by_clock else None
    over = min((each for each in (ended, own) if each is not None), default=None)
    patrol.points = _joined(patrol.points, points, until=over or latest)
    if over is not None and over < latest:
        patrol.end(min(over, at))
    elif over is not None or patrol.by_clock or at >= latest:
        patrol.end(None)
    patrol.save()
    return patrol


def _latest(patrol: Patrol) -> datetime:
    """When it was over at the latest: after half a day, or when the worker's next one began."""
    later = Patrol.objects.filter(worker=patrol.worker_id, started_at__gt=patrol.started_at).order_by("started_at")
    following = later.values_list("started_at", flat=True).first()
    longest = patrol.started_at + LONGEST
    return min(following, longest) if following else longest


def _begun(key: UUID, started: datetime, until: datetime, code: str, *, worker: User, at: datetime) -> Patrol:
    """A new patrol that overlaps no other of the worker's; one that was still open ends where this one starts."""
    area = place_of(worker, code, at)
    _close_earlier(worker, started)
    before = Patrol.objects.filter(worker=worker, started_at__lt=until).filter(
        Q(ended_at=None) | Q(ended_at__gt=started)
    )
    other = before.first()
    if other is not None:
        raise FactMissing({"started_at": f"和 {moment_text(other.started_at)} 开始的巡查时间重叠。"})
    own = Unit.objects.filter(pk__in=standing_of(worker, office_day(at)).units_with(RETURN)).order_by("pk")
    unit = max(own, key=lambda each: len(each.area_id) if area.pk.startswith(each.area_id) else 0)
    return Patrol(key=key, worker=worker, unit=unit, area=area, started_at=started)


def _close_earlier(worker: User, moment: datetime) -> None:
    running = Patrol.objects.filter(worker=worker, ended_at=None, started_at__lt=moment).first()
    if running is not None:
        running.points = _joined(running.points, [], until=moment)
        running.end(None)
        running.save(update_fields=["ended_at", "by_clock", "points"])


def place_of(worker: User, code: str, at: datetime) -> Area:
    """The place of the worker with that code, or the first; raises FactMissing or StepNotAllowed."""
    standing = standing_of(worker, office_day(at))
    if not standing.units_with(RETURN):
        raise StepNotAllowed("您的岗位不记录巡查。")
    places = places_of(worker, standing, office_day(at))
    if not places:
        raise StepNotAllowed("您没有任职的网格或者村（社区），不记录巡查。")
    now = goes_on_as(code)
    found = next((place for place in places if not code or place.pk == now), None)
    if found is None:
        raise FactMissing({"area": "您不在这个网格任职。"})
    return found


def _joined(known: list, new: list, *, until: datetime) -> list:
    """Each moment once, in order; what is known stays, and nothing is kept from after the patrol."""
    by_moment = {moment: [moment, *where] for moment, *where in [*new, *known]}
    during = (moment for moment in sorted(by_moment) if datetime.fromisoformat(moment) <= until)
    return [by_moment[moment] for moment in during][:MOST_POINTS]


@transaction.atomic
def end(worker: User, *, at: datetime) -> Patrol | None:
    """The patrol that the worker has under way is over; None where there is none."""
    patrol = Patrol.objects.select_for_update().filter(worker=worker, ended_at=None).first()
    if patrol is not None:
        patrol.end(at if at <= patrol.started_at + LONGEST else None)
        patrol.save(update_fields=["ended_at", "by_clock"])
    return patrol


def stop_overdue(now: datetime) -> int:
    """Whatever was started half a day ago is over; says how many. The rows are the truth: any scan finds the same.

    Points that nobody needs any more are gone.
    """
    Patrol.objects.filter(ended_at__lt=now - POINTS_KEPT).exclude(points=[]).update(points=[])
    running = Patrol.objects.filter(ended_at=None, started_at__lte=now - LONGEST)
    last = Cast(KeyTextTransform("0", KeyTransform("-1", "points")), DateTimeField())
    return running.update(ended_at=Coalesce(last, "started_at"), by_clock=True)
