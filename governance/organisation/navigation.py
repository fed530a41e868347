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


@dataclass
class Parts:
    """What the apps have put in."""

    entries: list[Entry] = field(default_factory=list)
    banners: list[Callable[[HttpRequest], Iterable[str]]] = field(default_factory=list)
    # Names of the pages behind the search box, the key n and the bell.
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
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


def set_page(slot: str, url_name: str, permission: str = "") -> None:
    """The frame's slot (``search``, ``register``, ``notices``) leads to that page, for holders of the permission."""
    PARTS.pages[slot] = (url_name, permission)


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
    for slot, (url_name, permission) in PARTS.pages.items():
        if not permission or permission in standing.permissions:
            values[f"{slot}_url"] = reverse(url_name)
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
    lines = []
    for entry in PARTS.entries:
        if entry.permissions and not standing.permissions.intersection(entry.permissions):
            continue
        lines.append(
            {
                "label": entry.label,
                "url": reverse(entry.url_name),
                "icon": entry.icon,
                "count": entry.count(request) if entry.count else 0,
                "active": False,
            }
        )
    best = max((line for line in lines if _covers(line["url"], request.path)), key=_length, default=None)
    if best:
        best["active"] = True
    return lines


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _length(line: dict) -> int:
    return len(line["url"])


def _banners(request: HttpRequest) -> list[str]:
    if getattr(request, "standing", None) is None:
        return []
    return [sentence for sentences in PARTS.banners for sentence in sentences(request)]


def county_name() -> str:
    """The county this centre serves, or nothing before the areas are loaded."""
    # Asked of the registry: apps.py files read this module before any model exists.
    county = apps.get_model("organisation", "Area").objects.filter(level="county").order_by("code").first()
    return county.name if county else ""
