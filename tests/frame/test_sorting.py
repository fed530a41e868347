"""Heads sort a list: rows in the order of the head, every row once over all pages, and nothing where it cannot be."""

from datetime import timedelta

import pytest
from django.db.models import Value
from django.test import RequestFactory

from governance.cases.models import Case
from governance.frame.pages import paging
from governance.frame.pages.columns import ListColumn, table_html
from governance.frame.pages.marking import marked
from governance.frame.pages.paging import Order, page_of
from governance.frame.pages.sorting import by_moment, by_place, by_words
from tests import builders

pytestmark = pytest.mark.django_db
HEADS = (
    ListColumn("标题", lambda case: case.title, code="title", by=by_words("title")),
    ListColumn("期限", lambda case: "", code="due", by=by_moment("next_due_at")),
    ListColumn("状态", lambda case: "", code="status", by=by_place("status", ("registered", "handling", "closed"))),
    ListColumn("承办人", lambda case: "", code="handler", by=by_words("handler__name")),
    ListColumn("人员", lambda case: "", code="people"),
)


@pytest.fixture
def cases(cast):
    """Five cases: two under way, two without a date, one with a handler."""
    made = [builders.petition(cast, title=title, unit=cast.housing) for title in ("乙", "甲", "丙", "丁", "甲")]
    for case, days in zip(made, (3, 1, None, 2, None), strict=True):
        Case.objects.filter(pk=case.pk).update(next_due_at=days and builders.OPENED + timedelta(days=days))
    Case.objects.filter(pk__in=[made[0].pk, made[3].pk]).update(status="handling")
    Case.objects.filter(pk=made[2].pk).update(handler=cast.handler)
    return Case.objects.all()


def walked(cases, sort: str) -> list:
    """The rows of all pages, two a page."""
    url, found = f"/list/?scope=open&sort={sort}", []
    while url:
        page = page_of(RequestFactory().get(url), cases, Order("next_due_at", head="due"), size=2, columns=HEADS)
        found += page.rows
        url = page.next_url
    return found


@pytest.mark.parametrize("sort", ["title", "-title", "due", "-due", "status", "-status", "handler", "-handler"])
def test_it_goes_through_every_row_once_in_the_order_of_the_head(cases, sort):
    value = {
        "title": lambda case: case.title,
        "due": lambda case: case.next_due_at,
        "status": lambda case: ("registered", "handling").index(case.status),
        "handler": lambda case: case.handler and case.handler.name,
    }[sort.removeprefix("-")]
    found = [value(case) for case in walked(cases, sort)]
    assert len(found) == 5
    told = [each for each in found if each is not None]
    assert told == sorted(told, reverse=sort.startswith("-"))
    assert found[len(told) :] == [None] * (5 - len(told)), "what has none stands last either way"


@pytest.mark.parametrize("sort", ["people", "-people", "number", "", "--due", "'; drop"])
def test_what_is_no_head_of_it_sorts_nothing(cases, sort):
    assert walked(cases, sort) == list(Order("next_due_at").sorted(cases))


def test_its_heads_lead_both_ways_and_keep_what_was_asked(cases):
    request = RequestFactory().get("/list/?scope=open&sort=title&after=x")
    page = page_of(request, cases, Order("next_due_at", head="due"), size=2, columns=HEADS)
    assert page.heads["title"] == ("/list/?scope=open&sort=-title", "ascending")
    assert page.heads["due"] == ("/list/?scope=open&sort=due", "") and "people" not in page.heads
    html = table_html(HEADS, page.rows, page.heads)
    assert '<th scope="col" aria-sort="ascending"><a class="sorts" href="/list/?scope=open&amp;sort=-title">' in html
    assert '<th scope="col">人员</th>' in html
    standing = page_of(RequestFactory().get("/list/"), cases, Order("next_due_at", head="due"), columns=HEADS)
    assert standing.heads["due"] == ("/list/?sort=-due", "ascending")


def test_a_list_of_more_than_is_counted_is_sorted_only_where_it_does_not_grow(cases, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    request = RequestFactory().get("/list/?sort=title&whole=1")
    long = page_of(request, cases, Order(), size=2, columns=HEADS)
    assert long.heads == {} and [case.pk for case in long.rows] == sorted(case.pk for case in cases)[:2]
    assert long.whole_url == ""
    bounded = page_of(request, cases, Order(), size=2, columns=HEADS, bounded=True)
    assert [case.title for case in bounded.rows] == ["丁", "丙"] and bounded.heads["title"].standing == "ascending"


def test_a_mark_of_one_head_is_not_read_by_another(cases):
    order = Order("by_title", head="title")
    mark = order.mark(cases.annotate(by_title=Value("甲"))[0], 2)
    page = page_of(RequestFactory().get(f"/?sort=due&after={mark}"), cases, Order(), columns=HEADS)
    assert len(page.rows) == 5 and page.first_url == ""


def test_words_are_marked_where_they_stand_and_nothing_in_the_text_runs():
    assert marked("三号楼停水<b>", ["停水"]) == "三号楼<mark>停水</mark>&lt;b&gt;"
    assert marked("AbcABC", ["abc", "("]) == "<mark>Abc</mark><mark>ABC</mark>"
    assert marked("路灯", []) == "路灯"
