"""The lawyers' roster: who sits in the centre on which day, fairly, and changes of it that people agree on."""

from calendar import monthrange
from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.worktime import Calendar
from governance.duties.rosters.rotation import rotation
from governance.frame.database.history import label_of
from governance.frame.database.locking import check_version, holding, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.organisation.models import AccessRecord, Unit, User
from governance.organisation.records import record

from ..models import Lawyer, LawyerDuty

SETTING = AccessRecord.Verb.SETTING
# How far back the rotation looks for who sat last.
REMEMBERED = timedelta(days=366)


def working_days(month: date, calendar: Calendar) -> list[date]:
    """The working days of the month, make-up days included."""
    days = (month.replace(day=number) for number in range(1, monthrange(month.year, month.month)[1] + 1))
    return [day for day in days if calendar.is_working(day)]


def next_month(month: date) -> date:
    """The first of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


@transaction.atomic
def generate(place: Unit, month: date, *, a_day: int, actor: User | None, at: datetime, ip: str | None = None) -> int:
    """Every working day of the month from today on has its lawyers; what stands already stays. Says how many are new.

    Raises Refusal if there is nobody to ask or no day to fill.
    """
    # Two people who press the button at once must not both fill the month.
    Unit.objects.select_for_update(no_key=True).get(pk=place.pk)
    today = office_day(at)
    days = [day for day in working_days(month, calendar_at_hand()) if day >= today]
    lawyers = list(Lawyer.objects.filter(is_active=True).order_by("id").values_list("pk", flat=True))
    if not lawyers:
        raise Refusal("还没有参加轮值的律师，先登记律师。")
    if not days:
        raise Refusal("这个月没有今天以后的工作日可以排班。")
    known = LawyerDuty.objects.filter(day__gte=month - REMEMBERED, day__lt=next_month(month))
    held = list(known.values_list("day", "lawyer_id"))
    taken = Counter(known.filter(place=place, day__in=days).values_list("day", flat=True))
    made = rotation({day: max(0, a_day - taken[day]) for day in days}, lawyers, held, since=month)
    LawyerDuty.objects.bulk_create(LawyerDuty(day=day, lawyer_id=lawyer, place=place) for day, lawyer in made)
    if made:
        _record(place, f"{month_label(month)}排班 {len(made)} 人次", actor=actor, at=at, ip=ip)
    return len(made)


@transaction.atomic
def swap(duty: LawyerDuty, other: LawyerDuty, *, actor: User | None, at: datetime, ip: str | None = None) -> None:
    """The two lawyers sit on each other's day. Raises FactMissing if either would sit twice or the day is over."""
    duty, other = _locked(duty, other)
    for day, lawyer, besides in ((other.day, duty.lawyer, other), (duty.day, other.lawyer, duty)):
        _check_free(day, lawyer, besides, at, "other")
    duty.lawyer, other.lawyer = other.lawyer, duty.lawyer
    for row in (duty, other):
        row.save(update_fields=["lawyer"])
    reason = f"{duty.day} 与 {other.day} 调换：{duty.lawyer.name}、{other.lawyer.name}"
    _record(duty.place, reason, actor=actor, at=at, ip=ip)


@transaction.atomic
def replace(duty: LawyerDuty, lawyer: Lawyer, *, actor: User | None, at: datetime, ip: str | None = None) -> None:
    """Somebody else sits that day."""
    (duty,) = _locked(duty)
    if not lawyer.is_active:
        raise FactMissing({"lawyer": f"{lawyer.name}已不参加轮值。"})
    _check_free(duty.day, lawyer, duty, at, "lawyer")
    before, duty.lawyer = duty.lawyer, lawyer
    duty.save(update_fields=["lawyer"])
    _record(duty.place, f"{duty.day} 由{before.name}改为{lawyer.name}", actor=actor, at=at, ip=ip)


@transaction.atomic
def cancel(duty: LawyerDuty, *, reason: str, actor: User | None, at: datetime, ip: str | None = None) -> None:
    """Nobody sits in that seat that day."""
    (duty,) = _locked(duty)
    if duty.day < office_day(at):
        raise Refusal("已经过去的值班不能撤销。")
    duty.delete()
    _record(duty.place, f"{duty.day} 撤销{duty.lawyer.name}值班（{reason}）", actor=actor, at=at, ip=ip)


def _locked(*duties: LawyerDuty) -> list[LawyerDuty]:
    rows = LawyerDuty.objects.select_for_update(of=("self",)).select_related("lawyer", "place").order_by("id")
    found = {row.pk: row for row in rows.filter(pk__in=[duty.pk for duty in duties])}
    if len(found) < len(duties):
        raise Refusal("这一天的排班刚被别人改动，请刷新后再试。")
    return [found[duty.pk] for duty in duties]


def _check_free(day: date, lawyer: Lawyer, besides: LawyerDuty, at: datetime, field: str) -> None:
    if day < office_day(at):
        raise FactMissing({field: "已经过去的值班不能再调换。"})
    if LawyerDuty.objects.filter(day=day, lawyer=lawyer).exclude(pk=besides.pk).exists():
        raise FactMissing({field: f"{lawyer.name}在 {day} 已有值班。"})


@transaction.atomic
def change_lawyer(
    lawyer: Lawyer,
    changed: list[str],
    *,
    version: int | None,
    actor: User | None,
    at: datetime,
    ip: str | None = None,
) -> None:
    """The named columns are saved; whoever leaves the rotation has no duty before them. Raises StaleVersion."""
    check_version(holding(Lawyer.objects).get(pk=lawyer.pk), version, noun="这位律师")
    if not changed:
        return
    if not lawyer.is_active:
        coming = lawyer.duties.filter(day__gte=office_day(at)).count()
        if coming:
            raise FactMissing({"is_active": f"{lawyer.name}还有 {coming} 天值班，先改由别人值班再退出轮值。"})
    save_version(lawyer, *changed)
    labels = "、".join(label_of(Lawyer, name) for name in changed)
    record(SETTING, actor=actor, at=at, subject=f"值班律师 {lawyer}", reason=f"修改{labels}", ip=ip)


@transaction.atomic
def enter_lawyer(lawyer: Lawyer, *, actor: User | None, at: datetime, ip: str | None = None) -> Lawyer:
    """The lawyer takes turns from now on."""
    lawyer.save(force_insert=True)
    record(SETTING, actor=actor, at=at, subject=f"值班律师 {lawyer}", reason="新增", ip=ip)
    return lawyer


def month_label(month: date) -> str:
    """2026年3月"""
    return f"{month.year}年{month.month}月"


def _record(place: Unit, reason: str, *, actor: User | None, at: datetime, ip: str | None) -> None:
    record(SETTING, actor=actor, at=at, subject=f"律师值班 {place.name}", reason=reason, ip=ip)
