"""What the map and the list beside it say of the areas inside another: how much is open there, how much of it late."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse

from governance.cases.lists.placed import placed, points_of, state_of
from governance.cases.models import Case
from governance.maps.layers import MapPoint, kept_in, told
from governance.organisation.areas import lying
from governance.organisation.areas.lying import now_in
from governance.organisation.models import Area

from ..events.steps import WORKFLOW
from ..models import GridEvent
from ..vocabulary import TYPES

# More points than this no screen can show, and more rows nobody reads; the list says how many there are.
MOST_POINTS, MOST_ROWS, MOST_PLACES = 10_000, 200, 50
GRID, VILLAGE = (Area.CODE_LENGTH[level] for level in (Area.Level.GRID, Area.Level.VILLAGE))
# Petitions are counted and never placed: there is no map of petitioners.
COUNTED = ("petition", "dispute")
EVENTS = tuple(code for code, _ in TYPES if code != "hazard")
SHOWN = (*((code, dict(TYPES)[code]) for code in EVENTS), ("hazard", "隐患"), ("dispute", "矛盾纠纷"))


@dataclass(frozen=True)
class Chosen:
    """What the reader wants to see: one kind of matter or all, and whether only what is late."""

    kind: str = ""
    late: bool = False

    @property
    def counts_events(self) -> bool:
        """True where events are among what was chosen."""
        return not self.kind or self.kind in dict(TYPES)

    @property
    def of_places(self) -> bool:
        """True where what was chosen are places beside events, which the list names one by one."""
        return self.kind not in ("", *EVENTS)

    @property
    def page(self) -> str:
        """The address of the map with the same choice, up to the code of an area."""
        told = {"show": self.kind, "late": "1" if self.late else ""}
        chosen = {name: word for name, word in told.items() if word}
        return f"{reverse('grid:map')}?{urlencode(chosen | {'inside': ''})}"

    def events(self, user) -> QuerySet:
        """The open events that the reader may know of."""
        found = GridEvent.objects.visible_to(user, kinds=(WORKFLOW.kind,)).filter(closed_at=None)
        return found.filter(event_type=self.kind) if self.kind else found

    def points(self, user) -> QuerySet:
        """The open cases with a place, of every kind that is shown on the map."""
        cases = placed(user)
        return cases.filter(Q(kind=self.kind) | Q(gridevent__event_type=self.kind)) if self.kind else cases


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: what is open in it as far as the reader may know, and how much of that is late."""

    code: str
    name: str
    url: str
    events: int
    late: int
    # None where nobody counts them.
    petitions: int | None
    disputes: int | None

    @property
    def light(self) -> str:
        """The colour of the area on the map."""
        return "late" if self.late else "open" if self.events else "calm"


def area_rows(inside: Area, length: int, user, now: datetime, chosen: Chosen) -> list[MapArea]:
    """The areas with codes of that length: where most is late or open first, then in the order of codes.

    Further down than the next level only where something is open; inside a grid lies itself.
    """
    children = Area.in_use().filter(code__startswith=inside.pk, level=Area.level_of("0" * length))
    events = chosen.events(user).filter(lying.inside(inside.pk[:VILLAGE]))
    if length == GRID:
        events, place = events.filter(grid__isnull=False), now_in("grid__area")
    else:
        place = Left(now_in(), length)
    opened, late = Counter(), Counter()
    for code, due in events.annotate(at_place=place).order_by().values_list("at_place", "next_due_at"):
        opened[code] += 1
        late[code] += due is not None and due <= now
    others = _others(inside, length, user)
    page = chosen.page
    rows = [
        MapArea(code, name, f"{page}{code}", opened[code], late[code], *(found[code] for found in others))
        for code, name in children.order_by("code").values_list("code", "name")
    ]
    if chosen.late and chosen.counts_events:
        rows = [row for row in rows if row.late]
    elif length - len(inside.pk) > 3:
        rows = [row for row in rows if row.events or row.petitions or row.disputes]
    return sorted(rows, key=lambda row: (-row.late, -row.events, row.code))


def _others(inside: Area, length: int, user) -> list[dict]:
    """How many petitions and disputes are open in each; below the village nobody counts them, and none is told."""
    found: dict[str, dict] = {kind: Counter() if length <= VILLAGE else defaultdict(lambda: None) for kind in COUNTED}
    if length <= VILLAGE:
        cases = Case.objects.visible_to(user, kinds=COUNTED).filter(
            lying.inside(inside.pk), kind__in=COUNTED, closed_at=None
        )
        cases = cases.annotate(at_place=Left(now_in(), length)).order_by()
        for kind, code in cases.values_list("kind", "at_place"):
            found[kind][code] += 1
    return list(found.values())


def points(inside: Area, user, now: datetime, chosen: Chosen) -> dict:
    """What has a place, as the script is told of it."""
    return told(_placed(chosen.points(user), inside, user, now, chosen))


def places_in(inside: Area, user, now: datetime, chosen: Chosen) -> list[MapPoint]:
    """What has a place and is no event, which the list of events names with a place or without; what is late first."""
    found = _placed(chosen.points(user).exclude(kind=WORKFLOW.kind), inside, user, now, chosen)
    return sorted(found, key=lambda place: not place.late)


def _placed(cases: QuerySet, inside: Area, user, now: datetime, chosen: Chosen) -> Iterator[MapPoint]:
    """These cases in the area, and what the rooms keep there of what was chosen."""
    found = points_of(_inside(cases, inside, "gridevent__grid", chosen, now), now, MOST_POINTS)
    kept = kept_in(inside, user, now, lambda layer: chosen.kind in ("", layer.code))
    return islice(chain(found, (each for each in kept if each.late or not chosen.late)), MOST_POINTS)


def events_in(inside: Area, user, now: datetime, chosen: Chosen, *, in_no_grid: bool = False) -> list[tuple]:
    """The open events of an area, with a place or without: number, title, state, whether late."""
    events = _inside(chosen.events(user), inside, "grid", chosen, now)
    if in_no_grid:
        events = events.filter(grid=None)
    columns = ("number", "title", "status", "next_due_at")
    return [
        (number, title, state_of(WORKFLOW.kind, status), bool(due and due <= now))
        for number, title, status, due in events.order_by("-pk").values_list(*columns)[:MOST_ROWS]
    ]


def _inside(cases: QuerySet, inside: Area, grid: str, chosen: Chosen, now: datetime) -> QuerySet:
    """Those in the area or in what it took over, late ones alone if these were chosen; in a grid those of which that is
    said."""
    late = Q(next_due_at__lte=now) if chosen.late else Q()
    return cases.filter(lying.inside(inside.pk, path=f"{grid}__area" if len(inside.pk) == GRID else "area"), late)
