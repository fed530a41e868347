"""Keyset pages: every row once, in order, whatever the column; and no mark but our own is read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db.models import F
from django.test import RequestFactory
from django.utils import timezone

from governance.cases.models import Case
from governance.cases.models.case import opened_between
from governance.frame.pages import paging
from governance.frame.pages.paging import Order, count_up_to, page_of, page_of_list, rows_after
from governance.organisation.models import Unit, User
from tests import builders

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture
def cases(cast):
    """Seven cases: three due at one moment, two at others, two without a date."""
    made = [builders.petition(cast, at=MOMENT + timedelta(hours=n // 3)) for n in range(7)]
    for case, hours in zip(made, (5, 5, None, 5, 1, None, 9), strict=True):
        Case.objects.filter(pk=case.pk).update(next_due_at=hours and MOMENT + timedelta(hours=hours))
    return Case.objects.all()


def walked(rows, order, size=2) -> list:
    """The keys of every page, one after the other."""
    seen, mark = [], ""
    for _ in range(20):
        found, mark = rows_after(rows, order, mark, size)
        seen += [row.pk for row in found]
        if not mark:
            return seen
    raise AssertionError("The pages do not end.")


@pytest.mark.parametrize(
    "order",
    [
        Order(),
        Order(newest_first=True),
        Order("next_due_at"),
        Order("opened_at", newest_first=True),
        # Some pages are full of what is recent, some are not, and to who asks today nothing is.
        Order("opened_at", newest_first=True, recent=(timedelta(minutes=30),)),
        Order("opened_at", newest_first=True, recent=(timedelta(hours=1),)),
        Order("opened_at", newest_first=True, recent=(timedelta(days=9999),)),
        Order("opened_at"),
        Order("number", newest_first=True),
        Order("lead_unit_id"),
        Order("due"),
        Order("due", newest_first=True),
        Order("next_due_at", newest_first=True),
    ],
    ids=lambda order: f"{'-' if order.newest_first else ''}{order.column} {order.recent or ''}",
)
def test_it_walks_every_row_once_and_in_order(cases, order):
    rows = cases.annotate(due=F("next_due_at"))
    assert walked(rows, order) == [row.pk for row in order.sorted(rows)]
    assert len(set(walked(rows, order, size=1))) == 7


def test_it_gathers_the_few_and_walks_the_recent_of_the_many(cases, django_assert_num_queries):
    order = Order("opened_at", newest_first=True, recent=(timedelta(days=9999),))
    for counted in (7, paging.MOST_COUNTED + 1, None):
        with django_assert_num_queries(1) as asked:
            found, _ = rows_after(cases, order, "", 4, counted=counted)
        assert found == list(order.sorted(cases)[:4])
        recent_only = '"opened_at" >=' in asked.captured_queries[0]["sql"]
        assert recent_only == (counted != 7)
    with django_assert_num_queries(2):
        rows_after(cases, Order("opened_at", newest_first=True, recent=(timedelta(days=1),)), "", 4)


def test_it_counts_and_walks_by_spans_what_it_counts_and_walks_whole(cases, monkeypatch):
    """Nothing is left out at the seams of the spans, wherever the rows lie and however many are counted."""
    order = Order(
        "opened_at", newest_first=True, recent=(timedelta(days=1), timedelta(days=100)), between=opened_between
    )
    for days, case in enumerate(cases.order_by("pk")):
        Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=days**3 - 1))
    for most in (1, 2, 4, 6, 7):
        monkeypatch.setattr(paging, "MOST_COUNTED", most)
        assert count_up_to(cases, order) == count_up_to(cases) == min(most + 1, 7)
        assert count_up_to(cases.filter(title=""), order) == count_up_to(cases.none(), order) == 0
        for dense in (True, False):
            seen, mark = [], ""
            while mark or not seen:
                found, mark = rows_after(cases, order, mark, 2, counted=most + 1, dense=dense)
                seen += found
            assert seen == list(order.sorted(cases))


@pytest.mark.parametrize("worded", [False, True])
@pytest.mark.parametrize("most", [1, 2, 3, 4, 6, 7])
def test_it_turns_the_pages_of_what_it_counted_as_of_what_it_gathers(cases, monkeypatch, most, worded):
    """Forward, back and by number it is one list, whether its pages are known from counting or asked for one by one."""
    days = timedelta(days=1), timedelta(days=100), timedelta(days=200)
    order = Order("opened_at", newest_first=True, recent=days, between=opened_between, worded=worded)
    for past, case in enumerate(cases.order_by("pk")):
        Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=past**3 - 1))
    monkeypatch.setattr(paging, "MOST_COUNTED", most)

    def turned(address):
        return page_of(RequestFactory().get(address), cases.filter(kind="petition"), order, size=2)

    pages = [turned("/list/")]
    while pages[-1].next_url:
        pages.append(turned(pages[-1].next_url))
    assert [row for page in pages for row in page.rows] == list(order.sorted(cases))
    back = [pages[-1]]
    while back[-1].first_url:
        back.append(turned(back[-1].previous_url))
    assert [page.rows for page in back[::-1]] == [page.rows for page in pages]
    assert [page.count_text for page in back[::-1]] == [page.count_text for page in pages]
    assert all(page.count_text.startswith(f"第 {1 + 2 * turn}–") for turn, page in enumerate(pages))
    for number, url in pages[0].numbers[1:]:
        assert turned(url).rows == pages[number - 1].rows
    assert bool(pages[0].numbers) == (most == 7)


def test_of_few_no_page_is_gathered_after_they_were_counted(cases, django_assert_num_queries):
    order = Order("opened_at", newest_first=True, recent=(timedelta(days=9999),), between=opened_between)
    address = "/list/"
    for _ in range(3):
        with django_assert_num_queries(2) as asked:
            page = page_of(RequestFactory().get(address), cases.filter(kind="petition"), order, size=2)
        counting, reading = (query["sql"] for query in asked.captured_queries)
        assert "'petition'" in counting and "'petition'" not in reading and len(page.rows) == 2
        address = page.next_url


def test_it_puts_rows_without_a_date_last(cases):
    ordered = list(Order("next_due_at").sorted(cases).values_list("next_due_at", flat=True))
    assert ordered[:5] == sorted(ordered[:5]) and ordered[5:] == [None, None]


def test_it_leads_on_and_back_and_keeps_what_was_asked(cases):
    request = RequestFactory().get("/list/", {"scope": "all"})
    first = page_of(request, cases, Order("opened_at", newest_first=True), size=4)
    assert (first.count_text, first.first_url, len(first.rows)) == ("第 1–4 件，共 7 件", "", 4)
    assert (first.whole_text, first.whole_url) == ("全部 7 件", "/list/?scope=all&whole=1")
    request = RequestFactory().get(first.next_url)
    assert request.GET["scope"] == "all"
    second = page_of(request, cases, Order("opened_at", newest_first=True), size=4)
    assert (second.first_url, second.next_url, len(second.rows)) == ("/list/?scope=all", "", 3)
    assert second.count_text == "第 5–7 件，共 7 件"
    whole = page_of(RequestFactory().get(first.whole_url), cases, Order("opened_at", newest_first=True), size=4)
    assert (len(whole.rows), whole.count_text, whole.whole_url) == (7, "共 7 件", "")


def test_it_turns_rows_that_are_worked_out_as_it_turns_those_that_are_read():
    def asked(address: str):
        return page_of_list(RequestFactory().get(address), list("abcdefg"), unit="人", size=3)

    first = asked("/list/?kind=a")
    assert (first.rows, first.count_text) == (["a", "b", "c"], "第 1–3 人，共 7 人")
    assert (first.first_url, first.previous_url) == ("", "")
    second = asked(first.next_url)
    assert (second.rows, second.previous_url) == (["d", "e", "f"], second.first_url)
    assert "kind=a" in second.next_url and asked(second.next_url).rows == ["g"]
    assert [number for number, url in second.numbers if not url] == [2]
    assert asked(first.whole_url).rows == list("abcdefg")
    assert asked("/list/?after=@99").rows == ["g"] and asked("/list/?after=@x").rows == ["a", "b", "c"]
    assert page_of_list(RequestFactory().get("/list/"), [], unit="人").count_text == "共 0 人"


@pytest.mark.parametrize(
    "order",
    [
        Order(),
        Order("next_due_at"),
        Order("next_due_at", newest_first=True),
        Order("opened_at", newest_first=True, recent=(timedelta(hours=1),)),
        Order("due"),
        Order("due", newest_first=True),
    ],
    ids=lambda order: f"{'-' if order.newest_first else ''}{order.column}",
)
def test_it_turns_back_page_by_page_and_to_each_by_its_number(cases, order):
    rows, size = cases.annotate(due=F("next_due_at")), 2

    def turned(address):
        return page_of(RequestFactory().get(address), rows, order, size=size)

    pages = [turned("/list/?scope=all")]
    while pages[-1].next_url:
        pages.append(turned(pages[-1].next_url))
    shown = [[row.pk for row in page.rows] for page in pages]
    assert len(pages) == 4 and pages[0].previous_url == ""
    back = [pages[-1]]
    while back[-1].previous_url:
        back.append(turned(back[-1].previous_url))
    assert [[row.pk for row in page.rows] for page in back] == shown[::-1]
    assert [page.count_text for page in back] == [page.count_text for page in pages][::-1]
    for number, url in pages[0].numbers[1:]:
        assert [row.pk for row in turned(url).rows] == shown[number - 1] and "scope=all" in url
    assert [number for number, url in pages[1].numbers if not url] == [2]


def test_a_number_beyond_the_list_is_its_first_page(cases):
    for number in ("@9", "@9999", "@0", "@99999", "@x"):
        page = page_of(RequestFactory().get("/list/", {"after": number}), cases, Order(), size=4)
        assert page.count_text.startswith("第 1–4 件") and page.previous_url == ""


def test_it_says_in_the_next_address_what_this_one_left_open(cases):
    page = page_of(RequestFactory().get("/list/"), cases, Order(), unit="", size=4, said={"show": "unread"})
    assert page.next_url.startswith("/list/?show=unread&after=") and page.count_text == ""


def test_it_counts_no_further_than_it_says(cases, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 6)
    assert page_of(RequestFactory().get("/"), cases, Order(), unit="项").count_text == "共 6 项以上"


def test_it_reads_no_mark_but_its_own(cases):
    order = Order("opened_at", newest_first=True)
    own = order.mark(cases[0])
    others = [
        "",
        "x",
        own[:-1],
        own.swapcase(),
        Order("next_due_at").mark(cases[0]),
        Order().mark(cases[0]),
        signing.Signer().sign_object([MOMENT.isoformat(), 1]),
        f"9999-12-31T23:59:59|{9**30}",
    ]
    assert order.place(cases, own) == (cases[0].opened_at, cases[0].pk)
    for mark in others:
        assert order.place(cases, mark) is None, mark
        request = RequestFactory().get("/list/", {"after": mark})
        page = page_of(request, cases, order, size=4)
        assert len(page.rows) == 4 and page.first_url == "", mark


def test_it_takes_a_mark_for_none_where_the_column_is_of_another_kind(cast):
    mark = Order("username").mark(cast.clerk)
    assert Order("username").place(User.objects.all(), mark) == (cast.clerk.username, cast.clerk.pk)
    assert Order("username").place(Unit.objects.annotate(username=F("pk")), mark) is None
