"""How far places are covered: patrols, counted work and notes of commissioners beside what is wanted. By place and
never by person; a worker is shown their own as a help, and nobody else is."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse

from governance.frame.days import ONE_DAY, minute_text, office_day, office_moment, office_time
from governance.organisation.areas import lying
from governance.organisation.areas.lying import now_in
from governance.organisation.models import Area, User
from governance.organisation.standing import Standing, lies_in, outermost

from .. import access
from ..models import LeaderKind, Patrol, Visit
from ..windows import MONTHLY, Window, window_of
from . import work
from .norms import norms_on

PATROL, ITEMS = "patrol", "items"
TOWNSHIP, VILLAGE = (Area.CODE_LENGTH[level] for level in (Area.Level.TOWNSHIP, Area.Level.VILLAGE))
HOUR = timedelta(hours=1)
SHOWN = 20
# Fewer people than this are one whom everybody knows.
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place, or all places of a township: what was done there, what is wanted, as finished words."""

    name: str
    village: str
    url: str
    places: int
    workers: int
    hours: str  # a day and place
    short_of_hours: bool
    items: int
    items_wanted: int
    notes: int

    @property
    def short_of_items(self) -> bool:
        return self.items < self.items_wanted


@dataclass(frozen=True)
class Help:
    """What a worker has done this month beside what is wanted: for the worker alone."""

    hours: str
    hours_wanted: int
    items: int
    items_wanted: int


def elapsed(window: Window, today: date) -> int:
    """The days of the window that have come."""
    return max((min(window.last, today) - window.first).days + 1, 0)


def seen_areas(standing: Standing) -> tuple[str, ...]:
    """Inside which areas the reader is shown coverage: those overseen, and where their own units stand."""
    return outermost({*standing.areas, *(post.area for post in standing.posts_with(""))})


def answered_areas(standing: Standing) -> tuple[str, ...]:
    """Inside which areas the reader is shown every place: those overseen, and those that their own units work in."""
    own = {post.area for post in standing.posts_with(access.RETURN) if len(post.area) >= TOWNSHIP}
    return tuple(sorted({*standing.areas, *own}))


def coverage(inside: tuple[str, ...], day: date, now: datetime, standing: Standing) -> list[PlaceRow]:
    """The places inside these areas in the month of the day: by township for a county, else one by one.

    Who neither works nor oversees there is shown townships alone, and none whose figures are those of one person.
    """
    answered = answered_areas(standing)
    by_township = any(len(area) < TOWNSHIP or not lies_in(area, answered) for area in inside)
    if by_township:
        inside = tuple(sorted({area[:TOWNSHIP] for area in inside}))
    today, window = office_day(now), window_of(MONTHLY, day)
    staff = {code: n for area in inside for code, n in work.staffed(area, min(day, today)).items()}
    tallies = _Tallies(inside, window, now)
    places, workers = Counter[str](), Counter[str]()
    for code, people in staff.items():
        place = code[:TOWNSHIP] if by_township else code
        places[place] += 1
        workers[place] += people
    wanted = {code: norm.amount for code, norm in norms_on(min(day, today)).items()}
    known = {area.pk: area for area in Area.objects.filter(pk__in=places).select_related("parent")}
    days, rows = elapsed(window, today), []
    for code, area in sorted(known.items()):
        opens = lies_in(code, answered)
        if workers[code] < SEVERAL and not opens:
            continue
        hours = tallies.hours(code) / (days * places[code]) if days else 0.0
        rows.append(
            PlaceRow(
                name=area.name,
                village=area.parent.name if area.parent and not by_township else "",
                url=_page_of(code, day) if by_township and opens else "",
                places=places[code],
                workers=workers[code],
                hours=f"{hours:.1f}",
                short_of_hours=hours < wanted.get(PATROL, 0),
                items=tallies.items(code),
                items_wanted=wanted.get(ITEMS, 0) * workers[code],
                notes=tallies.notes(code[:VILLAGE]),
            )
        )
    return rows


def _page_of(code: str, day: date) -> str:
    return f"{reverse('duties:patrols')}?inside={code}&on={day}"


class _Tallies:
    """What was done in a month by the place that holds where it was done."""

    def __init__(self, inside: tuple[str, ...], window: Window, now: datetime):
        here = lying.inside(*inside)
        self._seconds: dict[str, float] = defaultdict(float)
        self._notes: Counter[str] = Counter()
        self._items: Counter[str] = Counter()
        for code, started, ended in _patrols(window, now).filter(here).values_list(now_in(), "started_at", "ended"):
            self._seconds[code] += (ended - started).total_seconds()
        visits = Visit.objects.filter(here, leader__kind=LeaderKind.COMMISSIONER, void_reason="")
        self._notes.update(visits.filter(day__range=(window.first, window.last)).values_list(now_in(), flat=True))
        for area in inside:
            self._items.update(work.counted(ITEMS, area, window.first, window.last))

    @staticmethod
    def _sum(amounts: Mapping[str, Any], code: str) -> Any:
        return sum(amount for place, amount in amounts.items() if place.startswith(code))

    def hours(self, code: str) -> float:
        return self._sum(self._seconds, code) / 3600

    def items(self, code: str) -> int:
        return self._sum(self._items, code)

    def notes(self, code: str) -> int:
        return self._sum(self._notes, code)


def _patrols(window: Window, now: datetime):
    """The patrols that began in the window; one that goes on is counted up to now."""
    begin, end = office_moment(window.first), office_moment(window.last + ONE_DAY)
    return Patrol.objects.filter(started_at__gte=begin, started_at__lt=end).annotate(ended=Coalesce("ended_at", now))


def help_for(user: User, now: datetime) -> Help:
    """What this person has done this month, beside the norms."""
    today = office_day(now)
    window, norms = window_of(MONTHLY, today), norms_on(today)
    spans = _patrols(window, now).filter(worker=user).values_list(F("ended") - F("started_at"), flat=True)
    hours = sum(spans, timedelta()) / HOUR / elapsed(window, today)
    wanted = {code: norms[code].amount if code in norms else 0 for code in (PATROL, ITEMS)}
    done = work.counted_of(ITEMS, user, window.first, window.last)
    return Help(f"{hours:.1f}", wanted[PATROL], done, wanted[ITEMS])


def own_patrols(user: User, now: datetime) -> list[dict]:
    """The person's last patrols in words, the newest first."""
    found = Patrol.objects.filter(worker=user).select_related("area").order_by("-started_at")[:SHOWN]
    return [patrol_words(patrol, now) for patrol in found]


def patrol_words(patrol: Patrol, now: datetime) -> dict:
    """One patrol: where, from when to when, how long, at how many points."""
    ended = patrol.ended_at
    minutes = int(((ended or now) - patrol.started_at) / timedelta(minutes=1))
    until = f"{office_time(ended):%H:%M}" if ended else "进行中"
    return {
        "key": str(patrol.key),
        "area": patrol.area.name,
        "from": minute_text(patrol.started_at),
        "until": until + ("（没有点结束，计到最后一次定位）" if patrol.by_clock else ""),
        "long": f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分",
        "points": len(patrol.points),
        "running": ended is None,
    }
