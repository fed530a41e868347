"""The inbox in a browser, on a desk and on a phone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.notices.models import Delivery, Notice
from governance.notices.outbox import Message, post_many
from tests.cast import known

WORDS = (
    ("assigned", "新到事项：XF2026-000312 韦曲街道枫林绿洲小区二期连续停水，物业与供水公司互相推诿，居民要求恢复供水"),
    ("deadline", "时限提醒：XF2026-000298 还剩 3 个工作日，应当出具处理意见"),
    ("overdue", "超期警示：XF2026-000254 已超期 2 天"),
    ("approval", "待我审批：XF2026-000301 延长办理期限 30 日"),
    ("job", "导出完成：信访件 1,208 条"),
)


@pytest.fixture
def cast(transactional_db):
    return known()


def tell(user):
    now = timezone.now()
    rows = [
        Message(user.pk, kind, text, "/notices/?show=all", f"{user.pk}:{kind}", subject_key="XF2026-000312")
        for kind, text in WORDS
    ]
    post_many(rows, now)
    Notice.objects.filter(recipient=user, kind="job").update(read_at=now)


def fail(user, **changes):
    user.email = f"{user.username}@changan.example"
    user.save(update_fields=["email"])
    tell(user)
    facts = {"state": "failed", "attempts": 8, "next_try_at": None, "last_error": "收件地址被拒绝：550 no such user"}
    Delivery.objects.filter(notice__recipient=user).update(**facts | changes)


@pytest.mark.parametrize("kind", ["page", "phone_page"])
def test_it_opens_a_message_and_the_bell_counts_down(request, kind, cast, sign_in):
    page = sign_in(request.getfixturevalue(kind), cast.handler)
    tell(cast.handler)
    page.goto("/notices/")
    bell = page.get_by_role("link", name="条未读提醒")
    expect(bell).to_have_attribute("href", "/notices/")
    expect(bell).to_have_text(re.compile(r"^\s*4\s+4 条未读提醒\s*$"))
    page.get_by_role("button", name="还剩 3 个工作日").click()
    page.wait_for_url("**/notices/?show=all")
    expect(bell).to_have_text(re.compile(r"^\s*3\s+3 条未读提醒\s*$"))
    page.get_by_role("button", name="全部标为已读").click()
    page.get_by_text("已将 3 条消息标为已读").wait_for()
    assert not Notice.objects.filter(read_at=None).exists()
    expect(page.get_by_role("link", name="提醒，没有未读", exact=True)).to_have_attribute("href", "/notices/")


def test_it_filters_without_loading_the_page(page, cast, sign_in):
    tell(cast.handler)
    sign_in(page, cast.handler).goto("/notices/?show=all")
    page.get_by_label("类别").select_option(label="超期警示")
    page.get_by_text("超期警示：XF2026-000254").wait_for()
    page.get_by_text("待我审批：XF2026-000301").wait_for(state="detached")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)


def test_it_lists_what_did_not_arrive(page, cast, sign_in):
    fail(cast.handler)
    fail(cast.clerk, state="waiting", attempts=2, next_try_at=timezone.now(), last_error="连不上邮件服务器")
    sign_in(page, cast.system_admin).goto("/notices/undelivered")
    page.get_by_role("button", name=re.compile("重新发送.*李文斌")).first.click()
    page.get_by_text("已重新交发 1 条").wait_for()
    assert Delivery.objects.filter(state="failed").count() == len(WORDS) - 1
