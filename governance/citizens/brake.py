"""How often what is open to everybody may be done: by address and by all together, counted hour by hour.

An address that goes too far is told when to go on, and counts for nobody else. Whoever shows a proof of work goes
further; whoever has no script gets on too, in smaller numbers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from governance.frame.refusals import Refusal
from governance.frame.seals.sealing import keyed_hash
from governance.organisation.accounts.login_records import client_ip, home_of

from .models import Tries

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PROVEN = "proven"
# Pages that were sent, by their key.
ONCE = "once"


@dataclass(frozen=True)
class Limit:
    """How often in an hour: from one address without a proof of work and with one, and from all addresses likewise.

    A village hall shares one address, and so do all phones of a provider.
    """

    door: str
    address: int
    proven: int
    overall: int
    overall_proven: int


class TooOften(Refusal):
    """It was not done, and nothing that was typed is lost; ``seconds`` says when it can be."""

    status = 429

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = max(1, -(-seconds // 60))
        super().__init__(
            _(
                "现在提交的次数太多，这一次没有办理，填写的内容没有丢。请 {minutes} 分钟后再试，"
                "急事请拨打咨询电话或者到窗口办理。"
            ).format(minutes=minutes)
        )


def pass_by(limit: Limit, request: HttpRequest, *, proven: bool, at: datetime) -> None:
    """This time is counted; raises TooOften where it is one too many."""
    here = count(limit.door, mark_of(client_ip(request)), at)
    if here > (limit.proven if proven else limit.address):
        raise TooOften(seconds_left(at))
    # Without a proof nobody uses up what is kept for those who bring one.
    together = count(limit.door, PROVEN if proven else "", at)
    if together > (limit.overall_proven if proven else limit.overall):
        raise TooOften(seconds_left(at))


def count(door: str, mark: str, at: datetime) -> int:
    """One time more in this hour; says how often that was."""
    row = {"door": door, "mark": mark, "since": _hour(at)}
    Tries.objects.bulk_create([Tries(**row)], ignore_conflicts=True)
    Tries.objects.filter(**row).update(count=F("count") + 1)
    return Tries.objects.values_list("count", flat=True).get(**row)


def is_first(door: str, mark: str, at: datetime) -> bool:
    """True for the first time, in whichever hour the others were."""
    return count(door, mark, at) == 1 and not was_there(door, mark, before=_hour(at))


def was_there(door: str, mark: str, *, before: datetime | None = None) -> bool:
    """True if that was done at all, or before the hour."""
    found = Tries.objects.filter(door=door, mark=mark)
    return (found if before is None else found.filter(since__lt=before)).exists()


def mark_of(address: str | None) -> str:
    """What stands for the address: the same for all addresses of one home, and nothing that can be read."""
    if address is None:
        return keyed_hash("nowhere")
    return keyed_hash(f"tries {home_of(address)}")


def forget_before(moment: datetime) -> int:
    """Counts of earlier hours are gone; says how many."""
    return Tries.objects.filter(since__lt=moment).exclude(door=ONCE).delete()[0]


def forget_sent_before(moment: datetime) -> int:
    """By which page something was sent before is known no more; says of how many."""
    return Tries.objects.filter(since__lt=moment, door=ONCE).delete()[0]


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def seconds_left(at: datetime) -> int:
    """How long this hour lasts."""
    return int((_hour(at) + HOUR - at).total_seconds()) + 1
