"""Changing a roster that stands: two swap, another takes over, somebody did not come. Every change keeps its reason."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from governance.frame.database.locking import save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.notices import outbox
from governance.organisation.standing import standing_of

from .. import access
from ..models import Roster, RosterAbsence, RosterChange, RosterDay, RosterPerson
from ..scan import messages
from .actions import held

Kind = RosterChange.Kind


@transaction.atomic
def swap(day: RosterDay, other: RosterDay, *, reason: str, version: int, actor, at: datetime) -> None:
    """The two people sit on each other's day, both days say so, and both people are told.

    Raises FactMissing if either would sit twice, is away, or a day is over; StaleVersion if the roster has changed.
    """
    roster, (day, other) = _begin(day, other, version=version, actor=actor, at=at)
    if other.roster_id != roster.pk:
        raise FactMissing({"other": "只能与同一张排班表的日子对调。"})
    if day.person_id == other.person_id or day.day == other.day:
        raise FactMissing({"other": "请选另一天、另一个人的班。"})
    today = office_day(at)
    for on, person, besides in ((other.day, day.person, other), (day.day, other.person, day)):
        _check_free(person, on, besides, today, "other")
    day.person, other.person = other.person, day.person
    for row in (day, other):
        row.save(update_fields=["person"])
    told = {"kind": Kind.SWAP, "reason": reason, "by": actor, "at": at}
    RosterChange.objects.create(day=day, was=other.person, now=day.person, other_day=other.day, **told)
    RosterChange.objects.create(day=other, was=day.person, now=other.person, other_day=day.day, **told)
    save_version(roster)
    _tell(roster, (day.person, other.person), f"{day.day} 与 {other.day} 对调：{reason}", actor, at)


@transaction.atomic
def replace(day: RosterDay, person: RosterPerson, *, reason: str, version: int, actor, at: datetime) -> None:
    """Somebody else sits that day, and both are told."""
    roster, (day,) = _begin(day, version=version, actor=actor, at=at)
    _check_pool(person, roster, "person")
    _check_free(person, day.day, day, office_day(at), "person")
    was, day.person = day.person, person
    day.save(update_fields=["person"])
    RosterChange.objects.create(day=day, kind=Kind.REPLACE, was=was, now=person, reason=reason, by=actor, at=at)
    save_version(roster)
    _tell(roster, (was, person), f"{day.day} 由{was}改为{person}：{reason}", actor, at)


@transaction.atomic
def mark_absent(
    day: RosterDay, stand_in: RosterPerson | None, *, reason: str, version: int, actor, at: datetime
) -> None:
    """The day says that whoever was to sit did not come, why, and who stood in, or that nobody did."""
    roster, (day,) = _begin(day, version=version, actor=actor, at=at)
    if day.day > office_day(at):
        raise FactMissing({"stand_in": "还没有到这一天，由他人代替的请用调班或改派。"})
    if stand_in is not None:
        _check_pool(stand_in, roster, "stand_in")
        if stand_in.pk == day.person_id:
            raise FactMissing({"stand_in": "顶班人不能是缺席的本人。"})
        sitting = roster.days.filter(day=day.day, person=stand_in, is_absent=False).exclude(pk=day.pk)
        if sitting.exists():
            raise FactMissing({"stand_in": f"{stand_in}当天自己有班。"})
    day.is_absent, day.absent_reason, day.stand_in = True, reason, stand_in
    day.save(update_fields=["is_absent", "absent_reason", "stand_in"])
    told = {"was": day.person, "now": stand_in, "reason": reason, "by": actor, "at": at}
    RosterChange.objects.create(day=day, kind=Kind.ABSENCE, **told)
    save_version(roster)


@transaction.atomic
def mark_present(day: RosterDay, *, reason: str, version: int, actor, at: datetime) -> None:
    """The absence was noted by mistake: the day says again that the person came, the history says both."""
    roster, (day,) = _begin(day, version=version, actor=actor, at=at)
    if not day.is_absent:
        raise FactMissing({"reason": "这一天没有缺席记录。"})
    day.is_absent, day.absent_reason, day.stand_in = False, "", None
    day.save(update_fields=["is_absent", "absent_reason", "stand_in"])
    told = {"was": day.person, "now": day.person, "reason": reason, "by": actor, "at": at}
    RosterChange.objects.create(day=day, kind=Kind.ABSENCE, **told)
    save_version(roster)


def _begin(*days: RosterDay, version: int, actor, at: datetime) -> tuple[Roster, list[RosterDay]]:
    today = office_day(at)
    if not access.may_arrange(standing_of(actor, today), days[0].roster.unit):
        raise StepNotAllowed("您的岗位不能给这个单位排班。")
    roster = held(days[0].roster, version)
    rows = {row.pk: row for row in RosterDay.objects.filter(pk__in=[day.pk for day in days]).select_related("person")}
    return roster, [rows[day.pk] for day in days]


def _check_pool(person: RosterPerson, roster: Roster, field: str) -> None:
    if not person.is_active or (person.unit_id, person.kind_id) != (roster.unit_id, roster.kind_id):
        raise FactMissing({field: f"{person}不在这个单位的排班人员中。"})


def _check_free(person: RosterPerson, on: date, besides: RosterDay, today: date, field: str) -> None:
    if on < today:
        raise FactMissing({field: f"{on} 已经过去，没有到岗的请记缺席。"})
    if besides.is_absent:
        raise FactMissing({field: f"{on} 已记缺席，不能再调。"})
    if RosterDay.objects.filter(roster=besides.roster_id, day=on, person=person).exclude(pk=besides.pk).exists():
        raise FactMissing({field: f"{person}在 {on} 已有班。"})
    if RosterAbsence.objects.filter(person=person, first__lte=on, last__gte=on).exists():
        raise FactMissing({field: f"{person}在 {on} 请假。"})


def _tell(roster: Roster, people, said: str, actor, at: datetime) -> None:
    """Those of the people who have a login find it in their inbox."""
    link = reverse("duties:roster", args=[roster.pk])
    key = f"roster:{roster.pk}:{roster.version}"
    users = {person.user_id for person in people if person.user_id} - {actor.pk}
    text = f"{roster.unit.short_name}{roster.kind}排班变动：{said}"
    outbox.post_many([outbox.Message(user, messages.KIND, text, link, f"{key}:{user}") for user in users], at)
