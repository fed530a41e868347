"""What of a track says which items its file cannot do without."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from governance.cases.models import Participant

from ..models import Confirmation, FollowUp, PerformanceItem, Track
from ..vocabulary import PAYING, PEOPLE, SPEAKERS

AGENTS = ("agent", *SPEAKERS)
OWN, OF_DISPUTE = Q(case=OuterRef("pk")), Q(case=OuterRef("parent"))


@dataclass(frozen=True)
class Needs:
    """Whether it is the people's track; whether somebody speaks for a party, by mandate or chosen by many; whether the
    agreement in force asks for money that was not paid on the spot, and went to the court; whether a visit was made or
    is planned. A track without people of its own has those of its dispute.
    """

    people: bool
    agent: bool
    payment: bool
    confirmation: bool
    visit: bool


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
