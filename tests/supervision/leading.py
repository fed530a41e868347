"""Leaders of the cast: a head in the county's office and a deputy for housing."""

from datetime import date, timedelta

from django.utils import timezone

from governance.frame.days import office_day
from governance.supervision.accounts import actions as accounts
from governance.supervision.leading import scopes
from governance.supervision.leading.actions import take_charge
from governance.supervision.models import Leader, LeaderCase, Portfolio
from tests import builders

TAKEN = builders.OPENED + timedelta(days=100)
# 一套班子、一个方案.
FIVE = {"team": "冯志远牵头，住建局、街道办参加。", "plan": "先恢复供水，再更换设备。"}
DATE = (TAKEN + timedelta(days=20)).date()


def leaders(cast) -> tuple[Leader, Leader]:
    """The head, and the deputy with whom housing lies."""
    head = Leader.objects.create(user=cast.county, title="县委副书记", is_head=True)
    deputy = Leader.objects.create(user=cast.leader, title="副县长", head=head, position=1)
    Portfolio.objects.create(leader=deputy, unit=cast.housing)
    return head, deputy


def charged(cast, *, promised_on: date = DATE, subject=None, leader=None, at=TAKEN) -> LeaderCase:
    """A petition that the deputy has taken, which the housing department has answered in the end."""
    if leader is None:
        leader = Leader.objects.filter(is_head=False).first() or leaders(cast)[1]
    subject = subject or builders.in_status(cast, "served")
    return take_charge(subject, leader, promised_on=promised_on, actor=cast.staff, at=at, unit=cast.centre, **FIVE)


def rules() -> None:
    """The delivered rules of scope."""
    scopes.load_reference()


def accounted(cast) -> dict:
    """An account meeting with one case under a leader on its list, as addresses name them."""
    now = timezone.now()
    charged(cast, leader=Leader.objects.get(is_head=False), promised_on=office_day(now), at=now)
    meeting = accounts.open_meeting(office_day(now), cast.centre, actor=cast.staff, at=now)
    return {"account": meeting.number, "account_item": meeting.items.get().pk}
