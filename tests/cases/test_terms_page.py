"""The page on which anybody looks up a term and its article."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_it_lists_every_term_with_its_article(login, cast):
    page = text(login(cast.handler).get(reverse("cases:terms")))
    assert "第三十四条" in page and "60日" in page and "5个工作日" in page
    found = login(cast.handler).get(reverse("cases:terms"), {"q": "《信访工作条例》第三十四条"}).context["rows"]
    assert [row["length"] for row in found] == ["60日"]
    assert "没有找到期限" in text(login(cast.handler).get(reverse("cases:terms"), {"q": "没有这一条"}))
