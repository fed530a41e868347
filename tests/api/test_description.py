"""The description of the API: complete, for people with a login, drawn from our own files."""

import pytest
from django.core.management import call_command
from django.urls import get_resolver

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
