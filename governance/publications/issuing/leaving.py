"""Somebody leaves: what they drafted stays with the unit, and is named before."""

from datetime import date

from django.urls import reverse

from governance.organisation.models import User
from governance.organisation.posts.entrusting import InHand

from ..access import WRITING
from ..models import Publication


def in_hand(user: User, today: date) -> list[InHand]:
    """What the person wrote at and is not out yet, with the page of it."""
    drafts = Publication.objects.filter(state__in=Publication.IN_HAND, history__by=user, history__verb__in=WRITING)
    count = drafts.distinct().count()
    said = f"起草的 {count} 件公开发布还没有发布，由起草单位的其他人接着办。"
    return [InHand(said, reverse("publications:kinds"))] if count else []
