"""Where an incident happened, and what stands near it: the same on the map and in words."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from governance.cases.lists.placed import placed, points_of
from governance.cases.models.case import case_url
from governance.maps.layers import MapPoint, kept_in
from governance.maps.placing import middles
from governance.maps.shapes import metres_between
from governance.organisation.areas import lying
from governance.organisation.models import Area

from ..models import Incident

MOST_NEAR, MOST_READ = 10, 500
DANGERS = ("hazard", "incident")


@dataclass(frozen=True, slots=True)
class Near:
    """One thing near the place, and how far away."""

    point: MapPoint
    metres: float

    @property
    def away(self) -> str:
        """How far in words."""
        return f"{self.metres:.0f} 米" if self.metres < 1000 else f"{self.metres / 1000:.1f} 公里"


def township_of(incident: Incident) -> Area:
    """What the map shows: the township, or the county where it happened in none."""
    return Area.objects.get(pk=Area.township_of(incident.area_id))


def place_of(incident: Incident) -> MapPoint | None:
    """Its point, or a point in the middle of its area; None where nobody has drawn that."""
    if incident.longitude is not None and incident.latitude is not None:
        return _point(incident, float(incident.longitude), float(incident.latitude))
    middle = middles({incident.area_id}).get(incident.area_id)
    return _point(incident, middle.x, middle.y) if middle else None


def _point(incident: Incident, longitude: float, latitude: float) -> MapPoint:
    return MapPoint(longitude, latitude, case_url(incident), incident.title, incident.get_incident_kind_display(), True)


def near(incident: Incident, place: MapPoint | None, inside: Area, user, now: datetime) -> list[Near]:
    """What helps or endangers there of what the reader may see in the area, the nearest first: what registers keep,
    hazards and incidents; what people asked for is nothing to those in command.
    """
    if place is None:
        return []
    kept = kept_in(inside, user, now, lambda layer: not layer.of_areas)
    cases = placed(user).filter(lying.inside(inside.pk), kind__in=DANGERS).exclude(number=incident.number)
    here = (place.longitude, place.latitude)
    found = [
        Near(each, metres_between(here, (each.longitude, each.latitude)))
        for each in chain(kept, points_of(cases, now, MOST_READ))
    ]
    return sorted(found, key=lambda each: each.metres)[:MOST_NEAR]
