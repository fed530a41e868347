"""What the frame of every page shows: menu, person, unread count, banners. Apps bring their parts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from governance.frame.days import minute_text
from governance.frame.registry import Registry

from .models import Area


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: str
    url_name: str
    icon: str
    # Any one of these permissions shows the entry; none at all shows it to everybody.
    permissions: tuple[str, ...] = ()
    # Small numbers stand on top.
    position: int = 100
    count: Callable[[HttpRequest], int] | None = None
    # The entry it belongs to: it stands below that one, and only while the reader is in that part of the site.
    under: str = ""


@dataclass(frozen=True)
class Slot:
    """A page that a part of the frame leads to, for holders of the permission; ``label`` is what it does in words.

    ``part`` is ``search`` (the box), ``register`` (the key n) or ``notices`` (the bell, with its ``count``). Who may
    not open the page that came first is led to the next that they may.
    """

    part: str
    url_name: str
    permission: str = ""
    label: str = ""
    count: Callable[[HttpRequest], int] | None = None


ENTRIES: Registry[Entry] = Registry("entries of the menu", field="menu", code="url_name")
SLOTS: Registry[Slot] = Registry("pages behind the frame", field="slots", code="url_name")
# Every page shows the sentences that each of them has for its reader.
BANNERS: Registry[Callable[[HttpRequest], Iterable[str]]] = Registry("banners", field="banners", code="__name__")


def frame(request: HttpRequest) -> dict:
    """Context processor: ``frame``, ``nav`` and ``banners``, each worked out only if the page shows it."""
    return {
        "frame": SimpleLazyObject(lambda: _frame(request)),
        "nav": SimpleLazyObject(lambda: _menu(request)),
        "banners": SimpleLazyObject(lambda: _banners(request)),
    }


def _frame(request: HttpRequest) -> dict:
    values = {"centre": "县综治中心", "county": county_name(), "query": ""}
    standing = getattr(request, "standing", None)
    if standing is None:
        return values
    for slot in SLOTS.values():
        if f"{slot.part}_url" in values or (slot.permission and slot.permission not in standing.permissions):
            continue
        values |= {f"{slot.part}_url": reverse(slot.url_name), f"{slot.part}_label": slot.label}
        values |= {f"{slot.part}_count": slot.count(request)} if slot.count else {}
    return values | {
        "person": request.user.name,
        "post": standing.title,
        "profile_url": reverse("organisation:password"),
        "logout_url": reverse("organisation:logout"),
        "printed_at": minute_text(timezone.now()),
    }


def _menu(request: HttpRequest) -> list[dict]:
    standing = getattr(request, "standing", None)
    if standing is None:
        return []
    shown = [
        (entry, reverse(entry.url_name))
        for entry in sorted(ENTRIES.values(), key=attrgetter("position"))
        if not entry.permissions or standing.permissions.intersection(entry.permissions)
    ]
    covering = [pair for pair in shown if _covers(pair[1], request.path)]
    here, _ = max(covering, key=lambda pair: len(pair[1]), default=(None, ""))
    part = (here.under or here.url_name) if here else ""
    return [
        {
            "label": entry.label,
            "url": url,
            "icon": entry.icon,
            "count": entry.count(request) if entry.count else 0,
            "active": entry is here,
            "below": bool(entry.under),
        }
        for entry, url in shown
        if entry.under in ("", part)
    ]


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _banners(request: HttpRequest) -> list[str]:
    if getattr(request, "standing", None) is None:
        return []
    return [sentence for sentences in BANNERS.values() for sentence in sentences(request)]


def county_name() -> str:
    """The county this centre serves, or nothing before the areas are loaded."""
    county = Area.objects.filter(level="county").order_by("code").first()
    return county.name if county else ""
