import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.frame.pages.paging import PAGE_SIZE as PAGE
from governance.notices.delivery import deliver_due
from governance.notices.models import Delivery
from governance.notices.outbox import Message, post_many
from governance.organisation.models import AccessRecord
from tests.notices.people import NOON

pytestmark = pytest.mark.django_db
URL = "/notices/undelivered"


@pytest.fixture
def admin(cast, login):
    return login(cast.system_admin)


def fail(user, count=1, **changes):
    """Messages to the person that failed for good."""
    user.email = user.email or "li@example.org"
    user.save(update_fields=["email"])
    start = Delivery.objects.count()
    rows = [
        Message(user.pk, "case", f"检举张某{n}", "/cases/XF1/", f"k{n}", subject_key="XF1")
        for n in range(start, start + count)
    ]
    post_many(rows, NOON)
    facts = {"state": "failed", "attempts": 8, "next_try_at": None, "last_error": "收件地址被拒绝：550 no such user"}
    Delivery.objects.filter(attempts=0, state="waiting").update(**facts | changes)
    return list(Delivery.objects.order_by("id"))[-count:]


def test_it_says_whom_it_did_not_reach_and_why_but_not_with_what(admin, cast):
    fail(cast.handler)
    fail(cast.clerk, state="waiting", attempts=2, next_try_at=NOON, last_error="连不上邮件服务器")
    page = admin.get(URL).content.decode()
    for words in ("李文斌", "li@example.org", "收件地址被拒绝：550 no such user", "8 次", "不再自动重试"):
        assert words in page
    for words in ("周晓兰", "连不上邮件服务器", "2 次", "2026-11-20 12:00"):
        assert words in page
    assert len(re.findall(r"\s重新发送\s*<span", page)) == 1
    for secret in ("检举", "张某", "XF1"):
        assert secret not in page


def test_it_does_not_list_what_was_sent_dropped_or_not_tried_yet(admin, cast):
    fail(cast.handler, state="dropped")
    fail(cast.handler, state="sent", sent_at=NOON)
    fail(cast.handler, state="waiting", attempts=0, next_try_at=NOON)
    response = admin.get(URL)
    assert response.context["rows"] == []
    assert "全部送达" in response.content.decode()


def test_it_sends_again_and_says_so_in_the_security_record(login, cast, smtp, time_machine):
    row, other = fail(cast.handler, 2)
    time_machine.move_to(NOON)
    page = login(cast.system_admin).post(f"{URL}/resend", {"id": row.pk}, follow=True).content.decode()
    assert "已重新交发 1 条" in page
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert deliver_due(row.next_try_at).sent == 1
    assert len(smtp) == 1
    other.refresh_from_db()
    assert other.state == "failed"
    record = AccessRecord.objects.filter(verb=AccessRecord.Verb.RESEND).get()
    assert (record.actor, record.subject, record.ip) == (cast.system_admin, "消息外发 1 条：李文斌", "127.0.0.1")


def test_it_sends_all_again_with_one_button(admin, cast):
    fail(cast.handler, 3)
    fail(cast.clerk, 1)
    admin.post(f"{URL}/resend", {"all": "1"})
    assert Delivery.objects.filter(state="waiting", attempts=0).count() == 4
    record = AccessRecord.objects.filter(verb=AccessRecord.Verb.RESEND).get()
    assert record.subject == "消息外发 4 条：李文斌、周晓兰"


def test_it_waits_for_the_morning_with_what_is_sent_again_at_night(login, cast, time_machine):
    (row,) = fail(cast.handler)
    (urgent,) = fail(cast.handler, urgent=True)
    night = NOON.replace(hour=23)
    time_machine.move_to(night, tick=False)
    login(cast.system_admin).post(f"{URL}/resend", {"all": "1"})
    row.refresh_from_db()
    urgent.refresh_from_db()
    assert (row.next_try_at - night).total_seconds() == 8.5 * 3600
    assert urgent.next_try_at == night


def test_it_sends_an_old_message_when_it_is_asked_to(login, cast, smtp, time_machine):
    """The three days after which a mail is stale count from the asking."""
    (row,) = fail(cast.handler)
    later = NOON.replace(day=30)
    time_machine.move_to(later, tick=False)
    login(cast.system_admin).post(f"{URL}/resend", {"id": row.pk})
    assert deliver_due(later).sent == 1


def test_it_leaves_alone_what_is_not_failed(admin, cast):
    (row,) = fail(cast.handler, state="waiting", attempts=3, next_try_at=NOON)
    page = admin.post(f"{URL}/resend", {"id": row.pk}, follow=True).content.decode()
    assert "没有重新发送" in page
    row.refresh_from_db()
    assert row.attempts == 3
    assert not AccessRecord.objects.filter(verb=AccessRecord.Verb.RESEND).exists()


@pytest.mark.parametrize("post", [{}, {"id": ""}, {"id": "x"}, {"id": "9" * 30}])
def test_it_sends_nothing_when_nothing_was_chosen(admin, cast, post):
    fail(cast.handler)
    assert admin.post(f"{URL}/resend", post).status_code == 404
    assert Delivery.objects.filter(state="failed").count() == 1


def test_it_is_for_those_who_manage_delivery_alone(cast, login):
    (row,) = fail(cast.handler)
    for user in cast.people:
        client = login(user)
        allowed = user in (cast.system_admin, cast.county)
        assert client.get(URL).status_code == (200 if allowed else 403)
        if not allowed:
            assert client.post(f"{URL}/resend", {"id": row.pk}).status_code == 403
        linked = 'href="/notices/undelivered"' in client.get("/notices/").content.decode()
        assert linked is allowed
    row.refresh_from_db()
    assert row.state == "failed"


def test_it_turns_pages(admin, cast):
    rows = fail(cast.handler, PAGE + 3)
    first = admin.get(URL)
    second = admin.get(first.context["page"].next_url)
    seen = [row["id"] for response in (first, second) for row in response.context["rows"]]
    assert seen == [row.id for row in reversed(rows)]
    assert second.context["page"].next_url == ""
    assert len(admin.get(f"{URL}?after=x").context["rows"]) == PAGE


def test_it_costs_the_same_queries_for_5_and_50_rows(admin, cast):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert admin.get(URL).status_code == 200
        return len(captured)

    fail(cast.handler, 5)
    queries()
    few = queries()
    fail(cast.clerk, 45)
    assert queries() == few
