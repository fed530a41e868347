"""What of a track says which items its file cannot do without."""

from django.db.models import Exists, OuterRef, Q

from governance.cases.models import Participant

from ..models import Confirmation, FollowUp, PerformanceItem, Track
from ..vocabulary import PAYING, PEOPLE, SPEAKERS
from .checklist import Needs

AGENTS = ("agent", *SPEAKERS)
OWN, OF_DISPUTE = Q(case=OuterRef("pk")), Q(case=OuterRef("parent"))


def needs_of(tracks: list[Track]) -> list[Needs]:
    """Those of each of the tracks; one question, however many they are."""
    people, speaking = Participant.objects.all(), Participant.objects.filter(part__in=AGENTS)
    paid = PerformanceItem.objects.filter(agreement__track=OuterRef("pk"), agreement__is_void=False, manner__in=PAYING)
    confirmed = Confirmation.objects.filter(agreement__track=OuterRef("pk"), agreement__is_void=False)
    asked = Track.objects.filter(pk__in=[track.pk for track in tracks]).annotate(
        agent=Exists(speaking.filter(OWN)) | ~Exists(people.filter(OWN)) & Exists(speaking.filter(OF_DISPUTE)),
        payment=Exists(paid),
        confirmation=Exists(confirmed),
        visit=Exists(FollowUp.objects.filter(track=OuterRef("pk"))),
    )
    found = {pk: told for pk, *told in asked.values_list("pk", "agent", "payment", "confirmation", "visit")}
    return [Needs(track.kind == PEOPLE, *found[track.pk]) for track in tracks]
