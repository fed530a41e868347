"""Guide judges: the court sends one to each township, and pairs them with villages."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from governance.frame.days import office_day
from governance.frame.refusals import FactMissing
from governance.organisation.models import AccessRecord, Area, Unit, User
from governance.organisation.records import record

from ..models import GuideJudge

SETTING = AccessRecord.Verb.SETTING


@transaction.atomic
def send_judge(judge: GuideJudge, *, actor: User | None, at: datetime, ip: str | None = None) -> GuideJudge:
    """The judge guides the township. Raises FactMissing while another one does."""
    _check(judge)
    judge.save(force_insert=True)
    _record(judge, f"指派法官指导员{judge.name}，{judge.starts_on} 起", actor=actor, at=at, ip=ip)
    return judge


@transaction.atomic
def pair_villages(
    judge: GuideJudge, villages: Iterable[Area], *, actor: User | None, at: datetime, ip: str | None = None
) -> None:
    """The judge is paired with these villages of the township and no others."""
    chosen = list(villages)
    strange = [village.name for village in chosen if not village.pk.startswith(judge.area_id)]
    if strange:
        raise FactMissing({"villages": f"{'、'.join(strange)}不在{judge.area.name}。"})
    if {village.pk for village in chosen} == set(judge.villages.values_list("pk", flat=True)):
        return
    judge.villages.set(chosen)
    names = "、".join(village.name for village in chosen) or "无"
    _record(judge, f"{judge.name}结对村（社区）：{names}", actor=actor, at=at, ip=ip)


@transaction.atomic
def end_guidance(judge: GuideJudge, ends_on: date, *, actor: User | None, at: datetime, ip: str | None = None) -> None:
    """The day is the last on which the judge guides the township; the row stays."""
    if ends_on < judge.starts_on:
        raise FactMissing({"ends_on": f"结束日期不能早于开始日期 {judge.starts_on}。"})
    if ends_on > office_day(at):
        raise FactMissing({"ends_on": "结束日期不能晚于今天。"})
    judge.ends_on = ends_on
    judge.save(update_fields=["ends_on"])
    _record(judge, f"{judge.name}指导结束，至 {ends_on}", actor=actor, at=at, ip=ip)


def _check(judge: GuideJudge) -> None:
    if judge.area.level != Area.Level.TOWNSHIP:
        raise FactMissing({"area": f"{judge.area.name}不是乡镇（街道）。"})
    if judge.court.kind != Unit.Kind.COURT:
        raise FactMissing({"court": f"{judge.court.name}不是人民法院。"})
    # Two appointments for one township must not pass each other unseen.
    Area.objects.select_for_update(no_key=True).get(pk=judge.area_id)
    other = (
        GuideJudge.objects.filter(area=judge.area)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=judge.starts_on))
        .first()
    )
    if other is not None:
        until = f"到 {other.ends_on}" if other.ends_on else ""
        raise FactMissing(
            {"area": f"{judge.area.name}的法官指导员现在是{other.name}{until}，每个乡镇（街道）一名，先结束其指导。"}
        )


def _record(judge: GuideJudge, reason: str, *, actor: User | None, at: datetime, ip: str | None) -> None:
    record(SETTING, actor=actor, at=at, subject=f"法官指导员 {judge.area.name}", reason=reason, ip=ip)
