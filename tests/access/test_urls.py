"""Every address × every person, GET and POST: written from who should pass, and an address missing here fails."""

from collections.abc import Callable
from copy import copy
from functools import cache

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern

from governance.frame.refusals import Refusal, StepNotAllowed
from tests.access.conftest import Answer
from tests.access.doors import EVERYBODY, HIDDEN, Door, Row
from tests.access.latin import foreign, lettered
from tests.access.pages import TABLE, room
from tests.access.recalling import taken_back
from tests.access.test_forms import PLAYERS
from tests.cast import PEOPLE, UNITS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("recalled")]
PASSED = {200, 204, 302, 400, 409, 415, 422, 503}
# How the site answers what a view raises; the first that it is.
REFUSALS = {Http404: 404, PermissionDenied: 403, StepNotAllowed: 403, Refusal: 409}
POSTS = {username: (role, unit) for username, _, _, unit, role in PEOPLE}
SEES = {unit: sees for unit, *_, sees in UNITS}
# What the players of the forms read is read first, and for both.
FIRST = [*PLAYERS, *(username for username in POSTS if username not in PLAYERS)]


def addresses(patterns=None, space="") -> dict[str, Callable]:
    """All addresses of the site by name, each with its view."""
    found = {}
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            found[f"{space}{pattern.name}"] = pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            found |= addresses(pattern.url_patterns, space + inner)
    return found


def routes(patterns=None, before=""):
    """Every address of the site as it is written, with the places of its keys."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def test_it_knows_every_address_of_the_site():
    assert set(addresses()) - set(TABLE) == set(), "an address without a row"
    assert set(TABLE) - set(addresses()) == set(), "a row without an address"


def test_nothing_else_is_open_before_the_code_and_before_a_new_password():
    marks = ("open_before_code", "open_before_password_change")
    marked = [{name for name, view in addresses().items() if hasattr(view, mark)} for mark in marks]
    factor = {f"organisation:{name}" for name in ("enrol", "code", "logout", "leave_everywhere")}
    assert marked == [factor, factor | {"organisation:password"}]


@pytest.fixture(scope="module")
def knock(world, clients) -> Callable[[str, str, str], int]:
    """``knock(method, name, username)``: how the view itself refuses that person, or answers them; what stands around
    every view is behind them, as it was at another one."""

    @cache
    def around(method: str, username: str) -> HttpRequest:
        return getattr(clients[username], method)(reverse("notices:inbox")).wsgi_request

    def knocked(method: str, name: str, username: str) -> int:
        request, url = copy(around(method, username)), reverse(name, args=[world[word] for word in TABLE[name].args])
        request.path = request.path_info = url
        found = request.resolver_match = resolve(url)
        try:
            with taken_back():
                return found.func(request, *found.args, **found.kwargs).status_code
        except tuple(REFUSALS) as refusal:
            return next(status for kind, status in REFUSALS.items() if isinstance(refusal, kind))

    return knocked


@pytest.mark.parametrize("group", sorted(set(map(room, TABLE))))
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_lets_exactly_the_right_people_through_each_door(db, world, clients, ask, read, knock, method, group):
    """Whom an address refuses is asked of its door for everybody; the whole way to it, and what is said at its end, of
    the first who is refused and of one of all who go through it by the same post."""
    rows = [
        (name, row)
        for name, row in TABLE.items()
        if room(name) == group and not (getattr(row, method) is None and is_refused_unseen(method, name, world))
    ]
    wrong, words, met, alike = [], {}, {}, set()
    for username in sorted(clients, key=FIRST.index):
        for name, row in rows:
            door = getattr(row, method)
            through = passes(door, username)
            way = name, post_for(username, row) if through else door is not None and username in door.who
            if way not in alike:
                alike.add(way)
                answer = read(name, username) if method == "get" else ask(method, name, username)
                status = answer.status
                if found := _latin(name, answer, met.setdefault((name, status), set())):
                    words[name, username, status] = found
            elif through:
                continue
            else:
                status = knock(method, name, username)
            if not _as_expected(door, username, status):
                wrong.append(f"{method} {name} {username}: {status}")
    assert wrong == []
    assert words == {}, "words of the machine, or of another language"


def passes(door: Door | None, username: str) -> bool:
    """Whether the table says that they go through it."""
    return door is not None and not door.empty and username in (door.who if door.only is None else door.only & door.who)


def post_for(username: str, row: Row) -> tuple[str, str]:
    """By what they go through: their role and their unit; where the address names nothing, how much that sees."""
    role, unit = POSTS[username]
    return role, unit if row.args else SEES[unit]


def is_refused_unseen(method: str, name: str, world: dict) -> bool:
    """Whether the address refuses the method before it looks at who asks: of a request that nobody sent it says so."""
    url = reverse(name, args=[world[word] for word in TABLE[name].args])
    found = resolve(url)
    try:
        with taken_back():
            answer = found.func(getattr(RequestFactory(), method)(url), *found.args, **found.kwargs)
    except AttributeError:
        # It asks for the person first.
        return False
    return answer.status_code == 405


def _latin(name: str, answer: Answer, met: set) -> set[str]:
    """The Latin words of a page; login names are such, and the page of programs is about theirs.

    What others found on it was ``met`` already.
    """
    if not answer.is_page or name.startswith("api"):
        return set()
    pieces = lettered(answer.content)
    if pieces <= met:
        return set()
    met |= pieces
    return foreign(answer.content, EVERYBODY)


def _as_expected(door: Door | None, username: str, status: int) -> bool:
    if door is None:
        return status in (405, 401, 403, 404)
    if username not in door.who:
        return status == door.others
    if door.empty:
        return status == 404
    if door.only is not None and username not in door.only:
        return status == 403
    return status in PASSED


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_sends_strangers_to_the_login(world, client, method):
    for name, row in TABLE.items():
        url = reverse(name, args=[world[word] for word in row.args])
        response = getattr(client, method)(url)
        if row.for_strangers:
            assert response.status_code in PASSED | {405}, name
        else:
            assert response.status_code in (302, 401, 403), name
            assert response.status_code in (401, 403) or response["Location"].startswith("/login"), name


def test_it_answers_a_hidden_case_as_one_that_never_was(cast, world, client):
    client.force_login(cast.outsider, backend="governance.organisation.accounts.backends.PostBackend")
    for name, row in TABLE.items():
        if row.get is HIDDEN:
            rest = [world[word] for word in row.args[1:]]
            hidden = client.get(reverse(name, args=[world["number"], *rest]))
            absent = client.get(reverse(name, args=["XF2026-999999", *rest]))
            assert (hidden.status_code, absent.status_code) == (404, 404), name
            assert len(hidden.content) == len(absent.content), name


def test_it_changes_nothing_when_it_is_only_read(cast, world, client):
    """A GET may leave a record of the look and nothing else."""
    client.force_login(cast.lead, backend="governance.organisation.accounts.backends.PostBackend")
    before = _fingerprint()
    for name, row in TABLE.items():
        if row.get is not None:
            client.get(reverse(name, args=[world[word] for word in row.args]))
    assert _fingerprint() == before


def _fingerprint() -> list:
    free = {"AccessRecord", "Session", "AccessAttempt", "AccessLog", "User", "LoginSession"}
    return [
        (model.__name__, list(model.objects.order_by("pk").values()))
        for model in apps.get_models()
        if model.__name__ not in free and model._meta.managed
    ]
