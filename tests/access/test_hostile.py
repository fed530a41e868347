"""No address answers hostile input with an error of its own: every parameter of every page, every step, the API."""

import json
import re

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.access.pages import TABLE

pytestmark = pytest.mark.usefixtures("recalled")
# Days at both ends of the calendar, numbers that are none, and the scope that only some lists have.
VALUES = ("0001-01-01", "9999-12-31", "²", "9" * 40, "open")
# What pages read without showing a box for it.
UNSHOWN = {"after", "q", "scope", "day", "end", "month", "unit"}
ENTRANCE = {"organisation:login", "organisation:logout", "organisation:leave_everywhere"}
NAMES = re.compile(r'<(?:input|select)\b[^>]*\bname="([a-z_]+)"|[?&](?:amp;)?([a-z_]+)=')


def reader(row) -> str:
    """Somebody who passes the door, rather one who sees much."""
    passing = row.get.only or row.get.who
    return next(
        (name for name in ("county", "staff", "clerk", "lead") if name in passing), min(passing, default="clerk")
    )


@pytest.mark.parametrize("group", sorted({name.partition(":")[0] for name in TABLE}))
def test_it_answers_every_parameter_of_every_page_without_an_error(db, world, clients, group):
    wrong = []
    for name, row in TABLE.items():
        if name.partition(":")[0] != group or row.get is None:
            continue
        client = clients[reader(row)]
        url = reverse(name, args=[world[word] for word in row.args])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = client.get(url)
        text = page.content.decode(errors="replace") if not page.streaming else ""
        shown = {word for found in NAMES.findall(text) for word in found if word} - {"csrfmiddlewaretoken"}
        for query in queries(sorted(shown), name):
            client.cookies[settings.SESSION_COOKIE_NAME] = session
            with transaction.atomic():
                status = client.get(url, query).status_code
                transaction.set_rollback(True)
            if status >= 500 and status != 503:
                wrong.append(f"{name}?{query}: {status}")
    assert wrong == []


def queries(shown: list[str], name: str) -> list[dict]:
    """Every value in every box at once, and in every box that the page shows one value alone, another on every page."""
    together = [dict.fromkeys(sorted(UNSHOWN | set(shown)), value) for value in VALUES]
    alone = [{each: VALUES[(place + len(name)) % len(VALUES)]} for place, each in enumerate(shown)]
    return together + alone


@pytest.mark.parametrize("page", ["/search/", "/categories/petition/search", "/cases/", "/organisation/people"])
def test_it_looks_for_nothing_that_cannot_be_kept(db, clients, page):
    for name in ("q", "scope", "\0", "after", "unit"):
        assert clients["county"].get(page, {name: "a\0b"}).status_code in (200, 404)


@pytest.mark.parametrize("address", ["/cases/%00/", "/api/cases/%00/", "/cases/XF%00/steps/comment/", "/ledgers/%00/"])
def test_it_knows_nothing_by_a_name_that_cannot_be_kept(db, clients, address):
    assert clients["county"].get(address).status_code == 404


@pytest.mark.parametrize("version", ["²", "9" * 40, "-1", "abc", "", "1\0", "１"])
def test_it_takes_every_version_of_a_step_for_a_number_or_for_none(db, world, clients, version):
    url = reverse("cases:step", args=[world["number"], "comment"])
    for client, address in ((clients["clerk"], url), (clients["clerk"], f"/cases/{world['number']}/changes/")):
        with transaction.atomic():
            assert client.get(address, {"version": version}).status_code < 500
            assert client.post(address, {"version": version, "note": "请核实。"}).status_code < 500
            transaction.set_rollback(True)


BODIES = (
    "[" * 100_000,
    '{"facts": ' + "[" * 50_000 + "]" * 50_000 + "}",
    '{"version": "\\u00b2", "facts": {"note": "x"}}',
    '{"version": 1e400, "facts": {"note": "x"}}',
    '{"version": ' + "9" * 400 + ', "facts": {"note": "x"}}',
    '{"version": 1, "facts": {"note": "\\ud800"}}',
    '{"version": 1, "facts": {"note": "a\\u0000b"}}',
    '{"version": 1, "facts": {"\\ud800": 1}}',
    '{"version": 1, "facts": {"note": {"a": [1]}}}',
    '{"version": 1, "facts": {"to_unit": 1.5, "note": 1e308, "told_by": NaN}}',
    '{"version": true, "facts": [null]}',
)


@pytest.mark.parametrize("step", ["comment", "link", "transfer", "classify", "correct"])
def test_it_answers_every_body_of_the_api_with_a_sentence(db, world, clients, step):
    url = reverse("api-step", args=[world["number"], step])
    for body in BODIES:
        with transaction.atomic():
            answer = clients["clerk"].post(url, body, content_type="application/json")
            transaction.set_rollback(True)
        assert answer.status_code < 500, body[:60]
        assert answer.status_code == 404 or "detail" in json.loads(answer.content), body[:60]


@pytest.mark.parametrize("name", ["note", "kind", "act", "id", "version", "q"])
def test_it_answers_signs_that_cannot_be_kept_in_every_form(db, world, clients, name):
    wrong = []
    for address, row in TABLE.items():
        if row.post is None or address in (
            "organisation:login",
            "organisation:logout",
            "organisation:leave_everywhere",
        ):
            continue
        passing = row.post.only or row.post.who
        client = clients[min(passing, default="clerk")]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        url = reverse(address, args=[world[word] for word in row.args])
        for value in ("a\0b", "²", "9" * 40):
            client.cookies[settings.SESSION_COOKIE_NAME] = session
            with transaction.atomic():
                status = client.post(url, {name: value}).status_code
                transaction.set_rollback(True)
            if status >= 500 and status != 503:
                wrong.append(f"{address} {name}={value[:12]!r}: {status}")
    assert wrong == []


def test_it_keeps_what_was_typed_around_a_sign_that_cannot_be_kept(cast, clients):
    case = builders.petition(cast)
    client = Client()
    client.force_login(cast.clerk, backend="governance.organisation.accounts.backends.PostBackend")
    answer = client.post(
        reverse("cases:step", args=[case.number, "comment"]), {"note": "请\0核实。", "version": case.version}
    )
    assert answer.status_code == 302
    assert case.events.filter(note__contains="请核实").exists() or "请核实" in str(list(case.events.values()))
