"""Messages from another platform become petitions, and their replies are taken through the steps at their own date."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction

from governance.cases import deadlines
from governance.cases.models import Case, Participant
from governance.cases.models.participant import NO_NAME
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.frame.seals import sealing
from governance.organisation.models import Area, Unit

from .. import reference
from ..intake.actions import register_petition
from ..models import Petition
from .checking import NAMELESS, Checked, Message

# Petitions a transaction: one that is killed is done again, and what stands is passed over.
BATCH = 50
ROUTE_DAYS = 15
HANDLE_DAYS = 60


class ImportRefused(Refusal):
    """The office is not ready to take in messages."""


@dataclass
class Imported:
    """What one import has done; replies are counted by days from the message, its own day not counted."""

    read: int = 0
    imported: int = 0
    repeats: int = 0
    replied: int = 0
    within_route_days: int = 0
    within_handle_days: int = 0
    # Rows that stood in the system before, and rows left out because something was wrong with them.
    known: int = 0
    bad: int = 0

    def lines(self) -> list[str]:
        """One line for each figure."""
        return [
            f"读取 {self.read} 行",
            f"导入 {self.imported} 件",
            f"重复反映 {self.repeats} 件",
            f"补录答复 {self.replied} 件",
            f"{ROUTE_DAYS} 日内答复 {self.within_route_days} 件",
            f"{HANDLE_DAYS} 日内答复 {self.within_handle_days} 件",
        ]

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Office:
    """Who takes the messages in, and the place they are booked to: the county, as messages name none."""

    unit: Unit
    area: Area


def office(unit: Unit | None = None) -> Office:
    """The given unit, or the county's petition office, or its centre; ``ImportRefused`` if there is none."""
    counties = list(Area.objects.filter(level=Area.Level.COUNTY)[:2])
    if len(counties) != 1:
        raise ImportRefused("请先导入本县（市、区）的行政区划。")
    if unit is None:
        found = {
            row.kind: row
            for row in Unit.objects.filter(
                is_active=True, area=counties[0], kind__in=(Unit.Kind.PETITION_OFFICE, Unit.Kind.CENTRE)
            ).order_by("-position", "-id")
        }
        unit = found.get(Unit.Kind.PETITION_OFFICE) or found.get(Unit.Kind.CENTRE)
    if unit is None:
        raise ImportRefused("请先建立本县（市、区）的信访部门或综治中心。")
    return Office(unit, counties[0])


def load(checked: Checked, *, into: Office, now: datetime, said: Callable[[int, int], None] | None = None) -> Imported:
    """Every good message is a petition; those that were one before are passed over.

    A person's first petition is the one that the later ones point to.
    """
    messages = sorted(checked.good, key=lambda message: (message.sent_at, message.line))
    result = Imported(read=checked.read, bad=checked.bad_rows)
    categories = reference.first_level()
    for start in range(0, len(messages), BATCH):
        batch = messages[start : start + BATCH]
        with transaction.atomic():
            _wait_for_other_imports()
            first = _first_petitions(batch)
            standing = set(
                Petition.objects.filter(source_number__in=[message.number for message in batch]).values_list(
                    "source_number", flat=True
                )
            )
            made = []
            for message in batch:
                if message.number in standing:
                    result.known += 1
                    continue
                petition = _take_in(message, into, categories, first)
                _count(result, message, petition)
                made.append(petition.pk)
            deadlines.pass_over(made, at=now)
        if said:
            said(min(start + BATCH, len(messages)), len(messages))
    return result


def _wait_for_other_imports() -> None:
    """Until the transaction ends nobody else imports: what they have just taken in is seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('petitions.import'))")


def _first_petitions(messages: Iterable[Message]) -> dict[str, int]:
    """The first petition in the system of everybody who writes, by the hash of the account.

    What is hidden is passed over: a message that is said to repeat would tell who imports it that there is something.
    """
    hashes = {found: sealing.keyed_hash(m.user) for m in messages for found in sealing.keyed_hashes(m.user)}
    rows = Participant.objects.filter(account_hash__in=hashes, case__kind="petition")
    rows = rows.exclude(case__confidentiality="restricted").order_by("-case__opened_at", "-case_id")
    return {hashes[found]: case_id for found, case_id in rows.values_list("account_hash", "case_id")}


def _take_in(message: Message, into: Office, categories, first: dict[str, int]) -> Petition:
    """The petition is registered at the moment of the message and, if it was answered, answered at its moment."""
    petition = Petition(
        title=message.subject,
        summary=message.text,
        area=into.area,
        lead_unit=into.unit,
        category=categories.get(message.category),
        channel=Case.Channel.ONLINE,
        petition_class=Petition.Class.APPEAL_REQUEST,
        route=Petition.Route.HANDLING,
        opened_at=message.sent_at,
        source_number=message.number,
        # The other platform keeps no day of acceptance: the sixty days are counted strictly, from receipt.
        accepted_on=office_day(message.sent_at) if message.reply else None,
    )
    person = _writer(message)
    # Nobody can be told in writing who gave no name (art. 23 para 2).
    petition.address_unclear = not person.is_named
    earlier = first.get(person.account_hash)
    register_petition(
        petition,
        actor=None,
        at=message.sent_at,
        people=[person],
        repeats=Case(pk=earlier) if earlier else None,
        replay=True,
    )
    if person.is_named:
        first.setdefault(person.account_hash, petition.pk)
    if message.reply:
        _replay_reply(petition, message)
    return petition


def _writer(message: Message) -> Participant:
    """Whoever wrote; an account without a name is nobody's, and is recognised nowhere."""
    if message.user in NAMELESS:
        return Participant(name=NO_NAME)
    return Participant(name=message.user, account_hash=sealing.keyed_hash(message.user))


def _replay_reply(petition: Petition, message: Message) -> None:
    at = message.replied_at
    steps = (
        ("accept", {"told_by": "electronic", "note": "原平台没有单独的受理日期，按收到之日受理计算办理期限。"}),
        ("reply", {"reply": message.reply}),
        (
            "serve",
            {
                "method": "electronic",
                "served_on": office_day(at),
                "receiver": message.user,
                "proof": f"原平台公开答复，留言编号 {message.number}",
            },
        ),
    )
    for name, facts in steps:
        actions.take_step(petition, name, facts, actor=None, at=at, replay=True)


def _count(result: Imported, message: Message, petition: Petition) -> None:
    result.imported += 1
    result.repeats += petition.is_repeat
    if message.reply:
        result.replied += 1
        result.within_route_days += message.days <= ROUTE_DAYS
        result.within_handle_days += message.days <= HANDLE_DAYS
