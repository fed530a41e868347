"""The tables of every app in one: each writes its rows in ``tests/APP/pages.py``, and is found by being installed.

``ROWS`` are its addresses, ``LISTS`` what its lists may cost, ``NO_LIST`` the pages that show no rows that grow with
the work. ``world(cast, made)`` makes one of everything that its rows name, of which ``made`` stands already.
``Growth(county)`` makes more of everything that its lists show: ``grow(n)`` one more, ``settle(size)`` what follows
when there are that many; ``known()`` is what its lists name.
"""

from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.conf import settings

from tests.access.doors import Listed, Row


def _modules() -> list[ModuleType]:
    labels = [app.label for app in apps.get_app_configs()]
    found = [label for label in labels if (settings.BASE_DIR / "tests" / label / "pages.py").exists()]
    return [import_module(f"tests.{label}.pages") for label in found]


PAGES = _modules()
TABLE: dict[str, Row] = {"healthz": Row(for_strangers=True)}
for module in PAGES:
    TABLE |= module.ROWS
LISTS: list[Listed] = [entry for module in PAGES for entry in getattr(module, "LISTS", ())]
# What shows no rows that grow with the work.
NO_LIST: set[str] = {"healthz"}.union(*(getattr(module, "NO_LIST", ()) for module in PAGES))


def room(name: str) -> str:
    """The app of an address; what has none of its own stands together."""
    return name.partition(":")[0] if ":" in name else "site"


def world(cast) -> dict:
    """One of everything that an address can name."""
    made: dict = {}
    for module in PAGES:
        if hasattr(module, "world"):
            more = module.world(cast, made)
            assert not made.keys() & more.keys(), "two apps mean different things by one word"
            made |= more
    return made
