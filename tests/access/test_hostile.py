"""No address answers hostile input with an error of its own: every parameter of every page, every box of every form
that pages show, every part of a path, the API. What is refused is said in Chinese, and nothing of it is written.

Which values meet which boxes is drawn from ``HOSTILE_SEED``, the same in every run of the gate; others are tried by
``HOSTILE_SEED=7 pytest tests/access/test_hostile.py``.
"""

import json
import os
import random
import re

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from governance.frame.days import office_day
from tests import builders
from tests.access.filling import Filled, forms_on
from tests.access.latin import refused
from tests.access.pages import TABLE, room

pytestmark = pytest.mark.usefixtures("recalled")
SEED = os.environ.get("HOSTILE_SEED", "1")
DAYS = ("0001-01-01", "9999-12-31", "0202-11-28")
NUMBERS = ("²", "٣", "9" * 40, "9" * 5000, "1e400", "1.5", "-1", "2147483648")
TEXTS = (
    "a\0b",
    "\u200b\u202e",
    "。。。",
    "！？",
    "x" * 20_000,
    "\r\n" * 300,
    "=cmd|' /C'!A0",
    "<b>&\"'",
    "%s%(a)s",
    "[" * 2000,
)
MARKS = ("open", "fDU", "|5", "eyJhIjogW119", "../../etc", "None", "true")
VALUES = (*DAYS, *NUMBERS, *TEXTS, *MARKS)
# What a refusal may quote: as it was typed, in capitals as numbers of matters are read, without what cannot be kept.
QUOTED = " ".join((*VALUES, *map(str.upper, VALUES), "ab"))
# What pages read without showing a box for it.
UNSHOWN = {"after", "q", "scope", "day", "start", "end", "month", "unit", "area", "kind", "page", "figure"}
GONE = {"organisation:login", "organisation:logout", "organisation:leave_everywhere"}
NAMES = re.compile(r'<(?:input|select)\b[^>]*\bname="([a-z_]+)"|[?&](?:amp;)?([a-z_]+)=')
CARRIED = {"csrfmiddlewaretoken", "version", "seen", "act", "step"}
UNASKED = ("note", "kind", "act", "id", "version", "q", f"name_{'9' * 5000}")
CHINESE = re.compile("[\u4e00-\u9fff]")
# How Django speaks to whoever built the form.
FRAMEWORK = re.compile("确保该|该字段|有效的选项|有效的值|空字符串|输入一个|Traceback|Field .* expected")


def reader(row) -> str:
    """Somebody who passes the door, rather one who sees much."""
    passing = row.get.only or row.get.who
    return next(
        (name for name in ("county", "staff", "clerk", "lead") if name in passing), min(passing, default="clerk")
    )


class Tried:
    """Requests of one room, each taken back, and what is amiss in the answers."""

    def __init__(self, clients, counts):
        self.clients, self.counts, self.wrong = clients, counts, []
        self.before = counts()

    def ask(self, what: str, who: str, send) -> None:
        """The request, as that person."""
        client = self.clients[who]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        with transaction.atomic():
            answer = send(client)
            amiss = self._amiss(answer, what)
            transaction.set_rollback(True)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        if amiss:
            self.wrong.append(f"{what} ({who}): {amiss}")

    def _amiss(self, answer, typed: str) -> str:
        if answer.status_code >= 500 and answer.status_code != 503:
            return str(answer.status_code)
        if answer.status_code not in (400, 409, 413, 422):
            return ""
        if (after := self.counts()) != self.before:
            return f"refused, and written: {[name for name in after if after[name] != self.before[name]]}"
        text = answer.content.decode(errors="replace")
        if FRAMEWORK.search(text):
            return f"says {FRAMEWORK.search(text)[0]}"
        if latin := refused(text, f"{QUOTED} {typed}"):
            return f"says {sorted(latin)}"
        return "" if CHINESE.search(text) else f"{answer.status_code} without a sentence"


@pytest.mark.parametrize("group", sorted(set(map(room, TABLE))))
def test_it_answers_every_parameter_and_every_form_of_every_page(db, world, clients, picks, read, counts, group):
    drawn, tried = random.Random(f"{SEED}{group}"), Tried(clients, counts)
    today, met = office_day(timezone.now()), set()
    for name, row in TABLE.items():
        if room(name) != group or row.get is None:
            continue
        who = reader(row)
        url = reverse(name, args=[world[word] for word in row.args])
        page = read(name, who)
        text = page.text()
        for query in queries(text, drawn):
            tried.ask(f"GET {name}?{shown(query)}", who, lambda client, url=url, query=query: client.get(url, query))
        for form in forms_on(text, picks[who], url, today) if page.status == 200 and page.is_page else ():
            if resolve(form.action.partition("?")[0]).view_name in GONE or (sort := sort_of(form)) in met:
                continue
            met.add(sort)
            for told in spoilt(form, drawn):
                tried.ask(f"POST {name} {shown(told.fields)}", who, told.send)
    assert not tried.wrong, "\n".join(tried.wrong)


def queries(text: str, drawn: random.Random) -> list[dict]:
    """A day of another age and a value that is drawn in every box at once; one box alone, another on every page."""
    boxes = {word for found in NAMES.findall(text) for word in found if word} - {"csrfmiddlewaretoken"}
    everywhere = sorted(UNSHOWN | boxes)
    together = [dict.fromkeys(everywhere, value) for value in (drawn.choice(DAYS), drawn.choice(NUMBERS))]
    mixed = {name: drawn.choice(VALUES) for name in everywhere}
    return [*together, mixed, {drawn.choice(everywhere): drawn.choice(VALUES)}]


def sort_of(form: Filled) -> tuple:
    """Where it goes and what stands in it."""
    return resolve(form.action.partition("?")[0]).view_name, *sorted(form.fields), *form.fields.get("act", ())


def spoilt(form: Filled, drawn: random.Random) -> list[Filled]:
    """The form with something hostile in every box that somebody fills in, and with one such box among good ones."""
    boxes = sorted(name for name in form.fields if name not in CARRIED)
    if not boxes:
        return []
    whole = {name: [drawn.choice(VALUES)] for name in boxes}
    one = drawn.choice(boxes)
    return [Filled(form.action, form.fields | told) for told in (whole, {one: [drawn.choice(VALUES)]})]


def shown(told: dict) -> str:
    """What was sent, short."""
    return " ".join(f"{name}={str(value)[:24]!r}" for name, value in told.items() if name != "csrfmiddlewaretoken")[
        :400
    ]


def test_it_answers_signs_that_cannot_be_kept_under_every_name(db, world, clients, counts):
    drawn, tried = random.Random(SEED), Tried(clients, counts)
    for name, row in TABLE.items():
        if row.post is None or name in GONE:
            continue
        passing = row.post.only or row.post.who
        url = reverse(name, args=[world[word] for word in row.args])
        told = {
            word: drawn.choice(VALUES) for word in ("note", "kind", "act", "id", "version", "q", f"name_{'9' * 5000}")
        }
        who = min(passing, default="clerk")
        tried.ask(f"POST {name} {shown(told)}", who, lambda client, url=url, told=told: client.post(url, told))
    assert not tried.wrong, "\n".join(tried.wrong)


PARTS = ("a\0b", "²", "9" * 40, "9" * 5000, "\u202e", "..%2f", "x" * 3000, "0001-01-01", "-1", "None")


def test_it_knows_nothing_by_a_name_that_nobody_has(db, world, clients, counts):
    drawn, tried = random.Random(SEED), Tried(clients, counts)
    for name, row in TABLE.items():
        if not row.args or row.get is None:
            continue
        for place, value in ((drawn.randrange(len(row.args)), drawn.choice(PARTS)) for _ in range(3)):
            args = [value if at == place else world[word] for at, word in enumerate(row.args)]
            try:
                url = reverse(name, args=args)
            except NoReverseMatch:
                continue
            tried.ask(f"GET {url[:80]}", reader(row), lambda client, url=url: client.get(url))
    assert not tried.wrong, "\n".join(tried.wrong)


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


def test_it_keeps_what_was_typed_around_a_sign_that_cannot_be_kept(cast, clients):
    case = builders.petition(cast)
    client = Client()
    client.force_login(cast.clerk, backend="governance.organisation.accounts.backends.PostBackend")
    answer = client.post(
        reverse("cases:step", args=[case.number, "comment"]), {"note": "请\0核实。", "version": case.version}
    )
    assert answer.status_code == 302
    assert case.events.filter(note__contains="请核实").exists() or "请核实" in str(list(case.events.values()))
