from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.frame.pages.paging import PAGE_SIZE as PAGE
from governance.notices.models import Notice, Preference
from governance.notices.outbox import Message, post, post_many, withdraw
from tests.notices.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(cast, login):
    """The handler, logged in as ``handler.client``."""
    cast.handler.client = login(cast.handler)
    return cast.handler


def tell(user, count=1, kind="deadline", text="第{}条", at=NOON):
    for number in range(count):
        key = f"{user.pk}:{kind}:{text}:{number}"
        moment = at + timedelta(seconds=number)
        post(user, text=text.format(number), link="/healthz", key=key, kind=kind, at=moment)
    return list(Notice.objects.filter(recipient=user, kind=kind).order_by("id"))


def texts(response):
    return [row["text"] for row in response.context["rows"]]


def test_it_shows_the_unread_newest_first_and_all_when_nothing_is_unread(handler):
    first, second = tell(handler, 2)
    assert texts(handler.client.get("/notices/")) == ["第1条", "第0条"]
    handler.client.post(f"/notices/{second.pk}/open")
    assert texts(handler.client.get("/notices/")) == ["第0条"]
    assert texts(handler.client.get("/notices/?show=all")) == ["第1条", "第0条"]
    handler.client.post(f"/notices/{first.pk}/open")
    assert texts(handler.client.get("/notices/")) == ["第1条", "第0条"]
    page = handler.client.get("/notices/?show=unread")
    assert texts(page) == []
    assert "没有未读消息" in page.content.decode()


def test_it_says_the_number_of_a_matter_once(handler):
    told = {"link": "/healthz", "kind": "deadline", "at": NOON, "subject_key": "XF2026-000001"}
    post(handler, text="办结答复到期：XF2026-000001 停水", key="with", **told)
    post(handler, text="有一件事到期", key="without", **told)
    page = handler.client.get("/notices/").content.decode()
    assert page.count("XF2026-000001") == 2 and '<span class="number">XF2026-000001</span>' in page


def test_it_is_read_from_its_first_opening_and_goes_where_it_points(handler):
    (notice,) = tell(handler)
    response = handler.client.post(f"/notices/{notice.pk}/open")
    assert (response.status_code, response.url) == (302, "/healthz")
    notice.refresh_from_db()
    opened = notice.read_at
    assert opened is not None
    handler.client.post(f"/notices/{notice.pk}/open")
    notice.refresh_from_db()
    assert notice.read_at == opened


def test_it_comes_back_to_the_page_when_it_points_nowhere(handler):
    post(handler, text="系统维护", key="k", kind="system", at=NOON)
    notice = Notice.objects.get()
    for back, goal in (
        ("/notices/?show=all", "/notices/?show=all"),
        ("//evil.example/", "/notices/"),
        ("", "/notices/"),
    ):
        response = handler.client.post(f"/notices/{notice.pk}/open", {"back": back})
        assert response.url == goal


def test_it_changes_nothing_by_reading_the_page(handler):
    (notice,) = tell(handler)
    assert handler.client.get("/notices/").status_code == 200
    assert handler.client.get(f"/notices/{notice.pk}/open").status_code == 405
    assert handler.client.get("/notices/read").status_code == 405
    notice.refresh_from_db()
    assert notice.read_at is None


def test_it_belongs_to_its_recipient_alone(handler, cast, login):
    (notice,) = tell(handler)
    stranger = login(cast.outsider)
    assert texts(stranger.get("/notices/?show=all")) == []
    assert stranger.post(f"/notices/{notice.pk}/open").status_code == 404
    stranger.post("/notices/read", {"up_to": str(notice.pk)})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_it_wants_a_login(client, db):
    assert client.get("/notices/").url.startswith("/login")


def test_it_marks_read_what_was_on_screen_and_not_what_came_since(handler):
    tell(handler, 3)
    up_to = handler.client.get("/notices/").context["up_to"]
    tell(handler, 1, text="刚到的一条")
    response = handler.client.post("/notices/read", {"up_to": up_to}, follow=True)
    assert "已将 3 条消息标为已读" in response.content.decode()
    assert [notice.text for notice in Notice.objects.filter(read_at=None)] == ["刚到的一条"]


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 40, "一"])
def test_it_marks_nothing_for_a_mark_that_is_none(handler, up_to):
    tell(handler)
    assert handler.client.post("/notices/read", {"up_to": up_to}).status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 1


def test_it_filters_by_kind(handler):
    tell(handler, 2, kind="deadline", text="时限{}")
    tell(handler, 1, kind="job", text="导出{}")
    page = handler.client.get("/notices/?kind=job")
    assert texts(page) == ["导出0"]
    assert page.context["filter_chosen"] == ["导入导出"]
    assert len(texts(handler.client.get("/notices/?kind=gossip"))) == 3
    handler.client.post("/notices/read", {"up_to": page.context["up_to"], "kind": "job"})
    assert Notice.objects.filter(read_at=None).count() == 2


def test_it_returns_only_the_list_to_htmx(handler):
    tell(handler)
    tell(handler)
    assert "第0条" in handler.client.get("/notices/", HTTP_HX_REQUEST="true").content.decode()
    part = handler.client.get("/notices/?kind=job", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    # What marks them as read follows the filter.
    assert 'hx-swap-oob="true"' in part and '<input type="hidden" name="kind" value="job">' in part


def test_it_returns_the_whole_page_to_who_goes_back(handler):
    back = {"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}
    assert "<html" in handler.client.get("/notices/", **back).content.decode()


def test_it_turns_pages_without_losing_or_repeating_a_message(handler):
    rows = [Message(handler.pk, "case", f"第{n}条", "", f"k{n}") for n in range(2 * PAGE + 5)]
    post_many(rows[: PAGE + 7], NOON)  # all at one moment: the id decides
    post_many(rows[PAGE + 7 :], NOON + timedelta(hours=1))
    seen, url = [], "/notices/?show=all"
    while url:
        page = handler.client.get(url)
        seen += texts(page)
        url = page.context["page"].next_url
    assert len(seen) == len(set(seen)) == 2 * PAGE + 5
    newest = list(Notice.objects.order_by("-created_at", "-id").values_list("text", flat=True))
    assert seen == newest


@pytest.mark.parametrize(
    "after", ["x", "_", "2026-01-01_5", "2026-01-01T00:00:00+08:00_x", "2026-01-01T00:00:00+08:00_" + "9" * 30]
)
def test_it_shows_the_first_page_for_a_place_that_is_none(handler, after):
    tell(handler, 2)
    response = handler.client.get("/notices/", {"after": after, "show": "all"})
    assert texts(response) == ["第1条", "第0条"]


def test_it_counts_the_unread_at_the_bell(handler):
    tell(handler, 3)
    assert "3 条未读" in handler.client.get("/notices/?show=all").content.decode()


def test_it_costs_the_same_queries_for_5_and_50_messages(handler):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert handler.client.get("/notices/").status_code == 200
        return len(captured)

    tell(handler, 5)
    queries()
    few = queries()
    tell(handler, 45, kind="case")
    assert queries() == few


def test_it_stops_and_resumes_mails_by_the_person_s_own_choice(handler):
    handler.email = "li@example.org"
    handler.save(update_fields=["email"])
    assert "li@example.org" in handler.client.get("/notices/").content.decode()
    handler.client.post("/notices/preference", {})
    assert Preference.objects.get().email_notices is False
    post(handler, text="x", key="a", kind="system", at=NOON)
    handler.client.post("/notices/preference", {"email_notices": "on"})
    post(handler, text="x", key="b", kind="system", at=NOON)
    with_mail = Notice.objects.exclude(deliveries=None).values_list("key", flat=True)
    assert list(with_mail) == ["b"]


def test_it_says_who_enters_an_address_where_there_is_none(handler):
    assert "还没有登记电子邮箱" in handler.client.get("/notices/").content.decode()


def test_it_shows_markup_in_a_message_as_text(handler):
    tell(handler, text="<b>物业</b>停水{}")
    assert "&lt;b&gt;物业&lt;/b&gt;停水0" in handler.client.get("/notices/").content.decode()


def test_what_was_taken_back_is_not_even_said_to_have_been_there(handler):
    """Whoever was told of a matter before it accused them would learn from such a line that it does."""
    told = {"link": "/healthz", "kind": "deadline", "at": NOON}
    post(handler, text="转送：XF2026-000001", key="one", subject_key="XF2026-000001", **told)
    post(handler, text="转送：XF2026-000002", key="two", subject_key="XF2026-000002", **told)
    assert withdraw("XF2026-000001", but_for=()) == 1
    page = handler.client.get("/notices/?show=all")
    assert texts(page) == ["转送：XF2026-000002"] and "撤回" not in page.content.decode()
