"""Somebody leaves: that they mediate is for their organisation to end, which is told so; officials mediate no more."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from governance.frame.days import office_day
from governance.organisation.models import User
from governance.organisation.posts import entrusting
from governance.organisation.posts.entrusting import InHand
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, playing

from ..models import Mediator
from .actions import end_office

WHY = "离任或者账号停用"


def in_hand(user: User, today: date) -> list[InHand]:
    """For how many organisations the person mediates, with the page of each kind."""
    count = Mediator.objects.filter(user=user, is_active=True).count()
    said = f"是 {count} 个调解组织的调解员，调离的由调解组织登记离任；本单位的调解人员停用账号即离任。"
    return [InHand(said, reverse("mediation:organisations"))] if count else []


@transaction.atomic
def let_go(user: User, at: datetime) -> None:
    """An official of a unit mediates no more; who was elected or engaged stays until the organisation says so."""
    _free(Mediator.objects.filter(user=user, is_active=True), at)


@transaction.atomic
def move(user: User, left: frozenset[int], at: datetime) -> None:
    """The same in the units that the person left."""
    _free(Mediator.objects.filter(user=user, is_active=True, unit__in=left), at)


def _free(mediators, at: datetime) -> None:
    for each in mediators.select_related("unit", "user"):
        if each.position == Mediator.Position.OFFICIAL:
            end_office(each, max(each.appointed_on, office_day(at)), actor=None, at=at, reason=WHY)
            continue
        what = f"{each.unit.short_name}的{each.get_position_display()}"
        said = f"{each.name}离任或者账号停用，还是{what}，请核实后登记离任。"
        people = InOffice(office_day(at)).of(each.unit_id, each.unit.parent_id, roles=playing(LEAD))
        link = reverse("mediation:organisations")
        entrusting.tell(people, said, at=at, key=f"mediator:{each.pk}:{each.user_id}", link=link)
