"""What the frame of every page shows: menu, person, unread count, banners. Apps put their parts in from ``ready``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject


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
    """A page that a part of the frame leads to, for holders of the permission; ``label`` is what it does in words."""

    url_name: str
    permission: str
    label: str


@dataclass
class Parts:
    """What the apps have put in."""

    entries: list[Entry] = field(default_factory=list)
    banners: list[Callable[[HttpRequest], Iterable[str]]] = field(default_factory=list)
    # The pages behind the search box, the key n and the bell; of several the first that the reader may open.
    pages: dict[str, list[Slot]] = field(default_factory=dict)
    unread: Callable[[HttpRequest], int] | None = None


PARTS = Parts()


def add_entry(entry: Entry) -> None:
    """The menu has the entry; a second entry for the same page replaces the first."""
    PARTS.entries = [known for known in PARTS.entries if known.url_name != entry.url_name]
    PARTS.entries.append(entry)
    PARTS.entries.sort(key=lambda known: known.position)


def add_banner(sentences: Callable[[HttpRequest], Iterable[str]]) -> None:
    """Every page shows the sentences that the callable has for its reader."""
    if sentences not in PARTS.banners:
        PARTS.banners.append(sentences)


def set_page(slot: str, url_name: str, permission: str = "", label: str = "") -> None:
    """The frame's slot (``search``, ``register``, ``notices``) leads to that page, for holders of the permission.

    Who may not open the page that was set first is led to the next that they may.
    """
    known = PARTS.pages.setdefault(slot, [])
    if all(page.url_name != url_name for page in known):
        known.append(Slot(url_name, permission, label))


def set_unread(count: Callable[[HttpRequest], int]) -> None:
    """The bell shows this count."""
    PARTS.unread = count


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
    for slot, pages in PARTS.pages.items():
        page = next((each for each in pages if not each.permission or each.permission in standing.permissions), None)
        if page is not None:
            values |= {f"{slot}_url": reverse(page.url_name), f"{slot}_label": page.label}
    return values | {
        "person": request.user.name,
        "post": standing.title,
        "unread": PARTS.unread(request) if PARTS.unread else 0,
        "profile_url": reverse("organisation:password"),
        "logout_url": reverse("organisation:logout"),
        "printed_at": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
    }


def _menu(request: HttpRequest) -> list[dict]:
    standing = getattr(request, "standing", None)
    if standing is None:
        return []
    shown = [
        (entry, reverse(entry.url_name))
        for entry in PARTS.entries
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
    return [sentence for sentences in PARTS.banners for sentence in sentences(request)]


def county_name() -> str:
    """The county this centre serves, or nothing before the areas are loaded."""
    # Asked of the registry: apps.py files read this module before any model exists.
    county = apps.get_model("organisation", "Area").objects.filter(level="county").order_by("code").first()
    return county.name if county else ""
