"""What is promised for a month, from whoever keeps promises, and what the account meeting does with it."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance.cases.models import Case
from governance.cases.steps import actions
from governance.frame.database.locking import save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.frame.registry import Registry
from governance.frame.wording import clipped
from governance.organisation.models import Unit

from ..models import AccountItem, AccountMeeting
from .steps import ACCOUNTS


@dataclass(frozen=True)
class Promise:
    """Something that a unit has to settle by a day; ``done`` is how it was settled, where it has been."""

    key: str
    title: str
    unit_id: int
    promised_on: date
    owner: str = ""
    case_id: int | None = None
    done: str = ""


@dataclass(frozen=True)
class Ruling:
    """What the meeting decides of one promise; ``told`` is the proof, or reason, measure and new_on."""

    meeting: AccountMeeting
    actor: Any
    at: datetime
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Provider:
    """A source of promises.

    ``promised(unit, first, last)`` gives what the unit watches over that is due by ``last`` and not settled, and what
    was settled between the two days. ``why_open`` says why whoever rules cannot strike it off yet; empty if that can be
    done. ``strike_off`` and ``keep`` carry the ruling over to what was promised; they raise a ``Refusal`` where it does
    not allow that.
    """

    code: str
    label: str
    promised: Callable[[Unit, date, date], Iterable[Promise]]
    strike_off: Callable[[str, Ruling], None]
    keep: Callable[[str, Ruling], None]
    why_open: Callable[[str, Ruling], str] = lambda key, ruling: ""


PROVIDERS: Registry[Provider] = Registry("sources of promises", field="promises")


def label_of(code: str) -> str:
    """What the source is called."""
    return PROVIDERS[code].label if code in PROVIDERS else ""


def last_of(month: date) -> date:
    """The last day of the month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def open_meeting(month: date, unit: Unit, *, actor, at: datetime) -> AccountMeeting:
    """The unit's meeting of the month stands with its list; one month has one.

    Raises ``FactMissing`` for a month that has not begun or that has its meeting already.
    """
    month = month.replace(day=1)
    if month > office_day(at):
        raise FactMissing({"month": "这个月还没有开始。"})
    if AccountMeeting.objects.filter(convener=unit, month=month).exists():
        raise FactMissing({"month": f"{month.year}年{month.month}月的交账会已经开始。"})
    with transaction.atomic():
        meeting = AccountMeeting(
            kind=ACCOUNTS.kind,
            month=month,
            convener=unit,
            lead_unit=unit,
            area=unit.area,
            title=f"{month.year}年{month.month}月交账会",
            summary=f"{unit.name}对{month.year}年{month.month}月到期的承诺事项逐项交账。",
            channel=Case.Channel.ONLINE,
            opened_at=at,
        )
        actions.open_case(meeting, actor=actor, at=at)
        gather(meeting, at)
        return meeting


def gather(meeting: AccountMeeting, at: datetime) -> int:
    """Whatever is promised for the month stands on the list, once; what was settled meanwhile is struck off.

    Says how many items are new. Nothing leaves the list again.
    """
    before = meeting.items.count()
    for provider in PROVIDERS.values():
        promises = list(provider.promised(meeting.convener, meeting.month, last_of(meeting.month)))
        rows = [_item(meeting, provider, promise) for promise in promises]
        AccountItem.objects.bulk_create(rows, ignore_conflicts=True)
        done = {promise.key: promise.done for promise in promises if promise.done}
        waiting = meeting.items.filter(provider=provider.code, key__in=done).exclude(outcome="struck_off")
        for item in waiting:
            _settle(item, AccountItem.Outcome.STRUCK_OFF, {"proof": done[item.key]}, None, at)
    return meeting.items.count() - before


def _item(meeting: AccountMeeting, provider: Provider, promise: Promise) -> AccountItem:
    return AccountItem(
        meeting=meeting,
        provider=provider.code,
        key=promise.key,
        case_id=promise.case_id,
        unit_id=promise.unit_id,
        title=clipped(promise.title, 200),
        owner=clipped(promise.owner, 120),
        promised_on=promise.promised_on,
    )


def why_open(item: AccountItem, ruling: Ruling) -> str:
    """Why whoever rules cannot strike the promise off yet; empty if that can be done."""
    provider = PROVIDERS.get(item.provider)
    return provider.why_open(item.key, ruling) if provider else ""


def strike_off(item: AccountItem, ruling: Ruling) -> None:
    """The promise is kept: it is off the list with its proof, and what was promised has ended.

    Raises ``FactMissing`` with the reason where that cannot be yet.
    """
    if sentence := why_open(item, ruling):
        raise FactMissing({"item": sentence})
    _carry_over(item, ruling, "strike_off")
    _settle(item, AccountItem.Outcome.STRUCK_OFF, ruling.told, ruling.actor, ruling.at)


def keep(item: AccountItem, ruling: Ruling) -> None:
    """The promise is not kept yet: it stands with reason, measure and the new day."""
    if ruling.told["new_on"] <= office_day(ruling.at):
        raise FactMissing({"new_on": "新的期限须晚于今天。"})
    _carry_over(item, ruling, "keep")
    _settle(item, AccountItem.Outcome.KEPT, ruling.told, ruling.actor, ruling.at)


def _carry_over(item: AccountItem, ruling: Ruling, verb: str) -> None:
    provider = PROVIDERS.get(item.provider)
    if provider is None:
        return
    try:
        getattr(provider, verb)(item.key, ruling)
    except FactMissing:
        raise
    except Refusal as refusal:
        raise FactMissing({"item": refusal.sentence}) from refusal


def _settle(item: AccountItem, outcome: str, told: dict, actor, at: datetime) -> None:
    columns = ("proof", "reason", "measure", "new_on")
    for name in columns:
        setattr(item, name, told.get(name, None if name == "new_on" else ""))
    item.outcome, item.by, item.at = outcome, actor, at
    save_version(item, *columns, "outcome", "by", "at")


def history_of(item: AccountItem):
    """The same promise in every month, newest first."""
    same = AccountItem.objects.filter(provider=item.provider, key=item.key).select_related("meeting", "by")
    return same.order_by("-meeting__month", "-pk")
