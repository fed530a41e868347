"""What the map and the list beside it say of the areas inside another: how much is open there, how much of it late."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left, Length
from django.urls import reverse

from governance.cases.lists.placed import placed, points_of, state_of
from governance.cases.models import Case
from governance.maps.layers import LAYERS, MapPoint, kept_in, told
from governance.organisation.areas import lying
from governance.organisation.areas.lying import now_in
from governance.organisation.models import Area

from .shown import beside, choices, in_grids

# More points than this no screen can show, and more rows nobody reads; the list says how many there are.
MOST_POINTS, MOST_ROWS, MOST_PLACES = 10_000, 200, 50
GRID, VILLAGE = (Area.CODE_LENGTH[level] for level in (Area.Level.GRID, Area.Level.VILLAGE))


@dataclass(frozen=True)
class Chosen:
    """What the reader wants to see: one kind of matter or all, and whether only what is late."""

    kind: str = ""
    late: bool = False

    @property
    def counts(self) -> bool:
        """True where what lies in grids is among what was chosen."""
        return not self.kind or in_grids().kind in self._kinds

    @property
    def of_places(self) -> bool:
        """True where what was chosen are places beside it, which the list names one by one."""
        return bool(self.kind) and self._kinds != (in_grids().kind,)

    @property
    def _kinds(self) -> tuple[str, ...]:
        """The kinds of cases that were chosen; none where it is what a room keeps."""
        choice = choices().get(self.kind)
        return choice.kinds if choice else ()

    @property
    def beside(self) -> dict[str, str]:
        """What is counted beside it of what was chosen, in words by kind."""
        late = "超期" if self.late else ""
        return {each.kind: f"{late}{each.label}" for each in beside() if not self.kind or each.kind in self._kinds}

    @property
    def page(self) -> str:
        """The address of the map with the same choice, up to the code of an area."""
        told = {"show": self.kind, "late": "1" if self.late else ""}
        chosen = {name: word for name, word in told.items() if word}
        return f"{reverse('dashboard:places')}?{urlencode(chosen | {'inside': ''})}"

    def open_in_grids(self, user) -> QuerySet[Case]:
        """The open cases that lie in grids and of which the reader may know."""
        kind = in_grids().kind
        return self._narrowed(Case.objects.visible_to(user, kinds=(kind,)).filter(kind=kind, closed_at=None))

    def points(self, user) -> QuerySet[Case]:
        """The open cases with a place, of every kind that is shown on the map."""
        return self._narrowed(placed(user))

    def _narrowed(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        if not self.kind:
            return cases
        choice = choices().get(self.kind)
        return cases.filter(choice.which or Q(), kind__in=choice.kinds) if choice else cases.none()


class Matter(NamedTuple):
    """A case as the list names it."""

    url: str
    title: str
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: what is open in it as far as the reader may know, how much of that is late, and what is counted beside
    it: nothing below the village."""

    code: str
    name: str
    url: str
    open: int
    late: int
    others: tuple[int, ...] = ()

    @property
    def light(self) -> str:
        """The colour of the area on the map."""
        return "late" if self.late else "open" if self.open else "calm"


def area_rows(inside: Area, length: int, user, now: datetime, chosen: Chosen) -> list[MapArea]:
    """The areas with codes of that length: where most is late or open first, then in the order of codes.

    Further down than the next level only where something is open; inside a grid lies itself.
    """
    opened, late = _open_in(inside, length, user, now, chosen)
    others = _others(inside, length, user, now, chosen)
    page = chosen.page
    children = Area.in_use().filter(code__startswith=inside.pk, level=Area.level_of("0" * length))
    rows = [
        MapArea(code, name, f"{page}{code}", opened[code], late[code], tuple(found[code] for found in others))
        for code, name in children.order_by("code").values_list("code", "name")
    ]
    if chosen.late and chosen.counts:
        rows = [row for row in rows if row.late or any(row.others)]
    elif length - len(inside.pk) > 3:
        rows = [row for row in rows if row.open or any(row.others)]
    return sorted(rows, key=lambda row: (-row.late, -row.open, row.code))


def _open_in(inside: Area, length: int, user, now: datetime, chosen: Chosen) -> tuple[Counter, Counter]:
    """How much is open in each area of that length, and how much of it late."""
    cases = chosen.open_in_grids(user).filter(lying.inside(inside.pk[:VILLAGE]))
    grids = in_grids().grids
    place = now_in(grids) if length == GRID else Left(now_in(), length)
    if length == GRID:
        cases = cases.filter(**{f"{grids}__isnull": False})
    opened: Counter = Counter()
    late: Counter = Counter()
    told = cases.annotate(at_place=place).order_by().values_list("at_place")
    counts = {"number": Count("pk"), "overdue": Count("pk", filter=Q(next_due_at__lte=now))}
    for code, number, overdue in told.annotate(**counts):
        opened[code], late[code] = number, overdue
    return opened, late


def _others(inside: Area, length: int, user, now: datetime, chosen: Chosen) -> list[Counter]:
    """How many of what is counted beside are open in each, or late; below the village nobody counts them, and none is
    told."""
    found: dict[str, Counter] = {kind: Counter() for kind in chosen.beside}
    if not found or length > VILLAGE:
        return []
    cases = Case.objects.visible_to(user, kinds=(*found,)).filter(
        lying.inside(inside.pk), _late(now, chosen), kind__in=found, closed_at=None
    )
    told = cases.annotate(at_place=Left(now_in(), length)).order_by().values_list("kind", "at_place")
    for kind, code, number in told.annotate(number=Count("pk")):
        found[kind][code] = number
    return list(found.values())


def points(inside: Area, user, now: datetime, chosen: Chosen) -> dict:
    """What has a place, as the script is told of it."""
    return told(_placed(chosen.points(user), inside, user, now, chosen))


def places_in(inside: Area, user, now: datetime, chosen: Chosen) -> list[MapPoint]:
    """What has a place and lies in no grid: the list names those with a place or without; what is late first."""
    found = _placed(chosen.points(user).exclude(kind=in_grids().kind), inside, user, now, chosen)
    return sorted(found, key=lambda place: not place.late)


def _placed(cases: QuerySet, inside: Area, user, now: datetime, chosen: Chosen) -> Iterator[MapPoint]:
    """These cases in the area, and what the rooms keep there of what was chosen."""
    found = points_of(_inside(cases, inside, chosen, now), now, MOST_POINTS)
    kept = kept_in(inside, user, now, lambda layer: chosen.kind in ("", layer.code))
    return islice(chain(found, (each for each in kept if each.late or not chosen.late)), MOST_POINTS)


def matters_in(inside: Area, user, now: datetime, chosen: Chosen, *, in_none: int = 0) -> list[Matter]:
    """What is open in an area, with a place or without; ``in_none``: what lies in none inside it with codes so long.

    One more than is listed, if there are more.
    """
    cases = _inside(chosen.open_in_grids(user), inside, chosen, now)
    if in_none == GRID:
        cases = cases.filter(**{f"{in_grids().grids}": None})
    elif in_none:
        cases = cases.alias(long=Length(now_in())).filter(long__lt=in_none)
    columns = ("number", "title", "kind", "status", "next_due_at")
    return [
        Matter(f"/cases/{number}/", title, state_of(kind, status), bool(due and due <= now))
        for number, title, kind, status, due in cases.order_by("-pk").values_list(*columns)[: MOST_ROWS + 1]
    ]


def _inside(cases: QuerySet, inside: Area, chosen: Chosen, now: datetime) -> QuerySet:
    """Those in the area or in what it took over, late ones alone if these were chosen; in a grid those of which that is
    said."""
    path = in_grids().grids if len(inside.pk) == GRID else "area"
    return cases.filter(lying.inside(inside.pk, path=path), _late(now, chosen))


def _late(now: datetime, chosen: Chosen) -> Q:
    return Q(next_due_at__lte=now) if chosen.late else Q()


def shown() -> dict[str, str]:
    """What the map can be narrowed to, in words by code."""
    layers = {layer.code: layer.label for layer in LAYERS.values()}
    return {code: choice.label for code, choice in choices().items()} | layers
