"""The page on which anybody looks up a term and its article."""

import pytest
from django.urls import reverse

from governance.frame.pages.paging import PAGE_SIZE

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_it_lists_every_term_with_its_article(login, cast):
    first = login(cast.handler).get(reverse("cases:terms"))
    assert len(first.context["rows"]) == PAGE_SIZE and len(first.content) < 60 * 1024
    page = text(login(cast.handler).get(reverse("cases:terms"), {"whole": "1"}))
    assert "第三十四条" in page and "60日" in page and "5个工作日" in page
    found = login(cast.handler).get(reverse("cases:terms"), {"q": "《信访工作条例》第三十四条"}).context["rows"]
    assert [row["length"] for row in found] == ["60日"]
    assert "没有找到期限" in text(login(cast.handler).get(reverse("cases:terms"), {"q": "没有这一条"}))
