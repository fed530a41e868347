"""Messages from another platform become petitions, and their replies are taken through the steps at their own date."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction

from governance.cases import deadlines
from governance.cases.common_facts import ASKED
from governance.cases.models import Case, Participant
from governance.cases.models.participant import NO_NAME
from governance.cases.steps import actions
from governance.cases.workflow import Hearer
from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.frame.seals import sealing
from governance.organisation.models import Area, Unit, User

from .. import reference
from ..intake.actions import register_petition
from ..models import Petition
from .checking import NAMELESS, Checked, Message
from .naming import Said, namings

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
    # Rows that may accuse somebody and of which nobody has said whether they do; those that do, of which nobody is told
    # who does not import.
    unanswered: int = 0
    accusations: int = 0

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

    def asides(self) -> list[str]:
        """What only whoever imports is told."""
        told = [f"检举控告 {self.accusations} 件已经登记，限制知悉"] if self.accusations else []
        return told + ([f"{self.unanswered} 行没有回答是不是检举控告，没有导入"] if self.unanswered else [])

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


def load(
    checked: Checked,
    *,
    into: Office,
    now: datetime,
    by: User | None = None,
    answers: Mapping[int, Said] = MappingProxyType({}),
    said: Callable[[int, int], None] | None = None,
) -> Imported:
    """Every good message is a petition; those that were one before are passed over.

    What may accuse somebody is taken in as ``by`` has said of its line, and left out where they have not. A person's
    first petition is the one that the later ones point to, unless it is hidden: nothing says that it repeats that one.
    """
    asked = namings(checked.good, office_day(now))
    messages = [message for message in checked.good if message.line not in asked or message.line in answers]
    messages.sort(key=lambda message: (message.sent_at, message.line))
    result = Imported(read=checked.read, bad=checked.bad_rows)
    told = {line: _Told(answers[line], by) for line in asked if by and line in answers}
    categories = reference.first_level()
    for start in range(0, len(messages), BATCH):
        _load_batch(messages[start : start + BATCH], into, categories, told, result, now)
        if said:
            said(min(start + BATCH, len(messages)), len(messages))
    left = [naming.number for line, naming in asked.items() if line not in answers]
    result.unanswered = len(left) - Petition.objects.filter(source_number__in=left).count()
    return result


@transaction.atomic
def _load_batch(batch: list[Message], into: Office, categories, told, result: Imported, now: datetime) -> None:
    _wait_for_other_imports()
    first = _first_petitions(batch)
    numbers = [message.number for message in batch]
    standing = set(Petition.objects.filter(source_number__in=numbers).values_list("source_number", flat=True))
    made = []
    for message in batch:
        if message.number in standing:
            result.known += 1
            continue
        petition = _take_in(message, into, categories, first, told.get(message.line), now)
        _count(result, message, petition)
        made.append(petition.pk)
    deadlines.pass_over(made, at=now)


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


@dataclass(frozen=True)
class _Told:
    """What somebody has said of a row that may accuse."""

    said: Said
    by: User

    @property
    def history(self) -> list[list[str]]:
        """What the history says of it."""
        return [["导入时核对", f"{'检举控告' if self.said.accuses else '不是检举控告'}（{self.by}）"]]


def _take_in(message: Message, into: Office, categories, first, told: _Told | None, now: datetime) -> Petition:
    """The message is registered: an accusation hidden from now on, anything else as of its own moment."""
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
    )
    person = _writer(message)
    # Nobody can be told in writing who gave no name (art. 23 para 2).
    petition.address_unclear = not person.is_named
    earlier = first.get(person.account_hash)
    repeats = Case(pk=earlier) if earlier else None
    if told and told.said.accuses:
        _accuse(petition, message, told.said)
        people = {"people": [person], "repeats": repeats, "told": told.history, "tells": (Hearer.STAFF,)}
        register_petition(petition, actor=told.by, at=now, **people)
        return petition
    # The other platform keeps no day of acceptance: the sixty days are counted strictly, from receipt.
    petition.accepted_on = office_day(message.sent_at) if message.reply else None
    kept = {"people": [person], "repeats": repeats, "told": told.history if told else ()}
    register_petition(petition, actor=None, at=message.sent_at, replay=True, **kept)
    if person.is_named:
        first.setdefault(person.account_hash, petition.pk)
    if message.reply:
        _replay_reply(petition, message)
    return petition


def _accuse(petition: Petition, message: Message, said: Said) -> None:
    """The petition accuses whom the answer names. What the other platform replied is kept, and answers for nobody: who
    may look into an accusation is for art. 30, whoever wrote there."""
    petition.petition_class = Petition.Class.ACCUSATION
    petition.accused_unit_id, petition.accused_names = said.unit_id, said.names
    petition.accused_unknown = said.unknown
    if message.reply and message.replied_at:
        petition.facts_and_reasons = f"原平台 {office_day(message.replied_at)} 答复：{message.reply}"


def _writer(message: Message) -> Participant:
    """Whoever wrote; an account without a name is nobody's, and is recognised nowhere."""
    if message.user in NAMELESS:
        return Participant(name=NO_NAME)
    return Participant(name=message.user, account_hash=sealing.keyed_hash(message.user))


def _replay_reply(petition: Petition, message: Message) -> None:
    at: Any = message.replied_at
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
        actions.take_step(petition, name, facts | ASKED, actor=None, at=at, replay=True)


def _count(result: Imported, message: Message, petition: Petition) -> None:
    if petition.is_restricted:
        result.accusations += 1
        return
    result.imported += 1
    result.repeats += petition.is_repeat
    if message.days is not None:
        result.replied += 1
        result.within_route_days += message.days <= ROUTE_DAYS
        result.within_handle_days += message.days <= HANDLE_DAYS
