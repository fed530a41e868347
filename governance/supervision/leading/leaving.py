"""A leader leaves: their cases are given to another on the page of each, and what lies with them lies with nobody."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from governance.cases.models import Case
from governance.frame.database.locking import save_version
from governance.organisation.models import User
from governance.organisation.posts.entrusting import InHand

from ..models import Leader, LeaderCase, Portfolio


def in_hand(user: User, today: date) -> list[InHand]:
    """The cases that the person leads, but for those of which few may know, and what lies with them."""
    led = LeaderCase.objects.filter(leader__user=user, closed_at=None)
    count = led.exclude(confidentiality=Case.Confidentiality.RESTRICTED).count()
    lies = Portfolio.objects.filter(leader__user=user, leader__is_active=True).count()
    found = (
        (count, f"包案 {count} 件没有化解，须变更包案领导。"),
        (lies, f"分管 {lies} 个单位或者类别，离任后不再建议由其包案。"),
    )
    return [InHand(said, reverse("supervision:leaders")) for number, said in found if number]


@transaction.atomic
def let_go(user: User, at: datetime) -> None:
    """The person is named for no further case; those that they lead go on until another takes them."""
    for leader in Leader.objects.select_for_update(of=("self",)).filter(user=user, is_active=True):
        leader.is_active = False
        save_version(leader, "is_active")
