"""What the map and the list beside it say of the areas inside another: how much is open there, how much of it late."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F
from django.db.models.functions import Substr
from django.urls import reverse

from governance.cases.models import Case
from governance.organisation.models import Area

from ..models import Boundary, GridEvent
from ..workflow import WORKFLOW

# More points than this no screen can show; the list says how many there are.
MOST_POINTS = 10_000
BELOW = {Area.Level.COUNTY: 9, Area.Level.TOWNSHIP: 12, Area.Level.VILLAGE: 15}


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: what is open in it as far as the reader may know, and how much of that is late.

    Petitions are counted and never placed: there is no map of petitioners.
    """

    code: str
    name: str
    url: str
    events: int
    late: int
    petitions: int
    disputes: int

    @property
    def light(self) -> str:
        """The colour of the area on the map."""
        return "late" if self.late else "open" if self.events else "calm"


def area_rows(inside: Area, user, now: datetime) -> list[MapArea]:
    """The areas one level below: where most is late or open first, then in the order of codes."""
    length = BELOW.get(inside.level)
    if length is None:
        return []
    children = Area.objects.filter(parent=inside)
    if length == Area.CODE_LENGTH[Area.Level.GRID]:
        children = children.filter(grid__closed_on=None)
        events = GridEvent.objects.visible_to(user, kinds=(WORKFLOW.kind,)).filter(grid__area__parent=inside)
        place = F("grid__area_id")
    else:
        events = GridEvent.objects.visible_to(user, kinds=(WORKFLOW.kind,)).filter(area__code__startswith=inside.pk)
        place = Substr("area_id", 1, length, output_field=CharField())
    open_events = events.filter(closed_at=None).annotate(at_place=place).order_by()
    opened, late = Counter(), Counter()
    for code, due in open_events.values_list("at_place", "next_due_at"):
        opened[code] += 1
        late[code] += due is not None and due <= now
    others = _others(inside, length, user)
    rows = [
        MapArea(
            code,
            name,
            f"{reverse('grid:map')}?inside={code}",
            opened[code],
            late[code],
            others["petition"][code],
            others["dispute"][code],
        )
        for code, name in children.order_by("code").values_list("code", "name")
    ]
    return sorted(rows, key=lambda row: (-row.late, -row.events, row.code))


def _others(inside: Area, length: int, user) -> dict[str, Counter]:
    """How many petitions and disputes are open in each; below the village nobody counts them."""
    found = {"petition": Counter(), "dispute": Counter()}
    if length > Area.CODE_LENGTH[Area.Level.VILLAGE]:
        return found
    cases = Case.objects.visible_to(user, kinds=tuple(found)).filter(
        kind__in=found, closed_at=None, area__code__startswith=inside.pk
    )
    cases = cases.annotate(at_place=Substr("area_id", 1, length, output_field=CharField())).order_by()
    for kind, code in cases.values_list("kind", "at_place"):
        found[kind][code] += 1
    return found


def points(inside: Area, user, now: datetime) -> list[list]:
    """The open events with a place: longitude, latitude, number, title, state, whether late."""
    events = GridEvent.objects.visible_to(user, kinds=(WORKFLOW.kind,))
    events = events.filter(closed_at=None, area__code__startswith=inside.pk[:12], longitude__isnull=False)
    if inside.level == Area.Level.GRID:
        events = events.filter(grid__area=inside)
    columns = ("longitude", "latitude", "number", "title", "status", "next_due_at")
    return [
        [float(x), float(y), number, title, WORKFLOW.statuses[status].label, bool(due and due <= now)]
        for x, y, number, title, status, due in events.order_by("-pk").values_list(*columns)[:MOST_POINTS]
    ]


def outlines(inside: Area) -> list[dict]:
    """The shapes one level below as GeoJSON features, as fine as that level wants them."""
    below = inside.level in BELOW
    rows = Boundary.objects.filter(area__parent=inside) if below else Boundary.objects.filter(area=inside)
    return [
        {"type": "Feature", "properties": {"code": row.area_id, "name": row.area.name}, "geometry": row.geometry}
        for row in rows.select_related("area").order_by("area_id")
    ]
