"""Setting up committees, appointing mediators and ending their office; each leaves a line in the security record."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from governance.frame.database.history import label_of
from governance.frame.database.locking import check_version, holding, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.organisation import units
from governance.organisation.models import AccessRecord, Unit, User
from governance.organisation.records import record

from ..models import Committee, CommitteeCheck, Mediator, Training
from .rules import checklist, standard

SETTING = AccessRecord.Verb.SETTING


@transaction.atomic
def set_up(unit: Unit, committee: Committee, *, actor: User | None, at: datetime, ip: str | None = None) -> Committee:
    """The committee stands, and so does its unit, which may be new."""
    if unit.pk is None:
        unit.kind = Unit.Kind.MEDIATION
        units.open_unit(unit, actor=actor, at=at, ip=ip)
    elif unit.kind != Unit.Kind.MEDIATION:
        raise Refusal(f"{unit.name}不是调解组织。")
    _check_dates(committee, office_day(at))
    committee.unit = unit
    committee.save(force_insert=True)
    _record(unit, "登记设立情况", actor=actor, at=at, ip=ip)
    return committee


@transaction.atomic
def change_committee(
    committee: Committee,
    changed: list[str],
    *,
    version: int | None,
    actor: User | None,
    at: datetime,
    ip: str | None = None,
) -> None:
    """The named columns are saved; nothing changed leaves no record. Raises StaleVersion."""
    check_version(holding(Committee.objects).get(pk=committee.pk), version, noun="这个调解组织")
    if not changed:
        return
    _check_dates(committee, office_day(at))
    save_version(committee, *changed)
    labels = "、".join(label_of(Committee, name) for name in changed)
    _record(committee.unit, f"修改{labels}", actor=actor, at=at, ip=ip)


def _check_dates(committee: Committee, today: date) -> None:
    if committee.set_up_on > today:
        raise FactMissing({"set_up_on": "设立日期不能晚于今天。"})
    if committee.filed_on is not None and committee.filed_on > today:
        raise FactMissing({"filed_on": "备案日期不能晚于今天。"})
    if committee.filed_on is not None and committee.filed_on < committee.set_up_on:
        raise FactMissing({"filed_on": "备案日期不能早于设立日期。"})
    if committee.changed_on is not None and committee.changed_on < committee.set_up_on:
        raise FactMissing({"set_up_on": f"人员在 {committee.changed_on} 已有调整，设立日期不能比这更晚。"})


@transaction.atomic
def check_items(
    committee: Committee, met: Iterable[str], on: date, *, actor: User, at: datetime, ip: str | None = None
) -> None:
    """Every item of the checklist is met or not met as found on that day."""
    if on > office_day(at):
        raise FactMissing({"checked_on": "核对日期不能晚于今天。"})
    if on < committee.set_up_on:
        raise FactMissing({"checked_on": "核对日期不能早于设立日期。"})
    chosen = set(met)
    rows = [
        CommitteeCheck(committee=committee, item=item.item, is_met=item.item in chosen, checked_on=on, checked_by=actor)
        for item in checklist()
    ]
    CommitteeCheck.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["committee", "item"],
        update_fields=["is_met", "checked_on", "checked_by"],
    )
    count = sum(row.is_met for row in rows)
    _record(committee.unit, f"规范化建设核对，{len(rows)} 项达到 {count} 项", actor=actor, at=at, ip=ip)


# Mediators


@transaction.atomic
def appoint(mediator: Mediator, *, actor: User | None, at: datetime, ip: str | None = None) -> Mediator:
    """The person mediates for the organisation; a committee has a change to file.

    Raises FactMissing if the term is longer than the law gives, or the seat or the person is taken.
    """
    _lock(mediator.unit)
    _check(mediator, office_day(at))
    mediator.save(force_insert=True)
    _members_changed(mediator.unit, mediator.appointed_on)
    _record(mediator.unit, f"聘任调解员{mediator.name}（{mediator.get_position_display()}）", actor=actor, at=at, ip=ip)
    return mediator


@transaction.atomic
def change_mediator(
    mediator: Mediator,
    changed: list[str],
    *,
    version: int | None,
    actor: User | None,
    at: datetime,
    ip: str | None = None,
) -> None:
    """The named columns are saved; another position or term is a change that has to be filed. Raises StaleVersion."""
    _lock(mediator.unit)
    check_version(holding(Mediator.objects).get(pk=mediator.pk), version, noun="这位调解员")
    if not changed:
        return
    today = office_day(at)
    _check(mediator, today)
    save_version(mediator, *changed)
    if {"position", "term_from", "term_to"} & set(changed):
        _members_changed(mediator.unit, min(mediator.term_from or today, today))
    labels = "、".join(label_of(Mediator, name) for name in changed)
    _record(mediator.unit, f"调解员{mediator.name}修改{labels}", actor=actor, at=at, ip=ip)


@transaction.atomic
def end_office(
    mediator: Mediator, left_on: date, *, actor: User | None, at: datetime, reason: str, ip: str | None = None
) -> None:
    """The day is the last on which the person mediates here; what they did before stays."""
    _lock(mediator.unit)
    mediator = Mediator.objects.select_for_update(of=("self",)).select_related("unit").get(pk=mediator.pk)
    if not mediator.is_active:
        raise Refusal(f"{mediator.name}已经离任。")
    if left_on > office_day(at):
        raise FactMissing({"left_on": "离任日期不能晚于今天。"})
    if left_on < mediator.appointed_on:
        raise FactMissing({"left_on": f"离任日期不能早于任职日期 {mediator.appointed_on}。"})
    mediator.left_on, mediator.is_active = left_on, False
    save_version(mediator, "left_on", "is_active")
    _members_changed(mediator.unit, left_on)
    _record(mediator.unit, f"调解员{mediator.name}离任：{reason}", actor=actor, at=at, ip=ip)


def _lock(unit: Unit) -> None:
    # Two chairs appointed at the same moment must not pass each other unseen.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _check(mediator: Mediator, today: date) -> None:
    term = (mediator.appointed_on, mediator.term_from, mediator.term_to)
    check_term(mediator.position, *term, today=today)
    others = mediator.unit.mediators.filter(is_active=True).exclude(pk=mediator.pk)
    if mediator.position == Mediator.Position.CHAIR:
        chair = others.filter(position=Mediator.Position.CHAIR).first()
        if chair is not None:
            raise FactMissing({"position": f"{chair.name}是在任的主任，主任只设一人，先调整其职务。"})
    if mediator.user is not None and others.filter(user=mediator.user).exists():
        raise FactMissing({"user": f"{mediator.user.name}已是这个组织的调解员。"})


def check_term(position: str, appointed_on: date, term_from: date | None, term_to: date | None, *, today: date) -> None:
    """Raises FactMissing if somebody in this position cannot have this term."""
    if appointed_on > today:
        raise FactMissing({"appointed_on": "任职日期不能晚于今天。"})
    if position in Mediator.SEATED and term_from is None:
        raise FactMissing({"term_from": "主任、副主任和委员应有任期，请填写起止日期。"})
    if term_from is None and term_to is None:
        return
    if term_from is None:
        raise FactMissing({"term_from": "请填写任期的起始日期。"})
    if term_to is None:
        raise FactMissing({"term_to": "请填写任期的截止日期。"})
    if term_from > today:
        raise FactMissing({"term_from": "任期的起始日期不能晚于今天。"})
    if term_from < appointed_on:
        raise FactMissing({"term_from": f"任期不能早于任职日期 {appointed_on} 开始。"})
    if term_to < term_from:
        raise FactMissing({"term_to": "任期的截止日期不能早于起始日期。"})
    rule = standard()["term"]
    longest = years_later(term_from, rule.amount)
    if term_to > longest:
        raise FactMissing({"term_to": f"每届任期 {rule.amount} 年，最迟到 {longest}（{rule.article}）；期满可以连任。"})


def years_later(day: date, years: int) -> date:
    """The corresponding day so many years later; 29 February becomes the 28th (民法典 art. 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _members_changed(unit: Unit, on: date) -> None:
    committee = Committee.objects.filter(unit=unit).first()
    if committee is None or on < committee.set_up_on:
        return
    if committee.changed_on is None or committee.changed_on < on:
        committee.changed_on = on
        committee.save(update_fields=["changed_on"])


@transaction.atomic
def enter_training(
    mediators: Iterable[Mediator],
    *,
    on: date,
    kind: str,
    subject: str,
    organiser: str,
    hours: Decimal,
    actor: User | None,
    at: datetime,
    ip: str | None = None,
) -> int:
    """Each of the mediators has the training in the record; says how many had not had it before."""
    people = list(mediators)
    if on > office_day(at):
        raise FactMissing({"on": "培训日期不能晚于今天。"})
    early = [mediator.name for mediator in people if mediator.appointed_on > on]
    if early:
        raise FactMissing({"mediators": f"{'、'.join(early)}在 {on} 还不是调解员。"})
    known = set(
        Training.objects.filter(mediator__in=people, on=on, subject=subject).values_list("mediator_id", flat=True)
    )
    fresh = [mediator for mediator in people if mediator.pk not in known]
    Training.objects.bulk_create(
        Training(mediator=mediator, on=on, kind=kind, subject=subject, organiser=organiser, hours=hours)
        for mediator in fresh
    )
    if fresh:
        names = "、".join(mediator.name for mediator in fresh)
        _record(fresh[0].unit, f"登记培训“{subject}”：{names}", actor=actor, at=at, ip=ip)
    return len(fresh)


def _record(unit: Unit, reason: str, *, actor: User | None, at: datetime, ip: str | None) -> None:
    record(SETTING, actor=actor, at=at, subject=f"调解组织 {unit.name}", reason=reason, ip=ip)
