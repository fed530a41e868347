"""The list page and the search at 1,000 and at 100,000 petitions, against a bare view with the same query.

The bare view runs the very statements that our page runs, through the same middleware and login, and glues the rows
together as text: what is over it is what forms, lights, masks and templates cost.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path

from governance.organisation.models import User

from . import county, measure

SIZES = (1_000, 100_000)
PAGES = (
    ("list, open, nearest deadline first", "/petitions/"),
    ("list, whole history, newest first", "/petitions/?scope=all"),
    ("list of one department", "/petitions/?scope=mine"),
    ("search, common word", "/search/?q=供水"),
    ("search, one case", "/search/?q=第777件"),
)
# Statements that read cases and what hangs on them; sessions, posts and counts belong to every page alike.
OF_THE_LIST = ("cases_case", "cases_participant", "cases_clock", "petitions_petition", "mediation_")

_statements: list[str] = []


def bare(request):
    """The rows of our page's own statements as a table without any thought."""
    parts = []
    for statement in _statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            parts += ["<tr><td>" + "</td><td>".join(map(str, row)) + "</td></tr>" for row in cursor.fetchall()]
    return HttpResponse("<table>" + "".join(parts) + "</table>")


urlpatterns = [path("bare", bare), path("", include("governance.urls"))]


@dataclass(frozen=True)
class Reader:
    """A person with a session."""

    label: str
    client: Client


def run() -> None:
    """Prints one line a page and size, and what a page costs at the greater size over the smaller."""
    compare(PAGES, county.petitions, ("centre_staff", "handler"))


def compare(pages, fill, roles) -> None:
    """The same for these pages as people of these roles see them; ``fill(first, last)`` makes history."""
    with county.county(), override_settings(ROOT_URLCONF="bench.lists", ALLOWED_HOSTS=["testserver"]):
        readers = [_reader(role) for role in roles]
        at_small: dict[tuple, float] = {}
        filled = 0
        for size in SIZES:
            fill(filled + 1, size)
            filled = size
            for reader in readers:
                for label, url in pages:
                    pair = _measured(reader.client, url)
                    measure.say(f"{size:>7,} {reader.label}: {label}", pair, "bare")
                    before = at_small.setdefault((reader.label, label), pair.ours)
                    if size != SIZES[0]:
                        print(f"{'':>8}at {size:,} against {SIZES[0]:,}: × {pair.ours / before:.2f}", flush=True)


def _reader(role: str) -> Reader:
    user = User.objects.filter(posts__role__name=role, posts__ends_on=None).order_by("id").first()
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return Reader(role, client)


def _measured(client: Client, url: str) -> measure.Pair:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    _statements[:] = [
        query["sql"] for query in captured.captured_queries if any(f'"{table}' in query["sql"] for table in OF_THE_LIST)
    ]
    return measure.in_turn(lambda: client.get(url), lambda: client.get("/bare"))
