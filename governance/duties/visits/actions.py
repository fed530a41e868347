"""What is done with visits: leaders are listed, their visits written down, the quotas of their kinds changed."""

from datetime import date, datetime

from django.db import transaction

from governance.cases.models import Case
from governance.frame.database.in_force import follow, still_open
from governance.frame.days import ONE_DAY, office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed, within
from governance.frame.rows import rows_of
from governance.organisation.models import AccessRecord, Area, Unit
from governance.organisation.records import record
from governance.organisation.standing import Standing, standing_of

from .. import access, windows
from ..models import Visit, VisitingLeader, VisitQuota

# Who made it void stands behind it, in the same column.
MOST_REASON = 60
NOT_YOURS = "您的岗位不能管理这个单位的下访领导名单。"


@transaction.atomic
def load_reference() -> int:
    """Every kind of leader has a quota; what the county changed stays as it is. Says how many are new."""
    known = set(VisitQuota.objects.values_list("kind", flat=True))
    fresh = [VisitQuota(**row) for row in rows_of("governance.duties", "visit_quotas") if row["kind"] not in known]
    return len(VisitQuota.objects.bulk_create(fresh))


def may_record(standing: Standing, unit: Unit) -> bool:
    """True for the unit's own people who hand in for it."""
    return unit.pk in standing.units_with(access.RETURN)


@transaction.atomic
def add_leader(leader: VisitingLeader, *, actor, at: datetime) -> VisitingLeader:
    """The leader stands in the list and owes the quota of the kind. Raises FactMissing."""
    if not access.may_arrange(standing_of(actor, office_day(at)), leader.unit):
        raise FactMissing({"unit": NOT_YOURS})
    if VisitingLeader.objects.filter(unit=leader.unit, name=leader.name, ends_on=None).exists():
        raise FactMissing({"name": f"{leader.unit.short_name}的名单里已有{leader.name}。"})
    leader.save(force_insert=True)
    return leader


@transaction.atomic
def end_leader(leader: VisitingLeader, ends_on: date, *, actor, at: datetime) -> None:
    """The leader owes nothing after that day; the visits stay. Raises StepNotAllowed, FactMissing or Refusal."""
    leader = (
        VisitingLeader.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=leader.pk)
    )
    if not access.may_arrange(standing_of(actor, office_day(at)), leader.unit):
        raise StepNotAllowed(NOT_YOURS)
    if leader.ends_on is not None:
        raise Refusal(f"{leader.name}已于 {leader.ends_on} 移出名单。")
    if not leader.starts_on <= ends_on <= office_day(at):
        raise FactMissing({"ends_on": f"应在 {leader.starts_on} 和今天之间。"})
    leader.ends_on = ends_on
    leader.save(update_fields=["ends_on"])


@transaction.atomic
def write(
    leader: VisitingLeader, day: date, area: Area, text: str, *, case: Case | None = None, actor, at: datetime
) -> Visit:
    """The visit stands in the record. Raises StepNotAllowed, or FactMissing for a day that has not come."""
    today = office_day(at)
    if not may_record(standing_of(actor, today), leader.unit):
        raise StepNotAllowed("只有本单位的人员可以记录下访。")
    errors = {}
    if day > today:
        errors["day"] = f"{day} 还没有到，不能先记下访。"
    elif day < leader.starts_on or (leader.ends_on and day > leader.ends_on):
        errors["day"] = f"{leader.name}那一天不在名单里，请核对日期。"
    if not text.strip():
        errors["text"] = "请写明到了哪里、解决什么问题。"
    if case is not None and case.is_restricted:
        errors["number"] = "限制知悉的事项不写入下访记录。"
    if errors:
        raise FactMissing(errors)
    return Visit.objects.create(
        leader=leader,
        day=day,
        area=area,
        text=text.strip(),
        case_id=case.pk if case else None,
        written_at=at,
        written_by=actor,
        by_name=actor.name,
    )


@transaction.atomic
def make_void(visit: Visit, reason: str, *, actor, at: datetime) -> None:
    """The visit counts no more and says why. Raises StepNotAllowed, FactMissing or Refusal."""
    found = Visit.objects.select_for_update(of=("self",), no_key=True)
    visit = found.select_related("leader__unit").get(pk=visit.pk)
    if not may_record(standing_of(actor, office_day(at)), visit.leader.unit):
        raise StepNotAllowed("只有本单位的人员可以作废下访记录。")
    if visit.void_reason:
        raise Refusal("这条记录已经作废。")
    if not reason.strip():
        raise FactMissing({"reason": "请写明作废的原因。"})
    visit.void_reason = f"{within(reason, MOST_REASON)}（{actor.name}）"
    visit.save(update_fields=["void_reason"])


@transaction.atomic
def change_quota(
    quota: VisitQuota, cadence: str, days: int, basis: str, *, actor, at: datetime, ip: str | None = None
) -> VisitQuota:
    """The kind owes that much from the next window on; windows that have begun keep what they had.

    Raises FactMissing for a quota below zero or beyond the window, StaleVersion if somebody else was faster.
    """
    quota = still_open(quota, noun="这个定额")
    today = office_day(at)
    begins = max(windows.window_of(quota.cadence, today).last + ONE_DAY, quota.effective_from + ONE_DAY)
    longest = windows.window_of(cadence, begins)
    if not 0 <= days <= (longest.last - longest.first).days + 1:
        raise FactMissing({"days": f"定额不能小于 0，也不能超过{VisitQuota.Cadence(cadence).label}的天数。"})
    made = follow(quota, begins, cadence=cadence, days=days, basis=basis)
    subject = f"下访定额 {made.get_kind_display()}"
    reason = f"{made.get_cadence_display()} {days} 个工作日，{begins} 起"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject, reason=reason, ip=ip)
    return made
