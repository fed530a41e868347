"""What the frame of every page shows: menu, person, unread count, banners. Apps bring their parts."""

from collections import Counter
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from governance.frame.database.written import READERS, WrittenFor
from governance.frame.days import minute_text, office_day
from governance.frame.pages.remembered import remembered
from governance.frame.registry import Registry

from .guide import address_of
from .models import Area, User
from .standing import PersonRequest, Standing

# How old a number may be for a reader who has done nothing meanwhile.
SECONDS = 15
COUNTY_SECONDS = 60
# From here on down the menu there is what runs the site, and no work.
SETTINGS = 900


@dataclass(frozen=True)
class Reader:
    """Who reads a page, and when."""

    user: User
    standing: Standing
    now: datetime
    today: date


@dataclass(frozen=True)
class Counted:
    """What a number in the frame counts: the rows of a query of one column in which one of these names stands.

    The query says itself how far it counts; one that several entries share is asked once. Its words are kept for each
    reader: nothing but the reader and the time, as they are, goes into them.
    """

    rows: Callable[[Reader], QuerySet]
    names: tuple[str, ...]
    # What is counted, for whoever hears the menu.
    words: str = "件在办"

    def among(self, numbers: Counter) -> int:
        """What it comes to, by how many rows stand under each name."""
        return sum(numbers[name] for name in self.names)


@dataclass(frozen=True)
class MenuEntry:
    """One line of the menu."""

    label: str
    url_name: str
    icon: str
    # Any one of these permissions shows the entry; none at all shows it to everybody.
    permissions: tuple[str, ...] = ()
    # Small numbers stand on top.
    position: int = 100
    counted: Counted | None = None
    # The page it belongs to: it stands below that one, and only while the reader is in that part of the site. A part
    # with a name of its own has its first page twice: under that name, and below it under the page's own.
    under: str = ""
    # Who of the holders sees it, where a permission alone does not say who may open the page.
    where: Callable[[Standing], bool] | None = None

    @property
    def code(self) -> str:
        """A page may stand for a part of the menu and in it."""
        return f"{self.under} {self.url_name}"

    @cached_property
    def url(self) -> str:
        """The page it leads to."""
        return reverse(self.url_name)


@dataclass(frozen=True)
class Slot:
    """A page that a part of the frame leads to, for holders of the permission; ``label`` is what it does in words.

    ``part`` is ``search`` (the box), ``register`` (the key n) or ``notices`` (the bell, with its number). Who may
    not open the page that came first is led to the next that they may.
    """

    part: str
    url_name: str
    permission: str = ""
    label: str = ""
    counted: Counted | None = None
    # The role whose holders are led here before anywhere else.
    first_for: str = ""

    @property
    def code(self) -> str:
        """Two parts of the frame may lead to one page."""
        return f"{self.part} {self.url_name}"

    @cached_property
    def url(self) -> str:
        """The page it leads to."""
        return reverse(self.url_name)


ENTRIES: Registry[MenuEntry] = Registry("entries of the menu", field="menu")
SLOTS: Registry[Slot] = Registry("pages behind the frame", field="slots")
# Every page shows the sentences that each of them has for its reader.
BANNERS: Registry[Callable[[HttpRequest], Iterable[str]]] = Registry("banners", field="banners", code="__name__")


def frame(request: PersonRequest) -> dict:
    """Context processor: ``frame``, ``nav`` and ``banners``, each worked out only if the page shows it."""
    lines = SimpleLazyObject(lambda: _lines(request))
    numbers: Any = SimpleLazyObject(lambda: _numbers(request, [*SLOTS.values(), *(line.entry for line in lines)]))
    return {
        "frame": SimpleLazyObject(lambda: _frame(request, numbers)),
        "nav": SimpleLazyObject(lambda: [line.shown(numbers) for line in lines]),
        "banners": SimpleLazyObject(lambda: _banners(request)),
    }


def _frame(request: PersonRequest, numbers: Counter) -> dict:
    county = remembered("county", county_name, seconds=COUNTY_SECONDS)
    values = {"centre": "县综治中心", "county": county, "query": ""}
    standing = getattr(request, "standing", None)
    if standing is None:
        return values
    for slot in sorted(SLOTS.values(), key=lambda slot: not standing.has_role(slot.first_for)):
        if f"{slot.part}_url" in values or (slot.permission and slot.permission not in standing.permissions):
            continue
        values |= {f"{slot.part}_url": slot.url, f"{slot.part}_label": slot.label}
        values |= {f"{slot.part}_count": slot.counted.among(numbers)} if slot.counted else {}
    return values | {
        "person": request.user.name,
        "post": standing.title,
        "help_url": address_of(request.resolver_match.view_name if request.resolver_match else ""),
        "profile_url": reverse("organisation:password"),
        "logout_url": reverse("organisation:logout"),
        "printed_at": minute_text(timezone.now()),
    }


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of the menu as one page shows it; ``heading`` stands above, where another part of the menu begins."""

    label: str
    url: str
    icon: str
    count: int
    counts: str
    active: bool
    below: bool
    heading: str


@dataclass(frozen=True)
class _PlacedEntry:
    """An entry in its place in the menu of one page."""

    entry: MenuEntry
    active: bool
    # What stands above it, where another part of the menu begins.
    heading: str = ""

    def shown(self, numbers: Counter) -> MenuLine:
        counted = self.entry.counted
        return MenuLine(
            label=self.entry.label,
            url=self.entry.url,
            icon=self.entry.icon,
            count=counted.among(numbers) if counted else 0,
            counts=counted.words if counted else "",
            active=self.active,
            below=bool(self.entry.under),
            heading=self.heading,
        )


def _lines(request: HttpRequest) -> list[_PlacedEntry]:
    standing = getattr(request, "standing", None)
    if standing is None:
        return []
    shown = [entry for entry in sorted(ENTRIES.values(), key=attrgetter("position")) if _is_for(entry, standing)]
    # Where the page above is not the reader's, what belongs to it stands by itself.
    parts = {"", *(entry.url_name for entry in shown)}
    shown = [entry if entry.under in parts else replace(entry, under="") for entry in shown]
    covering = [entry for entry in shown if _covers(entry.url, request.path)]
    here = max(covering, key=lambda entry: (len(entry.url), entry.under), default=None)
    part = (here.under or here.url_name) if here else ""
    seen = [entry for entry in shown if entry.under in ("", part)]
    settings = next((entry for entry in seen if entry.position >= SETTINGS), None)
    return [_PlacedEntry(entry, entry is here, "设置" if entry is settings else "") for entry in seen]


def _is_for(entry: MenuEntry, standing: Standing) -> bool:
    held = not entry.permissions or bool(standing.permissions.intersection(entry.permissions))
    return held and (entry.where is None or entry.where(standing))


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _numbers(request: PersonRequest, parts: Iterable[MenuEntry | Slot]) -> Counter:
    """How many rows stand under each name, in one query; for who has just done something they are counted anew."""
    rows = tuple(dict.fromkeys(part.counted.rows for part in parts if part.counted))

    def counts() -> Counter:
        now = timezone.now()
        # A copy of the lazy user is the person alone: the words outlive the request with all that was sent.
        question = _question(rows, copy(request.user), request.standing, request.user.handed_by_id)
        return Counter(name for (name,) in question.rows(now=now, today=office_day(now)))

    return remembered("numbers", counts, seconds=SECONDS, of=(request.standing, request.acted, rows))


@lru_cache(maxsize=READERS)
def _question(rows: tuple, user: User, standing: Standing, handed_by: int | None) -> WrittenFor:
    """What counts all of these rows for a reader, as long as they stand so and have their account in hand."""

    def union(now: datetime, today: date) -> QuerySet:
        first, *others = (each(Reader(user, standing, now, today)) for each in rows)
        return first.union(*others, all=True)

    return WrittenFor(union, now=datetime(1, 1, 2, tzinfo=UTC), today=date(1, 1, 2))


def _banners(request: PersonRequest) -> list[str]:
    if getattr(request, "standing", None) is None:
        return []

    def sentences() -> list[str]:
        return [sentence for banner in BANNERS.values() for sentence in banner(request)]

    return remembered("banners", sentences, seconds=SECONDS, of=(request.standing, request.acted))


def county_name() -> str:
    """The county this centre serves, or nothing before the areas are loaded."""
    county = Area.objects.filter(level="county").order_by("code").first()
    return county.name if county else ""
