"""Somebody leaves: the days they were to sit, and what they were to see to, are free for others of the unit."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from governance.frame.database.locking import save_version
from governance.frame.days import office_day
from governance.notices import outbox
from governance.organisation.models import Post, Unit, User
from governance.organisation.posts.entrusting import InHand

from .models import ProgrammeTask, Roster, RosterDay, RosterPerson, SweepFinding
from .scan.messages import KIND


def in_hand(user: User, today: date) -> list[InHand]:
    """Days on rosters, tasks of programmes and findings that name the person, with the page of each."""
    days = _days(user, today).count()
    tasks, findings = _tasks(user).count(), _findings(user).count()
    found = (
        (days, f"还有 {days} 天排班，离任后空出，由排班人员补排。", "duties:rosters"),
        (tasks, f"是 {tasks} 项方案任务的责任人，离任后由责任单位重新指定。", "duties:programmes"),
        (findings, f"负责 {findings} 项排查待处理情况，离任后由处理单位重新指定。", "duties:findings"),
    )
    return [InHand(said, reverse(page)) for count, said, page in found if count]


def let_go(user: User, at: datetime) -> None:
    """Nobody expects the person on a day to come or for something undone; who arranges the unit's rosters hears."""
    _free(user, None, at)


def move(user: User, left: frozenset[int], at: datetime) -> None:
    """The same for what was to be done for these units, where the person has no post any more."""
    _free(user, left, at)


@transaction.atomic
def _free(user: User, left: frozenset[int] | None, at: datetime) -> None:
    today = office_day(at)
    people = RosterPerson.objects.filter(_of("unit", left), user=user, is_active=True)
    coming = _days(user, today).filter(person__in=list(people))
    people.update(is_active=False)
    for roster in Roster.objects.select_for_update(of=("self",)).filter(pk__in=coming.values("roster")):
        free = sorted(coming.filter(roster=roster).values_list("day", flat=True))
        coming.filter(roster=roster, stand_in=None, is_absent=False).delete()
        save_version(roster)
        _tell(roster, user, free, at)
    undone = _tasks(user).filter(_of("owner", left)), _findings(user).filter(_of("unit", left))
    for row in (each for rows in undone for each in rows.select_for_update(of=("self",))):
        row.person = None
        save_version(row, "person")


def _of(name: str, units: frozenset[int] | None) -> Q:
    return Q() if units is None else Q(**{f"{name}__in": units})


def _days(user: User, today: date):
    return RosterDay.objects.filter(person__user=user, day__gte=today, is_absent=False)


def _tasks(user: User):
    return ProgrammeTask.objects.filter(person=user, state__in=("open", "reported"))


def _findings(user: User):
    return SweepFinding.objects.filter(person=user, state="waiting")


def _tell(roster: Roster, user: User, free: list[date], at: datetime) -> None:
    said = f"{user.name}离任或者停用，{free[0]} 起的 {len(free)} 天{roster.kind}排班空出，请补排。"
    link, key = reverse("duties:roster", args=[roster.pk]), f"left:{roster.pk}:{roster.version}"
    outbox.post_many([outbox.Message(pk, KIND, said, link, f"{key}:{pk}") for pk in _arrangers(roster.unit, at)], at)


def _arrangers(unit: Unit, at: datetime) -> list[int]:
    posts = Post.objects.current(office_day(at)).filter(unit=unit)
    return sorted(set(posts.filter(role__permissions__codename="arrange").values_list("user", flat=True)))
