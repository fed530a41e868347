"""The description of the API: complete, for people with a login, drawn from our own files."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

from tests import builders

pytestmark = pytest.mark.django_db


def test_it_describes_every_address_without_a_warning(tmp_path):
    path = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(path))
    text = path.read_text(encoding="utf-8")
    ours = [str(p.pattern) for p in get_resolver("governance.cases.api.urls").url_patterns if "cases" in str(p.pattern)]
    assert len(ours) == 4
    for pattern in ours:
        assert f"/api/{pattern.replace('<str:', '{').replace('>', '}')}:" in text


def test_it_shows_the_description_from_our_own_files(login, cast):
    page = login(cast.staff).get("/api/").content.decode()
    assert "swagger-ui-bundle.js" in page and "http" not in page.replace("http-equiv", "")
    assert "<style" not in page and "<script>" not in page


VALUES = ("a\0b", "²", "9" * 5000, "-1", "1.5", "9999-12-31", "x" * 3000, "\u202e", "fDU", "[]", "%s")
BODIES = ("", "[]", "{", "null", '{"version": 1}', '{"version": "²", "facts": {}}', '{"version": 1e400, "facts": {}}')


def test_it_answers_nothing_that_its_description_does_not_say(cast, call):
    """Every operation, with what nobody should send: the status is one of those described, and says so in Chinese."""
    case, client = builders.petition(cast), call(cast.clerk).client
    wrong = []
    for path, operations in SchemaGenerator().get_schema(public=True)["paths"].items():
        url = path.replace("{number}", case.number).replace("{name}", "comment")
        for method, described in operations.items():
            cache.clear()
            asked = [each["name"] for each in described.get("parameters", ()) if each["in"] == "query"]
            sent = [(name, VALUES[place % len(VALUES)]) for place, name in enumerate(asked)]
            answers = [client.get(url, {name: value}) for name, value in sent] if method == "get" else []
            if method == "post":
                answers = [client.post(url, body, content_type="application/json") for body in BODIES]
            for answer in answers:
                documented = str(answer.status_code) in described["responses"]
                detail = answer.json().get("detail", "") if answer.status_code >= 400 else "好"
                if not documented or not re.search("[\u4e00-\u9fff]", detail):
                    wrong.append((method, url, answer.status_code, detail))
    assert wrong == []


def test_it_says_of_every_operation_that_one_may_not_be_let_in_or_call_too_often():
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    lacking = {
        (method, path): missing
        for path, operations in paths.items()
        for method, described in operations.items()
        if (missing := {"403", "429"} - set(described["responses"]))
    }
    assert lacking == {}
