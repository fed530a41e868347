"""What the law wants of a mediation committee and what it has; who mediates for an organisation on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Prefetch, QuerySet

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.worktime import Calendar
from governance.frame.rows import rows_of
from governance.organisation.models import Unit, User
from governance.organisation.standing import Standing, lies_in

from ..models import Committee, Mediator

MANAGE = "mediation.manage_mediators"


@dataclass(frozen=True)
class Rule:
    """One number that a committee must reach, with the article it comes from; ``types`` empty: every committee."""

    rule: str
    amount: int
    unit: str
    types: frozenset[str]
    article: str

    def binds(self, committee_type: str) -> bool:
        """True if committees of that type must keep it."""
        return not self.types or committee_type in self.types


@dataclass(frozen=True)
class Finding:
    """What is missing, as a sentence, and the article that wants it."""

    rule: str
    sentence: str
    article: str


@dataclass(frozen=True)
class CheckItem:
    """One of the seventeen items of 五有六落实六统一."""

    group: str
    item: str
    label: str


@cache
def standard() -> dict[str, Rule]:
    """The delivered table of numbers, by rule."""
    return {
        row["rule"]: Rule(row["rule"], int(row["amount"]), row["unit"], frozenset(row["types"].split()), row["article"])
        for row in rows_of("mediation", "committee_standard")
    }


@cache
def checklist() -> tuple[CheckItem, ...]:
    """The items in the order in which they are checked."""
    return tuple(CheckItem(**row) for row in rows_of("mediation", "committee_checklist"))


# Who mediates


def mediators_of(unit: Unit, on: date) -> QuerySet[Mediator]:
    """The mediators of the organisation who hold office on that day, the chair first."""
    return unit.mediators.in_term(on).chair_first()


def mediator_for(user: User, unit: Unit, *, on: date) -> Mediator:
    """The user as a mediator of the unit; whoever mediates by office (court, police, department) gets a row here."""
    found = Mediator.objects.filter(user=user, unit=unit, is_active=True).first()
    if found is not None:
        return found
    return Mediator.objects.get_or_create(
        user=user,
        unit=unit,
        is_active=True,
        defaults={"name": user.name, "position": Mediator.Position.OFFICIAL, "appointed_on": on},
    )[0]


def may_manage(standing: Standing, area: str) -> bool:
    """True if a post with the permission stands in a unit whose area, or one that this took over, holds the area."""
    return any(lies_in(area, post.areas) for post in standing.posts_with(MANAGE))


# What is missing


def with_what_findings_read(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Units that bring what ``committee_findings`` reads, in one query for all of them."""
    mediators = Mediator.objects.filter(is_active=True).chair_first()
    return units.select_related("committee").prefetch_related(Prefetch("mediators", mediators, to_attr="active"))


def active_mediators(unit: Unit) -> list[Mediator]:
    """The mediators who have not left, in term or not, the chair first."""
    known = getattr(unit, "active", None)
    return known if known is not None else list(unit.mediators.filter(is_active=True).chair_first())


def committee_findings(committee: Committee, on: date, calendar: Calendar | None = None) -> list[Finding]:
    """What the committee lacks on that day, each with its article; nothing is written."""
    active = active_mediators(committee.unit)
    found = [
        *_composition(active, on),
        *_equipment(committee, [mediator for mediator in active if mediator.position != Mediator.Position.OFFICIAL]),
        *_filing(committee, on, calendar or calendar_at_hand()),
    ]
    return [
        Finding(rule, sentence, standard()[rule].article)
        for rule, sentence in found
        if standard()[rule].binds(committee.type)
    ]


def _composition(active: list[Mediator], on: date) -> Iterable[tuple[str, str]]:
    """人民调解法 arts 8 and 9; whose term has run out no longer sits."""
    numbers = standard()
    ended = [mediator for mediator in active if mediator.term_to is not None and mediator.term_to < on]
    seated = [mediator for mediator in active if mediator.is_seated and mediator not in ended]
    least, most = numbers["seats_least"].amount, numbers["seats_most"].amount
    if len(seated) < least:
        yield "seats_least", f"在任委员 {len(seated)} 人，应为 {least} 至 {most} 人，还缺 {least - len(seated)} 人。"
    if len(seated) > most:
        yield "seats_most", f"在任委员 {len(seated)} 人，应为 {least} 至 {most} 人，多 {len(seated) - most} 人。"
    if not any(mediator.position == Mediator.Position.CHAIR for mediator in seated):
        yield "chair", "没有在任的主任，应设主任一人。"
    if not any(mediator.is_woman for mediator in seated):
        yield "women", "委员中没有妇女成员。"
    if ended:
        names = "、".join(f"{mediator.name}（{mediator.term_to}）" for mediator in ended[:5])
        more = f"等 {len(ended)} 人" if len(ended) > 5 else ""
        yield "term", f"{names}{more}任期已满，应当推选或者续任，每届 {numbers['term'].amount} 年。"


def _equipment(committee: Committee, staff: list[Mediator]) -> Iterable[tuple[str, str]]:
    numbers = standard()
    room, least = committee.room_area, numbers["room"].amount
    if room is None:
        yield "room", f"没有登记调解室面积，应不少于 {least} 平方米。"
    elif room < least:
        yield "room", f"调解室 {room.normalize():f} 平方米，应不少于 {least} 平方米。"
    if len(staff) < numbers["staff"].amount:
        yield "staff", f"工作人员 {len(staff)} 人，应不少于 {numbers['staff'].amount} 人。"
    if not committee.legal_adviser:
        yield "legal_adviser", "没有设立法律顾问岗位。"
    if not any(mediator.is_full_time for mediator in staff):
        yield "full_time", "没有专职调解员。"


def _filing(committee: Committee, on: date, calendar: Calendar) -> Iterable[tuple[str, str]]:
    event, what = last_change(committee)
    if committee.filed_on is not None and committee.filed_on >= event:
        return
    due = filing_due(committee, calendar)
    late = f"，已超过 {due} 的期限" if due < on else f"，应在 {due} 前备案"
    yield "filing", f"{event} {what}，还没有向司法行政部门备案{late}。"


def last_change(committee: Committee) -> tuple[date, str]:
    """The day and the name of what has to be filed: the setting-up, or the last change of members after it."""
    if committee.changed_on is not None and committee.changed_on > committee.set_up_on:
        return committee.changed_on, "人员调整"
    return committee.set_up_on, "设立"


def filing_due(committee: Committee, calendar: Calendar) -> date:
    """The last day for filing the last change."""
    return calendar.step(last_change(committee)[0], standard()["filing"].amount)


# The checklist


@dataclass(frozen=True)
class CheckedGroup:
    """One of the three groups: what is met, what is not, what nobody has looked at."""

    name: str
    total: int
    met: int
    missing: str
    unchecked: str


def checked_groups(committee: Committee) -> list[CheckedGroup]:
    """五有, 六落实 and 六统一 as they were last checked."""
    known = {check.item: check.is_met for check in committee.checks.all()}
    groups: dict[str, list[CheckItem]] = defaultdict(list)
    for item in checklist():
        groups[item.group].append(item)
    return [
        CheckedGroup(
            name,
            len(items),
            sum(known.get(item.item) is True for item in items),
            "、".join(item.label for item in items if known.get(item.item) is False),
            "、".join(item.label for item in items if item.item not in known),
        )
        for name, items in groups.items()
    ]


def pairing_remark(count: int) -> str:
    """What is wrong with the number of villages a judge is paired with, if anything."""
    least, most = standard()["pairing_least"].amount, standard()["pairing_most"].amount
    return "" if least <= count <= most else f"结对 {count} 个村（社区），应为 {least} 至 {most} 个。"
