"""Somebody leaves: what they drafted stays with the unit, and is named before, and so is what they alone approve."""

from datetime import date

from django.urls import reverse

from governance.organisation.models import User
from governance.organisation.posts.entrusting import InHand
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying
from governance.organisation.standing import standing_of

from ..access import APPROVE, WRITING, approves
from ..models import Publication


def in_hand(user: User, today: date) -> list[InHand]:
    """What the person wrote at and is not out yet, and what nobody else can approve, with the page of it."""
    drafts = Publication.objects.filter(state__in=Publication.IN_HAND, history__by=user, history__verb__in=WRITING)
    count, alone = drafts.distinct().count(), len(_only_with(user, today))
    page = reverse("publications:kinds")
    found = (
        (count, f"起草的 {count} 件公开发布还没有发布，由起草单位的其他人接着办。"),
        (alone, f"有 {alone} 件公开发布只有这个人能够审批，停用前请先审批，或者任命接任的负责人。"),
    )
    return [InHand(said, page) for number, said in found if number]


def _only_with(user: User, today: date) -> list[Publication]:
    waiting = Publication.objects.filter(state=Publication.State.SUBMITTED).select_related("kind", "unit")
    theirs = [each for each in waiting if approves(each, standing_of(user, today))]
    others = User.objects.filter(pk__in=InOffice(today).everybody(carrying(APPROVE)) - {user.pk}) if theirs else ()
    standings = [standing_of(other, today) for other in others]
    return [each for each in theirs if not any(approves(each, standing) for standing in standings)]
