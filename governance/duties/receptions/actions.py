"""What is done with receptions: a group of visitors is written down, becomes a case, and the day is handed in.

Whoever should sit and whoever came stands in the roster. A day without a leader is not handed in: the duty is that a
leader receives, and whoever stayed away is seen on the roster.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Count, Q, Sum

from governance.cases.models import Case
from governance.frame.database.locking import check_version, save_version
from governance.frame.days import office_day, office_time
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed, within
from governance.frame.wording import clipped
from governance.organisation.models import Unit
from governance.organisation.standing import Standing, standing_of

from .. import access, windows
from ..models import DutyPlan, DutyTask, Reception, ReceptionDay, Return, RosterDay
from ..models.reception import counted
from ..returns import actions as returns
from ..returns.actions import ReturnInput

Outcome = Reception.Outcome
MORE = "补记来访，更正接访报送"
# Who made it void stands behind it, in the same column.
MOST_REASON = 60


@dataclass
class ReceptionInput:
    """What is written down of one group of visitors; names belong into the case and nowhere else."""

    at_time: time
    visitors: int
    summary: str
    outcome: str
    answer: str = ""
    case: Case | None = None


def may_record(standing: Standing, unit: Unit) -> bool:
    """True for the unit's own people who hand in for it."""
    return unit.pk in standing.units_with(access.RETURN)


def seats(unit: Unit, day: date) -> list[RosterDay]:
    """Who should sit on that day by the roster, and who came."""
    return seats_by_day(unit, (day,)).get(day, [])


def seats_by_day(unit: Unit, days: Collection[date]) -> dict[date, list[RosterDay]]:
    """The same for several days; a day without a seat is not there. One query."""
    found = RosterDay.objects.filter(roster__unit=unit, roster__kind__code=DutyPlan.Kind.RECEPTION, day__in=days)
    by_day: dict[date, list[RosterDay]] = {}
    for seat in found.select_related("person", "stand_in").order_by("id"):
        by_day.setdefault(seat.day, []).append(seat)
    return by_day


def leader_words(rows: list[RosterDay]) -> str:
    """何建军（书记）、彭飞: those who came, in words."""
    present = [row.present for row in rows if row.present]
    return "、".join(f"{person.name}（{person.title}）" if person.title else person.name for person in present)


def task_of(unit: Unit, day: date) -> DutyTask | None:
    """The day's task of receiving that the unit owes, if there is one."""
    tasks = DutyTask.objects.filter(unit=unit, first__lte=day, last__gte=day, plan__kind=DutyPlan.Kind.RECEPTION)
    owed = tasks.filter(plan__cadence=windows.DAILY).exclude(state=DutyTask.State.WITHDRAWN)
    return owed.select_related("plan", "unit").order_by("id").first()


@transaction.atomic
def write(unit: Unit, day: date, told: ReceptionInput, *, actor, at: datetime) -> Reception:
    """The group of visitors stands in the day's record. Raises StepNotAllowed or FactMissing."""
    _must_record(unit, day, actor, at)
    errors = {}
    if told.visitors < 1:
        errors["visitors"] = "来访人数至少为 1；没有来访的，请用“没有来访”。"
    if not told.summary.strip():
        errors["summary"] = "请写明反映什么事项。"
    if told.outcome == Outcome.ANSWERED and not told.answer.strip():
        errors["answer"] = "当场答复的，请写明怎样答复。"
    if told.case is not None and told.outcome not in (Outcome.REGISTERED, Outcome.ACCUSATION):
        errors["number"] = "已经登记的，处理请选“登记办理”或者“检举控告”。"
    if day == office_day(at) and told.at_time > office_time(at).time():
        errors["at_time"] = "接访时间不能晚于现在。"
    if errors:
        raise FactMissing(errors)
    on = _day(unit, day)
    made = Reception(
        on=on,
        at_time=told.at_time,
        visitors=told.visitors,
        summary=told.summary.strip(),
        answer=told.answer.strip(),
        outcome=_outcome(told.outcome, told.case),
        case=told.case,
        written_at=at,
        written_by=actor,
        by_name=actor.name,
    )
    made.save(force_insert=True)
    _save_version(made)
    return made


def _outcome(said: str, case: Case | None) -> str:
    """What became of it; what accuses somebody is written down as that, whatever was ticked."""
    return Outcome.ACCUSATION if case is not None and case.is_restricted else said


def _save_version(reception: Reception) -> None:
    """The day has changed for who reads it; of an accusation nobody else learns by the number of changes either."""
    if reception.outcome != Outcome.ACCUSATION:
        save_version(reception.on)


@transaction.atomic
def make_void(reception: Reception, reason: str, *, actor, at: datetime) -> None:
    """The record counts no more and says why; one that became a case stays. Raises FactMissing or Refusal."""
    reception = _locked(reception.pk)
    _must_record(reception.on.unit, reception.on.day, actor, at)
    if reception.case_id:
        raise Refusal("已经登记为事项的接访记录不能作废。")
    if reception.void_reason:
        raise Refusal("这条记录已经作废。")
    if not reason.strip():
        raise FactMissing({"reason": "请写明作废的原因。"})
    reception.void_reason = f"{within(reason, MOST_REASON)}（{actor.name}）"
    reception.save(update_fields=["void_reason"])
    _save_version(reception)


@transaction.atomic
def link(reception: Reception, case: Case, *, actor, at: datetime) -> None:
    """The record says which case it became. Raises StepNotAllowed, or Refusal where it has become one already."""
    reception = _locked(reception.pk)
    _must_record(reception.on.unit, reception.on.day, actor, at)
    if reception.case_id or reception.void_reason:
        raise Refusal("这条接访记录已经登记过事项，或者已经作废。")
    ticked = reception.outcome == Outcome.ACCUSATION
    reception.case_id, reception.outcome = case.pk, reception.outcome if ticked else _outcome(Outcome.REGISTERED, case)
    reception.save(update_fields=["case", "outcome"])


@transaction.atomic
def hand_in(unit: Unit, day: date, *, leader: str, version: int, actor, at: datetime) -> Return | None:
    """The day is handed in with what its records say, no visitors included, and the duty task with it.

    ``leader`` is asked for only where the unit has no roster of the day. ``version`` is that of the day on screen, 0
    for none. On a day without a task nothing but the record stands, and None comes back. Raises StepNotAllowed,
    FactMissing or Refusal.
    """
    _must_record(unit, day, actor, at)
    rows = seats(unit, day)
    words = leader_words(rows) if rows else leader.strip()
    if rows and not words:
        raise Refusal("按排班应到的领导缺席，又没有人顶班，这一天的接访不能报送；有人顶班的，先在排班中记下。")
    if not words:
        raise FactMissing({"leader": "请写明哪位领导接访。"})
    known = ReceptionDay.objects.filter(unit=unit, day=day).first()
    check_version(known, version, noun="这一天的记录")
    on = known or _day(unit, day)
    again = on.handed_at is not None
    on.leader, on.place = clipped(words, 100), _place(rows)
    on.handed_at, on.handed_by = at, actor
    save_version(on, "leader", "place", "handed_at", "handed_by")
    task = task_of(unit, day)
    if task is None:
        return None
    former = task.returns.filter(is_current=True).first()
    handed = ReturnInput(
        Return.Kind.DONE,
        text=sentence(on),
        amount=task.quota,
        reason=MORE if again or former else "",
        facts={"reception_day": on.pk},
    )
    return returns.hand_in(task, handed, actor=actor, at=at, version=former.version if former else 0)


def sentence(on: ReceptionDay) -> str:
    """2026-11-18 何建军（书记）接访 2 批 5 人次，登记 1 件。"""
    told = on.receptions.filter(counted()).aggregate(
        groups=Count("pk"), people=Sum("visitors", default=0), cases=Count("pk", filter=Q(case__isnull=False))
    )
    head = f"{on.day} {on.leader}接访"
    if not told["groups"]:
        return f"{head}，没有群众来访。"
    return f"{head} {told['groups']} 批 {told['people']} 人次，登记 {told['cases']} 件。"


def _place(rows: list[RosterDay]) -> str:
    return rows[0].roster.place if rows else ""


def _must_record(unit: Unit, day: date, actor, at: datetime) -> None:
    today = office_day(at)
    if not may_record(standing_of(actor, today), unit):
        raise StepNotAllowed("只有本单位的人员可以记录接访。")
    if day > today:
        raise FactMissing({"day": f"{day} 还没有到，不能先记接访。"})


def _day(unit: Unit, day: date) -> ReceptionDay:
    """The day, locked; two who write the first record at once find the same one."""
    ReceptionDay.objects.get_or_create(unit=unit, day=day)
    return ReceptionDay.objects.select_for_update(no_key=True).get(unit=unit, day=day)


def _locked(pk: int) -> Reception:
    found = Reception.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("on__unit").get(pk=pk)
