"""The basic court is told of committees, how they are made up and how that has changed (人民调解法 art. 10)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record

from ..models import Committee, Mediator
from .rules import last_change


def untold(on: date) -> QuerySet[Committee]:
    """The committees at work whose setting-up or last change the court has not been told of."""
    at_work = Committee.objects.filter(unit__is_active=True, set_up_on__lte=on)
    before = Q(court_told_on__lt=F("set_up_on")) | Q(court_told_on__lt=F("changed_on"))
    return at_work.filter(before | Q(court_told_on=None))


def lines(committees: QuerySet[Committee], on: date) -> list[dict]:
    """Each with its place, what happened last, its seats and who of them is the chair."""
    seated = Mediator.objects.in_term(on).filter(position__in=Mediator.SEATED).chair_first()
    by_unit: dict[int, list[Mediator]] = {}
    for mediator in seated:
        by_unit.setdefault(mediator.unit_id, []).append(mediator)
    found = committees.select_related("unit__area").order_by("unit__area_id", "unit_id")
    return [_line(each, by_unit.get(each.unit_id, [])) for each in found]


def _line(committee: Committee, seated: list[Mediator]) -> dict:
    day, what = last_change(committee)
    return {
        "name": committee.unit.name,
        "type": committee.get_type_display(),
        "happened": what,
        "on": day,
        "members": "、".join(f"{each.name}（{each.get_position_display()}）" for each in seated),
        "count": len(seated),
    }


@transaction.atomic
def tell_court(on: date, *, actor: User, at: datetime, ip: str | None = None) -> int:
    """The court was told on that day of what it had not been told; says of how many committees."""
    count = untold(on).update(court_told_on=on)
    if count:
        reason = f"{count} 个人民调解委员会的组成和调整情况，{on}"
        record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject="通报基层人民法院", reason=reason, ip=ip)
    return count
