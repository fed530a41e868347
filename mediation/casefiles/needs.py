"""What of a track says which items its file cannot do without."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from governance.cases.models import Participant
from governance.frame.database.among import Among

from ..models import Confirmation, FollowUp, PerformanceItem, Track
from ..vocabulary import PAYING, PEOPLE, SPEAKERS
from .checklist import Needs

AGENTS = ("agent", *SPEAKERS)
OWN, OF_DISPUTE = Q(case=OuterRef("pk")), Q(case=OuterRef("parent"))


def told_of(tracks: list[int], **besides: Any) -> QuerySet:
    """A row of columns a track: its key, its needs, and what is asked besides."""
    people, speaking = Participant.objects.all(), Participant.objects.filter(part__in=AGENTS)
    paid = PerformanceItem.objects.filter(agreement__track=OuterRef("pk"), agreement__is_void=False, manner__in=PAYING)
    confirmed = Confirmation.objects.filter(agreement__track=OuterRef("pk"), agreement__is_void=False)
    asked = Track.objects.filter(Among(F("pk"), tracks)).annotate(
        agent=Exists(speaking.filter(OWN)) | ~Exists(people.filter(OWN)) & Exists(speaking.filter(OF_DISPUTE)),
        payment=Exists(paid),
        confirmation=Exists(confirmed),
        ruling=Exists(confirmed.filter(result="")),
        visit=Exists(FollowUp.objects.filter(track=OuterRef("pk"))),
        **besides,
    )
    return asked.values_list("pk", "agent", "payment", "confirmation", "ruling", "visit", *besides)


def needs_of(track: Track) -> Needs:
    """Those of the track."""
    ((_, *needs),) = told_of([track.pk])
    return Needs(track.kind == PEOPLE, *needs)
